/** What every channel must hold, over the whole registry and against stand-ins with bad manners. */
import { createDecipheriv, createECDH, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import {
  CHANNELS,
  type ChannelName,
  type ProfileId,
  type ProfileState,
  type RenderedShort,
} from '@augenblick/contract';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import webPush from 'web-push';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { channelTestDeps, mailOf, shortOf } from '../../../test/standins/deps.ts';
import {
  type ProviderManner,
  type ProviderStandin,
  providerStandin,
} from '../../../test/standins/provider.ts';
import type { ChannelDeps, Outgoing, Transport } from '../channel.ts';
import { openCatcher } from './catcher.ts';
import { CHANNEL_MODULES } from './registry.ts';
import { openPush } from './push/index.ts';
import { openWebhook } from './webhook/index.ts';

let db: TestDatabase;
let standin: ProviderStandin;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  standin = await providerStandin();
});
afterEach(() => standin.close());

const { ids } = channelTestDeps();
/** A stand-in is waited for until it is known that it says nothing, and no longer. */
const patience = (): AbortSignal => standin.patience();

function deps(): ChannelDeps {
  const impatient: typeof fetch = (input, init) =>
    standin.fetch(input, { ...init, signal: patience() });
  return channelTestDeps({ sql: db.database.owner, fetch: impatient, ids });
}

const browser = createECDH('prime256v1');
browser.generateKeys();
const browserSecret = randomBytes(16);
const subscription = (port: number, device = 1): string =>
  JSON.stringify({
    endpoint: `http://127.0.0.1:${port}/push.example/send/${device}`,
    keys: {
      p256dh: browser.getPublicKey('base64url'),
      auth: browserSecret.toString('base64url'),
    },
  });

