import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { channelTestDeps, mailOf } from '../../../../test/standins/deps.ts';
import { verifyDkim } from '../../../../test/standins/dkim.ts';
import { type SmtpOffers, type SmtpStandin, smtpStandin } from '../../../../test/standins/smtp.ts';
import type { SendResult, Transport } from '../../channel.ts';
import { dkimRecord, makeDkimKey } from './dkim.ts';
import { type MailTuning, openMail, parseMail } from './index.ts';

let server: SmtpStandin;
const open: Transport[] = [];
const deps = channelTestDeps();

beforeEach(async () => {
  server = await smtpStandin();
});
afterEach(async () => {
  for (const transport of open.splice(0)) await transport.close();
  await server.close();
});

const LONG = { connectMs: 30_000, greetingMs: 30_000, idleMs: 30_000 };
/** A server that answers is waited for, however busy the machine is. */
const PATIENT: MailTuning = { timeouts: LONG, verifyCertificate: true };
/** For one that says nothing. */
const HASTY: MailTuning = { ...PATIENT, timeouts: { ...LONG, idleMs: 3_000 } };
const LOGIN = { user: 'u', password: 'pässwort' };

function transport(more: Record<string, unknown> = {}, tuning = PATIENT): Transport {
  const settings = parseMail({
    fromName: 'Laden',
    fromAddress: 'neues@laden.example',
    host: '127.0.0.1',
    port: server.port,
    security: 'none',
    verpKey: Buffer.alloc(32, 1).toString('base64'),
    ...more,
  });
  const made = openMail(settings, deps, tuning);
  open.push(made);
  return made;
}

describe('a mail', () => {
  test('arrives signed, readable, with its bounce address', async () => {
    const dkim = await makeDkimKey('laden.example', 'aug1');
    const more = { bounceAddress: 'bounce@news.laden.example', dkim: JSON.stringify(dkim) };
    const message = mailOf('anna@kundin.example');
    const result = await transport(more).send(message);
    expect(result).toEqual({ outcome: 'sent', providerId: `${message.id}@laden.example` });
    const [mail] = server.taken;
    expect(mail?.from).toMatch(/^bounce\+b[a-z2-7]{36}@news\.laden\.example$/);
    const raw = mail?.raw ?? Buffer.alloc(0);
    const { recordName, recordValue } = dkimRecord(dkim);
    const record = (name: string) => (name === recordName ? recordValue : undefined);
    const verdict = await verifyDkim(raw, record);
    expect(verdict.ok, verdict.why).toBe(true);
    expect(verdict.signed).toEqual(
      expect.arrayContaining(['list-unsubscribe', 'list-unsubscribe-post']),
    );
    const read = await PostalMime.parse(Uint8Array.from(raw));
    expect(read.subject).toBe('Grüße aus dem Laden – nur für dich');
    expect(read.text?.trim().split('\n')).toEqual(['Schöne Größen = 10 %  Rabatt.', '.', 'Ende']);
    expect(read.html).toContain('10 %  Rabatt');
  });

  test('of service carries no unsubscribe header', async () => {
    await transport().send(mailOf('a@b.example', { basis: 'service' }));
    expect(server.taken[0]?.raw.toString()).not.toMatch(/list-unsubscribe/i);
  });

  test('many go through a few connections, each once', async () => {
    const way = transport({ connections: 4 });
    const sent = await Promise.all(
      Array.from({ length: 100 }, (_, i) => way.send(mailOf(`p${i}@b.example`))),
    );
    expect(sent.every((one) => one.outcome === 'sent')).toBe(true);
    expect(new Set(server.taken.map((mail) => mail.to)).size).toBe(100);
    expect(server.taken).toHaveLength(100);
    expect(server.connections()).toBeLessThanOrEqual(4);
  });
});

