import type { RetailerId } from '@augenblick/contract';
import type {
  CaughtList,
  CaughtOne,
  ChatLink,
  ChannelList,
  ChannelView,
  DnsCheck,
  InboundAddress,
  TestSent,
} from '@augenblick/contract/api/channel.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { type TestServer, testServer, type Visitor } from '../../../test/server.ts';
import { type SmtpStandin, smtpStandin } from '../../../test/standins/smtp.ts';
import { SOURCES, type WritePath, writePath } from '../../../test/write-path.ts';
import { createVault, seededRandom, silentLog, type Vault } from '../../runtime/index.ts';
import { type ChannelShelf, createChannels } from './open.ts';
import type { Receipt } from './receipt.ts';
import { type ChannelRoutesDeps, channelRoutes } from './routes.ts';
import { channelPublicRoutes } from './routes-public.ts';
import { parseMail } from './mail/index.ts';
import { verpAddress } from './mail/verp.ts';
import { readSettings } from './kept-settings.ts';
import { CHANNEL_MODULES } from './registry.ts';

let db: TestDatabase;
let server: TestServer;
let owner: Visitor;
let smtp: SmtpStandin;
let shelf: ChannelShelf;
let vault: Vault;
let path: WritePath;
const receipts: Receipt[] = [];

beforeAll(async () => {
  db = await testDatabase();
  smtp = await smtpStandin({ user: 'u', password: 'streng-geheim' });
  const { database } = db;
  path = writePath(database, { now: '2026-03-04T05:06:07Z' });
  const random = seededRandom(3);
  vault = createVault(Buffer.alloc(32, 9), random);
  server = await testServer(db, {
    more: (http, access) => {
      const ids = {
        uuid7: () => server.ids.uuid7(),
        token: (bytes?: number) => server.ids.token(bytes),
      };
      const clock = { now: () => server.clock.now() };
      const base = { sql: database.owner, clock, ids, random, log: silentLog, vault };
      const channels = {
        ...base,
        publicUrl: () => 'https://shop.example',
        allowPrivateHosts: true,
      };
      shelf = createChannels(channels);
      const dns = { txt: async () => [], mx: async () => [] };
      const { audit } = access;
      // Content is tested where it lives; here one word of the draft stands for it.
      const written: ChannelRoutesDeps['written'] = async (_retailerId, { draft }) =>
        draft.name === 'Unlesbar'
          ? null
          : { subject: draft.name, preheader: '', html: `<p>${draft.name}</p>`, text: draft.name };
      channelRoutes(http, { ...channels, database, audit, shelf, access, dns, written });
      void channelPublicRoutes(http, {
        ...base,
        limits: access.limits,
        receipts: async (_retailerId, taken) => void receipts.push(...taken),
        submit: path.ingest.submit,
        source: async () => SOURCES.till,
        byWriteKey: async (key) => (key === 'web' ? SOURCES.web : null),
      });
    },
  });
  owner = await server.visitor('owner');
});
afterAll(async () => {
  await shelf.close();
  await server.close();
  await smtp.close();
  await db.drop();
});

const call = async <T>(method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown): Promise<T> => {
  const answer = await owner.request(method, `/api/r/1${url}`, body);
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
  return answer.json<T>();
};
const values = () => ({
  fromName: 'Laden',
  fromAddress: 'neues@laden.example',
  host: '127.0.0.1',
  port: smtp.port,
  security: 'none',
  user: 'u',
  password: 'streng-geheim',
  bounceAddress: 'bounce@laden.example',
});