/** What a browser does with the body of a push message (RFC 8291 over RFC 8188, one record). */
function opened(body: Buffer): unknown {
  const [salt, keyBytes] = [body.subarray(0, 16), body.readUInt8(20)];
  const sender = body.subarray(21, 21 + keyBytes);
  const sealed = body.subarray(21 + keyBytes);
  const derive = (secret: Uint8Array, from: Uint8Array, info: Uint8Array, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, from, info, bytes));
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender]);
  const shared = derive(browser.computeSecret(sender), browserSecret, info, 32);
  const key = derive(shared, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(shared, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const cipher = createDecipheriv('aes-128-gcm', key, nonce);
  cipher.setAuthTag(sealed.subarray(-16));
  const text = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  // The last record ends with a two, and zeros as padding.
  return JSON.parse(text.subarray(0, text.lastIndexOf(2)).toString());
}
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const vapid = webPush.generateVAPIDKeys();

/** How a channel that speaks HTTP is opened, spoken to, and answered well. */
interface Case {
  open(): Transport;
  message(more?: Partial<Outgoing>): Outgoing;
  good: ProviderManner;
}
const viaRegistry = (name: ChannelName, settings: object): Transport => {
  const { channel } = CHANNEL_MODULES[name];
  return channel.open(channel.parse(settings), deps());
};
const sms = (provider: string, body: unknown): Case => ({
  open: () => viaRegistry('sms', { provider, key: 'AC1', secret: 's', from: 'Laden' }),
  message: (more) => shortOf('+4915112345678', more),
  good: { kind: 'answer', status: provider === 'twilio' ? 201 : 200, body },
});
const CASES: Record<string, Case> = {
  'sms by seven': sms('seven', { success: '100', messages: [{ id: '77', success: true }] }),
  'sms by twilio': sms('twilio', { sid: 'SM1', status: 'queued' }),
  'sms by vonage': sms('vonage', { messages: [{ status: '0', 'message-id': 'V1' }] }),
  whatsapp: {
    open: () =>
      viaRegistry('whatsapp', { phoneNumberId: '1', token: 't', templateDe: 'nachricht' }),
    message: (more) => shortOf('+4915112345678', more),
    good: { kind: 'answer', status: 200, body: { messages: [{ id: 'wamid.1' }] } },
  },
  telegram: {
    open: () => viaRegistry('telegram', { token: '1:a', bot: 'b' }),
    message: (more) => shortOf('42', more),
    good: { kind: 'answer', status: 200, body: { ok: true, result: { message_id: 5 } } },
  },
  push: {
    open: () =>
      openPush({ ...vapid, contact: 'mailto:a@b.example', home: null }, deps(), { patience }),
    message: (more) => shortOf(subscription(standin.port), more),
    good: { kind: 'answer', status: 201 },
  },
  webhook: {
    open: () =>
      openWebhook({ url: `${standin.url}/hook.example/in`, secrets: [SECRET] }, deps(), {
        patience,
      }),
    message: (more) => shortOf('webhook', more),
    good: { kind: 'answer', status: 204 },
  },
};

describe.each(Object.entries(CASES))('%s', (name, one) => {
  const idempotent = name === 'webhook';
  const withAnswer = async (...manners: ProviderManner[]) => {
    standin.script(...manners);
    return one.open().send(one.message());
  };

  test('taken', async () => {
    expect(await withAnswer(one.good)).toMatchObject({ outcome: 'sent' });
    expect(standin.requests).toHaveLength(1);
  });

  test('taken late', async () => {
    const status = one.good.kind === 'answer' ? one.good.status : 200;
    const body = one.good.kind === 'answer' ? one.good.body : undefined;
    const late = await withAnswer({ kind: 'late', ms: 40, status, body });
    expect(late).toMatchObject({ outcome: 'sent' });
  });

  test('too much at once: later, not before it was asked for', async () => {
    const headers = { 'retry-after': '120' };
    const result = await withAnswer({ kind: 'answer', status: 429, body: {}, headers });
    expect(result).toMatchObject({ outcome: 'refused', permanent: false, reason: 'rate_limited' });
    const { retryAt = 0 } = result as { retryAt?: number };
    expect(retryAt).toBeGreaterThan(deps().clock.now());
    if (name !== 'telegram') expect(retryAt).toBeGreaterThanOrEqual(deps().clock.now() + 120_000);
  });

  test('not in service: certainly not taken', async () => {
    const result = await withAnswer({ kind: 'answer', status: 503, body: {} });
    expect(result).toMatchObject({ outcome: 'refused', permanent: false, reason: 'channel_down' });
  });

  test.each([
    ['a gateway’s fault', { kind: 'answer', status: 502, body: 'Bad gateway' }],
    ['a line that is cut', { kind: 'drop' }],
    ['no answer at all', { kind: 'hang' }],
  ] as const)('%s: unknown, unless a repetition is told by its id', async (_words, manner) => {
    const result = await withAnswer(manner);
    if (idempotent)
      expect(result).toMatchObject({ outcome: 'refused', permanent: false, onlyThis: true });
    else expect(result.outcome).toBe('unknown');
    expect(standin.requests).toHaveLength(1);
  });

  test('nobody there: certainly not taken', async () => {
    const transport = one.open();
    const message = one.message();
    const { port } = standin;
    await standin.close();
    const result = await transport.send(message);
    expect(result).toMatchObject({ outcome: 'refused', permanent: false });
    // The instant of the next try is left out: its digits may be any port's.
    expect(JSON.stringify({ ...result, retryAt: null })).not.toContain(String(port));
    standin = await providerStandin();
  });

  test('an answer nobody understands is no success', async () => {
    for (const body of ['<html>', [], { error: {} }, null, { messages: [] }]) {
      const result = await withAnswer({ kind: 'answer', status: 400, body });
      expect(result.outcome, JSON.stringify(body)).not.toBe('sent');
    }
  });

  test('any text is sent or refused, never thrown', async () => {
    standin.script(one.good);
    const transport = one.open();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
        const content = { title: text, text, url: null, picture: null };
        const result = await transport.send(one.message({ content }));
        expect(['sent', 'refused']).toContain(result.outcome);
      }),
      { numRuns: 25 },
    );
  });

  test('a mail’s content or a wrong address is refused for good', async () => {
    standin.script(one.good);
    const mail = await one.open().send(mailOf(one.message().address));
    expect(mail).toMatchObject({ outcome: 'refused', permanent: true });
    if (name === 'webhook') return;
    for (const address of ['', 'null', '__proto__', '{{', 'x@y']) {
      const result = await one.open().send(one.message({ address }));
      expect(result, address).toMatchObject({ outcome: 'refused', permanent: true });
    }
    expect(standin.requests).toHaveLength(0);
  });
});

describe.each(CHANNELS)('the definition of %s', (name) => {
  const module = CHANNEL_MODULES[name];

  test('says everything in both languages, and its fields hold together', () => {
    const { channel } = module;
    expect(channel.name).toBe(name);
    const words = [
      channel.words,
      module.about,
      module.testTo.label,
      ...channel.settings.flatMap(({ label, hint, choices }) => [
        label,
        ...(hint === null ? [] : [hint]),
        ...choices.map((choice) => choice.label),
      ]),
    ];
    for (const { de, en } of words) {
      expect(de.trim()).not.toBe('');
      expect(en.trim()).not.toBe('');
      expect(`${de}${en}`).not.toContain('!');
    }
    const keys = channel.settings.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { when, kind, choices } of channel.settings) {
      if (when !== null) expect(keys).toContain(when.key);
      expect(choices.length > 0).toBe(kind === 'choice');
    }
    expect(module.modes.length).toBeGreaterThan(1);
  });

  test('opens with nothing entered, is asked for its health, and closes', async () => {
    const { channel } = module;
    standin.script({ kind: 'answer', status: 401, body: {} });
    const transport = channel.open(channel.parse({}), deps());
    const health = await transport.check();
    expect(['ready', 'warning', 'failing']).toContain(health.state);
    expect(health.words.de).not.toBe('');
    await transport.close();
  });

  test('twice the same in its catcher is one message', async () => {
    if (!module.modes.includes('catcher')) return;
    const { channel } = module;
    const transport = openCatcher(module, channel.parse({}), deps());
    const message = name === 'mail' ? mailOf('a@b.example') : shortOf('+4915112345678');
    expect(await transport.ask?.(message.id)).toBe('not_sent');
    await Promise.all([transport.send(message), transport.send(message)]);
    await transport.send({ ...message, attempt: 2 });
    const rows = await db.database.owner`
      select channel from caught_mail where retailer_id = 1 and delivery_id = ${message.id}`;
    expect(rows).toEqual([{ channel: name }]);
    expect(await transport.ask?.(message.id)).toBe('sent');
  });
});

