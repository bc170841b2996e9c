/**
 * All SQL about people: accounts, passwords, sessions, passkeys, links of the installation, rate
 * limits. These tables are of the whole installation; every function here runs on a connection of
 * the tables' owner.
 */
import type { Role } from '@augenblick/contract';
import type postgres from 'postgres';

/** A pool or a transaction. */
export type Queryable = postgres.ISql<{ bigint: number }>;

/** A member of staff as kept, without any secret. */
export interface StaffRow {
  id: string;
  email: string;
  name: string;
  locale: 'de' | 'en';
  founder: boolean;
  demo: boolean;
}

/** A session with its person and, when a retailer was asked for, the role there. */
export interface SessionRow extends StaffRow {
  sessionId: string;
  createdAt: Date;
  lastSeenAt: Date;
  role: Role | null;
}

/** An account by e-mail (lower case) with its password hash. One row of at most one. */
export async function staffByEmail(
  sql: Queryable,
  email: string,
): Promise<(StaffRow & { hash: string | null }) | undefined> {
  const [row] = await sql<(StaffRow & { hash: string | null })[]>`
    select s.id, s.email, s.name, s.locale, s.founder, s.demo, p.hash
    from staff s left join staff_password p on p.staff_id = s.id
    where s.email = ${email}`;
  return row;
}

/** An account by id with its password hash. */
export async function staffById(
  sql: Queryable,
  id: string,
): Promise<(StaffRow & { hash: string | null }) | undefined> {
  const [row] = await sql<(StaffRow & { hash: string | null })[]>`
    select s.id, s.email, s.name, s.locale, s.founder, s.demo, p.hash
    from staff s left join staff_password p on p.staff_id = s.id
    where s.id = ${id}`;
  return row;
}

/** Adds an account; false when the e-mail is taken (two links accepted at the same instant). */
export async function insertStaff(sql: Queryable, row: StaffRow, now: Date): Promise<boolean> {
  const added = await sql`
    insert into staff (id, email, name, locale, founder, demo, created_at)
    values (${row.id}, ${row.email}, ${row.name}, ${row.locale}, ${row.founder}, ${row.demo},
      ${now})
    on conflict (email) do nothing`;
  return added.count === 1;
}

/** Changes name or language of an account. */
export async function updateStaff(
  sql: Queryable,
  id: string,
  change: { name?: string | undefined; locale?: 'de' | 'en' | undefined },
): Promise<void> {
  await sql`
    update staff set name = coalesce(${change.name ?? null}, name),
      locale = coalesce(${change.locale ?? null}, locale)
    where id = ${id}`;
}

/** Sets or replaces the password hash. */
export async function setPassword(
  sql: Queryable,
  id: string,
  hash: string,
  now: Date,
): Promise<void> {
  await sql`
    insert into staff_password (staff_id, hash, changed_at) values (${id}, ${hash}, ${now})
    on conflict (staff_id) do update set hash = excluded.hash, changed_at = excluded.changed_at`;
}

/** The first owner exists. */
export async function founderExists(sql: Queryable): Promise<boolean> {
  const [row] = await sql<{ yes: boolean }[]>`
    select exists (select from staff where founder) as yes`;
  return row?.yes === true;
}

/**
 * A session by the hash of its token, with the person and the role at one retailer (0: no
 * retailer).
 */
export async function sessionByHash(
  sql: Queryable,
  hash: Buffer,
  retailerId: number,
): Promise<SessionRow | undefined> {
  const [row] = await sql<SessionRow[]>`
    select s.id, s.email, s.name, s.locale, s.founder, s.demo, m.role,
      x.id as "sessionId", x.created_at as "createdAt", x.last_seen_at as "lastSeenAt"
    from session x join staff s on s.id = x.staff_id
    left join membership m on m.staff_id = s.id and m.retailer_id = ${retailerId}
    where x.token_hash = ${hash}`;
  return row;
}

/** Writes down that a session was used. Called at most every few minutes per session. */
export async function touchSession(sql: Queryable, hash: Buffer, now: Date): Promise<void> {
  await sql`update session set last_seen_at = ${now} where token_hash = ${hash}`;
}

export async function insertSession(
  sql: Queryable,
  row: {
    hash: Buffer;
    id: string;
    staffId: string;
    userAgent: string;
    address: string;
    now: Date;
  },
): Promise<void> {
  await sql`
    insert into session (token_hash, id, staff_id, created_at, last_seen_at, user_agent, address)
    values (${row.hash}, ${row.id}, ${row.staffId}, ${row.now}, ${row.now}, ${row.userAgent},
      ${row.address})`;
}

