import type { RetailerId } from '@augenblick/contract';
import type {
  FormOne,
  SignupDetail,
  SignupList,
  WordingOne,
} from '@augenblick/contract/api/optin.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../test/database.ts';
import { type OptinHouse, openOptinHouse, SIGN_UPS_BEGIN, URLENCODED } from '../../test/optin.ts';
import type { TestServer, Visitor } from '../../test/server.ts';
import { differences, type WritePath } from '../../test/write-path.ts';

let house: OptinHouse;
let db: TestDatabase;
let server: TestServer;
let path: WritePath;
let owner: Visitor;
let form: FormOne;
let wording: WordingOne;

beforeAll(async () => {
  house = await openOptinHouse();
  ({ db, server, path, owner, form, wording } = house);
});
afterAll(() => house.close());

describe('a sign-up', () => {
  it('is only asked for until its link is used by a POST; opening it, even often, confirms nothing', async () => {
    expect(await house.signUp('anna@mail.example', { firstName: 'Anna' })).toBe(200);
    expect(await house.stateOf('anna@mail.example')).toBeUndefined();
    const link = await house.linkFor('anna@mail.example');
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
    expect(await house.stateOf('anna@mail.example')).toBeUndefined();
    const asked = await house.call<SignupList>('GET', '/signups?search=ANNA');
    expect(asked.signups).toMatchObject([{ state: 'waiting', form: { name: 'Fußzeile' } }]);

    const answer = await scanner.request('POST', link, '', URLENCODED);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('Vielen Dank');
    const row = await house.stateOf('anna@mail.example');
    expect(row?.state.consents['marketing:email']?.state).toBe('granted');
    expect(row?.state.traits).toMatchObject({
      firstName: { value: 'Anna' },
      message_topics_off: { value: ['sale'] },
    });
    expect(await house.mayWrite('anna@mail.example')).toBe('yes');
    expect(await differences(db.database)).toEqual([]);
  });

  it('asks for its confirmation in the language of the form', async () => {
    await house.signUp('emma@mail.example', { language: 'en' });
    await house.linkFor('emma@mail.example');
    const [row] = await db.database.owner<{ rules: string }[]>`
      select rules from delivery where rules like '%emma@mail.example%'`;
    expect(JSON.parse(row?.rules ?? '{}')).toMatchObject({ locale: 'en' });
  });

  it('is proven with both records, the wording, and the mail', async () => {
    await db.database
      .owner`update delivery set status = 'sent', sent_at = ${SIGN_UPS_BEGIN} where origin_kind = 'optin'`;
    await db.database
      .owner`update signup set mail = 'waiting', mail_hash = null where email = 'anna@mail.example'`;
    const { signups } = await house.call<SignupList>('GET', '/signups?state=confirmed');
    const id = signups[0]?.id ?? '';
    const detail = await house.call<SignupDetail>('GET', `/signups/${id}`);
    expect(detail).toMatchObject({
      email: 'anna@mail.example',
      state: 'confirmed',
      wordingVersion: 1,
      page: 'https://s.example/',
      requestUserAgent: 'Test/1.0',
      confirmIp: '203.0.113.1',
      mail: 'sent',
      mailSentAt: Date.parse(SIGN_UPS_BEGIN),
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
    const link = await house.linkFor('anna@mail.example');
    const visitor = server.stranger('203.0.113.2');
    expect((await visitor.request('POST', link, '', URLENCODED)).statusCode).toBe(200);
    const [events] = await db.database.owner<{ n: number }[]>`
      select count(*)::int as n from event where name = 'Consent Granted' and retailer_id = 1`;
    expect(events?.n).toBe(1);
    await house.signUp('late@mail.example');
    const late = await house.linkFor('late@mail.example');
    const before = path.clock.now();
    path.clock.advance(7 * 86_400_000);
    expect((await visitor.request('GET', late)).statusCode).toBe(410);
    expect((await visitor.request('POST', late, '', URLENCODED)).statusCode).toBe(410);
    path.clock.set(before);
    expect(await house.stateOf('late@mail.example')).toBeUndefined();
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
    expect(await house.signUp('anna@mail.example')).toBe(200);
    expect(await mails('anna@mail.example')).toBe(1);
    for (let i = 0; i < 5; i++) expect(await house.signUp('bomb@mail.example')).toBe(200);
    expect(await mails('bomb@mail.example')).toBe(3);
    expect(await house.signUp('robot@mail.example', { website: 'x' })).toBe(200);
    expect(await house.signUp('robot@mail.example', { elapsed: 10 })).toBe(200);
    expect(await mails('robot@mail.example')).toBe(0);
    expect(await house.signUp('not an address')).toBe(400);
    expect(await house.signUp('nul\u0000@mail.example', { firstName: '\ud800' })).toBe(400);
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
    await house.signUp(stranger.email, stranger);
    const link = await house.linkFor(stranger.email);
    await server.stranger('203.0.113.77').request('POST', link, '', URLENCODED);
    const [none] = await db.database.owner`
      select from identity where retailer_id = 1 and value = 'browser-of-a-stranger'`;
    expect(none).toBeUndefined();
    await house.signUp('dora@mail.example', { anonymousId: 'browser-of-dora' });
    const own = server.stranger(house.place);
    await own.request('POST', await house.linkFor('dora@mail.example'), '', URLENCODED);
    const [hers] = await db.database.owner<{ profile_id: string }[]>`
      select profile_id from identity where retailer_id = 1 and value = 'browser-of-dora'`;
    expect(hers?.profile_id).toBe((await house.stateOf('dora@mail.example'))?.id);
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
    await house.takeUp();
    expect(await house.linkFor('ida@mail.example')).toContain('/m/c/');
    expect((await send({ email: 'x@mail.example', started: '0.x' })).statusCode).toBe(400);
  });

  it('are one script that nothing can break out of, and silent while paused', async () => {
    const evil = '</script><script>alert(1)</script>\u2028';
    const body = house.draft();
    body.texts.de = { ...body.texts.de, headline: evil };
    await house.call('PUT', `/forms/${form.id}`, body);
    const url = `/f/${form.id}.js`;
    const answer = await server.stranger().request('GET', url);
    expect(answer.headers['content-type']).toContain('text/javascript');
    expect(answer.headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(answer.body).not.toContain('</script>');
    expect(answer.body).not.toContain('\u2028');
    await house.call('POST', `/forms/${form.id}/status`, { status: 'paused' });
    const hidden = await server.stranger().request('GET', url);
    expect(hidden.body).toBe('/* no such form */\n');
    expect(hidden.headers['cache-control']).toBe('no-store');
    expect((await server.stranger().request('GET', `/f/${form.id}`)).statusCode).toBe(404);
    expect(await house.signUp('late@mail.example')).toBe(404);
    await house.call('PUT', `/forms/${form.id}`, { ...house.draft(), hosts: ['shop.example'] });
    await house.call('POST', `/forms/${form.id}/status`, { status: 'live' });
    expect(await house.signUp('host@mail.example')).toBe(403);
  });

  it('keep every version of a wording, and belong to one retailer', async () => {
    const texts = { de: 'Neue Worte', en: 'New words' };
    const next = await house.call<WordingOne>('POST', `/wordings/${wording.id}/versions`, {
      name: 'Newsletter',
      texts,
    });
    expect(next.versions.map(({ version }) => version)).toEqual([2, 1]);
    expect(next.versions[1]?.texts.de).toBe('Ja, <b>bitte</b> den Newsletter.');
    expect(next.versions[1]?.signups).toBeGreaterThan(3);
    const other = await server.visitor('owner', 2 as RetailerId);
    const get = await other.request('GET', `/api/r/2/consent/forms/${form.id}`);
    expect(get.statusCode).toBe(404);
    const use = await other.request('POST', '/api/r/2/consent/forms', house.draft());
    expect(use.statusCode).toBe(400);
    const list = await other.request('GET', '/api/r/2/consent/signups');
    expect(list.json<SignupList>().signups).toEqual([]);
  });

  it('let staff sign somebody up, who confirms like everybody', async () => {
    const taken = await house.call('POST', '/signups', {
      email: 'Jana@Mail.example',
      wordingId: wording.id,
      language: 'de',
      store: 'Köln',
      firstName: null,
    });
    expect(taken).toEqual({ outcome: 'mail_sent' });
    const { signups } = await house.call<SignupList>('GET', '/signups?search=jana');
    expect(signups[0]).toMatchObject({ state: 'waiting', store: 'Köln', staff: owner.email });
    const old = await house.linkFor('jana@mail.example');
    path.clock.advance(1000);
    const again = await house.call('POST', `/signups/${signups[0]?.id}/resend`);
    expect(again).toEqual({ outcome: 'mail_sent' });
    const stranger = server.stranger('203.0.113.60');
    expect((await stranger.request('GET', old)).statusCode).toBe(404);
    const overview = await house.call<{ signups: number; confirmed: number; waiting: number }>(
      'GET',
      '/overview',
    );
    expect(overview.waiting).toBeGreaterThan(0);
    expect(overview.confirmed).toBeGreaterThan(0);
  });
});
