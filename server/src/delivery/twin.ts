/**
 * Two profiles may turn out to be one shopper while a newsletter waits for both of them. Whoever is looked at second is left
 * out once the first has left; as long as nobody knows what comes of the first, the second waits. Each message stays with the
 * profile it was asked for, so that profiles taken apart again before it is due get one each.
 */
import type { ChannelName, ProfileId, RetailerId } from '@augenblick/contract';
import type { TransactionSql } from '../runtime/index.ts';
import type { Refusal } from './guards/guard.ts';
import type { Person } from './person.ts';
import type { Db } from './queries.ts';
import { type DueRow, handedAmong } from './queries-send.ts';
import { findTwins, lockTwins, type OfNewsletter, type TwinRow } from './queries-twin.ts';

/** Another message of the same newsletter, as it stands when its twin is judged. */
export type Twin = Omit<TwinRow, 'of'>;

/** While its twin is under way a message is looked at again after this long (ms). */
const AGAIN_MS = 60_000;
const NONE: ReadonlyMap<string, readonly Twin[]> = new Map();

/**
 * Twins of due messages, by message. Where one has not left yet, other processes that look at the same shopper wait until
 * commit: one of them sees what the other decided.
 */
export async function twinsOf(
  tx: TransactionSql,
  retailerId: RetailerId,
  rows: readonly DueRow[],
  people: ReadonlyMap<ProfileId, Person | null>,
): Promise<ReadonlyMap<string, readonly Twin[]>> {
  const wanted = rows.flatMap((row) => ofNewsletter(row, people.get(row.profile_id) ?? null));
  if (wanted.length === 0) return NONE;
  const found = await findTwins(tx, retailerId, wanted);
  const open = new Set(found.flatMap(({ of, status }) => (isOpen(status) ? [of] : [])));
  if (open.size === 0) return byMessage(found);
  const undecided = wanted.filter(({ id }) => open.has(id));
  await lockTwins(tx, retailerId, undecided);
  // A statement of its own after the wait: it sees what was committed meanwhile.
  return byMessage(await findTwins(tx, retailerId, wanted));
}

/** A message as its twins are looked for; none unless it is a newsletter's and somebody is there. */
export function ofNewsletter(
  { id, profile_id: asked, origin_kind, origin_id: newsletter }: DueRow,
  person: Pick<Person, 'id'> | null,
): OfNewsletter[] {
  if (origin_kind !== 'broadcast' || person === null) return [];
  return [{ id, asked, person: person.id, newsletter }];
}

function isOpen(status: Twin['status']): boolean {
  return status === 'waiting' || status === 'sending';
}

function byMessage(rows: readonly TwinRow[]): Map<string, Twin[]> {
  const found = new Map<string, Twin[]>();
  for (const { of, ...twin } of rows) {
    const own = found.get(of) ?? [];
    own.push(twin);
    found.set(of, own);
  }
  return found;
}

/**
 * Why a message does not leave: its twin has left, or is leaving, for the same shopper, or for the same address, whoever that
 * belongs to now. Pure.
 */
export function receivedAlready(
  twins: readonly Twin[],
  to: { channel: ChannelName; address: string | null },
  now: number,
): Refusal | null {
  const left = twins.filter(
    ({ status, same, channel, address }) =>
      status !== 'waiting' && (same || (channel === to.channel && address === to.address)),
  );
  if (left.length === 0) return null;
  const reason = 'received_already';
  return left.every(({ status }) => status === 'sending')
    ? { reason, until: now + AGAIN_MS }
    : { reason };
}

/**
 * The last look, for shoppers who changed since they were reserved: messages whose twin has left, or is reserved too and goes
 * first, by id. With the instant (ms) at which each is judged anew.
 */
export async function twinsFirst(
  sql: Db,
  retailerId: RetailerId,
  messages: readonly OfNewsletter[],
  now: number,
): Promise<ReadonlyMap<string, number>> {
  if (messages.length === 0) return new Map();
  const rows = await findTwins(sql, retailerId, messages);
  const left = rows.filter(({ same, status }) => same && status !== 'waiting');
  if (left.length === 0) return new Map();
  const handed = await handedAmong(
    sql,
    left.map(({ id }) => id),
  );
  const first = left.filter(
    ({ of, id, status }) => status !== 'sending' || handed.has(id) || id < of,
  );
  return new Map(first.map(({ of }) => [of, now + AGAIN_MS]));
}