describe('a new retailer', () => {
  test('has every channel, mail in the catcher, nothing missing from the page', async () => {
    const { channels } = await call<ChannelList>('GET', '/channels');
    expect(channels.map(({ channel, mode }) => [channel, mode])).toEqual([
      ['mail', 'catcher'],
      ['push', 'off'],
      ['inbox', 'live'],
      ['sms', 'off'],
      ['whatsapp', 'off'],
      ['telegram', 'off'],
      ['webhook', 'off'],
      ['staff', 'live'],
    ]);
    // Mails are signed as soon as there is a key, unless somebody says no: the page must not show the contrary.
    expect(channels[0]?.values['sign']).toBe(true);
  });

  test('reads a test mail in the console', async () => {
    const sent = await call<TestSent>('POST', '/channels/mail/test', {
      to: 'chef@laden.example',
      locale: 'de',
    });
    expect(sent.outcome).toBe('caught');
    const one = await call<CaughtOne>('GET', `/caught/${sent.caughtId}`);
    expect(one).toMatchObject({ to: 'chef@laden.example', test: true, deliveryId: null });
    expect(one.headers.map(({ name }) => name)).toContain('Message-ID');
    const source = await owner.request('GET', `/api/r/1/caught/${sent.caughtId}/source`);
    expect(source.headers['content-type']).toContain('message/rfc822');
    expect(source.body).toContain('multipart/alternative');
    const found = await call<CaughtList>('GET', '/caught?search=chef');
    expect(found.messages).toHaveLength(1);
    expect(found.total).toBe(1);
    const none = await call<CaughtList>('GET', '/caught?search=%25');
    expect(none).toMatchObject({ messages: [], total: 0 });
  });
});

describe('a test of a template', () => {
  const content = { kind: 'mail', subject: '', preheader: '', blocks: [] };
  const draft = {
    name: 'Adventspost',
    channel: 'mail',
    basis: 'marketing',
    contents: { de: content, en: content },
    variants: [],
  };
  const asked = { to: 'probe@laden.example', locale: 'de' };

  test('sends what the draft says', async () => {
    const template = { draft, variant: 'a' };
    const sent = await call<TestSent>('POST', '/channels/mail/test', { ...asked, template });
    const one = await call<CaughtOne>('GET', `/caught/${sent.caughtId}`);
    expect(one).toMatchObject({ subject: 'Adventspost', to: 'probe@laden.example', test: true });
  });

  test('refuses a text that cannot be read, and the draft of another channel', async () => {
    const address = '/api/r/1/channels/mail/test';
    const unreadable = { draft: { ...draft, name: 'Unlesbar' }, variant: 'a' };
    const first = await owner.request('POST', address, { ...asked, template: unreadable });
    expect(first.body).toContain('not_ready');
    const other = { draft: { ...draft, channel: 'sms' }, variant: 'a' };
    const second = await owner.request('POST', address, { ...asked, template: other });
    expect(second.statusCode).toBe(400);
  });
});

