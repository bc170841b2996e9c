import {
  asText,
  type Identity,
  identityText,
  isObject,
  isUuid,
  type JsonObject,
  type Order,
  type ProfileId,
  type RetailerId,
  identityOf,
  shortId,
} from '@augenblick/contract';
import type { EventDetail, FollowView, StateChange } from '@augenblick/contract/api/event.ts';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import { both, consentWords, timeText } from '../consent/index.ts';
import { decisionStory } from '../decision/index.ts';
import { eventId } from '../ingest/index.ts';
import { momentStory } from '../moment/index.ts';
import { emptyState, findSources, foldEvents } from '../profile/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { stateChanges } from './change.ts';
import {
  type DeadLetterRow,
  deadLettersById,
  deadLettersByMessage,
} from './dead-letter-queries.ts';
import * as queries from './queries.ts';
import { DROP_WORDS, IDENTITY_REASON_WORDS, IDENTITY_WORDS, moneyText } from './words.ts';

type Sources = ReadonlyMap<number, queries.SourceRow>;

/**
 * One event's path through the house: stored or dropped and why, whose it is and which links it made, what it changed in
 * the profile (found by folding with and without it), which orders and consents it wrote. `reference` is an event id, a
 * message id as the client sent it, or a dead letter's id. Undefined when nothing is known of it.
 */
export async function follow(
  sql: TransactionSql,
  retailerId: RetailerId,
  reference: string,
): Promise<FollowView | undefined> {
  const sources: Sources = new Map(
    (await queries.sources(sql, retailerId)).map((row) => [row.id, row]),
  );
  const row = await storedEvent(sql, retailerId, reference, sources);
  if (row) return followStored(sql, retailerId, reference, row, sources);
  const letter = await droppedItem(sql, retailerId, reference);
  return letter && followDropped(reference, letter, sources);
}

/** An event by its id, or by the message id it would have from each source. */
async function storedEvent(
  sql: TransactionSql,
  retailerId: RetailerId,
  reference: string,
  sources: Sources,
): Promise<queries.EventRow | undefined> {
  const ids = [...sources.keys()].map((sourceId) => eventId(sourceId, reference) as string);
  if (isUuid(reference)) ids.unshift(reference);
  for (const id of ids) {
    const row = await queries.eventById(sql, retailerId, id);
    if (row) return row;
  }
  return undefined;
}

async function droppedItem(
  sql: TransactionSql,
  retailerId: RetailerId,
  reference: string,
): Promise<DeadLetterRow | undefined> {
  if (isUuid(reference)) {
    const [letter] = await deadLettersById(sql, retailerId, [reference]);
    if (letter) return letter;
  }
  const letters = await deadLettersByMessage(sql, retailerId, reference);
  return letters.find((letter) => messageIdOf(letter.body) === reference);
}

function messageIdOf(body: string): string | undefined {
  try {
    const item: unknown = JSON.parse(body);
    return isObject(item) ? asText(item.messageId) : undefined;
  } catch {
    return undefined;
  }
}

async function followStored(
  sql: TransactionSql,
  retailerId: RetailerId,
  reference: string,
  row: queries.EventRow,
  sources: Sources,
): Promise<FollowView> {
  const keys = row.body.ids.map(identityOf);
  const now = keys.length === 0 ? [] : await queries.identitiesByKey(sql, retailerId, keys);
  const identities = keys.map(({ kind, value }) => {
    const known = now.find((one) => one.kind === kind && one.value === value);
    return { kind, value, profileId: known?.profile_id ?? null, shared: known?.shared ?? false };
  });
  const identityChanges = await identityEffects(sql, retailerId, row, now);
  const { changes, orders } = await effects(sql, retailerId, row);
  const consents = (await queries.consentsOfEvent(sql, retailerId, row.id)).map((fact) => ({
    purpose: fact.purpose,
    channel: fact.channel,
    state: fact.state,
    words: consentWords(fact.purpose, fact.channel, fact.state),
  }));
  const stored = eventDetail(row, sources);
  const view = { identities, identityChanges, changes, orders, consents };
  const story = tellStored(stored, row.body.claims ?? [], view);
  for (const words of await momentStory(sql, retailerId, row.profile_id, row.id))
    story.push({ step: 'moment', words });
  for (const words of await decisionStory(sql, retailerId, row)) {
    story.push({ step: 'decision', words });
  }
  return { reference, outcome: 'stored', stored, dropped: null, ...view, story };
}

