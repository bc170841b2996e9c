import { Failure, type RetailerId, type Role } from '@augenblick/contract';
import type {
  AcceptInvitationRequest,
  Invitation,
  InvitationShown,
  NewInvitation,
} from '@augenblick/contract/api/staff.ts';
import { type AccountDeps, type Arrival, noteJoined, refuseDemo } from './account.ts';
import type { Actor } from './audit.ts';
import {
  addressGroup,
  LINKS_PER_ADDRESS,
  SIGN_IN_PER_ADDRESS,
  SIGN_IN_PER_EMAIL,
} from './limit.ts';
import { checkPassword, hashPassword, refuseWeakPassword } from './password.ts';
import * as queries from './queries.ts';
import * as retailerQueries from './queries-retailer.ts';
import { INVITATION_MS, mayGrant } from './rules.ts';
import { hashSecret, newSecret } from './secret.ts';
import type { Person } from './session.ts';

/** Invitations that can still be accepted, newest first. */
export async function listInvitations(
  deps: AccountDeps,
  retailerId: RetailerId,
): Promise<Invitation[]> {
  const now = new Date(deps.clock.now());
  const rows = await deps.database.withRetailer(retailerId, (sql) =>
    retailerQueries.openInvitations(sql, retailerId, now),
  );
  return rows.map(shown);
}

/**
 * Makes a link that lets one person in, once, within 7 days, in a role the inviter holds all rights
 * of. A new invitation to the same e-mail ends the older one. Throws `forbidden`, `conflict` (is a
 * member already).
 */
export function invite(
  deps: AccountDeps,
  asked: { retailerId: RetailerId; actor: Actor; email: string; role: Role; baseUrl: string },
): Promise<NewInvitation> {
  const { retailerId, actor, email, role } = asked;
  if (actor.kind !== 'staff' || !mayGrant(actor.role, role)) throw new Failure('forbidden');
  return deps.database.withRetailer(retailerId, async (sql) => {
    const now = new Date(deps.clock.now());
    const colleagues = await retailerQueries.members(sql, retailerId);
    if (colleagues.some((member) => member.email === email)) throw new Failure('conflict', 'email');
    const token = newSecret(deps.ids);
    const until = new Date(now.getTime() + INVITATION_MS);
    const id = deps.ids.uuid7();
    await retailerQueries.revokeInvitationsTo(sql, retailerId, email, now);
    const row = { retailerId, id, hash: token.hash, email, role, invitedBy: actor.id, now, until };
    await retailerQueries.insertInvitation(sql, row);
    const target = `invitation:${id}`;
    const detail = { email, role };
    await deps.audit(sql, { retailerId, actor, action: 'invitation.created', target, detail });
    return {
      ...shown({ id, email, role, invitedBy: actor.name, createdAt: now, expiresAt: until }),
      url: `${asked.baseUrl}/invitation/${token.text}`,
    };
  });
}

/** Ends an open invitation. Throws `not_found`. */
export function revokeInvitation(
  deps: AccountDeps,
  asked: { retailerId: RetailerId; actor: Actor; id: string },
): Promise<void> {
  const { retailerId, actor, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    const now = new Date(deps.clock.now());
    const email = await retailerQueries.revokeInvitation(sql, retailerId, id, now);
    if (email === undefined) throw new Failure('not_found');
    const target = `invitation:${id}`;
    const detail = { email };
    await deps.audit(sql, { retailerId, actor, action: 'invitation.revoked', target, detail });
  });
}

/** What the link's page shows before accepting. Throws `link_expired`, `rate_limited`. */
export async function showInvitation(
  deps: AccountDeps,
  token: string,
  visitor: { address: string; person: Person | null },
): Promise<InvitationShown> {
  await deps.limits.take(LINKS_PER_ADDRESS, addressGroup(visitor.address));
  const open = await findOpen(deps, deps.database.owner, token);
  const account = await queries.staffByEmail(deps.database.owner, open.email);
  return {
    retailerName: open.retailerName,
    invitedBy: open.invitedBy,
    email: open.email,
    role: open.role,
    expiresAt: open.expiresAt.getTime(),
    hasAccount: account !== undefined,
    signedInAsInvited: account !== undefined && visitor.person?.id === account.id,
  };
}