describe('setting mail up', () => {
  test('cannot be live half done', async () => {
    const answer = await owner.request('PUT', '/api/r/1/channels/mail', {
      mode: 'live',
      values: { host: '127.0.0.1' },
      updatedAt: null,
    });
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ error: { code: 'channel_incomplete' } });
  });

  test('goes live, sends, and gives its password to nobody', async () => {
    const before = await call<ChannelView>('GET', '/channels/mail');
    const view = await call<ChannelView>('PUT', '/channels/mail', {
      mode: 'live',
      values: values(),
      updatedAt: before.updatedAt,
    });
    expect(view).toMatchObject({ mode: 'live', secrets: ['password'], missing: [] });
    expect(JSON.stringify(view)).not.toContain('streng-geheim');
    const [row] = await db.database.owner`select * from channel_setting where retailer_id = 1`;
    expect(JSON.stringify(row)).not.toContain('streng-geheim');
    const log = await db.database.owner`select detail from audit where action = 'channel.changed'`;
    expect(JSON.stringify(log)).not.toContain('streng-geheim');
    const health = await call<{ state: string }>('POST', '/channels/mail/check');
    expect(health.state).toBe('ready');
    const sent = await call<TestSent>('POST', '/channels/mail/test', {
      to: 'chef@laden.example',
      locale: 'en',
    });
    expect(sent.outcome).toBe('sent');
    expect(smtp.taken.at(-1)?.to).toBe('chef@laden.example');
  });

  test('keeps what is not named, and tells when somebody else saved', async () => {
    const { updatedAt } = await call<ChannelView>('GET', '/channels/mail');
    server.clock.advance(1_000);
    const change = { mode: 'live', values: { replyTo: 'hallo@laden.example' }, updatedAt };
    const view = await call<ChannelView>('PUT', '/channels/mail', change);
    expect(view.secrets).toEqual(['password']);
    const again = await owner.request('PUT', '/api/r/1/channels/mail', change);
    expect(again.json()).toMatchObject({ error: { code: 'conflict' } });
  });

  test('a password stays with its server: another one gets it only from whoever types it', async () => {
    const now = await call<ChannelView>('GET', '/channels/mail');
    const away = { host: 'mail.evil.example' };
    const change = { mode: 'live', values: away, updatedAt: now.updatedAt };
    const refused = await owner.request('PUT', '/api/r/1/channels/mail', change);
    expect(refused.json()).toMatchObject({
      error: { code: 'channel_incomplete', detail: 'password' },
    });
    const caught = await call<ChannelView>('PUT', '/channels/mail', { ...change, mode: 'catcher' });
    expect(caught.secrets).toEqual([]);
    // Back where it came from it is not found again either.
    const back = { mode: 'catcher', values: { host: '127.0.0.1' }, updatedAt: caught.updatedAt };
    const without = await call<ChannelView>('PUT', '/channels/mail', back);
    expect(without.secrets).toEqual([]);
    const updatedAt = without.updatedAt;
    await call('PUT', '/channels/mail', { mode: 'live', values: values(), updatedAt });
  });

  test('an open channel is opened anew with what was saved', async () => {
    const first = await shelf.open(1 as RetailerId, 'mail');
    expect(await shelf.open(1 as RetailerId, 'mail')).toBe(first);
    server.clock.advance(5_000);
    const { updatedAt } = await call<ChannelView>('GET', '/channels/mail');
    await call('PUT', '/channels/mail', { mode: 'live', values: { connections: 2 }, updatedAt });
    const second = await shelf.open(1 as RetailerId, 'mail');
    expect(second).not.toBe(first);
    expect(second?.concurrency).toBe(2);
  });

  test('signs with a key of its own, and says what the DNS needs', async () => {
    const view = await call<ChannelView>('POST', '/channels/mail/dkim', {
      domain: 'laden.example',
    });
    expect(view.dkim?.recordName).toMatch(/^aug202603\w*\._domainkey\.laden\.example$/);
    expect(JSON.stringify(view)).not.toContain('PRIVATE');
    await call('POST', '/channels/mail/test', { to: 'a@b.example', locale: 'de' });
    expect(smtp.taken.at(-1)?.raw.toString()).toContain('DKIM-Signature: v=1');
    const check = await call<DnsCheck>('GET', '/channels/mail/dns');
    expect(check).toMatchObject({ domain: 'laden.example', state: 'missing' });
    expect(check.findings.find((one) => one.record === 'dkim')?.wanted).toBe(
      view.dkim?.recordValue,
    );
  });

  test('is nobody else’s: neither another role’s nor another retailer’s', async () => {
    const analyst = await server.visitor('analyst');
    expect((await analyst.request('GET', '/api/r/1/channels')).statusCode).toBe(200);
    const change = { mode: 'off', values: {}, updatedAt: null };
    const put = await analyst.request('PUT', '/api/r/1/channels/mail', change);
    expect(put.statusCode).toBe(403);
    const neighbour = await server.visitor('owner', 2 as RetailerId);
    expect((await neighbour.request('GET', '/api/r/1/channels')).statusCode).toBe(403);
    const own = await neighbour.request('GET', '/api/r/2/caught');
    expect(own.json<CaughtList>().messages).toEqual([]);
  });
});