describe.each(['inbox', 'staff'] as const)('%s', (name) => {
  test('keeps what was sent once, and knows it', async () => {
    const { channel } = CHANNEL_MODULES[name];
    const transport = channel.open({}, deps());
    const messages = Array.from({ length: 30 }, () => shortOf('x'));
    await Promise.all([...messages, ...messages].map((message) => transport.send(message)));
    for (const { id } of messages) expect(await transport.ask?.(id)).toBe('sent');
    expect(await transport.ask?.('01950000-0000-7000-8000-00000000ffff')).toBe('not_sent');
  });
});

test('a webhook is verified by the standard’s own library, with the former secret, too', async () => {
  const former = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  const own = channelTestDeps();
  own.clock.set(Date.now());
  const settings = { url: `${standin.url}/hook.example/in`, secrets: [SECRET, former] };
  await openWebhook(settings, own).send(shortOf('webhook'));
  const [request] = standin.requests;
  const headers = request?.headers as Record<string, string>;
  for (const secret of [SECRET, former])
    expect(new Webhook(secret).verify(request?.body.toString() ?? '', headers)).toMatchObject({
      type: 'shopper.message',
    });
  expect(() => new Webhook(SECRET).verify('{}', headers)).toThrow();
});

test('a webhook’s tries follow the standard’s pauses and keep their id', async () => {
  standin.script({ kind: 'answer', status: 500 });
  const transport = CASES['webhook']?.open();
  const now = deps().clock.now();
  const pauses: number[] = [];
  for (const attempt of [1, 2, 3, 4]) {
    const result = await transport?.send({ ...shortOf('webhook'), id: 'same', attempt });
    if (result?.outcome === 'refused') pauses.push(((result.retryAt ?? 0) - now) / 1000);
  }
  const wanted = [5, 300, 1_800, 7_200];
  for (const [i, pause] of pauses.entries()) {
    expect(pause).toBeGreaterThanOrEqual(wanted[i] ?? 0);
    expect(pause).toBeLessThanOrEqual((wanted[i] ?? 0) * 1.11);
  }
  expect(new Set(standin.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  const gone = await transport?.send({ ...shortOf('webhook'), attempt: 10 });
  expect(gone).toMatchObject({ outcome: 'refused', permanent: true });
  standin.script({ kind: 'answer', status: 410 });
  expect(await transport?.send(shortOf('webhook'))).toMatchObject({ permanent: true });
});

test('WhatsApp: free words within 24 hours after a word of the shopper, else the template', async () => {
  const { owner } = db.database;
  const phone = '+4915199999999';
  await owner`
    insert into identity (retailer_id, kind, value, profile_id, home_id, shared, first_at, event_id)
    values (1, 'phone', ${phone}, ${'01950000-0000-7000-8000-000000000009' as ProfileId},
      ${'01950000-0000-7000-8000-000000000009'}, false, now(), gen_random_uuid())`;
  const one = CASES['whatsapp'];
  if (one === undefined) throw new Error('whatsapp is missing');
  standin.script(one.good);
  const { clock } = deps();
  const write = (at: number) => owner`
    insert into channel_address (retailer_id, channel, address_hash, kind, value, detail, created_at, heard_at)
    values (1, 'whatsapp', sha256(${Buffer.from(phone)}), 'phone', ${phone}, ${phone}, now(), ${new Date(at)})
    on conflict (retailer_id, channel, address_hash) do update set heard_at = excluded.heard_at`;
  const kind = async (): Promise<unknown> => {
    await one.open().send(shortOf(phone));
    return (JSON.parse(standin.requests.at(-1)?.body.toString() ?? '') as { type: string }).type;
  };
  expect(await kind()).toBe('template');
  await write(clock.now() - 23 * 3_600_000);
  expect(await kind()).toBe('text');
  await write(clock.now() - 24 * 3_600_000);
  expect(await kind()).toBe('template');
  const without = viaRegistry('whatsapp', { phoneNumberId: '1', token: 't' });
  expect(await without.send(shortOf(phone))).toMatchObject({
    permanent: true,
    reason: 'window_closed',
  });
  // Erased with the identifier it hangs on.
  await owner`delete from identity where retailer_id = 1 and kind = 'phone' and value = ${phone}`;
  expect(await owner`select 1 from channel_address where value = ${phone}`).toHaveLength(0);
});

test('WhatsApp’s notices: the handshake, and only what is signed', async () => {
  const { channel, receive } = CHANNEL_MODULES.whatsapp;
  const settings = channel.parse({ appSecret: 'geheim', verifyToken: 'wort' });
  const base = { headers: {}, body: Buffer.alloc(0), now: 1_000, query: {} };
  const query = { 'hub.mode': 'subscribe', 'hub.verify_token': 'wort', 'hub.challenge': '123' };
  expect(await receive?.(settings, { ...base, method: 'GET', query })).toMatchObject({
    answer: '123',
  });
  expect(await receive?.(settings, { ...base, method: 'GET' })).toBeNull();
  const value = {
    statuses: [{ id: 'wamid.1', status: 'delivered', timestamp: '1' }],
    messages: [{ from: '4915112345678', timestamp: '1', text: { body: 'Stop' } }],
  };
  const body = Buffer.from(JSON.stringify({ entry: [{ changes: [{ value }] }] }));
  const signature = `sha256=${createHmac('sha256', 'geheim').update(body).digest('hex')}`;
  const headers = { 'x-hub-signature-256': signature };
  const notice = await receive?.(settings, { ...base, method: 'POST', headers, body });
  expect(notice?.receipts).toMatchObject([{ kind: 'delivered', providerId: 'wamid.1' }]);
  expect(notice?.heard).toMatchObject([{ said: 'stop', identity: { value: '+4915112345678' } }]);
  const forged = { 'x-hub-signature-256': signature.replace(/.$/, '0') };
  const wrong = signature.endsWith('0') ? { 'x-hub-signature-256': 'sha256=1' } : forged;
  expect(await receive?.(settings, { ...base, method: 'POST', headers: wrong, body })).toBeNull();
});

test('push: the browser can read it, a dead subscription is removed', async () => {
  const one = CASES['push'];
  standin.script({ kind: 'answer', status: 201 });
  const message = (one as Case).message();
  await one?.open().send(message);
  const headers = standin.requests[0]?.headers ?? {};
  expect(headers['content-encoding']).toBe('aes128gcm');
  expect(headers['authorization']).toMatch(/^vapid t=[\w-]+\.[\w-]+\.[\w-]+, ?k=/);
  expect(headers['ttl']).toBe('86400');
  const read = opened(standin.requests[0]?.body as Buffer);
  const { title, text: body, url: navigate } = message.content as RenderedShort;
  expect(read).toMatchObject({ web_push: 8030, notification: { title, body, navigate } });
  for (const status of [404, 410]) {
    standin.script({ kind: 'answer', status });
    const result = await one?.open().send(one.message());
    expect(result).toMatchObject({ permanent: true, reason: 'mailbox_gone' });
  }
});

describe('push to a shopper with several devices', () => {
  const { channel } = CHANNEL_MODULES.push;
  const address = (...devices: number[]): string | null =>
    channel.addressOf({
      profileId: '01950000-0000-7000-8000-000000000001' as ProfileId,
      identities: [],
      state: {} as ProfileState,
      kept: devices.map((device) => subscription(standin.port, device)),
    });
  const send = (to: string | null) => CASES['push']?.open().send(shortOf(to ?? ''));

  test('reaches each once, as one message', async () => {
    standin.script({ kind: 'answer', status: 201 });
    expect(await send(address(1, 2, 3))).toMatchObject({ outcome: 'sent' });
    expect(standin.requests.map(({ path }) => path.slice(-1)).sort()).toEqual(['1', '2', '3']);
  });

  test('is sent when one took it, whatever became of the others', async () => {
    standin.script({ kind: 'answer', status: 410 }, { kind: 'answer', status: 201 });
    expect(await send(address(1, 2))).toMatchObject({ outcome: 'sent' });
    standin.script({ kind: 'answer', status: 410 }, { kind: 'answer', status: 503 });
    expect(await send(address(1, 2))).toMatchObject({ outcome: 'refused', permanent: false });
  });

  test('stays the address it was while nothing changes', () => {
    const known = address(1, 2);
    const again = channel.addressOf({
      profileId: '01950000-0000-7000-8000-000000000001' as ProfileId,
      identities: [],
      state: {} as ProfileState,
      kept: [known ?? ''],
    });
    expect(again).toBe(known);
    expect(address()).toBeNull();
  });
});
