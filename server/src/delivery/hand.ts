/**
 * The last look before a message leaves: is it still this process's to send, is there still a basis, at this very instant?
 * What passes is noted as being handed over. Nothing else happens between here and the channel.
 */
import type { ProfileId, RetailerId } from '@augenblick/contract';
import { speechFacts, type SuppressionList } from '../consent/index.ts';
import type { Clock, Ids, Sql } from '../runtime/index.ts';
import { stillAllowed } from './guards/registry.ts';
import { againAt, heldBack, type Hold, type Holds } from './hold.ts';
import { allowedNow } from './judge.ts';
import { addressFor, type Person } from './person.ts';
import * as queries from './queries-send.ts';
import { readPeople, type Reserved } from './reserve.ts';
import { ofNewsletter, twinsFirst } from './twin.ts';

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

/**
 * Looks at reserved messages of one retailer and channel once more. Two waits for the database: what holds for them is read
 * side by side, and one statement notes those that may leave, as far as they are still this process's own. Some more for
 * shoppers who changed meanwhile.
 */
export async function hand(
  deps: HandDeps,
  retailerId: RetailerId,
  messages: readonly Reserved[],
): Promise<Handed> {
  const { sql } = deps;
  const [versions, hold, facts] = await Promise.all([
    queries.versions(
      sql,
      retailerId,
      messages.map(({ profileId }) => profileId),
    ),
    heldBack(
      deps.holds,
      sql,
      retailerId,
      messages.map(({ due }) => due.row),
    ),
    speechFacts(
      { sql, list: deps.suppression },
      retailerId,
      messages.map(({ profileId, channel, address, due: { advertised } }) => ({
        profileId,
        channel: channel.consent,
        address,
        advertised,
      })),
    ),
  ]);
  const changed = messages
    .filter(({ profileId, version }) => versions.get(profileId) !== version)
    .map(({ profileId }) => profileId);
  // Who is absent is as they were; null = nobody is left.
  const people = changed.length === 0 ? UNCHANGED : await readPeople(sql, retailerId, changed);
  const at = deps.clock.now();
  const asked = messages.flatMap(({ profileId, due: { row } }) =>
    ofNewsletter(row, people.get(profileId) ?? null),
  );
  const twins = await twinsFirst(sql, retailerId, asked, at);
  const allowed: Reserved[] = [];
  const stopped: queries.Outcome[] = [];
  for (const [i, message] of messages.entries()) {
    const person = people.get(message.profileId);
    const held = hold(message.due.row);
    if (held !== null) {
      stopped.push(putOff(message, held, at));
      continue;
    }
    const again = twins.get(message.id);
    if (again !== undefined) {
      stopped.push({ ...left(message, 'received_already', at), status: 'waiting', from: again });
      continue;
    }
    const refusal = refusalOf(message, person, facts[i] as (typeof facts)[number], at);
    if (refusal === null) allowed.push(message);
    else stopped.push(left(message, refusal, at));
  }
  const note = deps.ids.uuid7();
  if (allowed.length === 0) return { note, go: [], stopped };
  const own = await queries.noteHanded(sql, retailerId, { id: note, at }, allowed);
  return { note, go: allowed.filter(({ id }) => own.has(id)), stopped };
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
  const outcome = left(message, hold.reason, at);
  return from === null ? outcome : { ...outcome, status: 'waiting', from };
}

function left(
  { id, attempt }: Reserved,
  reason: queries.Outcome['reason'],
  at: number,
): queries.Outcome {
  const none = { words: null, provider: null, from: null, refused: false };
  return { id, attempt, status: 'dropped', reason, at, ...none };
}