describe('the server', () => {
  const once = async (
    manner: Parameters<SmtpStandin['manner']>[1],
    tuning = PATIENT,
  ): Promise<SendResult> => {
    server.manner('x@b.example', manner);
    return transport({}, tuning).send(mailOf('x@b.example'));
  };

  test('does not know the mailbox: never again', async () => {
    const words = '5.1.1 <x@b.example>: user unknown';
    const result = await once({ kind: 'refuse_recipient', code: 550, words });
    expect(result).toMatchObject({ outcome: 'refused', permanent: true, reason: 'mailbox_gone' });
    expect(JSON.stringify(result)).not.toContain('x@b.example');
  });

  test('wants it later: this one alone, and its domain rests', async () => {
    const way = transport();
    server.manner('x@b.example', {
      kind: 'refuse_recipient',
      code: 451,
      words: '4.7.1 Greylisted',
    });
    const first = await way.send(mailOf('x@b.example'));
    expect(first).toMatchObject({ reason: 'rate_limited', permanent: false, onlyThis: true });
    const { retryAt = 0 } = first as { retryAt?: number };
    expect(retryAt).toBeGreaterThan(deps.clock.now());
    const same = await way.send(mailOf('y@b.example'));
    expect(same).toMatchObject({ outcome: 'refused', reason: 'rate_limited' });
    expect((await way.send(mailOf('z@other.example'))).outcome).toBe('sent');
  });

  test('does not like the mail', async () => {
    const result = await once({ kind: 'refuse_mail', code: 554, words: '5.7.1 Looks like spam' });
    expect(result).toMatchObject({ permanent: true, reason: 'message_refused' });
    expect(server.taken).toHaveLength(0);
  });

  test('drops the line in the middle of the mail: not known, not sent again', async () => {
    expect(await once({ kind: 'drop_in_data' })).toMatchObject({ outcome: 'unknown' });
    expect(server.taken).toHaveLength(0);
  });

  test('takes the mail and drops the line: not known, once there', async () => {
    expect(await once({ kind: 'drop_after_data' })).toMatchObject({ outcome: 'unknown' });
    expect(server.taken).toHaveLength(1);
  });

  test('takes the mail and says nothing: not known', async () => {
    expect(await once({ kind: 'hang_after_data' }, HASTY)).toMatchObject({ outcome: 'unknown' });
    expect(server.taken).toHaveLength(1);
  });

  test('says nothing before the mail: certainly not taken', async () => {
    server.always({ kind: 'hang_at_sender' });
    const result = await transport({}, HASTY).send(mailOf('x@b.example'));
    expect(result).toMatchObject({ outcome: 'refused', permanent: false, reason: 'channel_down' });
  });

  test('is slow: waited for', async () => {
    server.manner('x@b.example', { kind: 'slow', ms: 60 });
    const result = await transport().send(mailOf('x@b.example'));
    expect(result.outcome).toBe('sent');
  });

  test('hung up an idle connection: the next mail takes a fresh one', async () => {
    const way = transport();
    await way.send(mailOf('a@b.example'));
    server.hangUp();
    await vi.waitUntil(() => server.connections() > 0, { timeout: 50_000 });
    expect((await way.send(mailOf('b@b.example'))).outcome).toBe('sent');
    expect(server.taken).toHaveLength(2);
  });

  test('is not there: left alone for a while, then tried again', async () => {
    const { port } = server;
    await server.close();
    const way = transport({ port });
    const first = await way.send(mailOf('a@b.example'));
    expect(first).toMatchObject({ reason: 'channel_down', permanent: false });
    const { retryAt = 0 } = first as { retryAt?: number };
    expect(retryAt).toBe(deps.clock.now() + 1_000);
    const second = await way.send(mailOf('a@b.example'));
    expect(second).toMatchObject({ words: 'left_alone' });
    server = await smtpStandin();
  });

  test('refuses the password: said in words, by the check, too', async () => {
    await server.close();
    server = await smtpStandin({ user: 'u', password: 'right' });
    const wrong = transport({ user: 'u', password: 'wrong' });
    const result = await wrong.send(mailOf('a@b.example'));
    expect(result).toMatchObject({ reason: 'credentials_refused', permanent: false });
    expect((await wrong.check()).state).toBe('failing');
    const right = transport({ user: 'u', password: 'right' });
    expect((await right.check()).state).toBe('ready');
    expect((await right.send(mailOf('a@b.example'))).outcome).toBe('sent');
  });
});

