/**
 * All SQL about what belongs to one retailer: members, invitations, API keys, the audit log. Runs
 * under row-level security where a route calls it; the conditions on `retailer_id` are written out
 * all the same, because a few callers (an invitation is opened by somebody who is not in yet) come
 * on the owner's connection.
 */
import type { AuditAction } from '@augenblick/contract/api/audit.ts';
import type { Permission, RetailerId, Role } from '@augenblick/contract';
import type { Queryable } from './queries.ts';

export interface MemberRow {
  id: string;
  email: string;
  name: string;
  role: Role;
  since: Date;
}

/** Members of a retailer: owners first, then by name. */
export function members(sql: Queryable, retailerId: RetailerId): Promise<MemberRow[]> {
  return sql<MemberRow[]>`
    select s.id, s.email, s.name, m.role, m.since
    from membership m join staff s on s.id = m.staff_id
    where m.retailer_id = ${retailerId}
    order by m.role <> 'owner', lower(s.name), s.id`;
}

/**
 * When members were last seen and how many passkeys they have. Sessions and passkeys are of the
 * installation, so this runs on the owner's connection and starts from the retailer's members.
 */
export function memberActivity(
  sql: Queryable,
  retailerId: RetailerId,
): Promise<{ id: string; lastSeenAt: Date | null; passkeys: number }[]> {
  return sql<{ id: string; lastSeenAt: Date | null; passkeys: number }[]>`
    select m.staff_id as id,
      (select max(last_seen_at) from session x where x.staff_id = m.staff_id) as "lastSeenAt",
      (select count(*)::int from passkey p where p.staff_id = m.staff_id) as passkeys
    from membership m where m.retailer_id = ${retailerId}`;
}

export async function memberRole(
  sql: Queryable,
  retailerId: RetailerId,
  staffId: string,
): Promise<Role | undefined> {
  const [row] = await sql<{ role: Role }[]>`
    select role from membership where retailer_id = ${retailerId} and staff_id = ${staffId}`;
  return row?.role;
}

/** Adds a member; false when the person is one already. */
export async function insertMember(
  sql: Queryable,
  row: { retailerId: RetailerId; staffId: string; role: Role; now: Date },
): Promise<boolean> {
  const added = await sql`
    insert into membership (retailer_id, staff_id, role, since)
    values (${row.retailerId}, ${row.staffId}, ${row.role}, ${row.now})
    on conflict (retailer_id, staff_id) do nothing`;
  return added.count === 1;
}

/**
 * Owners of a retailer, locked until the transaction ends. Two people who demote each other at the
 * same instant wait here: the second sees what the first did, and one owner stays.
 */
export async function lockOwners(sql: Queryable, retailerId: RetailerId): Promise<string[]> {
  const rows = await sql<{ staffId: string }[]>`
    select staff_id as "staffId" from membership
    where retailer_id = ${retailerId} and role = 'owner' order by staff_id for update`;
  return rows.map((row) => row.staffId);
}

export async function setRole(
  sql: Queryable,
  retailerId: RetailerId,
  staffId: string,
  role: Role,
): Promise<void> {
  await sql`
    update membership set role = ${role}
    where retailer_id = ${retailerId} and staff_id = ${staffId}`;
}

export async function deleteMember(
  sql: Queryable,
  retailerId: RetailerId,
  staffId: string,
): Promise<void> {
  await sql`
    delete from membership where retailer_id = ${retailerId} and staff_id = ${staffId}`;
}

/** Founders become owners of a retailer that nobody opened by hand (the demo). */
export async function addFounders(
  sql: Queryable,
  retailerId: RetailerId,
  now: Date,
): Promise<void> {
  await sql`
    insert into membership (retailer_id, staff_id, role, since)
    select ${retailerId}, id, 'owner', ${now} from staff where founder
    on conflict (retailer_id, staff_id) do nothing`;
}

/** A new founder becomes owner of the demo retailers. */
export async function ownDemoRetailers(sql: Queryable, staffId: string, now: Date): Promise<void> {
  await sql`
    insert into membership (retailer_id, staff_id, role, since)
    select id, ${staffId}, 'owner', ${now} from retailer where demo
    on conflict (retailer_id, staff_id) do nothing`;
}

