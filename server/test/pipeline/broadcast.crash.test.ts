/**
 * A newsletter to thousands (CRASH_RECIPIENTS=20000 for as many) while its processes and the database are killed: nobody
 * gets it twice, nobody is left out, and everyone in the audience has a result, with a reason where they got nothing.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Database } from '../../src/runtime/index.ts';
import { childrenOf } from '../children.ts';
import { addShoppers, createNewsletter, messageIds, resultsOf } from '../newsletter.ts';
import { type OwnPostgres, ownPostgres } from '../own-postgres.ts';
import { type SmtpStandin, smtpStandin } from '../standins/smtp.ts';

const PATIENCE = { timeout: 150_000, interval: 30 };
const AUDIENCE = Number(process.env['CRASH_RECIPIENTS'] ?? 5_000);
/** Processes killed while they may be sending. */
const KILLED = 3;
/** Every tenth has not agreed; they are in the audience all the same. */
const AGREED = AUDIENCE - Math.ceil(AUDIENCE / 10);

let server: OwnPostgres;
let database: Database;
let smtp: SmtpStandin;
const children = childrenOf('broadcast-child.ts');

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

// A machine that does many other things at once must not be taken for a mail server that hangs, nor for a dead process.
const start = () => children.start(server.url(), smtp.port, 30_000, 30_000);
const taken = (share: number) => vi.waitUntil(() => smtp.taken.length >= AGREED * share, PATIENCE);
const recipients = async (): Promise<number> => {
  const [row] = await database.owner<{ count: number }[]>`
    select count(*)::int as count from broadcast_recipient`;
  return row?.count ?? 0;
};

it('nobody twice, nobody left out, each with a result and a reason', async () => {
  await addShoppers(database, { count: AUDIENCE, silent: 10 });
  const { id, step, done } = await createNewsletter(database);
  await step('schedule');

  // Killed while the audience is read; another goes on where it was.
  const first = await start();
  await vi.waitUntil(async () => (await recipients()) > 0, PATIENCE);
  await children.kill(first);
  const second = await start();
  const third = await start();
  await taken(0.1);
  await children.kill(second);
  // Paused and resumed by a person in the middle of it all.
  await step('pause');
  await step('resume');
  await taken(0.3);
  // PostgreSQL dies under the one that is left, and comes back.
  await server.restart();
  const fourth = await start();
  await taken(0.6);
  await children.kill(third);
  const fifth = await start();
  await vi.waitUntil(done, PATIENCE);
  for (const child of [fourth, fifth]) await children.kill(child);

  const rows = await resultsOf(database, id);
  const got = new Map<string, number>();
  for (const { to } of smtp.taken) got.set(to, (got.get(to) ?? 0) + 1);
  expect(rows).toHaveLength(AUDIENCE);
  // Nobody twice, whoever is asked: the mails by their Message-ID, the people by their address.
  const ids = new Set(messageIds(smtp));
  expect(ids.size).toBe(smtp.taken.length);
  expect([...got].filter(([, times]) => times > 1)).toEqual([]);
  const wrong = rows.filter(({ address, status, reason, provider }) =>
    status === 'sent'
      ? got.get(address) !== 1 || !ids.has(`<${provider}>`)
      : reason === null || status === null,
  );
  expect(wrong).toEqual([]);
  const of = (status: string) => rows.filter((row) => row.status === status);
  expect(of('dropped')).toHaveLength(AUDIENCE - AGREED);
  expect(of('sent').length + of('unknown').length).toBe(AGREED);
  // Without an answer is what a process was handing over when it was killed: at most 64 each time, however many are written
  // to. What lives through the death of PostgreSQL or a pause knows all its answers.
  expect(of('unknown').length).toBeLessThanOrEqual(KILLED * 64);
  expect(of('unknown').every(({ reason }) => reason === 'no_answer')).toBe(true);
  expect([...got.keys()].filter((to) => !rows.some(({ address }) => address === to))).toEqual([]);
}, 900_000);
