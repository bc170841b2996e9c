import { Failure } from '@augenblick/contract';
import type {
  NewPasskeyRequest,
  Passkey,
  PasskeyAnswerRequest,
  PasskeyOptionsAnswer,
} from '@augenblick/contract/api/session.ts';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { databaseIsAway } from '../runtime/index.ts';
import { type AccountDeps, type Arrival, enter, noteEverywhere, refuseDemo } from './account.ts';
import { addressGroup, SIGN_IN_PER_ADDRESS } from './limit.ts';
import * as queries from './queries.ts';
import { CHALLENGE_MS } from './rules.ts';
import { hashSecret } from './secret.ts';
import type { Device, Person } from './session.ts';

/** More than anybody has; keeps the list for the browser short. */
const PASSKEYS_MAX = 20;

/** Takes 15 MB with what it needs; most processes never see a passkey. */
const webAuthn = () => import('@simplewebauthn/server');

/** Passkeys of a person, oldest first. */
export async function listPasskeys(deps: AccountDeps, person: Person): Promise<Passkey[]> {
  return (await queries.passkeysOf(deps.database.owner, person.id)).map(shown);
}

/**
 * Options for `startRegistration`: a key that the device finds by itself and that asks for PIN,
 * finger or face.
 */
export async function registrationOptions(
  deps: AccountDeps,
  person: Person,
  origin: string,
): Promise<PasskeyOptionsAnswer['options']> {
  refuseDemo(person);
  const held = await queries.passkeysOf(deps.database.owner, person.id);
  if (held.length >= PASSKEYS_MAX) throw new Failure('conflict', 'too many passkeys');
  const { generateRegistrationOptions } = await webAuthn();
  const options = await generateRegistrationOptions({
    rpName: 'Augenblick',
    rpID: new URL(origin).hostname,
    userName: person.email,
    userDisplayName: person.name,
    userID: Buffer.from(person.id),
    attestationType: 'none',
    timeout: CHALLENGE_MS,
    excludeCredentials: held.map((key) => ({ id: key.credentialId, transports: key.transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepChallenge(deps, options.challenge, 'register', person.id);
  return { ...options };
}

/**
 * Registers the passkey that the browser made. Throws `passkey_refused`, `conflict` (registered
 * already).
 */
export async function addPasskey(
  deps: AccountDeps,
  person: Person,
  request: NewPasskeyRequest,
  at: { origin: string; device: Device },
): Promise<Passkey> {
  refuseDemo(person);
  const { verifyRegistrationResponse } = await webAuthn();
  const verified = await verifyRegistrationResponse({
    // The library reads the parts it needs and refuses every other shape.
    response: request.credential as unknown as RegistrationResponseJSON,
    expectedChallenge: (challenge) => takeChallenge(deps, challenge, 'register', person.id),
    expectedOrigin: at.origin,
    expectedRPID: new URL(at.origin).hostname,
    requireUserVerification: true,
  }).catch(refused);
  if (!verified.verified) throw new Failure('passkey_refused');
  const { credential, credentialBackedUp } = verified.registrationInfo;
  const row = {
    id: deps.ids.uuid7(),
    staffId: person.id,
    credentialId: credential.id,
    publicKey: credential.publicKey,
    counter: credential.counter,
    transports: credential.transports ?? [],
    name: request.name,
    backedUp: credentialBackedUp,
    createdAt: new Date(deps.clock.now()),
  };
  await deps.database.owner.begin(async (sql) => {
    if (!(await queries.insertPasskey(sql, row))) throw new Failure('conflict', 'credential');
    const actor = { kind: 'staff', id: person.id, name: person.name } as const;
    const more = { passkey: row.name };
    await noteEverywhere(deps, sql, person, 'passkey.added', at.device, actor, more);
  });
  return shown({ ...row, lastUsedAt: null });
}

/**
 * Removes one of the person's passkeys. Throws `not_found`, and `conflict` when nothing else would
 * let them in.
 */
export async function removePasskey(
  deps: AccountDeps,
  person: Person,
  passkeyId: string,
  device: Device,
): Promise<void> {
  refuseDemo(person);
  await deps.database.owner.begin(async (sql) => {
    const account = await queries.staffById(sql, person.id);
    const name = await queries.deletePasskey(sql, person.id, passkeyId);
    if (name === undefined) throw new Failure('not_found');
    const left = await queries.passkeysOf(sql, person.id);
    if (account?.hash === null && left.length === 0)
      throw new Failure('conflict', 'set a password');
    const actor = { kind: 'staff', id: person.id, name: person.name } as const;
    await noteEverywhere(deps, sql, person, 'passkey.removed', device, actor, { passkey: name });
  });
}

/** Options for `startAuthentication`; the device offers the passkeys it has for this address. */
export async function signInOptions(
  deps: AccountDeps,
  origin: string,
  address: string,
): Promise<PasskeyOptionsAnswer['options']> {
  await deps.limits.take(SIGN_IN_PER_ADDRESS, addressGroup(address));
  const { generateAuthenticationOptions } = await webAuthn();
  const options = await generateAuthenticationOptions({
    rpID: new URL(origin).hostname,
    timeout: CHALLENGE_MS,
    userVerification: 'required',
  });
  await keepChallenge(deps, options.challenge, 'sign_in', null);
  return { ...options };
}

/**
 * Signs a person in by passkey; gives the session token. Throws `passkey_refused`, `rate_limited`.
 */
export async function signInWithPasskey(
  deps: AccountDeps,
  request: PasskeyAnswerRequest,
  origin: string,
  arrival: Arrival,
): Promise<string> {
  const { owner } = deps.database;
  await deps.limits.take(SIGN_IN_PER_ADDRESS, addressGroup(arrival.address));
  const kept = await queries.passkeyByCredential(owner, request.credential.id);
  if (kept === undefined) throw new Failure('passkey_refused');
  const { id, publicKey, counter } = { ...kept, id: kept.credentialId };
  const { verifyAuthenticationResponse } = await webAuthn();
  const verified = await verifyAuthenticationResponse({
    response: request.credential as unknown as AuthenticationResponseJSON,
    expectedChallenge: (challenge) => takeChallenge(deps, challenge, 'sign_in', null),
    expectedOrigin: origin,
    expectedRPID: new URL(origin).hostname,
    credential: { id, publicKey: new Uint8Array(publicKey), counter },
    requireUserVerification: true,
  }).catch(refused);
  if (!verified.verified) throw new Failure('passkey_refused');
  const account = await queries.staffById(owner, kept.staffId);
  if (account === undefined) throw new Failure('passkey_refused');
  const { newCounter, credentialBackedUp } = verified.authenticationInfo;
  const now = new Date(deps.clock.now());
  await queries.usedPasskey(owner, kept.id, {
    counter: newCounter,
    backedUp: credentialBackedUp,
    now,
  });
  return enter(deps, account, arrival, 'passkey');
}

/**
 * The library throws plain errors for everything that does not fit, with texts for developers. A
 * failed query passes through it as well and must stay what it is.
 */
function refused(error: unknown): {
  verified: false;
  registrationInfo?: never;
  authenticationInfo?: never;
} {
  if ((error instanceof Error && 'severity' in error) || databaseIsAway(error)) throw error;
  return { verified: false };
}

function keepChallenge(
  deps: AccountDeps,
  challenge: string,
  purpose: queries.ChallengePurpose,
  staffId: string | null,
): Promise<void> {
  const now = deps.clock.now();
  return queries.insertChallenge(deps.database.owner, {
    hash: hashSecret(challenge),
    purpose,
    staffId,
    now: new Date(now),
    until: new Date(now + CHALLENGE_MS),
  });
}

function takeChallenge(
  deps: AccountDeps,
  challenge: string,
  purpose: queries.ChallengePurpose,
  staffId: string | null,
): Promise<boolean> {
  const now = new Date(deps.clock.now());
  const wanted = { hash: hashSecret(challenge), purpose, staffId, now };
  return queries.takeChallenge(deps.database.owner, wanted);
}

function shown(row: queries.PasskeyRow): Passkey {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.createdAt.getTime(),
    lastUsedAt: row.lastUsedAt?.getTime() ?? null,
    backedUp: row.backedUp,
  };
}