/** True when the person owns a retailer that is not a demo. */
export async function ownsRealRetailer(sql: Queryable, staffId: string): Promise<boolean> {
  const [row] = await sql<{ yes: boolean }[]>`
    select exists (
      select from membership m join retailer r on r.id = m.retailer_id
      where m.staff_id = ${staffId} and m.role = 'owner' and not r.demo) as yes`;
  return row?.yes === true;
}

export interface InvitationRow {
  id: string;
  email: string;
  role: Role;
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
}

/** Invitations that can still be accepted, newest first. */
export function openInvitations(
  sql: Queryable,
  retailerId: RetailerId,
  now: Date,
): Promise<InvitationRow[]> {
  return sql<InvitationRow[]>`
    select i.id, i.email, i.role, coalesce(s.name, '') as "invitedBy", i.created_at as "createdAt",
      i.expires_at as "expiresAt"
    from invitation i left join staff s on s.id = i.invited_by
    where i.retailer_id = ${retailerId} and i.accepted_at is null and i.revoked_at is null
      and i.expires_at > ${now}
    order by i.id desc limit 200`;
}

export async function insertInvitation(
  sql: Queryable,
  row: {
    retailerId: RetailerId;
    id: string;
    hash: Buffer;
    email: string;
    role: Role;
    invitedBy: string;
    now: Date;
    until: Date;
  },
): Promise<void> {
  await sql`
    insert into invitation (retailer_id, id, token_hash, email, role, invited_by, created_at,
      expires_at)
    values (${row.retailerId}, ${row.id}, ${row.hash}, ${row.email}, ${row.role}, ${row.invitedBy},
      ${row.now}, ${row.until})`;
}

/** Ends open invitations to an e-mail, so that a new one is the only one. */
export async function revokeInvitationsTo(
  sql: Queryable,
  retailerId: RetailerId,
  email: string,
  now: Date,
): Promise<void> {
  await sql`
    update invitation set revoked_at = ${now}
    where retailer_id = ${retailerId} and email = ${email} and accepted_at is null
      and revoked_at is null`;
}

/** Ends an open invitation; its e-mail, or undefined when there is none. */
export async function revokeInvitation(
  sql: Queryable,
  retailerId: RetailerId,
  id: string,
  now: Date,
): Promise<string | undefined> {
  const [row] = await sql<{ email: string }[]>`
    update invitation set revoked_at = ${now}
    where retailer_id = ${retailerId} and id = ${id} and accepted_at is null and revoked_at is null
    returning email`;
  return row?.email;
}

export interface OpenInvitation extends InvitationRow {
  retailerId: RetailerId;
  retailerName: string;
  demo: boolean;
  inviterRole: Role | null;
  inviterId: string;
}

/**
 * The open invitation with this token hash, locked until the transaction ends: two clicks at the
 * same instant make one member. Comes with the inviter's present role: an invitation is worth what
 * its maker may still give.
 */
export async function lockInvitation(
  sql: Queryable,
  hash: Buffer,
  now: Date,
): Promise<OpenInvitation | undefined> {
  const [row] = await sql<OpenInvitation[]>`
    select i.retailer_id as "retailerId", r.name as "retailerName", r.demo, i.id, i.email, i.role,
      s.name as "invitedBy", i.invited_by as "inviterId", i.created_at as "createdAt",
      i.expires_at as "expiresAt", m.role as "inviterRole"
    from invitation i join retailer r on r.id = i.retailer_id join staff s on s.id = i.invited_by
    left join membership m on m.retailer_id = i.retailer_id and m.staff_id = i.invited_by
    where i.token_hash = ${hash} and i.accepted_at is null and i.revoked_at is null
      and i.expires_at > ${now}
    for update of i`;
  return row;
}

export async function acceptedInvitation(
  sql: Queryable,
  invitation: { retailerId: RetailerId; id: string },
  now: Date,
): Promise<void> {
  await sql`
    update invitation set accepted_at = ${now}
    where retailer_id = ${invitation.retailerId} and id = ${invitation.id}`;
}

