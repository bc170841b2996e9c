/**
 * Whether whoever asked for messages still wants them: a journey or a newsletter may stand still, or have been ended, when
 * its messages are due. Asked once for many messages, where they are reserved and where they are handed over.
 */
import type { DeliveryReason, OriginKind, RetailerId } from '@augenblick/contract';
import type { Db } from './queries.ts';

/** Why messages of an origin do not leave. `paused`: they wait until it goes on; `over`: they are left out. */
export interface Hold {
  state: 'paused' | 'over';
  reason: DeliveryReason;
}

/** Answers which of these origins of one kind hold their messages back. By id; absent = none do. */
export type AskHolds = (
  sql: Db,
  retailerId: RetailerId,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, Hold>>;

/** For each kind of origin that may stand still. */
export type Holds = Partial<Record<OriginKind, AskHolds>>;

/** A message by what it comes from. */
interface From {
  origin_kind: OriginKind;
  origin_id: string;
}

/** What is held back is looked at again after this long (ms), should nobody wake it. */
const AGAIN_MS = 3_600_000;

/** Asks for all origins of some messages, one question for each kind among them. */
export async function heldBack(
  holds: Holds,
  sql: Db,
  retailerId: RetailerId,
  messages: readonly From[],
): Promise<(message: From) => Hold | null> {
  const ids = new Map<OriginKind, Set<string>>();
  for (const { origin_kind: kind, origin_id: id } of messages) {
    if (holds[kind] === undefined) continue;
    const own = ids.get(kind) ?? new Set();
    ids.set(kind, own.add(id));
  }
  const answers = await Promise.all(
    [...ids].map(
      async ([kind, own]) => [kind, await holds[kind]?.(sql, retailerId, [...own])] as const,
    ),
  );
  const found = new Map(answers);
  return ({ origin_kind, origin_id }) => found.get(origin_kind)?.get(origin_id) ?? null;
}

/**
 * When a message that is held back is looked at again (ms); null = it is left out. Its deadline does not count meanwhile:
 * whether it is too late is judged when its origin goes on.
 */
export function againAt({ state }: Hold, now: number): number | null {
  return state === 'over' ? null : now + AGAIN_MS;
}
