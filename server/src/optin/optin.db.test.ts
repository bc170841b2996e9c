import type { RetailerId, Source } from '@augenblick/contract';
import type {
  DataRequestList,
  FormOne,
  SignupDetail,
  SignupList,
  SuppressionList,
  WordingOne,
} from '@augenblick/contract/api/optin.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { type TestServer, testServer, type Visitor } from '../../test/server.ts';
import { differences, type WritePath, writePath } from '../../test/write-path.ts';
import { createSuppressionList, speechBasis, speechFacts } from '../consent/index.ts';
import { createLinkKey, deliveryId, linkToken, readToken } from '../delivery/index.ts';
import { createSuppressions, erasureRoutes } from '../erasure/index.ts';
import { seededRandom } from '../runtime/index.ts';
import { formRoutes, lookOf, optinRoutes, readerRoutes } from './index.ts';

const ONE = 1 as RetailerId;
const TEMPLATE = { id: '0190aaaa-0000-7000-8000-000000000001', version: 1 };
const NOW = '2026-03-01T12:00:00Z';
const URLENCODED = { 'content-type': 'application/x-www-form-urlencoded' };

let db: TestDatabase;
let server: TestServer;
let path: WritePath;
let owner: Visitor;
let form: FormOne;
let wording: WordingOne;
let secret: Buffer;
/** What delivery was told: who unsubscribed through which message. */
const left: string[] = [];

beforeAll(async () => {
  db = await testDatabase();
  path = writePath(db.database, { now: NOW });
  const keys = createLinkKey({ sql: db.database.owner, random: seededRandom(3) });
  secret = await keys.of();
  server = await testServer(db, {
    more: (http, access, sources) => {
      const { clock, ingest } = path;
      const ids = {
        uuid7: () => server.ids.uuid7(),
        token: (bytes?: number) => server.ids.token(bytes),
      };
      const list = createSuppressionList({ sql: db.database.owner, ids });
      const deps = {
        database: db.database,
        clock,
        ids,
        audit: access.audit,
        limits: access.limits,
        list,
        submit: ingest.submit,
        sourceOf: (retailerId: RetailerId, which: 'forms' | 'consent'): Promise<Source> =>
          which === 'forms'
            ? sources.ensure({ retailerId, kind: 'web', name: 'Formulare' })
            : sources.ensure({ retailerId, kind: 'server', name: 'Einwilligungen' }),
        lookOf: async () => lookOf(null, { name: 'Testladen', colour: '#aa3311' }),
        confirmationTemplate: async () => TEMPLATE,
        ring: () => undefined,
        sentMail: async (_retailer: RetailerId, id: string) => ({
          messageId: `${id}@laden.example`,
          content: 'Bitte bestätigen',
        }),
        readLink: async (token: string) => readToken(secret, token),
        leftBy: async (_retailer: RetailerId, id: string) => void left.push(id),
      };
      optinRoutes(http, { ...deps, access });
      readerRoutes(http, deps);
      formRoutes(http, {
        ...deps,
        originOf: access.originOf,
        script: 'var augenblickForm=(f)=>f;',
        secret: keys.of,
      });
      const suppressions = createSuppressions({ sql: db.database.owner, clock });
      const { definitions } = path;
      const { forget } = path.pipeline;
      const { audit } = access;
      const erasing = { access, database: db.database, clock, ids, definitions, audit };
      erasureRoutes(http, { ...erasing, suppressions, forget });
    },
  });
  server.clock.set(Date.parse(NOW));
  owner = await server.visitor('owner');
  const texts = { de: 'Ja, <b>bitte</b> den Newsletter.', en: 'Yes, the newsletter please.' };
  wording = await call('POST', '/wordings', { name: 'Newsletter', texts });
  const topics = [
    { key: 'news', name: { de: 'Neues', en: 'News' }, about: { de: '', en: '' } },
    { key: 'sale', name: { de: 'Angebote', en: 'Offers' }, about: { de: '', en: '' } },
  ];
  const settings = await call<{ topics: unknown }>('GET', '/settings');
  await call('PUT', '/settings', { ...settings, topics });
  form = await call('POST', '/forms', draft());
  form = await call('POST', `/forms/${form.id}/status`, { status: 'live' });
});
afterAll(async () => {
  await server.close();
  await db.drop();
});

