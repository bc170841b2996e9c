import { Failure, type RetailerId, type Role } from '@augenblick/contract';
import type { StaffMember } from '@augenblick/contract/api/staff.ts';
import type { Clock, Database, Ids } from '../runtime/index.ts';
import type { Actor, WriteAudit } from './audit.ts';
import { noteJoined } from './account.ts';
import { hashPassword } from './password.ts';
import * as queries from './queries.ts';
import * as retailerQueries from './queries-retailer.ts';
import { mayGrant } from './rules.ts';

interface MemberDeps {
  database: Database;
  clock: Clock;
  ids: Ids;
  audit: WriteAudit;
}

/** Members of a retailer with what the console shows of them. */
export async function listMembers(
  deps: MemberDeps,
  retailerId: RetailerId,
  actor: Actor,
): Promise<StaffMember[]> {
  const rows = await deps.database.withRetailer(retailerId, (sql) =>
    retailerQueries.members(sql, retailerId),
  );
  const activity = await retailerQueries.memberActivity(deps.database.owner, retailerId);
  const byId = new Map(activity.map((row) => [row.id, row]));
  return rows.map((row) => ({
    ...row,
    since: row.since.getTime(),
    lastSeenAt: byId.get(row.id)?.lastSeenAt?.getTime() ?? null,
    passkeys: byId.get(row.id)?.passkeys ?? 0,
    self: row.id === actor.id,
  }));
}

/**
 * Gives a member another role. Throws `not_found`, `forbidden` (a role with rights one does not
 * have, or taken from somebody who has them), `last_owner`.
 */
export function changeRole(
  deps: MemberDeps,
  asked: { retailerId: RetailerId; actor: Actor; staffId: string; role: Role },
): Promise<void> {
  const { retailerId, actor, staffId, role } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    const owners = await retailerQueries.lockOwners(sql, retailerId);
    const before = await retailerQueries.memberRole(sql, retailerId, staffId);
    if (before === undefined) throw new Failure('not_found');
    if (!mayGrant(actor.role, role) || !mayGrant(actor.role, before))
      throw new Failure('forbidden');
    if (before === role) return;
    refuseLastOwner(owners, staffId);
    await retailerQueries.setRole(sql, retailerId, staffId, role);
    const detail = { before, role };
    const target = `staff:${staffId}`;
    await deps.audit(sql, { retailerId, actor, action: 'staff.role_changed', target, detail });
  });
}

/**
 * Takes a member out of the retailer; the person's account and other retailers stay. Works at once:
 * every request asks for the membership. Throws `not_found`, `forbidden`, `last_owner`.
 */
export function removeMember(
  deps: MemberDeps,
  asked: { retailerId: RetailerId; actor: Actor; staffId: string },
): Promise<void> {
  const { retailerId, actor, staffId } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    const owners = await retailerQueries.lockOwners(sql, retailerId);
    const before = await retailerQueries.memberRole(sql, retailerId, staffId);
    if (before === undefined) throw new Failure('not_found');
    if (!mayGrant(actor.role, before)) throw new Failure('forbidden');
    refuseLastOwner(owners, staffId);
    await retailerQueries.deleteMember(sql, retailerId, staffId);
    const target = `staff:${staffId}`;
    const detail = { role: before };
    await deps.audit(sql, { retailerId, actor, action: 'staff.removed', target, detail });
  });
}

function refuseLastOwner(owners: readonly string[], staffId: string): void {
  if (owners.length === 1 && owners[0] === staffId) throw new Failure('last_owner');
}

/** A person to be there without invitation: a printed log-in of the demo, a person of a test. */
export interface MemberInput {
  retailerId: RetailerId;
  email: string;
  name: string;
  password: string;
  role: Role;
  locale?: 'de' | 'en';
  demo?: boolean;
}

/**
 * Makes sure that this person exists and is a member in this role. An account that exists keeps its
 * name and, unless it is a demo log-in, its password. Gives the person's id. Runs in the caller's
 * transaction on the owner's connection.
 */
export async function ensureMember(
  deps: MemberDeps,
  sql: queries.Queryable,
  input: MemberInput,
): Promise<string> {
  const now = new Date(deps.clock.now());
  const email = input.email.trim().toLowerCase();
  const { name, retailerId, role, locale = 'de', demo = false } = input;
  const fresh = { id: deps.ids.uuid7(), email, name, locale, founder: false, demo };
  const added = await queries.insertStaff(sql, fresh, now);
  const account = added ? fresh : await queries.staffByEmail(sql, email);
  if (account === undefined) throw new Failure('conflict', 'email');
  if (added || (demo && account.demo)) {
    await queries.setPassword(sql, account.id, await hashPassword(input.password), now);
  }
  if (await retailerQueries.insertMember(sql, { retailerId, staffId: account.id, role, now })) {
    await noteJoined(deps.audit, sql, retailerId, account, role);
  }
  return account.id;
}