describe('several mails on one connection', () => {
  /** Hands all over at once and answers what became of each, by its address. */
  const all = async (to: readonly string[]): Promise<string[]> => {
    const way = transport({ connections: 1 });
    const results = await Promise.all(to.map((name) => way.send(mailOf(`${name}@b.example`))));
    return results.map((one) => (one.outcome === 'refused' ? one.reason : one.outcome));
  };
  const taken = (): string[] => server.taken.map(({ to }) => to.replace('@b.example', ''));

  test.each([false, true])('each has its own answer, one by one: %s', async (oneByOne) => {
    await server.close();
    server = await smtpStandin({ oneByOne });
    server.manner('gone@b.example', {
      kind: 'refuse_recipient',
      code: 550,
      words: '5.1.1 unknown',
    });
    server.manner('bad@b.example', { kind: 'refuse_mail', code: 554, words: '5.7.1 spam' });
    const answers = await all(['a', 'gone', 'b', 'bad', 'c', 'bad', 'gone', 'd']);
    const [gone, bad] = ['mailbox_gone', 'message_refused'];
    expect(answers).toEqual(['sent', gone, 'sent', bad, 'sent', bad, gone, 'sent']);
    expect(taken()).toEqual(['a', 'b', 'c', 'd']);
    expect(server.connections()).toBe(1);
  });

  test.each(['drop_in_data', 'drop_after_data'] as const)(
    'what was asked about together with one that ends as %s leaves once, by a new line',
    async (kind) => {
      server.manner('x@b.example', { kind });
      expect(await all(['a', 'x', 'b', 'c'])).toEqual(['sent', 'unknown', 'sent', 'sent']);
      expect(taken().filter((name) => name !== 'x')).toEqual(['a', 'b', 'c']);
      expect(server.connections()).toBe(2);
    },
  );
});

describe('servers of other kinds', () => {
  const offers: [string, SmtpOffers, Record<string, unknown>][] = [
    ['one command after the other', { oneByOne: true }, {}],
    ['TLS once connected', { starttls: true }, { security: 'starttls' }],
    ['LOGIN as the only way in', { user: 'u', password: 'pässwort', methods: ['LOGIN'] }, LOGIN],
    ['PLAIN as the only way in', { user: 'u', password: 'pässwort', methods: ['PLAIN'] }, LOGIN],
  ];
  test.each(offers)('take mail with %s', async (_name, offered, settings) => {
    await server.close();
    server = await smtpStandin(offered);
    server.manner('no@b.example', { kind: 'refuse_recipient', code: 550, words: '5.1.1 unknown' });
    const way = transport(
      { ...settings, connections: 1 },
      { ...PATIENT, verifyCertificate: false },
    );
    expect((await way.send(mailOf('a@b.example'))).outcome).toBe('sent');
    expect(await way.send(mailOf('no@b.example'))).toMatchObject({ reason: 'mailbox_gone' });
    expect((await way.send(mailOf('b@b.example'))).outcome).toBe('sent');
    expect(server.taken.map(({ to }) => to)).toEqual(['a@b.example', 'b@b.example']);
    expect(server.connections()).toBe(1);
  });

  test('are not spoken to in the open where TLS is asked for', async () => {
    const way = transport({ security: 'starttls' });
    const result = await way.send(mailOf('a@b.example'));
    expect(result).toMatchObject({ outcome: 'refused', permanent: false, words: 'no_starttls' });
    expect((await way.check()).words.en).toContain('no encryption with STARTTLS');
    expect(server.taken).toHaveLength(0);
  });

  test('are not believed with a certificate of their own', async () => {
    await server.close();
    server = await smtpStandin({ starttls: true });
    const result = await transport({ security: 'starttls' }).send(mailOf('a@b.example'));
    expect(result).toMatchObject({ reason: 'channel_down', permanent: false });
    expect(server.taken).toHaveLength(0);
  });
});

test('one provider’s pace holds, each message is put off once', async () => {
  const way = transport({ perDomainPerMinute: 60 });
  const messages = Array.from({ length: 12 }, (_, i) => mailOf(`p${i}@gmail.example`));
  const first = await Promise.all(messages.map((message) => way.send(message)));
  const later = first.flatMap((one, i) =>
    one.outcome === 'refused' ? [{ at: one.retryAt ?? 0, message: messages[i] }] : [],
  );
  expect(later.length).toBeGreaterThan(3);
  expect(new Set(later.map(({ at }) => at)).size).toBe(later.length);
  expect((await way.send(mailOf('a@other.example'))).outcome).toBe('sent');
  const started = deps.clock.now();
  for (const { at, message } of later) {
    deps.clock.set(at);
    if (message !== undefined) expect((await way.send(message)).outcome).toBe('sent');
  }
  deps.clock.set(started);
});