const draft = () => {
  const said = {
    headline: 'Post von uns',
    text: 'Neues.',
    button: 'Los',
    thanks: 'Bitte ins Postfach schauen.',
  };
  return {
    name: 'Fußzeile',
    kind: 'inline',
    address: 'sie',
    wordingId: wording.id,
    topics: ['news', 'sale'],
    askFirstName: true,
    texts: { de: said, en: said },
    popup: {
      afterSeconds: 5,
      afterScroll: null,
      onLeave: false,
      position: 'corner',
      againAfterDays: 30,
    },
    hosts: [],
  };
};

async function call<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown) {
  const answer = await owner.request(method, `/api/r/1/consent${url}`, body);
  if (answer.statusCode > 299) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`);
  return (answer.body === '' ? null : answer.json()) as T;
}

let places = 0;
/** Somebody signs up from a place of their own. */
async function signUp(email: string, more: object = {}): Promise<number> {
  const visitor = server.stranger(`198.51.${(places += 1)}.7`);
  const body = {
    email,
    topics: ['news'],
    language: 'de',
    elapsed: 5000,
    page: 'https://s.example/',
    ...more,
  };
  const url = `/v1/forms/${form.id}`;
  const answer = await visitor.request('POST', url, JSON.stringify(body), {
    'content-type': 'text/plain',
  });
  return answer.statusCode;
}

/** The link in the mail that delivery was asked for. */
async function linkFor(email: string): Promise<string> {
  const rows = await db.database.owner<{ data: string }[]>`
    select data from delivery where retailer_id = 1 and data like ${`%"${email}"%`} order by asked_at desc, id desc`;
  const url = (JSON.parse(rows[0]?.data ?? '{}') as { confirm_url?: string }).confirm_url ?? '';
  return new URL(url).pathname;
}

async function stateOf(email: string) {
  const [row] = await db.database.owner<
    {
      id: string;
      state: {
        consents: Record<string, { state: string }>;
        traits: Record<string, { value: unknown }>;
      };
    }[]
  >`
    select p.id, p.state::json as state from identity i
      join profile p on p.retailer_id = i.retailer_id and p.id = i.profile_id
     where i.retailer_id = 1 and i.kind = 'email' and i.value = ${email}`;
  return row;
}

/** Signs up and confirms; answers the profile. */
async function subscribed(email: string): Promise<string> {
  expect(await signUp(email)).toBe(200);
  const link = await linkFor(email);
  const answer = await server.stranger('198.51.100.9').request('POST', link, '', URLENCODED);
  expect(answer.statusCode).toBe(200);
  path.clock.advance(1000);
  return (await stateOf(email))?.id ?? '';
}

let messages = 0;
/** A newsletter that went to this shopper, and the token in its links. */
async function messageTo(profileId: string, address: string, retailerId = 1): Promise<string> {
  const id = deliveryId(retailerId as RetailerId, `b:test:${(messages += 1)}`);
  await db.database.owner`
    insert into delivery (retailer_id, id, profile_id, asked_at, lane, priority, channels, origin_kind, origin_id,
                          origin_version, templates, rules, data, not_before, status, channel, address)
    values (${retailerId}, ${id}, ${profileId}, now(), 'mail', 2, '{mail}', 'broadcast', 'b', 1, '{}', '{}', '{}', now(),
            'sent', 'mail', ${address})`;
  return linkToken(secret, retailerId as RetailerId, id);
}

/** What delivery would be told this instant. */
async function mayWrite(email: string) {
  const row = await stateOf(email);
  if (row === undefined) return 'nobody';
  const list = createSuppressionList({ sql: db.database.owner, ids: server.ids });
  const addressed = { profileId: row.id as never, channel: 'email', address: email } as const;
  const [facts] = await speechFacts({ sql: db.database.owner, list }, ONE, [addressed]);
  const answer = speechBasis({
    basis: 'marketing',
    channel: 'email',
    consents: row.state.consents as never,
    traits: row.state.traits as never,
    topic: null,
    suppressed: facts?.suppressed ?? [],
    existing: null,
    now: path.clock.now(),
  });
  return answer.allowed ? 'yes' : answer.reason;
}

describe('a sign-up', () => {
  it('is only asked for until its link is used by a POST; opening it, even often, confirms nothing', async () => {
    expect(await signUp('anna@mail.example', { firstName: 'Anna' })).toBe(200);
    expect(await stateOf('anna@mail.example')).toBeUndefined();
    const link = await linkFor('anna@mail.example');
    expect(link).toMatch(/^\/m\/c\/[\w-]{27}$/);
    const scanner = server.stranger('203.0.113.1');
    for (let i = 0; i < 3; i++) {
      const page = await scanner.request('GET', link);
      expect(page.statusCode).toBe(200);
      expect(page.body).toContain('a•••a@mail.example');
      expect(page.body).toContain('Ja, &lt;b&gt;bitte&lt;/b&gt; den Newsletter.');
      expect(page.headers['set-cookie']).toBeUndefined();
      expect(page.headers['referrer-policy']).toBe('no-referrer');
      expect(page.body).not.toContain('<script');
    }
    expect(await stateOf('anna@mail.example')).toBeUndefined();
    const asked = await call<SignupList>('GET', '/signups?search=ANNA');
    expect(asked.signups).toMatchObject([{ state: 'waiting', form: { name: 'Fußzeile' } }]);

    const answer = await scanner.request('POST', link, '', URLENCODED);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('Vielen Dank');
    const row = await stateOf('anna@mail.example');
    expect(row?.state.consents['marketing:email']?.state).toBe('granted');
    expect(row?.state.traits).toMatchObject({
      firstName: { value: 'Anna' },
      message_topics_off: { value: ['sale'] },
    });
    expect(await mayWrite('anna@mail.example')).toBe('yes');
    expect(await differences(db.database)).toEqual([]);
  });

  it('is proven with both records, the wording, and the mail', async () => {
    await db.database
      .owner`update delivery set status = 'sent', sent_at = ${NOW} where origin_kind = 'optin'`;
    await db.database
      .owner`update signup set mail = 'waiting', mail_hash = null where email = 'anna@mail.example'`;
    const { signups } = await call<SignupList>('GET', '/signups?state=confirmed');
    const id = signups[0]?.id ?? '';
    const detail = await call<SignupDetail>('GET', `/signups/${id}`);
    expect(detail).toMatchObject({
      email: 'anna@mail.example',
      state: 'confirmed',
      wordingVersion: 1,
      page: 'https://s.example/',
      requestUserAgent: 'Test/1.0',
      confirmIp: '203.0.113.1',
      mail: 'sent',
      mailSentAt: Date.parse(NOW),
    });
    expect(detail.requestIp).toMatch(/^198\.51\./);
    expect(detail.mailMessageId).toContain('@laden.example');
    expect(detail.mailHash).toMatch(/^[0-9a-f]{64}$/);
    const url = `/api/r/1/consent/signups/${id}/proof?lang=de`;
    const page = await owner.request('GET', url);
    expect(page.body).toContain('<h1>Nachweis einer Einwilligung (Double-Opt-in)</h1>');
    expect(page.body).toContain(detail.mailHash ?? '-');
    expect(page.body).not.toContain('<b>');
    const staff = await server.visitor('staff');
    expect((await staff.request('GET', url)).statusCode).toBe(403);
    expect((await staff.request('GET', '/api/r/1/consent/signups')).statusCode).toBe(403);
  });

  it('is confirmed once: again, late, guessed and of nobody', async () => {
    const link = await linkFor('anna@mail.example');
    const visitor = server.stranger('203.0.113.2');
    expect((await visitor.request('POST', link, '', URLENCODED)).statusCode).toBe(200);
    const [events] = await db.database.owner<{ n: number }[]>`
      select count(*)::int as n from event where name = 'Consent Granted' and retailer_id = 1`;
    expect(events?.n).toBe(1);
    await signUp('late@mail.example');
    const late = await linkFor('late@mail.example');
    const before = path.clock.now();
    path.clock.advance(7 * 86_400_000);
    expect((await visitor.request('GET', late)).statusCode).toBe(410);
    expect((await visitor.request('POST', late, '', URLENCODED)).statusCode).toBe(410);
    path.clock.set(before);
    expect(await stateOf('late@mail.example')).toBeUndefined();
    const guesses = server.stranger('203.0.113.3');
    const codes = new Set<number>();
    for (let i = 0; i < 40; i++) {
      const guess = `/m/c/${server.ids.token(20)}`;
      codes.add((await guesses.request(i % 2 ? 'POST' : 'GET', guess)).statusCode);
    }
    expect([...codes]).toEqual([404, 429]);
    expect((await visitor.request('GET', '/m/c/%00')).statusCode).toBe(404);
  });

  it('says the same to everybody, sends no more than three mails, and thanks machines', async () => {
    const mails = async (email: string) => {
      const [row] = await db.database.owner<{ n: number }[]>`
        select count(*)::int as n from delivery where data like ${`%"${email}"%`}`;
      return row?.n;
    };
    expect(await signUp('anna@mail.example')).toBe(200);
    expect(await mails('anna@mail.example')).toBe(1);
    for (let i = 0; i < 5; i++) expect(await signUp('bomb@mail.example')).toBe(200);
    expect(await mails('bomb@mail.example')).toBe(3);
    expect(await signUp('robot@mail.example', { website: 'x' })).toBe(200);
    expect(await signUp('robot@mail.example', { elapsed: 10 })).toBe(200);
    expect(await mails('robot@mail.example')).toBe(0);
    expect(await signUp('not an address')).toBe(400);
    expect(await signUp('nul\u0000@mail.example', { firstName: '\ud800' })).toBe(400);
    const rate = server.stranger('198.51.250.1');
    const answers = [];
    for (let i = 0; i < 22; i++) {
      const body = JSON.stringify({ email: `r${i}@mail.example`, elapsed: 5000 });
      const headers = { 'content-type': 'text/plain' };
      answers.push((await rate.request('POST', `/v1/forms/${form.id}`, body, headers)).statusCode);
    }
    expect(answers.filter((code) => code === 429)).toHaveLength(2);
  });

  it('joins the browser that asked only when the same one confirms', async () => {
    const stranger = { email: 'clara@mail.example', anonymousId: 'browser-of-a-stranger' };
    await signUp(stranger.email, stranger);
    const link = await linkFor(stranger.email);
    await server.stranger('203.0.113.77').request('POST', link, '', URLENCODED);
    const [none] = await db.database.owner`
      select from identity where retailer_id = 1 and value = 'browser-of-a-stranger'`;
    expect(none).toBeUndefined();
    await signUp('dora@mail.example', { anonymousId: 'browser-of-dora' });
    const own = server.stranger(`198.51.${places}.7`);
    await own.request('POST', await linkFor('dora@mail.example'), '', URLENCODED);
    const [hers] = await db.database.owner<{ profile_id: string }[]>`
      select profile_id from identity where retailer_id = 1 and value = 'browser-of-dora'`;
    expect(hers?.profile_id).toBe((await stateOf('dora@mail.example'))?.id);
  });
});

describe('unsubscribing', () => {
  it('takes one POST without a cookie; opening the link changes nothing', async () => {
    const profile = await subscribed('emil@mail.example');
    const token = await messageTo(profile, 'emil@mail.example');
    const visitor = server.stranger('203.0.113.10');
    const page = await visitor.request('GET', `/m/u/${token}`);
    expect(page.statusCode).toBe(200);
    expect(await mayWrite('emil@mail.example')).toBe('yes');
    const url = `/m/u/${token}`;
    const answer = await server.http.inject({
      method: 'POST',
      url,
      headers: URLENCODED,
      payload: 'List-Unsubscribe=One-Click',
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(await mayWrite('emil@mail.example')).toBe('objected');
    expect(left).toHaveLength(1);
    const [event] = await db.database.owner<{ body: { properties: object } }[]>`
      select body from event where name = 'Unsubscribed' and retailer_id = 1`;
    expect(event?.body.properties).toMatchObject({ method: 'one_click', channels: ['email'] });
  });

  it('works with any body, again after coming back, and for somebody who was erased', async () => {
    const row = await stateOf('emil@mail.example');
    const token = await messageTo(row?.id ?? '', 'emil@mail.example');
    const post = (headers: Record<string, string>, payload: string) =>
      server.http.inject({ method: 'POST', url: `/m/u/${token}`, headers, payload });
    path.clock.advance(1000);
    await subscribed('emil@mail.example');
    expect(await mayWrite('emil@mail.example')).toBe('yes');
    path.clock.advance(1000);
    const multipart = { 'content-type': 'multipart/form-data; boundary=x' };
    expect((await post(multipart, '--x--')).statusCode).toBe(200);
    expect(await mayWrite('emil@mail.example')).toBe('objected');
    path.clock.advance(1000);
    const id = (await stateOf('emil@mail.example'))?.id ?? '';
    // Unsubscribed, so a stranger's sign-up with this address asks for a mail; it is forgotten with the person.
    expect(await signUp('emil@mail.example')).toBe(200);
    const order = { reason: 'shopper_request', confirm: id };
    const erased = await owner.request('POST', `/api/r/1/shoppers/${id}/erase`, order);
    expect(erased.statusCode).toBe(200);
    expect(erased.json<{ remaining: object }>().remaining).toEqual({});
    expect((await post(URLENCODED, 'List-Unsubscribe=One-Click')).statusCode).toBe(200);
    const list = await call<SuppressionList>('POST', '/suppressions/find', {
      address: 'Emil@mail.example',
    });
    expect(list.suppressions.every(({ address }) => address === null)).toBe(true);
    expect(new Set(list.suppressions.map(({ reason }) => reason))).toEqual(
      new Set(['erased', 'unsubscribed']),
    );
    const kept = await owner.request('POST', '/api/r/1/consent-proofs', {
      kind: 'email',
      value: 'emil@mail.example',
    });
    const { proofs } = kept.json<{ proofs: { state: string; doi: object | null }[] }>();
    const granted = proofs.find(({ state, doi }) => state === 'granted' && doi !== null);
    expect(granted?.doi).toMatchObject({ confirmIp: '198.51.100.9', form: 'Fußzeile' });
  });

  it('believes no token of another retailer, cut off or changed', async () => {
    const profile = await subscribed('frida@mail.example');
    const token = await messageTo(profile, 'frida@mail.example');
    const bytes = Buffer.from(token, 'base64url');
    bytes.writeUInt32BE(2, 0);
    const wrong = [
      bytes.toString('base64url'),
      token.slice(1),
      `${token}x`,
      linkToken(Buffer.alloc(32, 1), ONE, deliveryId(ONE, 'x')),
    ];
    for (const one of wrong) {
      const visitor = server.stranger('203.0.113.20');
      expect((await visitor.request('POST', `/m/u/${one}`, '', URLENCODED)).statusCode).toBe(404);
      expect((await visitor.request('GET', `/m/p/${one}`)).statusCode).toBe(404);
    }
    expect(await mayWrite('frida@mail.example')).toBe('yes');
  });
});

describe('the preference centre', () => {
  it('saves topics, rhythm, pause and language; a later look shows them', async () => {
    const profile = await subscribed('greta@mail.example');
    const token = await messageTo(profile, 'greta@mail.example');
    const visitor = server.stranger('203.0.113.30');
    const url = `/m/p/${token}`;
    const page = await visitor.request('GET', url);
    expect(page.body).toContain('g•••a@mail.example');
    expect(page.body).toContain('value="news" checked');
    const save = 'do=save&topic=sale&channel=email&frequency=monthly&pause=30&language=en';
    const saved = await visitor.request('POST', url, save, URLENCODED);
    expect(saved.body).toContain('Saved. This holds from now on.');
    expect(saved.body).toContain('value="sale" checked');
    expect(saved.body).not.toContain('value="news" checked');
    expect(await mayWrite('greta@mail.example')).toBe('paused');
    path.clock.advance(31 * 86_400_000);
    expect(await mayWrite('greta@mail.example')).toBe('yes');
    const off = 'do=save&topic=sale&frequency=all&pause=none&language=de';
    await visitor.request('POST', url, off, URLENCODED);
    expect(await mayWrite('greta@mail.example')).toBe('objected');
    path.clock.advance(1000);
    await visitor.request('POST', url, `${off}&channel=email`, URLENCODED);
    expect(await mayWrite('greta@mail.example')).toBe('yes');
    path.clock.advance(1000);
    const nothing = await visitor.request('POST', url, 'do=__proto__', URLENCODED);
    expect(nothing.statusCode).toBe(200);
    expect(await mayWrite('greta@mail.example')).toBe('yes');
    const all = await visitor.request('POST', url, 'do=leave', URLENCODED);
    expect(all.body).toContain('Sie sind von allem abgemeldet');
    expect(await mayWrite('greta@mail.example')).toBe('objected');
    expect(await differences(db.database)).toEqual([]);
  });

  it('takes requests for a copy and for erasure, once each, which staff tick off', async () => {
    const profile = await subscribed('hanna@mail.example');
    const token = await messageTo(profile, 'hanna@mail.example');
    const visitor = server.stranger('203.0.113.40');
    for (const wanted of ['export', 'export', 'erasure']) {
      const answer = await visitor.request('POST', `/m/p/${token}`, `do=${wanted}`, URLENCODED);
      expect(answer.statusCode).toBe(200);
    }
    expect(await mayWrite('hanna@mail.example')).toBe('objected');
    const { requests } = await call<DataRequestList>('GET', '/data-requests');
    expect(requests.map(({ kind }) => kind).sort()).toEqual(['erasure', 'export']);
    const done = await call<DataRequestList>('POST', `/data-requests/${requests[0]?.id}/done`);
    expect(done.requests.filter(({ doneAt }) => doneAt !== null)).toHaveLength(1);
    const again = await owner.request(
      'POST',
      `/api/r/1/consent/data-requests/${requests[0]?.id}/done`,
    );
    expect(again.statusCode).toBe(404);
  });
});

describe('forms', () => {
  it('work as a page without scripts', async () => {
    const visitor = server.stranger('198.51.200.1');
    const page = await visitor.request('GET', `/f/${form.id}?lang=en`);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('<html lang="en">');
    const started = /name="started" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const send = (fields: Record<string, string>) =>
      visitor.request(
        'POST',
        `/f/${form.id}?lang=en`,
        new URLSearchParams(fields).toString(),
        URLENCODED,
      );
    path.clock.advance(3000);
    const wrong = await send({ email: '"><script>', started });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.body).toContain('role="alert"');
    expect(wrong.body).not.toContain('<script>');
    const sent = await send({ email: 'ida@mail.example', started, topic: 'news' });
    expect(sent.statusCode).toBe(200);
    expect(await linkFor('ida@mail.example')).toContain('/m/c/');
    expect((await send({ email: 'x@mail.example', started: '0.x' })).statusCode).toBe(400);
  });

  it('are one script that nothing can break out of, and silent while paused', async () => {
    const evil = '</script><script>alert(1)</script>\u2028';
    const body = draft();
    body.texts.de = { ...body.texts.de, headline: evil };
    await call('PUT', `/forms/${form.id}`, body);
    const url = `/f/${form.id}.js`;
    const answer = await server.stranger().request('GET', url);
    expect(answer.headers['content-type']).toContain('text/javascript');
    expect(answer.headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(answer.body).not.toContain('</script>');
    expect(answer.body).not.toContain('\u2028');
    await call('POST', `/forms/${form.id}/status`, { status: 'paused' });
    expect((await server.stranger().request('GET', url)).body).toBe('/* no such form */\n');
    expect((await server.stranger().request('GET', `/f/${form.id}`)).statusCode).toBe(404);
    expect(await signUp('late@mail.example')).toBe(404);
    await call('PUT', `/forms/${form.id}`, { ...draft(), hosts: ['shop.example'] });
    await call('POST', `/forms/${form.id}/status`, { status: 'live' });
    expect(await signUp('host@mail.example')).toBe(403);
  });

  it('keep every version of a wording, and belong to one retailer', async () => {
    const texts = { de: 'Neue Worte', en: 'New words' };
    const next = await call<WordingOne>('POST', `/wordings/${wording.id}/versions`, {
      name: 'Newsletter',
      texts,
    });
    expect(next.versions.map(({ version }) => version)).toEqual([2, 1]);
    expect(next.versions[1]?.texts.de).toBe('Ja, <b>bitte</b> den Newsletter.');
    expect(next.versions[1]?.signups).toBeGreaterThan(3);
    const other = await server.visitor('owner', 2 as RetailerId);
    const get = await other.request('GET', `/api/r/2/consent/forms/${form.id}`);
    expect(get.statusCode).toBe(404);
    const use = await other.request('POST', '/api/r/2/consent/forms', draft());
    expect(use.statusCode).toBe(400);
    const list = await other.request('GET', '/api/r/2/consent/signups');
    expect(list.json<SignupList>().signups).toEqual([]);
  });

  it('let staff sign somebody up, who confirms like everybody', async () => {
    const taken = await call('POST', '/signups', {
      email: 'Jana@Mail.example',
      wordingId: wording.id,
      language: 'de',
      store: 'Köln',
      firstName: null,
    });
    expect(taken).toEqual({ outcome: 'mail_sent' });
    const { signups } = await call<SignupList>('GET', '/signups?search=jana');
    expect(signups[0]).toMatchObject({ state: 'waiting', store: 'Köln', staff: owner.email });
    const old = await linkFor('jana@mail.example');
    path.clock.advance(1000);
    const again = await call('POST', `/signups/${signups[0]?.id}/resend`);
    expect(again).toEqual({ outcome: 'mail_sent' });
    const stranger = server.stranger('203.0.113.60');
    expect((await stranger.request('GET', old)).statusCode).toBe(404);
    const overview = await call<{ signups: number; confirmed: number; waiting: number }>(
      'GET',
      '/overview',
    );
    expect(overview.waiting).toBeGreaterThan(0);
    expect(overview.confirmed).toBeGreaterThan(0);
  });
});
