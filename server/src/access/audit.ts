import { isDeepStrictEqual } from 'node:util';
import type { AuditAction } from '@augenblick/contract/api/audit.ts';
import type { RetailerId, Role } from '@augenblick/contract';
import type { Clock, Ids } from '../runtime/index.ts';
import * as queries from './queries-retailer.ts';
import type { Queryable } from './queries.ts';

/** Who does something: a member of staff at the console, or a program with an API key. */
export interface Actor {
  kind: 'staff' | 'key';
  id: string;
  name: string;
  role: Role;
}

/** Who does something, or a part of the program itself ({@link SYSTEM}). */
export type By = Pick<Actor, 'id' | 'name'> & { kind: Actor['kind'] | 'system' };

/** Who stands in the log when nobody asked for it: the command line, a job, a failed sign-in. */
export const SYSTEM = { kind: 'system', id: 'system', name: 'Augenblick' } as const;

/** One entry to be written. */
export interface AuditNote {
  retailerId: RetailerId;
  actor: By;
  action: AuditAction;
  /** What it was done to: `staff:0190…`, `source:3`. */
  target: string;
  /** Facts worth reading later. Never a secret, never more of a shopper than the id. */
  detail?: Record<string, unknown>;
}

/**
 * Writes an entry inside the caller's transaction: what is rolled back was not done and is not in
 * the log.
 */
export type WriteAudit = (sql: Queryable, note: AuditNote) => Promise<void>;

/**
 * What a change of settings changed, key by key, as the log keeps it: what held before and what holds now. Only what `after`
 * names is looked at; nothing changed = nothing. Pure.
 */
export function changesOf<T extends object>(
  before: Partial<Record<keyof T, unknown>> | undefined,
  after: T,
): Record<string, { from: unknown; to: unknown }> {
  const keys = (Object.keys(after) as (keyof T & string)[]).filter(
    (key) => after[key] !== undefined && !isDeepStrictEqual(before?.[key] ?? null, after[key]),
  );
  return Object.fromEntries(
    keys.map((key) => [key, { from: before?.[key] ?? null, to: after[key] }]),
  );
}

export function createAudit(deps: { clock: Clock; ids: Ids }): WriteAudit {
  return (sql, note) =>
    queries.insertAudit(sql, note.retailerId, {
      id: deps.ids.uuid7(),
      at: new Date(deps.clock.now()),
      actorKind: note.actor.kind,
      actorId: note.actor.id,
      actorName: note.actor.name,
      action: note.action,
      target: note.target,
      detail: note.detail ?? {},
    });
}