export async function deleteSessionByHash(sql: Queryable, hash: Buffer): Promise<void> {
  await sql`delete from session where token_hash = ${hash}`;
}

/** Ends one session of a person; false when it is not theirs. */
export async function deleteSession(
  sql: Queryable,
  staffId: string,
  sessionId: string,
): Promise<boolean> {
  const gone = await sql`delete from session where staff_id = ${staffId} and id = ${sessionId}`;
  return gone.count === 1;
}

/** Ends every session of a person. */
export async function deleteSessionsOf(sql: Queryable, staffId: string): Promise<void> {
  await sql`delete from session where staff_id = ${staffId}`;
}

/**
 * Removes sessions of a person that are over, so that the table does not grow with every sign-in.
 */
export async function deleteOldSessions(
  sql: Queryable,
  staffId: string,
  limits: { lastSeenBefore: Date; createdBefore: Date },
): Promise<void> {
  await sql`
    delete from session where staff_id = ${staffId}
      and (last_seen_at <= ${limits.lastSeenBefore} or created_at <= ${limits.createdBefore})`;
}

export interface SessionListRow {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  userAgent: string;
  address: string;
}

/** Sessions of a person, the last used first. At most 100: more is not a list anybody reads. */
export function sessionsOf(sql: Queryable, staffId: string): Promise<SessionListRow[]> {
  return sql<SessionListRow[]>`
    select id, created_at as "createdAt", last_seen_at as "lastSeenAt", user_agent as "userAgent",
      address
    from session where staff_id = ${staffId} order by last_seen_at desc, id limit 100`;
}

/** Retailers of a person with the role at each, in the order they were made. */
export function retailersOf(sql: Queryable, staffId: string): Promise<RetailerRow[]> {
  return sql<RetailerRow[]>`
    select r.id, r.name, m.role, r.currency, r.zone, r.locale, r.colour, r.demo
    from membership m join retailer r on r.id = m.retailer_id
    where m.staff_id = ${staffId} order by r.demo, r.id`;
}
export interface RetailerRow {
  id: number;
  name: string;
  role: Role;
  currency: string;
  zone: string;
  locale: 'de' | 'en';
  colour: string;
  demo: boolean;
}