/**
 * Accepts an invitation and begins a session. A person without account gives a name and a new
 * password; one with an account is signed in already or gives its password: the link alone opens no
 * existing account. Throws `link_expired`, `sign_in_failed`, `password_weak`, `conflict` (is a
 * member already); then the link stays usable.
 */
export async function acceptInvitation(
  deps: AccountDeps,
  asked: { token: string; request: AcceptInvitationRequest; person: Person | null },
  arrival: Arrival,
): Promise<string> {
  const { owner } = deps.database;
  await deps.limits.take(LINKS_PER_ADDRESS, addressGroup(arrival.address));
  const seen = await findOpen(deps, owner, asked.token);
  // The slow work on passwords is done before anything is locked.
  const proof = await prove(deps, seen.email, asked, arrival);
  return owner.begin(async (sql) => {
    const now = new Date(deps.clock.now());
    const open = await findOpen(deps, sql, asked.token);
    if (proof.hash !== null) {
      if (!(await queries.insertStaff(sql, proof.staff, now)))
        throw new Failure('conflict', 'email');
      await queries.setPassword(sql, proof.staff.id, proof.hash, now);
    }
    const { retailerId, role } = open;
    const member = { retailerId, staffId: proof.staff.id, role, now };
    if (!(await retailerQueries.insertMember(sql, member))) throw new Failure('conflict', 'member');
    await retailerQueries.acceptedInvitation(sql, open, now);
    await noteJoined(deps.audit, sql, retailerId, proof.staff, role);
    return deps.sessions.begin(sql, proof.staff.id, arrival, arrival.presented);
  });
}

/** The open invitation behind a token, as long as its maker may still give the role. */
async function findOpen(
  deps: AccountDeps,
  sql: queries.Queryable,
  token: string,
): Promise<retailerQueries.OpenInvitation> {
  const now = new Date(deps.clock.now());
  const open = await retailerQueries.lockInvitation(sql, hashSecret(token), now);
  if (open === undefined || open.inviterRole === null || !mayGrant(open.inviterRole, open.role)) {
    throw new Failure('link_expired');
  }
  return open;
}

/** Who accepts: an account with proof, or a new one with the hash of its first password. */
async function prove(
  deps: AccountDeps,
  email: string,
  asked: { request: AcceptInvitationRequest; person: Person | null },
  arrival: Arrival,
): Promise<{ staff: queries.StaffRow; hash: string | null }> {
  const { request, person } = asked;
  const account = await queries.staffByEmail(deps.database.owner, email);
  if (account === undefined) {
    if (!('newPassword' in request)) throw new Failure('bad_request', 'name, newPassword');
    const { name, newPassword } = request;
    refuseWeakPassword(newPassword, { email, name });
    const locale = person?.locale ?? 'de';
    const staff = { id: deps.ids.uuid7(), email, name, locale, founder: false, demo: false };
    return { staff, hash: await hashPassword(newPassword) };
  }
  refuseDemo(account);
  if (person?.id === account.id) return { staff: account, hash: null };
  await deps.limits.take(SIGN_IN_PER_ADDRESS, addressGroup(arrival.address));
  await deps.limits.take(SIGN_IN_PER_EMAIL, email);
  const given = 'password' in request ? request.password : '';
  if (!(await checkPassword(given, account.hash))) throw new Failure('sign_in_failed');
  await deps.limits.forget(SIGN_IN_PER_EMAIL, email);
  return { staff: account, hash: null };
}

function shown(row: retailerQueries.InvitationRow): Invitation {
  return { ...row, createdAt: row.createdAt.getTime(), expiresAt: row.expiresAt.getTime() };
}