/** Identifiers the event showed for the first time, links it made, and the moves that followed. */
async function identityEffects(
  sql: TransactionSql,
  retailerId: RetailerId,
  row: queries.EventRow,
  now: readonly queries.IdentityRow[],
): Promise<FollowView['identityChanges']> {
  const { ids } = row.body;
  const first = now
    .filter((identity) => identity.event_id === row.id)
    .map(({ kind, value, first_at }) => ({
      id: `${kind}:${value}`,
      action: 'first_seen',
      at: first_at.getTime(),
      words: both(
        (language) =>
          `${identityWords({ kind, value }, language)}: ${IDENTITY_REASON_WORDS.first_seen[language]}`,
      ),
    }));
  const made = ids.length < 2 ? [] : await queries.linksOfEvent(sql, retailerId, row.id, ids);
  const links = made.map(({ a, b, at }) => ({
    id: `${a} ${b}`,
    action: 'link',
    at: at.getTime(),
    words: both((language) => {
      const [x, y] = [a, b].map((key) => identityWords(identityOf(key), language));
      const and = language === 'de' ? 'und' : 'and';
      return `${x} ${and} ${y}: ${IDENTITY_REASON_WORDS.linked[language]}`;
    }),
  }));
  const moves = (await queries.changesOfEvent(sql, retailerId, row.id)).map((change) => ({
    id: change.id,
    action: change.reason,
    at: change.at.getTime(),
    words: changeWords(change),
  }));
  return [...first, ...links, ...moves];
}

/** What the event did: the fold of everything up to it, compared with the fold of everything before it. */
async function effects(
  sql: TransactionSql,
  retailerId: RetailerId,
  row: queries.EventRow,
): Promise<{ changes: StateChange[]; orders: FollowView['orders'] }> {
  const facts = await findSources(sql, retailerId);
  const rows = await queries.eventsUpTo(sql, retailerId, row.profile_id as ProfileId, row);
  const after = foldEvents(rows, facts);
  const before = foldEvents(rows.slice(0, -1), facts);
  if (after === undefined || rows.at(-1)?.id !== row.id) return { changes: [], orders: [] };
  const orders = [...after.orders.values()].flatMap((order) => {
    const was = before?.orders.get(order.orderId);
    if (order.event !== row.id) return [];
    return [{ orderId: order.orderId, words: orderWords(order, was) }];
  });
  // Events of nobody in particular write orders and change no profile.
  if (row.body.ids.length === 0) return { changes: [], orders };
  const start = before?.state ?? emptyState(row.at.getTime());
  return { changes: stateChanges(start, after.state), orders };
}

function followDropped(reference: string, letter: DeadLetterRow, sources: Sources): FollowView {
  const source = sourceView(letter.source_id, sources);
  const words = both((language) => {
    const detail = letter.detail === null ? '' : ` (${letter.detail})`;
    return `${DROP_WORDS[letter.reason][language]}${detail}`;
  });
  const at = letter.received_at.getTime();
  return {
    reference,
    outcome: 'dropped',
    stored: null,
    dropped: { deadLetterId: letter.id, reason: letter.reason, at, source, words },
    identities: [],
    identityChanges: [],
    changes: [],
    orders: [],
    consents: [],
    story: [
      { step: 'received', words: receivedWords(at, source?.name ?? null) },
      {
        step: 'dropped',
        words: { de: `Nicht gespeichert: ${words.de}`, en: `Not stored: ${words.en}` },
      },
    ],
  };
}

/** A stored event for developers: everything that is in its row. */
export function eventDetail(row: queries.EventRow, sources: Sources): EventDetail {
  return {
    id: row.id,
    messageId: row.body.messageId,
    kind: row.kind,
    name: row.name,
    profileId: row.body.ids.length === 0 ? null : row.profile_id,
    source: sourceView(row.source_id, sources),
    at: row.at.getTime(),
    receivedAt: row.received_at.getTime(),
    originalAt: row.body.originalAt ?? null,
    sentAt: row.body.sentAt ?? null,
    seq: row.seq,
    raw: row.body as unknown as JsonObject,
  };
}

function sourceView(id: number, sources: Sources) {
  const source = sources.get(id);
  return source ? { id, name: source.name, kind: source.kind } : null;
}