export interface PasskeyRow {
  id: string;
  staffId: string;
  credentialId: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
  name: string;
  backedUp: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** Passkeys of a person, oldest first. */
export function passkeysOf(sql: Queryable, staffId: string): Promise<PasskeyRow[]> {
  return sql<PasskeyRow[]>`
    select id, staff_id as "staffId", credential_id as "credentialId", public_key as "publicKey",
      counter, transports, name, backed_up as "backedUp",
      created_at as "createdAt", last_used_at as "lastUsedAt"
    from passkey where staff_id = ${staffId} order by id`;
}

/** A passkey by the id its authenticator gave it. */
export async function passkeyByCredential(
  sql: Queryable,
  credentialId: string,
): Promise<PasskeyRow | undefined> {
  const [row] = await sql<PasskeyRow[]>`
    select id, staff_id as "staffId", credential_id as "credentialId", public_key as "publicKey",
      counter, transports, name, backed_up as "backedUp",
      created_at as "createdAt", last_used_at as "lastUsedAt"
    from passkey where credential_id = ${credentialId}`;
  return row;
}

/** Adds a passkey; false when this credential is registered already, with anybody. */
export async function insertPasskey(
  sql: Queryable,
  row: Omit<PasskeyRow, 'lastUsedAt'>,
): Promise<boolean> {
  const added = await sql`
    insert into passkey (id, staff_id, credential_id, public_key, counter, transports, name,
      backed_up, created_at)
    values (${row.id}, ${row.staffId}, ${row.credentialId}, ${Buffer.from(row.publicKey)},
      ${row.counter}, ${JSON.stringify(row.transports)}::text::jsonb, ${row.name},
      ${row.backedUp}, ${row.createdAt})
    on conflict (credential_id) do nothing`;
  return added.count === 1;
}

/** Keeps an authenticator's counter after a sign-in. */
export async function usedPasskey(
  sql: Queryable,
  id: string,
  used: { counter: number; backedUp: boolean; now: Date },
): Promise<void> {
  await sql`
    update passkey set counter = ${used.counter}, backed_up = ${used.backedUp},
      last_used_at = ${used.now}
    where id = ${id}`;
}

/** Removes a passkey of a person; its name, or undefined when it is not theirs. */
export async function deletePasskey(
  sql: Queryable,
  staffId: string,
  passkeyId: string,
): Promise<string | undefined> {
  const [row] = await sql<{ name: string }[]>`
    delete from passkey where staff_id = ${staffId} and id = ${passkeyId} returning name`;
  return row?.name;
}

export type ChallengePurpose = 'register' | 'sign_in';

/** Keeps a challenge and throws away those whose time is over. */
export async function insertChallenge(
  sql: Queryable,
  row: { hash: Buffer; purpose: ChallengePurpose; staffId: string | null; now: Date; until: Date },
): Promise<void> {
  await sql`
    with old as (delete from passkey_challenge where expires_at < ${row.now})
    insert into passkey_challenge (challenge_hash, purpose, staff_id, expires_at)
    values (${row.hash}, ${row.purpose}, ${row.staffId}, ${row.until})`;
}

/** Uses a challenge up. True once, for the purpose and person it was made for, in time. */
export async function takeChallenge(
  sql: Queryable,
  wanted: { hash: Buffer; purpose: ChallengePurpose; staffId: string | null; now: Date },
): Promise<boolean> {
  const taken = await sql`
    delete from passkey_challenge
    where challenge_hash = ${wanted.hash} and purpose = ${wanted.purpose}
      and staff_id is not distinct from ${wanted.staffId}::uuid and expires_at > ${wanted.now}`;
  return taken.count === 1;
}

/** Replaces the open set-up link: a link printed earlier opens nothing any more. */
export async function putSetupLink(sql: Queryable, hash: Buffer, until: Date): Promise<void> {
  await sql`
    insert into setup_link (token_hash, expires_at) values (${hash}, ${until})
    on conflict (singleton) do update set token_hash = excluded.token_hash,
      expires_at = excluded.expires_at`;
}

/** When the set-up link with this hash ends; undefined when there is none or it has ended. */
export async function setupLinkEnds(
  sql: Queryable,
  hash: Buffer,
  now: Date,
): Promise<Date | undefined> {
  const [row] = await sql<{ until: Date }[]>`
    select expires_at as until from setup_link
    where token_hash = ${hash} and expires_at > ${now}`;
  return row?.until;
}

/** Uses the set-up link up. True once. */
export async function takeSetupLink(sql: Queryable, hash: Buffer, now: Date): Promise<boolean> {
  const taken = await sql`
    delete from setup_link where token_hash = ${hash} and expires_at > ${now}`;
  return taken.count === 1;
}

/**
 * Takes one from the allowance of a key (GCRA): `fullAt` moves on by `costMs`, unless that were
 * further ahead of now than `windowMs`. One statement, so processes cannot overdraw together. False
 * when nothing is left. An instant that is past, or further ahead than it can have been put (the
 * clock was set back), counts as now.
 */
export async function takeAllowance(
  sql: Queryable,
  want: { key: string; costMs: number; windowMs: number; now: Date },
): Promise<boolean> {
  const cost = sql`${`${want.costMs} milliseconds`}::interval`;
  const end = new Date(want.now.getTime() + want.windowMs);
  const from = sql`case when rate_limit.full_at between ${want.now} and ${end}
    then rate_limit.full_at else ${want.now}::timestamptz end`;
  const taken = await sql`
    insert into rate_limit (key, full_at) values (${want.key}, ${want.now}::timestamptz + ${cost})
    on conflict (key) do update set full_at = ${from} + ${cost} where ${from} + ${cost} <= ${end}`;
  return taken.count === 1;
}

/** When the allowance of a key is full again. */
export async function allowanceFullAt(sql: Queryable, key: string): Promise<Date | undefined> {
  const [row] = await sql<{ fullAt: Date }[]>`
    select full_at as "fullAt" from rate_limit where key = ${key}`;
  return row?.fullAt;
}

export async function forgetAllowance(sql: Queryable, key: string): Promise<void> {
  await sql`delete from rate_limit where key = ${key}`;
}

/** Throws full allowances away. */
export async function deleteFullAllowances(sql: Queryable, now: Date): Promise<void> {
  await sql`delete from rate_limit where full_at < ${now}`;
}