export interface ApiKeyRow {
  id: string;
  name: string;
  hint: string;
  role: Role;
  permissions: Permission[];
  createdBy: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** API keys of a retailer, those in use first, newest first. Revoked ones stay readable. */
export function apiKeys(sql: Queryable, retailerId: RetailerId): Promise<ApiKeyRow[]> {
  return sql<ApiKeyRow[]>`
    select id, name, hint, role, permissions, created_by as "createdBy", created_at as "createdAt",
      last_used_at as "lastUsedAt", revoked_at as "revokedAt"
    from api_key where retailer_id = ${retailerId}
    order by revoked_at is not null, id desc limit 500`;
}

export async function insertApiKey(
  sql: Queryable,
  retailerId: RetailerId,
  hash: Buffer,
  row: Omit<ApiKeyRow, 'lastUsedAt' | 'revokedAt'>,
): Promise<void> {
  await sql`
    insert into api_key (retailer_id, id, key_hash, hint, name, role, permissions, created_by,
      created_at)
    values (${retailerId}, ${row.id}, ${hash}, ${row.hint}, ${row.name}, ${row.role},
      ${JSON.stringify(row.permissions)}::text::jsonb, ${row.createdBy}, ${row.createdAt})`;
}

/** Revokes a key; its name, or undefined when there is none in use. */
export async function revokeApiKey(
  sql: Queryable,
  retailerId: RetailerId,
  id: string,
  now: Date,
): Promise<string | undefined> {
  const [row] = await sql<{ name: string }[]>`
    update api_key set revoked_at = ${now}
    where retailer_id = ${retailerId} and id = ${id} and revoked_at is null returning name`;
  return row?.name;
}

/** The key in use with this hash, of whichever retailer. Runs on the owner's connection. */
export async function apiKeyByHash(
  sql: Queryable,
  hash: Buffer,
): Promise<(ApiKeyRow & { retailerId: RetailerId }) | undefined> {
  const [row] = await sql<(ApiKeyRow & { retailerId: RetailerId })[]>`
    select retailer_id as "retailerId", id, name, hint, role, permissions,
      created_by as "createdBy", created_at as "createdAt", last_used_at as "lastUsedAt",
      revoked_at as "revokedAt"
    from api_key where key_hash = ${hash} and revoked_at is null`;
  return row;
}

export async function touchApiKey(sql: Queryable, hash: Buffer, now: Date): Promise<void> {
  await sql`update api_key set last_used_at = ${now} where key_hash = ${hash}`;
}

export interface AuditRow {
  id: string;
  at: Date;
  actorKind: 'staff' | 'key' | 'system';
  actorId: string;
  actorName: string;
  action: AuditAction;
  target: string;
  detail: Record<string, unknown>;
}

export async function insertAudit(
  sql: Queryable,
  retailerId: RetailerId,
  row: AuditRow,
): Promise<void> {
  await sql`
    insert into audit (retailer_id, id, at, actor_kind, actor_id, actor_name, action, target,
      detail)
    values (${retailerId}, ${row.id}, ${row.at}, ${row.actorKind}, ${row.actorId},
      ${row.actorName}, ${row.action}, ${row.target}, ${JSON.stringify(row.detail)}::text::jsonb)`;
}

/**
 * One page of the log, newest first: the key's order read backwards. Filters thin it out on the
 * way.
 */
export function auditPage(
  sql: Queryable,
  retailerId: RetailerId,
  page: {
    action?: string | undefined;
    actor?: string | undefined;
    before?: string | undefined;
    limit: number;
  },
): Promise<AuditRow[]> {
  return sql<AuditRow[]>`
    select id, at, actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName",
      action, target, detail
    from audit
    where retailer_id = ${retailerId}
      and (${page.before ?? null}::uuid is null or id < ${page.before ?? null}::uuid)
      and (${page.action ?? null}::text is null or action = ${page.action ?? null})
      and (${page.actor ?? null}::text is null or actor_id = ${page.actor ?? null})
    order by id desc limit ${page.limit}`;
}

/** Retailers that a person belongs to; where to write down what concerns the person. */
export async function retailerIdsOf(sql: Queryable, staffId: string): Promise<RetailerId[]> {
  const rows = await sql<{ id: RetailerId }[]>`
    select retailer_id as id from membership where staff_id = ${staffId} order by 1`;
  return rows.map((row) => row.id);
}