type Told = Pick<FollowView, 'identities' | 'identityChanges' | 'changes' | 'orders' | 'consents'>;

function tellStored(
  stored: EventDetail,
  claims: readonly string[],
  told: Told,
): FollowView['story'] {
  const story: FollowView['story'] = [
    { step: 'received', words: receivedWords(stored.receivedAt, stored.source?.name ?? null) },
    {
      step: 'stored',
      words: both((language) => {
        const happened = timeText(stored.at, language);
        return language === 'de'
          ? `Gespeichert als ${stored.id}: „${stored.name}“, geschehen am ${happened}`
          : `Stored as ${stored.id}: “${stored.name}”, happened on ${happened}`;
      }),
    },
  ];
  const add = (step: string, words: Words) => story.push({ step, words });
  if (told.identities.length === 0) {
    add('identity', { de: 'Gehört niemandem, den wir kennen', en: 'Belongs to nobody we know' });
  }
  for (const identity of told.identities) {
    const name = IDENTITY_WORDS[identity.kind];
    const where = identity.shared
      ? IDENTITY_REASON_WORDS.shared
      : {
          de: `Profil ${identity.profileId ?? '– (gelöscht)'}`,
          en: `profile ${identity.profileId ?? '– (erased)'}`,
        };
    add(
      'identity',
      both((language) => `${name[language]} ${identity.value}: ${where[language]}`),
    );
  }
  for (const key of claims) {
    const { kind, value } = identityOf(key);
    const name = IDENTITY_WORDS[kind];
    add('identity', {
      de: `${name.de} ${value}: nur angegeben, nicht bestätigt, verbindet daher niemanden`,
      en: `${name.en} ${value}: claimed only, not proven, and therefore joins nobody`,
    });
  }
  for (const { words } of told.identityChanges) add('link', words);
  for (const { words } of told.changes) add('profile', words);
  for (const { words } of told.orders) add('order', words);
  for (const { words } of told.consents) add('consent', words);
  return story;
}

function receivedWords(at: number, source: string | null): Words {
  return both((language) => {
    const time = timeText(at, language);
    return language === 'de'
      ? `Eingegangen am ${time} aus der Quelle „${source ?? 'gelöscht'}“`
      : `Received on ${time} from the source “${source ?? 'deleted'}”`;
  });
}

function identityWords(identity: Identity, language: 'de' | 'en'): string {
  return `${IDENTITY_WORDS[identity.kind][language]} ${identityText(identity)}`;
}

function changeWords(change: queries.ChangeRow): Words {
  const identity = identityOf(change.identity);
  return both((language) => {
    const name = identityWords(identity, language);
    const reason = IDENTITY_REASON_WORDS[change.reason][language];
    const to = shortId(change.to_profile);
    const from = change.from_profile && shortId(change.from_profile);
    const now = language === 'de' ? `jetzt bei Profil ${to}` : `now with profile ${to}`;
    const before = language === 'de' ? `, vorher ${from}` : `, previously ${from}`;
    return `${name}: ${reason} (${now}${from === null ? '' : before})`;
  });
}

const ORDER_STATUS_WORDS: Readonly<Record<Order['status'], Words>> = {
  completed: { de: 'abgeschlossen', en: 'completed' },
  cancelled: { de: 'storniert', en: 'cancelled' },
  partly_returned: { de: 'teilweise zurückgegeben', en: 'partly returned' },
  returned: { de: 'zurückgegeben', en: 'returned' },
};

function orderWords(order: Order, before: Order | undefined): Words {
  return both((language) => {
    const de = language === 'de';
    const total = moneyText(order.totalMinor, order.currency, language);
    const title = de
      ? `Bestellung ${order.orderId} ${before === undefined ? 'ist neu' : 'hat sich geändert'}`
      : `Order ${order.orderId} ${before === undefined ? 'is new' : 'has changed'}`;
    const parts = [ORDER_STATUS_WORDS[order.status][language], total];
    if (before !== undefined && before.totalMinor !== order.totalMinor) {
      const former = moneyText(before.totalMinor, before.currency, language);
      parts.push(de ? `vorher ${former}` : `previously ${former}`);
    }
    const count = order.lines.length;
    parts.push(
      de
        ? `${count} ${count === 1 ? 'Position' : 'Positionen'}`
        : `${count} ${count === 1 ? 'line' : 'lines'}`,
    );
    return `${title}: ${parts.join(', ')}`;
  });
}
