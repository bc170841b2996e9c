/** The figures of lists: how far a newsletter has come and what came of it, counted now and then and kept. */
import type {
  BroadcastOne,
  BroadcastProgress,
  RecipientResult,
} from '@augenblick/contract/api/broadcast.ts';
import type { DeliveryStatus } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import type { BroadcastRow } from './queries.ts';
import * as results from './queries-result.ts';

type Summary = BroadcastOne['summary'];
/** What the list shows of one newsletter. */
export interface Figures {
  progress: BroadcastProgress;
  summary: Summary;
}

/**
 * How old kept figures may get before they are counted again (ms): under way, on the day after while clicks come in, and
 * then as long as orders do. Later they are not counted again.
 */
const AGE_ACTIVE = 1_500;
const AGE_FRESH = 15_000;
const AGE_ENDED = 300_000;
const FRESH = 86_400_000;
const SETTLED_AFTER = 100 * 86_400_000;

const NO_PROGRESS: BroadcastProgress = {
  audience: 0,
  waiting: 0,
  queued: 0,
  sent: 0,
  leftOut: 0,
  failed: 0,
  unknown: 0,
  takenBack: 0,
};

/** What a status means for a recipient. `cancelled`: who was not handed over will not be. */
export function resultOf(
  status: DeliveryStatus | null,
  reason: string | null,
  cancelled: boolean,
): RecipientResult {
  switch (status) {
    case null:
      return cancelled ? 'takenBack' : 'waiting';
    case 'waiting':
    case 'sending':
      return 'queued';
    case 'dropped':
      return reason === 'taken_back' ? 'takenBack' : 'leftOut';
    case 'failed':
      return 'failed';
    case 'unknown':
      return 'unknown';
    case 'sent':
    case 'delivered':
    case 'bounced':
    case 'complained':
    default:
      return 'sent';
  }
}

/** Statuses counted into results. The parts add up to the audience. */
export function progressOf(
  rows: readonly { status: DeliveryStatus | null; reason: string | null; count: number }[],
  cancelled: boolean,
): BroadcastProgress {
  const progress = { ...NO_PROGRESS };
  for (const { status, reason, count } of rows) {
    progress[resultOf(status, reason, cancelled)] += count;
    progress.audience += count;
  }
  return progress;
}

/** Figures of one newsletter: those kept while they are fresh enough, else counted and kept. */
export async function figuresOf(
  sql: TransactionSql,
  row: BroadcastRow,
  { now, currency }: { now: number; currency: string },
): Promise<Figures> {
  if (row.status === 'draft' || row.status === 'scheduled') return noFigures(currency);
  const kept = await keptFigures(sql, row);
  if (kept !== null && now - kept.at < ageOf(row, now)) return kept.figures;
  const figures = await count(sql, row, currency);
  await sql`
    update broadcast set figures = ${sql.json(figures as never)}, figures_at = ${new Date(now)}
     where retailer_id = ${row.retailer_id} and id = ${row.id}`;
  return figures;
}

/** Figures of something that nobody has got. */
export function noFigures(currency: string): Figures {
  return {
    progress: NO_PROGRESS,
    summary: { opened: 0, clicked: 0, orders: 0, revenueMinor: 0, currency },
  };
}

function ageOf(row: BroadcastRow, now: number): number {
  if (row.status !== 'done' && row.status !== 'cancelled') return AGE_ACTIVE;
  const ended = row.ended_at?.getTime() ?? now;
  if (now - ended > SETTLED_AFTER) return Number.POSITIVE_INFINITY;
  return now - ended > FRESH ? AGE_ENDED : AGE_FRESH;
}

async function keptFigures(sql: TransactionSql, { retailer_id, id }: BroadcastRow) {
  const [row] = await sql<{ figures: Figures | null; figures_at: Date | null }[]>`
    select figures, figures_at from broadcast where retailer_id = ${retailer_id} and id = ${id}`;
  if (!row?.figures || !row.figures_at) return null;
  return { figures: row.figures, at: row.figures_at.getTime() };
}

async function count(sql: TransactionSql, row: BroadcastRow, currency: string): Promise<Figures> {
  const statuses = await results.countStatuses(sql, row);
  const receipts = await results.countReceipts(sql, row);
  const days = (row.plan ?? row.draft).resultDays;
  const orders = await results.ordersAfterClick(sql, row, days, currency);
  const sum = <T>(rows: readonly T[], of: (one: T) => number): number =>
    rows.reduce((all, one) => all + of(one), 0);
  return {
    progress: progressOf(statuses, row.status === 'cancelled'),
    summary: {
      opened: sum(receipts, ({ opened }) => opened),
      clicked: sum(receipts, ({ clicked }) => clicked),
      orders: sum(orders, (one) => one.orders),
      revenueMinor: sum(orders, ({ revenue }) => revenue),
      currency,
    },
  };
}
