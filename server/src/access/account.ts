import { Failure, type RetailerId, type Role } from '@augenblick/contract';
import type { SetupRequest } from '@augenblick/contract/api/session.ts';
import type { Clock, Database, Ids } from '../runtime/index.ts';
import { SYSTEM, type WriteAudit } from './audit.ts';
import {
  addressGroup,
  LINKS_PER_ADDRESS,
  type Limits,
  SIGN_IN_PER_ADDRESS,
  SIGN_IN_PER_EMAIL,
} from './limit.ts';
import { checkPassword, hashPassword, refuseWeakPassword } from './password.ts';
import * as queries from './queries.ts';
import * as retailerQueries from './queries-retailer.ts';
import { SETUP_LINK_MS } from './rules.ts';
import { hashSecret, newSecret } from './secret.ts';
import type { Device, Person, Sessions } from './session.ts';

/** What the accounts need of the rest of the module. */
export interface AccountDeps {
  database: Database;
  clock: Clock;
  ids: Ids;
  limits: Limits;
  sessions: Sessions;
  audit: WriteAudit;
  /**
   * Opens a retailer inside a transaction of the owner's connection; the retailer module's, passed
   * in by the wiring.
   */
  openRetailer: OpenRetailer;
}

/** Creates a retailer and gives its id. */
export type OpenRetailer = (
  sql: queries.Queryable,
  input: { name: string; currency: string; timeZone: string; locale: 'de' | 'en' },
) => Promise<RetailerId>;

/** Where a sign-in comes from: the device, and the session token it brought. */
export interface Arrival extends Device {
  presented: string | null;
}

/**
 * Signs a person in by password. One answer, `sign_in_failed`, and about one duration for an
 * unknown e-mail, a person without a password and a wrong password. Throws `rate_limited` before
 * anything is compared.
 */
export async function signIn(
  deps: AccountDeps,
  given: { email: string; password: string },
  arrival: Arrival,
): Promise<string> {
  const { owner } = deps.database;
  await deps.limits.take(SIGN_IN_PER_ADDRESS, addressGroup(arrival.address));
  await deps.limits.take(SIGN_IN_PER_EMAIL, given.email);
  const account = await queries.staffByEmail(owner, given.email);
  const right = await checkPassword(given.password, account?.hash ?? null);
  if (account === undefined || !right) {
    if (account !== undefined) {
      await noteEverywhere(deps, owner, account, 'session.sign_in_failed', arrival, SYSTEM);
    }
    throw new Failure('sign_in_failed');
  }
  await deps.limits.forget(SIGN_IN_PER_EMAIL, given.email);
  return enter(deps, account, arrival, 'password');
}

/**
 * Begins the session of a person whose proof was accepted, and writes it down at each of the
 * person's retailers.
 */
export function enter(
  deps: AccountDeps,
  account: queries.StaffRow,
  arrival: Arrival,
  by: 'password' | 'passkey',
): Promise<string> {
  return deps.database.owner.begin(async (sql) => {
    const token = await deps.sessions.begin(sql, account.id, arrival, arrival.presented);
    const actor = { kind: 'staff', id: account.id, name: account.name } as const;
    await noteEverywhere(deps, sql, account, 'session.signed_in', arrival, actor, { by });
    return token;
  });
}

/**
 * Sets a new password. Needs the present one when there is one; ends every session of the person
 * and begins a new one for the device that asked. Throws `sign_in_failed`, `password_weak`,
 * `demo_account`.
 */
export async function changePassword(
  deps: AccountDeps,
  person: Person,
  given: { current?: string | undefined; next: string },
  arrival: Arrival,
): Promise<string> {
  refuseDemo(person);
  const account = await queries.staffById(deps.database.owner, person.id);
  if (account === undefined) throw new Failure('not_signed_in');
  if (account.hash !== null) {
    await deps.limits.take(SIGN_IN_PER_EMAIL, account.email);
    if (!(await checkPassword(given.current ?? '', account.hash)))
      throw new Failure('sign_in_failed');
    await deps.limits.forget(SIGN_IN_PER_EMAIL, account.email);
  }
  refuseWeakPassword(given.next, account);
  const hash = await hashPassword(given.next);
  return deps.database.owner.begin(async (sql) => {
    await queries.setPassword(sql, account.id, hash, new Date(deps.clock.now()));
    await queries.deleteSessionsOf(sql, account.id);
    const actor = { kind: 'staff', id: account.id, name: account.name } as const;
    await noteEverywhere(deps, sql, account, 'password.changed', arrival, actor);
    return deps.sessions.begin(sql, account.id, arrival, null);
  });
}

