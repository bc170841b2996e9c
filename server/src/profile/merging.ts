import {
  Failure,
  type Identity,
  type ProfileId,
  type RetailerId,
  keyOf,
} from '@augenblick/contract';
import type { Clock, Ids, Sql, TransactionSql } from '../runtime/index.ts';
import { orientLink } from './partition.ts';
import { findIdentitiesOfProfiles, findSources } from './queries.ts';
import { regroup } from './regroup.ts';
import { type Move, type NewLink, rearrange } from './resolve.ts';
import { type StateWrite, writeCards, writeLinks, writeStates } from './write.ts';

/** Joining and taking apart by staff. Both are one transaction and exact: states are folded anew from the events. */
export interface Merging {
  /** Joins two profiles for good. Answers the profile they are now. Failure not_found when one has no identifier. */
  merge(request: {
    retailerId: RetailerId;
    a: ProfileId;
    b: ProfileId;
    staffId: string | null;
  }): Promise<{ profileId: ProfileId }>;
  /**
   * Takes one identifier out of its profile, with the events it anchors. Answers where it is now. The links it had stay
   * cut: the same event coming again does not join it again. Failure conflict when it is alone already.
   */
  unmerge(request: {
    retailerId: RetailerId;
    identity: Identity;
    staffId: string | null;
  }): Promise<{ profileId: ProfileId; left: ProfileId }>;
}

/** Creates the merging operations. `forget` is told which profiles changed, so that caches of the write path let go. */
export function createMerging(deps: {
  sql: Sql;
  clock: Clock;
  ids: Ids;
  forget: (retailerId: RetailerId, ids: readonly ProfileId[]) => void;
}): Merging {
  const change = async <T>(
    retailerId: RetailerId,
    work: (sql: TransactionSql) => Promise<{ moves: Move[]; staffId: string | null; answer: T }>,
  ): Promise<T> => {
    const { answer, touched } = (await deps.sql.begin(async (sql) => {
      await lockLinks(sql, retailerId);
      const { moves, staffId, answer } = await work(sql);
      return { answer, touched: await carryOut(sql, retailerId, moves, staffId) };
    })) as { answer: T; touched: ProfileId[] };
    deps.forget(retailerId, touched);
    return answer;
  };
  const carryOut = async (
    sql: TransactionSql,
    retailerId: RetailerId,
    moves: readonly Move[],
    staffId: string | null,
  ): Promise<ProfileId[]> => {
    const sources = await findSources(sql, retailerId);
    const regrouped = await regroup(
      { sql, retailerId, sources, now: deps.clock.now(), newId: deps.ids.uuid7, staffId },
      moves,
    );
    const writes = [...regrouped].flatMap(([id, { version, folded }]): StateWrite[] =>
      folded ? [{ id, version, seq: folded.seq, state: folded.state }] : [],
    );
    await writeStates(sql, retailerId, writes);
    await writeCards(sql, retailerId, writes);
    return [...regrouped.keys()];
  };
  return {
    merge: ({ retailerId, a, b, staffId }) =>
      change(retailerId, async (sql) => {
        const rows = await findIdentitiesOfProfiles(sql, retailerId, [a, b]);
        const [x, y] = [a, b].map(
          (id) =>
            rows
              .filter((row) => row.profileId === id)
              .map((row) => row.key)
              .sort()[0],
        );
        if (x === undefined || y === undefined || a === b)
          throw new Failure('not_found', 'both shoppers must exist and have an identifier');
        const [first, second] = orientLink(x, y);
        const link: NewLink = {
          a: first,
          b: second,
          origin: 'staff',
          eventId: null,
          at: deps.clock.now(),
        };
        await uncut(sql, retailerId, link);
        const change = await rearrange(sql, retailerId, [x, y], [link], new Map());
        await writeLinks(sql, retailerId, [link], []);
        const moves = change.moves.map((move) => ({ ...move, reason: 'staff_merge' as const }));
        return { moves, staffId, answer: { profileId: change.profileOf.get(x) ?? a } };
      }),
    unmerge: ({ retailerId, identity, staffId }) =>
      change(retailerId, async (sql) => {
        const key = keyOf(identity);
        const cut = await sql`
          update identity_link set cut_at = to_timestamp(${deps.clock.now()}::float8 / 1000.0)
          where retailer_id = ${retailerId} and (a = ${key} or b = ${key}) and cut_at is null returning a, b`;
        if (cut.length === 0)
          throw new Failure('conflict', 'this identifier is not joined with another');
        const neighbours = cut.map((row) => (row.a === key ? row.b : row.a) as string);
        const before = await findIdentitiesOfKeys(sql, retailerId, key);
        const change = await rearrange(sql, retailerId, [key, ...neighbours], [], new Map());
        const moves = change.moves.map((move) => ({ ...move, reason: 'staff_unmerge' as const }));
        return {
          moves,
          staffId,
          answer: {
            profileId: change.profileOf.get(key) ?? before,
            left: change.profileOf.get(neighbours[0] as string) ?? before,
          },
        };
      }),
  };
}

async function findIdentitiesOfKeys(
  sql: TransactionSql,
  retailerId: RetailerId,
  key: string,
): Promise<ProfileId> {
  const [row] = await sql<{ profile_id: ProfileId }[]>`
    select profile_id from identity where retailer_id = ${retailerId} and kind = split_part(${key}, ':', 1) and value = substr(${key}, strpos(${key}, ':') + 1)`;
  if (!row) throw new Failure('not_found', 'no such identifier');
  return row.profile_id;
}

/** A staff decision to join overrules an earlier one to part. */
async function uncut(sql: TransactionSql, retailerId: RetailerId, link: NewLink): Promise<void> {
  await sql`delete from identity_link where retailer_id = ${retailerId} and a = ${link.a} and b = ${link.b} and cut_at is not null`;
}

/** One change of links at a time within a retailer: the partition must not be computed from half of them. */
export async function lockLinks(sql: TransactionSql, retailerId: RetailerId): Promise<void> {
  await sql`select pg_advisory_xact_lock(77001, ${retailerId}::int)`;
}