describe('hand-ins', () => {
  const ID = '01950000-0000-7000-8000-0000000000aa';

  test('a bounce becomes a receipt; without the secret address nothing is read', async () => {
    const { url } = await call<InboundAddress>('POST', '/channels/mail/inbound');
    const kept = await readSettings(
      db.database.owner,
      vault,
      1 as RetailerId,
      CHANNEL_MODULES.mail,
    );
    const { verpKey } = parseMail({ ...kept.values, ...kept.own });
    const to = verpAddress('bounce@laden.example', 'b', ID, verpKey);
    const mail = `From: MAILER-DAEMON@x.example\r\nTo: <${to}>\r\nSubject: failure\r\n\r\n550 5.1.1 user unknown\r\n`;
    const post = (address: string) =>
      server.http.inject({
        method: 'POST',
        url: new URL(address).pathname,
        headers: { 'content-type': 'message/rfc822' },
        payload: mail,
      });
    const answer = await post(url);
    expect(answer.json()).toEqual({ read: 1 });
    expect(receipts.at(-1)).toMatchObject({ kind: 'bounced', deliveryId: ID, permanent: true });
    expect((await post(`${url.slice(0, -2)}zz`)).statusCode).toBe(404);
    const next = await call<InboundAddress>('POST', '/channels/mail/inbound');
    expect((await post(url)).statusCode).toBe(404);
    expect((await post(next.url)).statusCode).toBe(200);
  });
});

describe('push', () => {
  const subscription = {
    endpoint: 'https://push.example/send/1',
    keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
  };
  const send = (url: string, payload: object) =>
    server.http.inject({ method: 'POST', url, payload });

  test('is off until somebody switches it on; then a browser subscribes, with its proof', async () => {
    const key = () => server.http.inject({ method: 'GET', url: '/v1/push/key?writeKey=web' });
    expect((await key()).statusCode).toBe(404);
    await call('PUT', '/channels/push', {
      mode: 'live',
      values: { contact: 'technik@laden.example' },
      updatedAt: null,
    });
    expect((await key()).json()).toMatchObject({ publicKey: expect.stringMatching(/^[\w-]{87}$/) });
    const body = { writeKey: 'web', anonymousId: 'browser-1', subscription, wording: 'Ja, gerne.' };
    expect((await send('/v1/push/subscribe', body)).json()).toEqual({ ok: true });
    const [consent] = await db.database.owner`
      select purpose, channel, state, wording from consent where retailer_id = 1 and channel = 'push'`;
    expect(consent).toEqual({
      purpose: 'marketing',
      channel: 'push',
      state: 'granted',
      wording: 'Ja, gerne.',
    });
    const [identity] = await db.database.owner`
      select profile_id from identity where retailer_id = 1 and value = 'browser-1'`;
    const { channel } = CHANNEL_MODULES.push;
    const id = identity?.['profile_id'];
    const kept = await channel.kept?.(db.database.owner, 1 as RetailerId, [id]);
    expect(JSON.parse(kept?.get(id)?.[0] ?? '{}')).toEqual(subscription);
    const { endpoint } = subscription;
    const leave = { writeKey: 'web', anonymousId: 'browser-1', endpoint };
    expect((await send('/v1/push/unsubscribe', leave)).json()).toEqual({ ok: true });
    expect((await channel.kept?.(db.database.owner, 1 as RetailerId, [id]))?.size).toBe(0);
  });

  test('from one place only so many speak, and nobody at length; leaving is never refused', async () => {
    const at = (ip: string, url: string, payload: object) =>
      server.http.inject({ method: 'POST', url, payload, remoteAddress: ip });
    const own = { ...subscription, endpoint: 'https://push.example/send/own' };
    const body = { writeKey: 'web', anonymousId: 'browser-2', subscription: own, wording: 'Ja.' };
    const long = { ...body, page: 'x'.repeat(1_900), wordingVersion: 'y' };
    const flood = { ...body, anonymousId: 'b', more: 'x'.repeat(20_000) };
    const refused = await at('198.51.100.1', '/v1/push/subscribe', flood);
    expect(refused.json()).toMatchObject({ error: { code: 'too_large' } });
    expect((await at('198.51.100.1', '/v1/push/subscribe', long)).statusCode).toBe(200);
    const codes: number[] = [];
    for (let i = 0; i < 31; i++) {
      const other = { ...subscription, endpoint: `https://push.example/send/x${i}` };
      const said = { ...body, anonymousId: `flood-${i}`, subscription: other };
      codes.push((await at('198.51.100.1', '/v1/push/subscribe', said)).statusCode);
    }
    expect(codes.filter((code) => code === 200)).toHaveLength(29);
    const [events] = await db.database.owner<{ n: number }[]>`
      select count(*)::int as n from identity where retailer_id = 1 and value like 'flood-%'`;
    expect(events?.n).toBe(29);
    expect((await at('198.51.100.2', '/v1/push/subscribe', body)).statusCode).toBe(200);
    const leave = { writeKey: 'web', anonymousId: 'browser-2', endpoint: own.endpoint };
    expect((await at('198.51.100.1', '/v1/push/unsubscribe', leave)).statusCode).toBe(200);
    expect((await at('198.51.100.1', '/v1/push/unsubscribe', leave)).statusCode).toBe(429);
  });

  test('hand-ins at made-up addresses are slowed down', async () => {
    const codes = new Set<number>();
    for (let i = 0; i < 40; i++) {
      const url = `/v1/inbound/${'x'.repeat(20)}${i}`;
      const inject = { method: 'POST', url, payload: '{}', remoteAddress: '198.51.100.3' } as const;
      codes.add((await server.http.inject(inject)).statusCode);
    }
    expect([...codes]).toEqual([404, 429]);
  });

  test('a wrong key or a wrong form is refused', async () => {
    const body = { writeKey: 'no', anonymousId: 'b', subscription, wording: 'Ja' };
    expect((await send('/v1/push/subscribe', body)).statusCode).toBe(401);
    const http = { ...subscription, endpoint: 'http://push.example/1' };
    const wrong = { ...body, writeKey: 'web', subscription: http };
    expect((await send('/v1/push/subscribe', wrong)).statusCode).toBe(400);
  });
});

