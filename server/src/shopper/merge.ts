import {
  Failure,
  type Identity,
  isUuid,
  type ProfileId,
  type RetailerId,
  identityOf,
} from '@augenblick/contract';
import type { IdentityLog } from '@augenblick/contract/api/shopper.ts';
import type { Access, Actor } from '../access/index.ts';
import type { Merging } from '../profile/index.ts';
import type { Clock, Database, Ids, TransactionSql } from '../runtime/index.ts';
import * as queries from './queries.ts';
import { identityPhrase } from './timeline.ts';
import { identityViews } from './view.ts';

/** What joining and separating need. */
export interface MergeDeps {
  database: Database;
  clock: Clock;
  ids: Ids;
  merging: Merging;
  access: Pick<Access, 'audit'>;
}

interface ByStaff {
  retailerId: RetailerId;
  actor: Actor;
  profileId: string;
  reason: string;
}

/** Joins two shoppers because a member of staff says so. Answers the profile they are now. */
export async function mergeShoppers(
  deps: MergeDeps,
  request: ByStaff & { otherProfileId: string },
): Promise<{ id: string }> {
  const { retailerId, actor, profileId, otherProfileId } = request;
  if (!isUuid(profileId)) throw new Failure('not_found');
  if (profileId === otherProfileId) throw new Failure('bad_request', 'otherProfileId');
  const staffId = actor.kind === 'staff' ? actor.id : null;
  const merged = await deps.merging.merge({
    retailerId,
    a: profileId as ProfileId,
    b: otherProfileId as ProfileId,
    staffId,
  });
  await note(deps, request, {
    action: 'merge',
    profileId: merged.profileId,
    otherProfileId: merged.profileId === profileId ? otherProfileId : profileId,
    identity: null,
  });
  return { id: merged.profileId };
}

/** Takes one identifier out of a shopper. The identifier must be this shopper's, or the page is out of date. */
export async function unmergeShopper(
  deps: MergeDeps,
  request: ByStaff & { identity: Identity },
): Promise<{ id: string; separatedId: string }> {
  const { retailerId, actor, profileId, identity } = request;
  const { kind, value } = identity;
  const [found] = await deps.database.withRetailer(retailerId, (sql) =>
    queries.identitiesByKey(sql, retailerId, [{ kind, value }]),
  );
  if (found === undefined) throw new Failure('not_found');
  if (found.profile_id !== profileId) throw new Failure('conflict', 'identity');
  const staffId = actor.kind === 'staff' ? actor.id : null;
  const { profileId: separated, left } = await deps.merging.unmerge({
    retailerId,
    identity,
    staffId,
  });
  await note(deps, request, {
    action: 'unmerge',
    profileId: left,
    otherProfileId: separated,
    identity: `${kind}:${value}`,
  });
  return { id: left, separatedId: separated };
}

/**
 * Writes down who did it and why. After the move, in a transaction of its own: the move itself stands in the merge log
 * with the person's id, so a crash in between loses the reason and nothing else.
 */
async function note(
  deps: MergeDeps,
  { retailerId, actor, reason }: ByStaff,
  what: {
    action: 'merge' | 'unmerge';
    profileId: string;
    otherProfileId: string;
    identity: string | null;
  },
): Promise<void> {
  await deps.database.withRetailer(retailerId, async (sql) => {
    await queries.putStaffMerge(sql, {
      retailerId,
      id: deps.ids.uuid7(),
      at: deps.clock.now(),
      ...what,
      note: reason,
      staffId: actor.kind === 'staff' ? actor.id : null,
      staffName: actor.name,
    });
    await deps.access.audit(sql, {
      retailerId,
      actor,
      action: what.action === 'merge' ? 'shopper.merged' : 'shopper.unmerged',
      target: `shopper:${what.profileId}`,
      detail: { other: what.otherProfileId },
    });
  });
}

/** A shopper's identifiers and the merge log, newest first. */
export async function identityLog(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
): Promise<IdentityLog> {
  const identities = await queries.identities(sql, retailerId, [profileId]);
  const signups = await queries.signups(sql, retailerId, profileId);
  const changes = await queries.identityChanges(sql, retailerId, profileId);
  return {
    identities: identityViews(identities, signups),
    changes: changes.map((row) => ({
      id: row.id,
      at: row.at.getTime(),
      action: row.reason,
      identity: identityOf(row.identity),
      fromProfileId: row.from_profile,
      toProfileId: row.to_profile,
      phrase: identityPhrase(row, profileId),
      eventId: row.event_id,
      by: row.staff_name,
      note: row.note,
    })),
  };
}
