/**
 * The database dies again and again under a process that lives: single connections are ended, the whole server is killed, at
 * random instants of a newsletter. Node knows all results, so every recipient must have theirs in the end, without a restart:
 * nobody twice, nobody left out, nobody without an answer. DATABASE_DEATHS=200 for as many deaths, DEATHS_SEED=n for others.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  type Database,
  openPool,
  type Random,
  seededRandom,
  silentLog,
  type Sql,
  systemClock,
} from '../../src/runtime/index.ts';
import type { Sender } from '../../src/delivery/index.ts';
import { mailSender } from '../mail-sender.ts';
import {
  addShoppers,
  createNewsletter,
  messageIds,
  newsletterRunner,
  resultsOf,
} from '../newsletter.ts';
import { type OwnPostgres, ownPostgres } from '../own-postgres.ts';
import { type SmtpStandin, smtpStandin } from '../standins/smtp.ts';

const PATIENCE = { timeout: 120_000, interval: 5 };
const DEATHS = Number(process.env['DATABASE_DEATHS'] ?? 6);
const SEED = Number(process.env['DEATHS_SEED'] ?? 1);
/** Deaths in the course of one newsletter, and its recipients. */
const AT_ONCE = 6;
const RECIPIENTS = 900;

let server: OwnPostgres;
let database: Database;
/** Not one of ours: it ends connections and survives. */
let killer: Sql;
let smtp: SmtpStandin;

beforeAll(async () => {
  server = await ownPostgres();
  ({ database } = server);
  killer = openPool({ url: server.url(), max: 1, name: 'killer' });
  smtp = await smtpStandin();
  await addShoppers(database, { count: RECIPIENTS, silent: 0 });
});
afterAll(async () => {
  await killer.end({ timeout: 1 });
  await smtp.close();
  await server.remove();
});

/** Ends some of our connections, all of them, or the server. */
async function death(random: Random): Promise<string> {
  const kind = random.next();
  if (kind < 0.25) {
    server.kill();
    return 'server';
  }
  const share = kind < 0.5 ? 1 : 0.3;
  await killer`
    select pg_terminate_backend(pid) from pg_stat_activity
     where application_name like 'augenblick%' and pid <> pg_backend_pid() and random() < ${share}`;
  return share === 1 ? 'all connections' : 'some connections';
}

/** Lets a newsletter be sent while the database dies at random instants. */
async function sendThroughDeaths(random: Random, sender: Sender): Promise<void> {
  const newsletter = await createNewsletter(database);
  const before = smtp.taken.length;
  const taken = () => smtp.taken.length - before;
  await newsletter.step('schedule');
  const told: string[] = [];
  let last = 0;
  for (let n = 0; n < AT_ONCE; n++) {
    last += Math.floor(random.next() * ((2 * RECIPIENTS) / AT_ONCE));
    const turns = Math.floor(random.next() * 40);
    const at = Math.min(last, RECIPIENTS - 1);
    await vi.waitUntil(() => taken() >= at, PATIENCE);
    // Not always where a mail was just taken.
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
    told.push(`${await death(random).catch(() => 'nobody')} at ${taken()}`);
  }
  // A result that was not written in time may have been noted as unknown until it is.
  const settled = async () => (await newsletter.done()) && sender.open() === 0;
  await vi.waitUntil(settled, PATIENCE).catch(() => undefined);
  const rows = await resultsOf(database, newsletter.id);
  const counted: Record<string, number> = {};
  for (const { status, reason } of rows) {
    const result = reason === null ? `${status}` : `${status}: ${reason}`;
    counted[result] = (counted[result] ?? 0) + 1;
  }
  expect(counted, told.join(', ')).toEqual({ sent: RECIPIENTS });
  const ids = messageIds({ taken: smtp.taken.slice(before) });
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(rows.map(({ provider }) => `<${provider}>`))).toEqual(new Set(ids));
}

it('every result is written although the database died', async () => {
  const { sender, close } = mailSender(database, {
    port: smtp.port,
    timeoutMs: 30_000,
    leaseMs: 3_000,
    log: silentLog,
  });
  const runner = newsletterRunner(database, systemClock, { asked: () => sender.ring() });
  sender.start();
  runner.start();
  const random = seededRandom(SEED);
  for (let deaths = 0; deaths < DEATHS; deaths += AT_ONCE) await sendThroughDeaths(random, sender);
  expect(sender.open()).toBe(0);
  await runner.stop();
  await sender.stop();
  await close();
}, 3_600_000);
