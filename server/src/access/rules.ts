import { PERMISSIONS, type Permission, ROLE_PERMISSIONS, type Role } from '@augenblick/contract';

const DAY_MS = 86_400_000;

/** A session that nobody used for this long is over. */
export const SESSION_IDLE_MS = 14 * DAY_MS;
/** A session is over after this long, however busy it was. */
export const SESSION_ABSOLUTE_MS = 90 * DAY_MS;
/** How long an invitation link opens. */
export const INVITATION_MS = 7 * DAY_MS;
/** How long the printed set-up link opens; every start of the server prints a new one. */
export const SETUP_LINK_MS = 7 * DAY_MS;
/** How long a person may take for the passkey dialog of the browser. */
export const CHALLENGE_MS = 5 * 60_000;

/**
 * What an API key can never do, whatever its role: make other keys, manage people, change the
 * retailer. A key that leaks must not be able to outlive its revocation.
 */
const NEVER_FOR_KEYS: readonly Permission[] = ['staff.write', 'key.write', 'retailer.write'];

/** True when the role holds the right. */
export function roleAllows(role: Role, permission: Permission): boolean {
  return ROLE_PERMISSIONS[role].includes(permission);
}

/** A role can be given only by somebody who holds every right in it. */
export function mayGrant(giver: Role, given: Role): boolean {
  return ROLE_PERMISSIONS[given].every((permission) => roleAllows(giver, permission));
}

/**
 * The rights of an API key, in the order of `PERMISSIONS`: the wanted ones (all when left out) that
 * its role holds, that its maker holds, and that keys can have at all.
 */
export function keyPermissions(
  maker: Role,
  role: Role,
  wanted: readonly Permission[] | undefined,
): Permission[] {
  return PERMISSIONS.filter(
    (permission) =>
      roleAllows(role, permission) &&
      roleAllows(maker, permission) &&
      !NEVER_FOR_KEYS.includes(permission) &&
      (wanted === undefined || wanted.includes(permission)),
  );
}

/**
 * True while a session counts: used within the idle time and not older than the absolute limit.
 * Times in ms.
 */
export function sessionLives(
  session: { createdAt: number; lastSeenAt: number },
  now: number,
): boolean {
  return (
    now - session.lastSeenAt < SESSION_IDLE_MS && now - session.createdAt < SESSION_ABSOLUTE_MS
  );
}

/** Why a password is refused beyond its length, or null when it will do. */
export function passwordWeakness(
  password: string,
  person: { email: string; name: string },
): 'repeats' | 'sequence' | 'personal' | 'common' | null {
  const plain = password.toLowerCase();
  if (new Set(plain).size < 5) return 'repeats';
  if (isSequence(plain)) return 'sequence';
  const letters = COMMON.reduce((rest, word) => rest.replaceAll(word, ''), plain);
  if (letters.replace(/[^\p{L}]/gu, '').length < 4 && letters !== plain) return 'common';
  const own = [person.email, ...person.email.split('@'), ...person.name.split(/\s+/)]
    .map((part) => part.toLowerCase())
    .filter((part) => part.length >= 4);
  // Somebody's name may be in a long password; it may not be most of it.
  return own.some((part) => plain.replaceAll(part, '').length < 6) ? 'personal' : null;
}

/** Words that passwords of ten characters are most often made of, with a few digits behind. */
const COMMON = [
  'password',
  'passwort',
  'augenblick',
  'qwertz',
  'qwerty',
  'iloveyou',
  'letmein',
  'hallo',
  'admin',
  'welcome',
  'willkommen',
  'schatz',
  'geheim',
  '123456',
  'asdfgh',
];

/** abcdefghij, 1234567890, 9876543210: every character follows its neighbour. */
function isSequence(text: string): boolean {
  const steps = new Set<number>();
  for (let i = 1; i < text.length; i++) steps.add(text.charCodeAt(i) - text.charCodeAt(i - 1));
  return (
    [...steps].every((step) => step === 1 || step === -9) ||
    [...steps].every((step) => step === -1 || step === 9)
  );
}
