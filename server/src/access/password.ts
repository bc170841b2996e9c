import { type Algorithm, type Options, hash, verify } from '@node-rs/argon2';
import { Failure } from '@augenblick/contract';
import { passwordWeakness } from './rules.ts';

/** OWASP's figures for argon2id: 19 MiB, two passes, one lane. About 30 ms. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } satisfies Options;
// The package declares its algorithms as a const enum, which cannot be read under isolatedModules;
// 2 is argon2id.
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- see above
const ARGON2ID = 2 as Algorithm;

/** The hash to keep, in PHC form with salt and cost. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(normalised(password), { ...COST, algorithm: ARGON2ID }));
}

/**
 * True when the password belongs to the hash. Without a hash (nobody has this e-mail, or a person
 * with passkeys only) it takes the same time and says false, so that the answer's delay does not
 * tell who has an account.
 */
export async function checkPassword(password: string, kept: string | null): Promise<boolean> {
  const right = await inTurn(() => verify(kept ?? NOBODYS_HASH, normalised(password)));
  return kept !== null && right;
}

/** Throws `password_weak` when the password would be guessed early. */
export function refuseWeakPassword(
  password: string,
  person: { email: string; name: string },
): void {
  const weakness = passwordWeakness(password, person);
  if (weakness !== null) throw new Failure('password_weak', weakness);
}

/**
 * A hash at the same cost whose password, 32 random bytes, was thrown away. It is compared with,
 * never accepted.
 */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$lij7IAaOu6M/t2DEZZeeag$o1/yznS9Ta7hGuZm+5BkqdPLm4Wk2oCod0QtiTgFyDw';

/**
 * Hashing needs 19 MiB and a thread for each; more waiting than this is a flood, and waiting longer
 * would not help it.
 */
const WAITING_MAX = 64;
let waiting = 0;
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= WAITING_MAX) throw new Failure('overloaded', undefined, 2);
  waiting += 1;
  try {
    return await work();
  } finally {
    waiting -= 1;
  }
}

/** The same letters typed on different systems give the same bytes (NIST SP 800-63B, 3.1.1.2). */
function normalised(password: string): string {
  return password.normalize('NFKC');
}
