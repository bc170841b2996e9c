/** What a process left behind that died: given back where it was not handed over, asked for where it may have been. */
import type { ChannelName, RetailerId } from '@augenblick/contract';
import type { Clock, Sql } from '../runtime/index.ts';
import type { Channels } from './channel.ts';
import * as queries from './queries-send.ts';

export interface ReconcileDeps {
  sql: Sql;
  clock: Clock;
  channels: Channels;
  /**
   * A reservation that is not handed over is given back after this long (ms). Its process may be alive and slow: whoever
   * hands over looks first whether the reservation is still its own.
   */
  backMs: number;
  /** A hand-over without a result is unknown after this long (ms); longer than any send takes. */
  leaseMs: number;
}

const LIMIT = 500;
/** Asked in one transaction; some channels answer over a network. */
const ASK_LIMIT = 50;
/** A channel that does not know yet is asked again after this long, ms. */
const AGAIN_MS = 600_000;

/** Answers how many went back to waiting, and how many were settled by asking. */
export async function reconcile(
  deps: ReconcileDeps,
): Promise<{ back: number; unknown: number; settled: number }> {
  const { back, unknown } = await giveBack(deps);
  return { back, unknown, settled: await ask(deps) };
}

/** Reservations of the dead: `waiting` again, or `unknown` when they were being handed over. */
async function giveBack(deps: ReconcileDeps): Promise<{ back: number; unknown: number }> {
  const { clock, backMs, leaseMs } = deps;
  return (await deps.sql.begin(async (tx) => {
    const before = clock.now() - leaseMs;
    const left = await queries.lockLeft(tx, clock.now() - backMs, LIMIT);
    if (left.length === 0) {
      await queries.sweepHanded(tx, before);
      return { back: 0, unknown: 0 };
    }
    // After the locks: whoever notes a hand-over holds the same rows, so all notes there are can be seen now.
    const handed = await queries.handedAmong(
      tx,
      left.map(({ id }) => id),
    );
    const now = clock.now();
    let back = 0;
    let unknown = 0;
    for (const [retailerId, rows] of byRetailer(left)) {
      const outcomes = rows.flatMap(({ id, attempt, taken }): queries.Outcome[] => {
        const base = { id, attempt, provider: null, words: null, refused: false, at: now };
        const at = handed.get(id);
        // A note from before the reservation is one of an earlier try.
        if (at === undefined || at < taken) {
          back += 1;
          return [{ ...base, status: 'waiting', reason: null, from: now }];
        }
        // Another process is handing it over.
        if (at >= before) return [];
        unknown += 1;
        return [{ ...base, status: 'unknown', reason: 'no_answer', from: now }];
      });
      await queries.writeOutcomes(tx, retailerId, outcomes);
    }
    return { back, unknown };
  })) as { back: number; unknown: number };
}

/** Asks channels that can be asked what became of messages without an answer. The others stay unknown for good. */
async function ask(deps: ReconcileDeps): Promise<number> {
  const { clock, channels } = deps;
  return (await deps.sql.begin(async (tx) => {
    const rows = await queries.lockUnknown(tx, clock.now(), ASK_LIMIT);
    let settled = 0;
    for (const [retailerId, own] of byRetailer(rows)) {
      const outcomes: queries.Outcome[] = [];
      const never: string[] = [];
      for (const row of own) {
        const said = await answerOf(channels, retailerId, row);
        const at = clock.now();
        const base = { id: row.id, attempt: row.attempt, provider: null, refused: false, at };
        if (said === null) never.push(row.id);
        else if (said === 'sent')
          outcomes.push({ ...base, status: 'sent', reason: null, words: null, from: null });
        else if (said === 'not_sent')
          outcomes.push({ ...base, status: 'waiting', reason: null, words: null, from: at });
        else await queries.askAgain(tx, retailerId, row.id, at + AGAIN_MS);
      }
      settled += outcomes.length;
      if (outcomes.length > 0) await queries.writeOutcomes(tx, retailerId, outcomes);
      if (never.length > 0) await queries.askNever(tx, retailerId, never);
    }
    return settled;
  })) as number;
}

/** Null: nobody can be asked. */
async function answerOf(
  channels: Channels,
  retailerId: RetailerId,
  { id, channel }: { id: string; channel: ChannelName },
): Promise<'sent' | 'not_sent' | 'unknown' | null> {
  const transport = await channels.open(retailerId, channel);
  if (transport?.ask === undefined) return null;
  return transport.ask(id).catch((): 'unknown' => 'unknown');
}

function byRetailer<T extends { retailer_id: RetailerId }>(
  rows: readonly T[],
): Map<RetailerId, T[]> {
  const groups = new Map<RetailerId, T[]>();
  for (const row of rows) {
    const list = groups.get(row.retailer_id) ?? [];
    list.push(row);
    groups.set(row.retailer_id, list);
  }
  return groups;
}
