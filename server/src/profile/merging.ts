import {
  Failure,
  type Identity,
  type IdentityKey,
  type ProfileId,
  type RetailerId,
  keyOf,
} from '@augenblick/contract';
import type { Clock, Ids, Sql, TransactionSql } from '../runtime/index.ts';
import { orientLink } from './partition.ts';
import { type Definitions, holdPublished } from './published.ts';
import { findIdentities, findIdentitiesOfProfiles, findSources } from './queries.ts';
import { regroup } from './regroup.ts';
import { writeRefolded } from './replace.ts';
import { type Move, type NewLink, rearrange } from './resolve.ts';
import { writeLinks } from './write.ts';

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

interface MergingDeps {
  sql: Sql;
  clock: Clock;
  ids: Ids;
  definitions: Definitions;
  /** Told which profiles changed, so that caches of the write path let go. */
  forget: (retailerId: RetailerId, ids: readonly ProfileId[]) => void;
}

/** What a change comes to: identifiers that move, and what to tell. */
interface Change<T> {
  moves: Move[];
  answer: T;
}

/** Creates the merging operations. */
export function createMerging(deps: MergingDeps): Merging {
  return {
    merge: (request) => transact(deps, request, (sql) => join(sql, request, deps.clock.now())),
    unmerge: (request) => transact(deps, request, (sql) => part(sql, request, deps.clock.now())),
  };
}

/** Runs a change with the retailer's links locked and carries its moves out. */
async function transact<T>(
  deps: MergingDeps,
  { retailerId, staffId }: { retailerId: RetailerId; staffId: string | null },
  work: (sql: TransactionSql) => Promise<Change<T>>,
): Promise<T> {
  const { answer, touched } = (await deps.sql.begin(async (sql) => {
    const watching = await holdPublished(sql, deps.definitions, retailerId);
    await lockLinks(sql, retailerId);
    const { moves, answer } = await work(sql);
    const sources = await findSources(sql, retailerId);
    const now = deps.clock.now();
    const regrouped = await regroup(
      { sql, retailerId, sources, watching, now, newId: deps.ids.uuid7, staffId },
      moves,
    );
    const refolded = [...regrouped.values()].flatMap(({ version, folded }) =>
      folded ? [{ version, folded }] : [],
    );
    await writeRefolded(sql, retailerId, refolded);
    return { answer, touched: [...regrouped.keys()] };
  })) as { answer: T; touched: ProfileId[] };
  deps.forget(retailerId, touched);
  return answer;
}

async function join(
  sql: TransactionSql,
  { retailerId, a, b }: Parameters<Merging['merge']>[0],
  now: number,
): Promise<Change<{ profileId: ProfileId }>> {
  const rows = await findIdentitiesOfProfiles(sql, retailerId, [a, b]);
  if (a === b || [a, b].some((id) => !rows.some((row) => row.profileId === id)))
    throw new Failure('not_found', 'both shoppers must exist and have an identifier');
  const links = linkAll(
    rows.map((row) => row.key),
    now,
  );
  await replace(sql, retailerId, links);
  const ends = rows.map((row) => row.key);
  const change = await rearrange(sql, retailerId, ends, links, new Map());
  await writeLinks(sql, retailerId, links, []);
  const moves = change.moves.map((move) => ({ ...move, reason: 'staff_merge' as const }));
  return { moves, answer: { profileId: change.profileOf.get(ends[0] as IdentityKey) ?? a } };
}

/**
 * Links every identifier of both shoppers with the strongest one. One link between the two would do, were there no limits:
 * with two user ids in one group, a link made by an event would then be refused and its identifier stay behind.
 */
function linkAll(keys: readonly IdentityKey[], at: number): NewLink[] {
  const centre = keys.reduce((strongest, key) => orientLink(strongest, key)[0]);
  return keys
    .filter((key) => key !== centre)
    .map((key) => {
      const [a, b] = orientLink(centre, key);
      return { a, b, origin: 'staff', eventId: null, at };
    });
}

async function part(
  sql: TransactionSql,
  { retailerId, identity }: Parameters<Merging['unmerge']>[0],
  now: number,
): Promise<Change<{ profileId: ProfileId; left: ProfileId }>> {
  const key = keyOf(identity);
  const [row] = await findIdentities(sql, retailerId, [key]);
  if (!row) throw new Failure('not_found', 'no such identifier');
  const cut = await sql<{ a: string; b: string }[]>`
    update identity_link set cut_at = to_timestamp(${now}::float8 / 1000.0)
    where retailer_id = ${retailerId} and (a = ${key} or b = ${key}) and cut_at is null returning a, b`;
  const neighbours = cut.map((link) => (link.a === key ? link.b : link.a));
  const [neighbour] = neighbours;
  if (neighbour === undefined)
    throw new Failure('conflict', 'this identifier is not joined with another');
  const change = await rearrange(sql, retailerId, [key, ...neighbours], [], new Map());
  const moves = change.moves.map((move) => ({ ...move, reason: 'staff_unmerge' as const }));
  const whereIs = (one: IdentityKey): ProfileId => change.profileOf.get(one) ?? row.profileId;
  return { moves, answer: { profileId: whereIs(key), left: whereIs(neighbour) } };
}

/** A staff decision to join overrules an earlier one to part, and outranks what an event said. */
async function replace(
  sql: TransactionSql,
  retailerId: RetailerId,
  links: readonly NewLink[],
): Promise<void> {
  await sql`
    delete from identity_link l
    using unnest(${links.map((link) => link.a)}::text[], ${links.map((link) => link.b)}::text[]) n (a, b)
    where l.retailer_id = ${retailerId} and l.a = n.a and l.b = n.b`;
}

/** One change of links at a time within a retailer: the partition must not be computed from half of them. */
export async function lockLinks(sql: TransactionSql, retailerId: RetailerId): Promise<void> {
  await sql`select pg_advisory_xact_lock(77001, ${retailerId}::int)`;
}
