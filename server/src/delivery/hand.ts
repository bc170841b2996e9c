/**
 * The last look before a message leaves: is it still this process's to send, is there still a basis, at this very instant?
 * What passes is noted as being handed over, in the same transaction. Nothing else happens between here and the channel.
 */
import type { ProfileId, RetailerId } from '@augenblick/contract';
import { speechFacts, type SuppressionList } from '../consent/index.ts';
import type { Clock, Ids, Sql, TransactionSql } from '../runtime/index.ts';
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
  return (await deps.sql.begin(async (tx) => {
    const own = await queries.lockHeld(tx, retailerId, messages);
    const mine = messages.filter(({ id }) => own.has(id));
    const handed: Handed = { note, go: [], stopped: [] };
    if (mine.length === 0) return handed;
    const [hold, people, facts] = await Promise.all([
      heldBack(
        deps.holds,
        tx,
        retailerId,
        mine.map(({ due }) => due.row),
      ),
      changedPeople(tx, retailerId, mine),
      speechFacts(
        { sql: tx, list: deps.suppression },
        retailerId,
        mine.map(({ profileId, channel, address, due: { advertised } }) => ({
          profileId,
          channel: channel.consent,
          address,
          advertised,
        })),
      ),
    ]);
    const now = deps.clock.now();
    for (const [i, message] of mine.entries()) {
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
    if (ids.length > 0) await queries.insertHanded(tx, retailerId, note, ids, now);
    return handed;
  })) as Handed;
}

/** Who changed since the reservation; null = nobody is left. Who is absent is as they were. */
async function changedPeople(
  tx: TransactionSql,
  retailerId: RetailerId,
  messages: readonly Reserved[],
): Promise<Map<ProfileId, Person | null>> {
  const versions = await queries.versions(
    tx,
    retailerId,
    messages.map(({ profileId }) => profileId),
  );
  const changed = messages
    .filter(({ profileId, version }) => versions.get(profileId) !== version)
    .map(({ profileId }) => profileId);
  return changed.length === 0 ? new Map() : readPeople(tx, retailerId, changed);
}

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
