import type { RetailerId, Role } from '@augenblick/contract';
import type { Clock, Database, Ids } from '../runtime/index.ts';
import * as queries from './queries.ts';
import { SESSION_ABSOLUTE_MS, SESSION_IDLE_MS, sessionLives } from './rules.ts';
import { hashSecret, newSecret } from './secret.ts';

/**
 * The person of a session, and the role at the retailer that was asked for (null: none, or not a
 * member).
 */
export interface Person extends queries.StaffRow {
  sessionId: string;
  role: Role | null;
}

/** What is kept of a device, for the list of one's own sessions. */
export interface Device {
  userAgent: string;
  address: string;
}

/** Sessions: a random token in a cookie, its hash in the database. */
export interface Sessions {
  /** The person behind a token while its session lives. An ended one is removed. */
  find(token: string | null, retailerId?: RetailerId): Promise<Person | null>;
  /**
   * Begins a session and ends the one the browser came with: a token that was known before signing
   * in is worth nothing after it (session fixation). Gives the new token.
   */
  begin(
    sql: queries.Queryable,
    staffId: string,
    device: Device,
    presented: string | null,
  ): Promise<string>;
  /** Ends the session of a token. */
  end(token: string): Promise<void>;
}

/** The last use is written at most this often: a busy session must not write with every click. */
const TOUCH_MS = 5 * 60_000;

export function createSessions(deps: { database: Database; clock: Clock; ids: Ids }): Sessions {
  const { owner } = deps.database;
  return {
    find: async (token, retailerId) => {
      if (token === null) return null;
      const hash = hashSecret(token);
      const row = await queries.sessionByHash(owner, hash, retailerId ?? 0);
      if (row === undefined) return null;
      const now = deps.clock.now();
      const times = { createdAt: row.createdAt.getTime(), lastSeenAt: row.lastSeenAt.getTime() };
      if (!sessionLives(times, now)) {
        await queries.deleteSessionByHash(owner, hash);
        return null;
      }
      if (now - times.lastSeenAt >= TOUCH_MS)
        await queries.touchSession(owner, hash, new Date(now));
      const { createdAt: _created, lastSeenAt: _seen, ...person } = row;
      return person;
    },
    begin: async (sql, staffId, device, presented) => {
      const now = deps.clock.now();
      if (presented !== null) await queries.deleteSessionByHash(sql, hashSecret(presented));
      await queries.deleteOldSessions(sql, staffId, {
        lastSeenBefore: new Date(now - SESSION_IDLE_MS),
        createdBefore: new Date(now - SESSION_ABSOLUTE_MS),
      });
      const token = newSecret(deps.ids);
      await queries.insertSession(sql, {
        hash: token.hash,
        id: deps.ids.uuid7(),
        staffId,
        userAgent: printable(device.userAgent).slice(0, 300),
        address: device.address,
        now: new Date(now),
      });
      return token.text;
    },
    end: (token) => queries.deleteSessionByHash(owner, hashSecret(token)),
  };
}

/** A header's text without control characters; NUL would not fit a text column. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '');
}
