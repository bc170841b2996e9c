import type { ProfileId, RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { markHandedOver } from '../../src/broadcast/queries-copy.ts';
import { ordersOf } from '../../src/broadcast/queries-result.ts';
import { takeBackIds } from '../../src/delivery/queries.ts';
import { toldOf, writeReceipts } from '../../src/delivery/queries-read.ts';
import { noteHanded, recordOutcomes, writeVerdicts } from '../../src/delivery/queries-send.ts';
import { insertInbox } from '../../src/journey/queries-inbox.ts';
import { clearInbox, lockRuns, updateRuns } from '../../src/journey/queries-run.ts';
import { entrants } from '../../src/journey/queries-worth.ts';
import type { Run } from '../../src/journey/run.ts';
import type { Sql, TransactionSql } from '../../src/runtime/index.ts';
import { type TestDatabase, testDatabase } from '../database.ts';

/** Rows of the retailer in each table: more than anybody would want to read for a batch. */
const ROWS = 20_000;
/** Of a hand-over and of news. */
const NOTE = '0e000000-0000-4000-8000-000000000001';
/** Rows of a batch. */
const BATCH = 30;
/** From the sixth time on PostgreSQL plans without looking at the values. */
const TIMES = 8;
const R = 1 as RetailerId;
const JOURNEY = idOf(0xf001);
const BROADCAST = idOf(0xf002);
const TABLES = [
  'journey_run',
  'journey_inbox',
  'delivery',
  'broadcast_recipient',
  'profile',
  'customer_order',
];

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  const { owner } = db.database;
  const [server] = await owner<{ version: number }[]>`
    select current_setting('server_version_num')::int as version`;
  for (const table of TABLES) {
    await owner.unsafe(`alter table ${table} set (autovacuum_enabled = off)`);
    // As on a server that cannot be told how many retailers there are.
    if ((server?.version ?? 0) >= 180_000)
      await owner`select pg_clear_attribute_stats('augenblick', ${table}, 'retailer_id', false)`;
  }
  const id = owner`('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
  // In no order, as shoppers come: an index that is read from end to end then meets every page.
  const numbers = owner`generate_series(0, ${ROWS - 1}::int) n order by random()`;
  await owner`
    insert into journey_run (retailer_id, id, profile_id, journey_id, version, key, anchor, status, node, entered_at, since,
      due_at, memory)
    select 1, ${id}, ${id}, ${JOURNEY}::uuid, 1, '', '', 'active', 'w', now(), now(), now() + n * interval '1 s',
      '{"visits":[],"steps":1,"data":{},"gained":{}}' from ${numbers}`;
  await owner`
    insert into journey_inbox (retailer_id, profile_id, key, type, name, at, seen_at, channel, anchor, data)
    select 1, ${id}, 'k', 'event', 'Bench', now(), now(), 'web', '', '{}' from ${numbers}`;
  await owner`
    insert into delivery (retailer_id, id, profile_id, asked_at, lane, priority, channels, origin_kind, origin_id,
      origin_version, templates, rules, data, not_before, status, attempt, channel, address)
    select 1, ${id}, ${id}, now(), 'mail', 1, '{mail}', 'journey', ${JOURNEY}, 1, '{}', '{}', '{}', now(),
      (array['waiting', 'sending'])[1 + n % 2], 1, 'mail', 'a@shop.example' from ${numbers}`;
  await owner`
    insert into broadcast_recipient (retailer_id, broadcast_id, profile_id, variant, zone, spread_ms, measured, due_at)
    select 1, ${BROADCAST}::uuid, ${id}, 'a', 'UTC', 0, false, now() from ${numbers}`;
  await owner`
    insert into profile (retailer_id, id, version, seq, last_at, state) select 1, ${id}, 1, n, now(), '{}' from ${numbers}`;
  await owner`
    insert into customer_order (retailer_id, profile_id, order_id, kind, status, at, currency, total_minor, shipping_minor,
      tax_minor, discount_minor, refunded_minor, channel, source_id, event_id)
    select 1, ${id}, 'o' || n, 'sale', 'completed', now(), 'EUR', 1, 0, 0, 0, 0, 'web', 1, ${id} from ${numbers}`;
});
afterAll(() => db.drop());

function idOf(n: number): string {
  return `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** Rows anywhere in the table; others each time. */
function batch(time: number): number[] {
  return Array.from({ length: BATCH }, (_, i) => ((i * 641 + time * 37) * 2) % ROWS);
}

const run = (n: number): Run => ({
  id: idOf(n),
  journeyId: JOURNEY,
  profileId: idOf(n) as ProfileId,
  version: 1,
  key: '',
  anchor: '',
  status: 'active',
  node: 'next',
  enteredAt: 1,
  since: 1,
  dueAt: 2,
  parked: false,
  goalAt: null,
  endedAt: null,
  end: null,
  visits: new Map(),
  steps: 2,
  hops: 0,
  started: 0,
  data: {},
  gained: {},
  heard: null,
  asking: null,
});

/** Statements that write or lock rows by key for every batch, with the pool they run on and how many rows each time. */
const STATEMENTS: Record<
  string,
  [
    pool: 'ingest' | 'send' | 'owner',
    work: (tx: TransactionSql, rows: number[]) => Promise<unknown>,
  ]
> = {
  'journey: runs are locked': [
    'ingest',
    (tx, rows) => lockRuns(tx, R, rows.map(idOf) as ProfileId[]),
  ],
  'journey: runs go on': ['ingest', (tx, rows) => updateRuns(tx, R, rows.map(run))],
  'journey: facts are laid into the inbox': [
    'ingest',
    (tx, rows) => {
      const fact = { key: 'n', type: 'event', name: 'x', at: 1, seenAt: 1 } as const;
      const rest = { channel: '', anchor: '', data: {}, begins: false };
      return insertInbox(
        tx,
        R,
        rows.map((n) => ({ ...fact, ...rest, profileId: idOf(n) as ProfileId })),
      );
    },
  ],
  'journey: facts are taken out': [
    'ingest',
    (tx, rows) => {
      const facts = rows.map((n) => ({ profileId: idOf(n) as ProfileId, key: 'k' }));
      return clearInbox(tx, R, facts);
    },
  ],
  'journey: who got in last': [
    'owner',
    (tx) => entrants(tx, R, JOURNEY, { from: null, to: null, limit: BATCH }),
  ],
  'journey: who got in last, while a version was live': [
    'owner',
    (tx) => entrants(tx, R, JOURNEY, { from: 0, to: 10_000_000_000_000, limit: BATCH }),
  ],
  'journey, broadcast: what people bought': [
    'owner',
    (tx, rows) => {
      const people = rows.map((n) => ({ arm: 'held', profileId: idOf(n), since: 0 }));
      return ordersOf(tx, R, people, 36_500, 'EUR');
    },
  ],
  'delivery: messages are taken back': [
    'ingest',
    (tx, rows) => takeBackIds(tx, R, rows.map(idOf), 1),
  ],
  'delivery: verdicts': [
    'send',
    (tx, rows) => {
      const verdict = { status: 'sending', reason: null, from: null, counted: true } as const;
      const rest = { channel: 'mail', address: 'b@shop.example', basis: 'marketing' } as const;
      const of = (n: number) => ({ id: idOf(n), profile: idOf(n) as ProfileId });
      return writeVerdicts(
        tx,
        R,
        rows.map((n) => ({ ...of(n), ...verdict, ...rest })),
        1,
      );
    },
  ],
  'delivery: hand-overs are noted': [
    'send',
    (tx, rows) =>
      noteHanded(
        tx,
        R,
        { id: NOTE, at: 1 },
        rows.map((n) => ({ id: idOf(n + 1), attempt: 1 })),
      ),
  ],
  'delivery: results': [
    'send',
    (tx, rows) => {
      const sent = {
        attempt: 1,
        status: 'sent',
        reason: null,
        words: null,
        provider: null,
      } as const;
      return recordOutcomes(
        tx,
        R,
        rows.map((n) => ({ ...sent, id: idOf(n + 1), from: null, refused: false, at: 1 })),
        { id: NOTE, at: 1 },
        [NOTE],
      );
    },
  ],
  'delivery: receipts': [
    'owner',
    (tx, rows) => {
      const receipt = { kind: 'delivered', at: 1, reason: null, words: null } as const;
      return writeReceipts(
        tx,
        R,
        rows.map((n) => ({ ...receipt, id: idOf(n) })),
      );
    },
  ],
  'delivery: what is told': ['owner', (tx, rows) => toldOf(tx, R, rows.map(idOf))],
  'broadcast: recipients are handed over': [
    'owner',
    (tx, rows) => {
      const handed = rows.map((n) => ({ profileId: idOf(n), deliveryId: idOf(n) }));
      return markHandedOver(tx, { retailer_id: R, id: BROADCAST }, handed);
    },
  ],
};

/** Rows that this transaction has fetched so far, by whatever way in. */
async function fetched(tx: TransactionSql): Promise<number> {
  const [row] = await tx<{ n: number }[]>`
    select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as n from pg_stat_xact_user_tables
    where relname = any(${TABLES}::text[])`;
  return row?.n ?? 0;
}

/** Most rows that a statement has read for one batch, all on one connection. */
async function mostRead(
  pool: Sql,
  work: (tx: TransactionSql, rows: number[]) => Promise<unknown>,
): Promise<number> {
  const read: number[] = [];
  const connection = await pool.reserve();
  const tx = connection as unknown as TransactionSql;
  try {
    for (let time = 0; time < TIMES; time++) {
      await connection.unsafe('begin');
      const before = await fetched(tx);
      await work(tx, batch(time));
      read.push((await fetched(tx)) - before);
      await connection.unsafe('rollback');
    }
  } finally {
    connection.release();
  }
  return Math.max(...read);
}

// PostgreSQL takes a retailer's rows for half a percent of a table it has never counted: a statement that may find its rows by
// the retailer alone reads them all, for every batch.
test.each(Object.entries(STATEMENTS))(
  '%s without the rest of the retailer being read, before anything was counted',
  async (_name, [pool, work]) => {
    const most = await mostRead(db.database[pool], work);
    // At least once each, or nothing was tried; a statement may look at a row twice or thrice.
    expect(most).toBeGreaterThanOrEqual(BATCH);
    expect(most).toBeLessThanOrEqual(5 * BATCH);
  },
);