describe('the chat of one shopper', () => {
  const bob = async (): Promise<string> => {
    const id = '00000000-0000-7000-8000-00000000b0b0';
    await db.database.owner`
      insert into identity (retailer_id, kind, value, profile_id, home_id, first_at, event_id)
      values (1, 'anonymous_id', 'bobs-browser', ${id}, ${id}, now(), ${id}),
             (1, 'user_id', 'bob', ${id}, ${id}, now(), ${id}) on conflict do nothing`;
    return id;
  };

  test('has no link while Telegram is off; then the one that connects this very shopper', async () => {
    const link = async () =>
      (await call<ChatLink>('GET', `/shoppers/${await bob()}/chat-link`)).url;
    expect(await link()).toBeNull();
    await call('PUT', '/channels/telegram', {
      mode: 'live',
      values: { bot: 'MusterladenBot', token: '123456:abcdefghijklmnopqrstuvwxyz123456789' },
      updatedAt: null,
    });
    const url = new URL((await link()) ?? '');
    expect(url.origin + url.pathname).toBe('https://t.me/MusterladenBot');
    const inbound = await call<InboundAddress>('POST', '/channels/telegram/inbound');
    const text = `/start ${url.searchParams.get('start')}`;
    const update = { update_id: 1, message: { message_id: 1, text, chat: { id: 4711 } } };
    const heard = await server.http.inject({
      method: 'POST',
      url: new URL(inbound.url).pathname,
      payload: update,
    });
    expect(heard.statusCode).toBe(200);
    const kept = await db.database.owner`
      select kind, value from channel_address where retailer_id = 1 and channel = 'telegram'`;
    expect(kept).toEqual([{ kind: 'user_id', value: 'bob' }]);
  });

  test('is nobody’s who is not known here', async () => {
    const stranger = await owner.request(
      'GET',
      '/api/r/1/shoppers/00000000-0000-7000-8000-00000000dead/chat-link',
    );
    expect(stranger.statusCode).toBe(404);
  });
});
