/**
 * The promise to every shopper (CRASH_MAILS=20000 for as many): nobody gets a message twice, nobody is left out, every message ends with a result and a
 * reason – whatever dies. Two senders with the real mail channel in processes of their own, a mail server that refuses,
 * drops the line, hangs; SIGKILL for senders and for PostgreSQL while they send.
 */
import type { ChildProcess } from 'node:child_process';
import type { ProfileId, RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { enqueue } from '../../src/delivery/index.ts';
import type { Database } from '../../src/runtime/index.ts';
import { childrenOf } from '../children.ts';
import { request, setRules, tally } from '../messages.ts';
import { messageIds } from '../newsletter.ts';
import { type OwnPostgres, ownPostgres } from '../own-postgres.ts';
import { type SmtpStandin, smtpStandin } from '../standins/smtp.ts';

const PATIENCE = { timeout: 120_000, interval: 50 };
const MAILS = Number(process.env['CRASH_MAILS'] ?? 1_500);
const RETAILER = 1 as RetailerId;
/**
 * How long senders wait for a mail server, and others for their result (ms). A machine that does other things must not be taken
 * for a server that hangs; with few mails the test need not wait as long for what really hangs.
 */
const [TIMEOUT_MS, LEASE_MS] = MAILS > 2_000 ? [30_000, 35_000] : [12_000, 16_000];
/** Senders killed while they send. */
const KILLED = 2;

let server: OwnPostgres;
let database: Database;
let smtp: SmtpStandin;
const children = childrenOf('sender-child.ts');

beforeAll(async () => {
  server = await ownPostgres();
  ({ database } = server);
  smtp = await smtpStandin();
});
afterAll(async () => {
  await children.killAll();
  await smtp.close();
  await server.remove();
});

/** Domains of their own: a mailbox that says "later" slows its domain down, and only that. */
const address = (n: number): string => `kunde@laden${n}.example`;
const profile = (n: number): string => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** Shoppers with a proven address and a consent, written as the fold would have left them. */
async function shoppers(): Promise<void> {
  const state = {
    v: 1,
    traits: {},
    counts: {},
    cart: [],
    viewed: [],
    searches: [],
    wishlist: [],
    consents: { 'marketing:email': { state: 'granted', at: 1, event: 'e' } },
  };
  const ids = Array.from({ length: MAILS }, (_, n) => profile(n));
  const emails = ids.map((_, n) => address(n));
  await database.owner`
    insert into profile (retailer_id, id, version, seq, last_at, state)
    select 1, id, 1, 1, now(), ${JSON.stringify(state)} from unnest(${ids}::uuid[]) id`;
  await database.owner`
    insert into identity (retailer_id, kind, value, profile_id, home_id, first_at, event_id)
    select 1, 'email', value, id, id, now(), id from unnest(${ids}::uuid[], ${emails}::text[]) w (id, value)`;
  await setRules(database, { quiet: null });
}

const startSender = () => children.start(server.url(), smtp.port, TIMEOUT_MS, LEASE_MS);
const taken = (share: number) => vi.waitUntil(() => smtp.taken.length >= MAILS * share, PATIENCE);
const counts = () => tally(database).catch(() => ({}) as Record<string, number>);

/**
 * Mailboxes that are refused for good, refused for now and taken later, cut in the middle, taken
 * without an answer.
 */
const awkward = {
  gone: address(3),
  full: address(5),
  cut: address(7),
  mute: address(11),
  lost: address(13),
};

function makeAwkward(): void {
  smtp.manner(awkward.gone, { kind: 'refuse_recipient', code: 550, words: '5.1.1 no such user' });
  smtp.manner(awkward.full, [
    { kind: 'refuse_recipient', code: 452, words: '4.2.2 mailbox full' },
    { kind: 'accept' },
  ]);
  smtp.manner(awkward.cut, [{ kind: 'drop_in_data' }, { kind: 'accept' }]);
  smtp.manner(awkward.mute, { kind: 'hang_after_data' });
  smtp.manner(awkward.lost, { kind: 'drop_after_data' });
}

/** Mails by when they are asked for: before the deaths, while the mail server refuses everything, and when nobody dies any more. */
function parts(): Record<'early' | 'late' | 'awkward', number[]> {
  const strange = new Set<string>(Object.values(awkward));
  const all = Array.from({ length: MAILS }, (_, n) => n);
  const plain = all.filter((n) => !strange.has(address(n)));
  const early = Math.floor(MAILS * 0.7);
  return {
    early: plain.slice(0, early),
    late: plain.slice(early),
    awkward: all.filter((n) => strange.has(address(n))),
  };
}

async function enqueueAll(part: keyof ReturnType<typeof parts>): Promise<void> {
  const requests = parts()[part].map((n) => request(profile(n) as ProfileId, `k${n}`));
  const now = Date.now();
  for (let at = 0; at < requests.length; at += 500)
    await database.withRetailer(RETAILER, (tx) =>
      enqueue(tx, RETAILER, requests.slice(at, at + 500), now),
    );
}

/** Sends while senders, PostgreSQL and the mail server fail; gives the senders that still run. */
async function sendThroughDeaths(): Promise<ChildProcess[]> {
  const first = await startSender();
  const second = await startSender();
  await taken(0.1);
  await children.kill(first);
  await taken(0.3);
  const third = await startSender();
  // PostgreSQL dies under both of them and comes back.
  await server.restart();
  await taken(0.5);
  smtp.always({ kind: 'refuse_mail', code: 421, words: '4.3.2 closing for a moment' });
  await children.kill(second);
  await enqueueAll('late');
  await vi.waitUntil(
    async () => Object.keys(await counts()).some((one) => one.startsWith('waiting: ')),
    PATIENCE,
  );
  smtp.always(null);
  // Nobody is killed from here on: what comes of these is the mail server's doing alone.
  await enqueueAll('awkward');
  const fourth = await startSender();
  return [third, fourth];
}

/** Waits until everything is settled, but for the full mailbox and what waits for its next try. */
async function settled(): Promise<void> {
  await vi.waitUntil(async () => {
    await database.owner`
      update delivery set not_before = now() where status = 'waiting' and not_before < now() + interval '1 day'
    `.catch(() => undefined);
    const left = await counts();
    return !Object.keys(left).some((one) => /^(waiting|sending)/.test(one)) && 'sent' in left;
  }, PATIENCE);
}

async function checkResults(): Promise<void> {
  const rows = await database.owner<
    { address: string; status: string; reason: string | null; provider: string | null }[]
  >`
    select i.value as address, d.status, d.reason, d.provider_id as provider from delivery d
      join identity i on i.retailer_id = 1 and i.kind = 'email' and i.profile_id = d.profile_id where d.retailer_id = 1`;
  const got = new Map<string, number>();
  for (const { to } of smtp.taken) got.set(to, (got.get(to) ?? 0) + 1);
  expect(rows).toHaveLength(MAILS);
  // Every mail the server took has a Message-ID of its own: none was handed over a second time.
  const ids = new Set(messageIds(smtp));
  expect(ids.size).toBe(smtp.taken.length);
  expect([...got].filter(([, times]) => times > 1)).toEqual([]);
  for (const row of rows) {
    if (row.status === 'sent') {
      expect(got.get(row.address), row.address).toBe(1);
      expect(ids.has(`<${row.provider}>`), row.address).toBe(true);
    } else expect(row.reason, `${row.address} ${row.status}`).not.toBeNull();
    expect(['sent', 'failed', 'unknown']).toContain(row.status);
  }
  const of = (one: string) => rows.find((row) => row.address === one);
  expect(of(awkward.gone)).toMatchObject({ status: 'failed', reason: 'mailbox_gone' });
  expect(of(awkward.full)).toMatchObject({ status: 'sent', reason: null });
  expect(of(awkward.mute)).toMatchObject({ status: 'unknown', reason: 'no_answer' });
  // The server took it and cut the line: nobody knows, nobody sends it again.
  expect(of(awkward.lost)).toMatchObject({ status: 'unknown', reason: 'no_answer' });
  expect(got.get(awkward.lost)).toBe(1);
  // Cut while the server was reading: whoever had written everything by then cannot know whether it was taken.
  const cut = of(awkward.cut);
  expect([cut?.status, got.get(awkward.cut)]).toEqual(
    cut?.status === 'sent' ? ['sent', 1] : ['unknown', undefined],
  );
  // Unknown is what a sender was handing over when it was killed, at most 64, and no more.
  const unknown = rows.filter(({ status }) => status === 'unknown').length;
  expect(unknown).toBeLessThanOrEqual(KILLED * 64 + 3);
}

it('nobody twice, nobody left out, every message with a result and a reason', async () => {
  await shoppers();
  makeAwkward();
  await enqueueAll('early');
  const alive = await sendThroughDeaths();
  await settled();
  for (const child of alive) await children.kill(child);
  await checkResults();
}, 900_000);
