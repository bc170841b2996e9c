import { Failure } from '@augenblick/contract';
import type { Clock, Database } from '../runtime/index.ts';
import { hashSecret } from './secret.ts';
import * as queries from './queries.ts';

/** An allowance: `burst` at once, then one more every `everyMs`. */
export interface Limit {
  name: string;
  burst: number;
  everyMs: number;
}

/**
 * Tries to sign in as one person. Forgotten after a success, so a person who knows the password
 * never meets it.
 */
export const SIGN_IN_PER_EMAIL: Limit = { name: 'sign_in_email', burst: 10, everyMs: 60_000 };
/** Tries from one address: a whole shop behind one router may sign in on a morning. */
export const SIGN_IN_PER_ADDRESS: Limit = { name: 'sign_in_address', burst: 60, everyMs: 10_000 };
/** Looking up or using one-time links from one address. */
export const LINKS_PER_ADDRESS: Limit = { name: 'link_address', burst: 30, everyMs: 20_000 };

/** Rate limits kept in PostgreSQL: all processes of an installation share one allowance. */
export interface Limits {
  /**
   * Takes one from the allowance of `limit` and `key`. Throws `rate_limited` with Retry-After when
   * it is used up.
   */
  take(limit: Limit, key: string): Promise<void>;
  /** Takes one, too; answers null when there was one, else after how many seconds there will be. */
  tryTake(limit: Limit, key: string): Promise<number | null>;
  /** Gives the whole allowance back. */
  forget(limit: Limit, key: string): Promise<void>;
}

/** Full allowances are thrown away once in so many takings, by whoever is taking then. */
const SWEEP_EVERY = 500;

export function createLimits(deps: { database: Database; clock: Clock }): Limits {
  const { owner } = deps.database;
  let taken = 0;
  const tryTake = async (limit: Limit, key: string): Promise<number | null> => {
    const now = new Date(deps.clock.now());
    const windowMs = limit.burst * limit.everyMs;
    const name = keyOf(limit, key);
    taken += 1;
    if (taken % SWEEP_EVERY === 0) await queries.deleteFullAllowances(owner, now);
    const allowed = await queries.takeAllowance(owner, {
      key: name,
      costMs: limit.everyMs,
      windowMs,
      now,
    });
    if (allowed) return null;
    const fullAt = await queries.allowanceFullAt(owner, name);
    const waitMs = (fullAt?.getTime() ?? now.getTime()) + limit.everyMs - windowMs - now.getTime();
    return Math.max(1, Math.ceil(waitMs / 1000));
  };
  return {
    tryTake,
    take: async (limit, key) => {
      const waitS = await tryTake(limit, key);
      if (waitS !== null) throw new Failure('rate_limited', undefined, waitS);
    },
    forget: (limit, key) => queries.forgetAllowance(owner, keyOf(limit, key)),
  };
}

/**
 * Keys are hashed: the table holds no e-mail and no address, and what a caller sends cannot make it
 * wide.
 */
function keyOf(limit: Limit, key: string): string {
  return `${limit.name}:${hashSecret(key).toString('base64url').slice(0, 22)}`;
}

/**
 * The part of an address that stands for one household or office: an IPv4 address whole, of an IPv6
 * address the first 64 bits, since everybody has the rest to play with.
 */
export function addressGroup(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array.from({ length: middle }, () => '0'), ...back];
  return groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':');
}
