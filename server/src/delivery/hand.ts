/**
 * The last look before a message leaves: is it still this process's to send, is there still a basis, at this very instant?
 * What passes is noted as being handed over, in the same transaction. Nothing else happens between here and the channel.
 */
import type { ProfileId, RetailerId } from '@augenblick/contract';
import { speechFacts, type SuppressionList } from '../consent/index.ts';
import { type Clock, type Ids, pipelined, type Sql } from '../runtime/index.ts';
import { concluded } from './conclude.ts';
import { stillAllowed } from './guards/registry.ts';
import { againAt, heldBack, type Hold, type Holds } from './hold.ts';
import { allowedNow } from './judge.ts';
import { addressFor, type Person } from './person.ts';
import * as queries from './queries-send.ts';
import { readPeople, type Reserved } from './reserve.ts';

export interface HandDeps {
  sql: Sql;
  clock: Clock;
  ids: Ids;
  suppression: SuppressionList;
  holds: Holds;
}

/** What may be handed over now, under which note, and what lost its basis or is held back meanwhile. */
export interface Handed {
  note: string;
  go: Reserved[];
  stopped: queries.Outcome[];
}

/** Looks at reserved messages of one retailer and channel once more. */
export async function hand(
  deps: HandDeps,
  retailerId: RetailerId,
  messages: readonly Reserved[],
): Promise<Handed> {
  const note = deps.ids.uuid7();
  return concluded(deps.sql, async (tx, last) => {
    // Sent one behind the other and waited for once: what is read is read when the rows are locked.
    const [own, versions, hold, facts] = await pipelined([
      queries.lockHeld(tx, retailerId, messages),
      queries.versions(
        tx,
        retailerId,
        messages.map(({ profileId }) => profileId),
      ),
      heldBack(
        deps.holds,
        tx,
        retailerId,
        messages.map(({ due }) => due.row),
      ),
      speechFacts(
        { sql: tx, list: deps.suppression },
        retailerId,
        messages.map(({ profileId, channel, address, due: { advertised } }) => ({
          profileId,
          channel: channel.consent,
          address,
          advertised,
        })),
      ),
    ] as const);
    const handed: Handed = { note, go: [], stopped: [] };
    const changed = messages
      .filter(({ id, profileId, version }) => own.has(id) && versions.get(profileId) !== version)
      .map(({ profileId }) => profileId);
    // Who is absent is as they were; null = nobody is left.
    const people = changed.length === 0 ? UNCHANGED : await readPeople(tx, retailerId, changed);
    const now = deps.clock.now();
    for (const [i, message] of messages.entries()) {
      if (!own.has(message.id)) continue;
      const person = people.get(message.profileId);
      const held = hold(message.due.row);
      if (held !== null) {
        handed.stopped.push(putOff(message, held, now));
        continue;
      }
      const refusal = refusalOf(message, person, facts[i] as (typeof facts)[number], now);
      if (refusal === null) handed.go.push(message);
      else handed.stopped.push(stopped(message, refusal, now));
    }
    const ids = handed.go.map(({ id }) => id);
    if (ids.length > 0) last(queries.insertHanded(tx, retailerId, note, ids, now));
    return handed;
  });
}

const UNCHANGED: ReadonlyMap<ProfileId, Person | null> = new Map();

function refusalOf(
  message: Reserved,
  changed: Person | null | undefined,
  facts: Parameters<typeof allowedNow>[0]['way']['facts'],
  now: number,
): queries.Outcome['reason'] {
  if (changed === null) return 'shopper_gone';
  const { channel, template, due, basis, person } = message;
  const present = changed ?? person;
  const given = message.given ? message.address : undefined;
  // Still theirs? Only the address it goes to is asked about. What a channel keeps itself answers for itself.
  const own = present.identities.filter(({ value }) => value === message.address);
  const address = addressFor(channel, { ...present, identities: own }, [message.address], given);
  const way = { channel, template, facts };
  const { topic } = due;
  const allowed = allowedNow({ way, person: present, basis, topic, now });
  const refusal = stillAllowed({ address: address === message.address ? address : null, allowed });
  return refusal?.reason ?? null;
}

function putOff(message: Reserved, hold: Hold, at: number): queries.Outcome {
  const from = againAt(hold, at);
  const outcome = stopped(message, hold.reason, at);
  return from === null ? outcome : { ...outcome, status: 'waiting', from };
}

function stopped(
  { id, attempt }: Reserved,
  reason: queries.Outcome['reason'],
  at: number,
): queries.Outcome {
  const none = { words: null, provider: null, from: null, refused: false };
  return { id, attempt, status: 'dropped', reason, at, ...none };
}