/**
 * The printed log-ins of the demo belong to everybody: nobody may lock the others out or leave with
 * one.
 */
export function refuseDemo(person: { demo: boolean }): void {
  if (person.demo) throw new Failure('demo_account');
}

/** When the set-up link ends. Throws `link_expired` when it was used, replaced or has ended. */
export async function showSetup(deps: AccountDeps, token: string, address: string): Promise<Date> {
  await deps.limits.take(LINKS_PER_ADDRESS, addressGroup(address));
  const { owner } = deps.database;
  const ends = await queries.setupLinkEnds(owner, hashSecret(token), new Date(deps.clock.now()));
  if (ends === undefined) throw new Failure('link_expired');
  return ends;
}

/**
 * Uses the set-up link: makes the first owner, their retailer when one is named, and a session.
 * Throws `link_expired`, `password_weak`, `conflict` (the e-mail has an account); then the link
 * stays usable.
 */
export async function setUp(
  deps: AccountDeps,
  request: SetupRequest,
  arrival: Arrival,
): Promise<string> {
  await showSetup(deps, request.token, arrival.address);
  refuseWeakPassword(request.password, request);
  const hash = await hashPassword(request.password);
  return deps.database.owner.begin(async (sql) => {
    const now = new Date(deps.clock.now());
    if (!(await queries.takeSetupLink(sql, hashSecret(request.token), now))) {
      throw new Failure('link_expired');
    }
    const { email, name, locale } = request;
    const staff = { id: deps.ids.uuid7(), email, name, locale, founder: true, demo: false };
    if (!(await queries.insertStaff(sql, staff, now))) throw new Failure('conflict', 'email');
    await queries.setPassword(sql, staff.id, hash, now);
    await retailerQueries.ownDemoRetailers(sql, staff.id, now);
    if (request.retailer !== undefined) {
      const retailerId = await deps.openRetailer(sql, { ...request.retailer, locale });
      await own(deps, sql, retailerId, staff);
    }
    return deps.sessions.begin(sql, staff.id, arrival, arrival.presented);
  });
}

/** Makes a person the owner of a retailer just opened, and writes both down. */
export async function own(
  deps: Pick<AccountDeps, 'clock' | 'audit'>,
  sql: queries.Queryable,
  retailerId: RetailerId,
  staff: { id: string; name: string },
): Promise<void> {
  const now = new Date(deps.clock.now());
  const actor = { kind: 'staff', id: staff.id, name: staff.name } as const;
  await retailerQueries.insertMember(sql, { retailerId, staffId: staff.id, role: 'owner', now });
  const target = `retailer:${retailerId}`;
  await deps.audit(sql, { retailerId, actor, action: 'retailer.created', target });
  await noteJoined(deps.audit, sql, retailerId, staff, 'owner');
}

/** Writes down that somebody became a member. */
export function noteJoined(
  audit: WriteAudit,
  sql: queries.Queryable,
  retailerId: RetailerId,
  staff: { id: string; name: string },
  role: Role,
): Promise<void> {
  const actor = { kind: 'staff', id: staff.id, name: staff.name } as const;
  const target = `staff:${staff.id}`;
  const detail = { role, name: staff.name };
  return audit(sql, { retailerId, actor, action: 'staff.joined', target, detail });
}

/**
 * While the installation has no first owner: makes a set-up link, valid for 7 days, and gives its
 * address. A link made earlier opens nothing any more. Null once the first owner exists.
 */
export async function ensureOwnerLink(
  deps: Pick<AccountDeps, 'database' | 'clock' | 'ids'>,
  baseUrl: string,
): Promise<string | null> {
  const { owner } = deps.database;
  if (await queries.founderExists(owner)) return null;
  const token = newSecret(deps.ids);
  await queries.putSetupLink(owner, token.hash, new Date(deps.clock.now() + SETUP_LINK_MS));
  return `${baseUrl}/setup/${token.text}`;
}

/** Writes something about a person into the log of every retailer the person belongs to. */
export async function noteEverywhere(
  deps: Pick<AccountDeps, 'audit'>,
  sql: queries.Queryable,
  account: { id: string; name: string },
  action:
    | 'session.signed_in'
    | 'session.sign_in_failed'
    | 'password.changed'
    | 'passkey.added'
    | 'passkey.removed',
  device: Device,
  actor: Parameters<WriteAudit>[1]['actor'],
  more: Record<string, unknown> = {},
): Promise<void> {
  const detail = { name: account.name, address: device.address, ...more };
  for (const retailerId of await retailerQueries.retailerIdsOf(sql, account.id)) {
    await deps.audit(sql, { retailerId, actor, action, target: `staff:${account.id}`, detail });
  }
}
