import {
  type AcceptedEvent,
  asText,
  CONSENT_CHANNELS,
  CONSENT_PURPOSES,
  type ConsentChannel,
  type ConsentEntry,
  type ConsentPurpose,
  type ConsentState,
  isObject,
  type Json,
  type JsonObject,
  SOURCE_TRUST,
} from '@augenblick/contract';

/** What is read of an event: live and from the table alike. */
type ConsentEvent = Pick<AcceptedEvent, 'name' | 'at' | 'properties' | 'context'> & {
  id: string;
  /** Kind of the source. */
  channel: string;
};

/** One statement of a shopper with its proof: a row of the table `consent`. */
export interface ConsentFact {
  eventId: string;
  purpose: ConsentPurpose;
  channel: ConsentChannel;
  state: ConsentState;
  /** When the shopper said so (ms since 1970, UTC). */
  at: number;
  wording: string | null;
  wordingVersion: string | null;
  method: string | null;
  /** Form, page or store. */
  place: string | null;
  staff: string | null;
  ip: string | null;
  userAgent: string | null;
}

/** Longest texts that are kept; a wording is cut rather than refused, because a cut proof beats none. */
const WORDING_MAX = 4000;
const FIELD_MAX = 500;

/** Names clients use for the same purposes. Keys are lower-case letters and digits only, see `plain`. */
const PURPOSE_ALIASES: Readonly<Record<string, readonly [ConsentPurpose, ConsentChannel?]>> = {
  personalization: ['personalisation'],
  personalizationstorage: ['personalisation'],
  functional: ['personalisation'],
  preferences: ['personalisation'],
  c0003: ['personalisation'],
  analyticsstorage: ['analytics'],
  statistics: ['analytics'],
  performance: ['analytics'],
  c0002: ['analytics'],
  newsletter: ['marketing', 'email'],
  advertising: ['marketing', 'ads'],
  targeting: ['marketing', 'ads'],
  adstorage: ['marketing', 'ads'],
  aduserdata: ['marketing', 'ads'],
  adpersonalization: ['marketing', 'ads'],
  c0004: ['marketing', 'ads'],
  geolocation: ['location'],
};
const CHANNEL_ALIASES: Readonly<Record<string, ConsentChannel>> = {
  mail: 'email',
  newsletter: 'email',
  text: 'sms',
  webpush: 'push',
  call: 'phone',
  telephone: 'phone',
  letter: 'post',
};
/** A map and not an object: event names are the client's, and "constructor" is one. */
const STATE_BY_NAME: ReadonlyMap<string, ConsentState> = new Map([
  ['Consent Granted', 'granted'],
  ['Consent Withdrawn', 'withdrawn'],
  ['Consent Requested', 'requested'],
]);

/**
 * The consent statements an event carries, none for most events. Pure. A statement without a purpose we know is
 * no statement: guessing one would invent a proof. Understands "Consent Granted / Withdrawn / Requested" with
 * `purpose(s)` and `channel(s)`, "Unsubscribed", and "Segment Consent Preference Updated" with `context.consent`.
 *
 * What a page or app says about advertising to an address is a request at most: its key is public, and anybody could agree
 * in another's name. The consent comes from the confirmed mail (double opt-in, German Federal Court I ZR 164/09) or from a
 * source that keeps its key.
 */
export function consentFacts(event: ConsentEvent): ConsentFact[] {
  const state = STATE_BY_NAME.get(event.name);
  if (state !== undefined) return stated(event, state);
  if (event.name === 'Unsubscribed') return unsubscribed(event);
  if (event.name === 'Segment Consent Preference Updated') return preferences(event);
  return [];
}

/**
 * What an event of consent comes to, as the name of an event: a "Consent Granted" that can only ask for it (see above) is a
 * "Consent Requested". Every other event keeps its name. Pure.
 */
export function consentEventName(
  event: Pick<ConsentEvent, 'name' | 'properties' | 'channel'>,
): string {
  if (event.name !== 'Consent Granted' || !inOpen(event)) return event.name;
  const said = stated({ ...event, id: '', at: 0, context: {} }, 'granted');
  return said.some(({ state }) => state === 'requested') ? 'Consent Requested' : event.name;
}

/**
 * Puts one statement into the present states (keys `purpose:channel`); changes nothing when it does not count. The result
 * does not depend on the order of arrival: of grants and withdrawals the later one stands, at the same instant the
 * withdrawal. A request (double opt-in not confirmed yet) never changes a grant or withdrawal, whenever it was made –
 * otherwise a stranger who types an address into a form could take a standing consent away.
 */
export function putConsent(
  consents: Record<string, ConsentEntry>,
  fact: Pick<ConsentFact, 'purpose' | 'channel' | 'state' | 'at' | 'eventId'>,
): void {
  const key = `${fact.purpose}:${fact.channel}`;
  const entry: ConsentEntry = { state: fact.state, at: fact.at, event: fact.eventId };
  const present = consents[key];
  if (present === undefined || stands(entry, present)) consents[key] = entry;
}

/** True when entry `a` counts and not `b`. A total order, so that the present state is its maximum. */
function stands(a: ConsentEntry, b: ConsentEntry): boolean {
  const decided = Number(a.state !== 'requested') - Number(b.state !== 'requested');
  if (decided !== 0) return decided > 0;
  if (a.at !== b.at) return a.at > b.at;
  if (a.state !== b.state) return a.state === 'withdrawn';
  return a.event > b.event;
}

function stated(event: ConsentEvent, state: ConsentState): ConsentFact[] {
  const { properties } = event;
  const purposes = texts(properties.purpose ?? properties.purposes);
  const channels = texts(properties.channel ?? properties.channels);
  const pairs: [ConsentPurpose, ConsentChannel][] = [];
  for (const sent of purposes) {
    const known = purposeOf(sent);
    if (known === undefined) continue;
    const wanted = channels.flatMap((channel) => channelsOf(channel));
    if (channels.length > 0 && wanted.length === 0) continue;
    for (const channel of wanted.length > 0 ? wanted : [known[1] ?? 'any']) {
      pairs.push([known[0], channel]);
    }
  }
  return facts(event, state, pairs);
}

/** Leaving a list withdraws marketing on that channel; a mail's link names none and means mail. */
function unsubscribed(event: ConsentEvent): ConsentFact[] {
  const sent = texts(event.properties.channel ?? event.properties.channels);
  const channels = sent.length === 0 ? (['email'] as const) : sent.flatMap(channelsOf);
  return facts(
    event,
    'withdrawn',
    channels.map((channel) => ['marketing', channel] as const),
  );
}

/**
 * A consent platform's banner: category → yes or no. Several categories can mean the same purpose (Google asks three
 * times about advertising); it is granted only when all of them say yes.
 */
function preferences(event: ConsentEvent): ConsentFact[] {
  const consent = isObject(event.context.consent) ? event.context.consent : event.properties;
  const categories = isObject(consent.categoryPreferences) ? consent.categoryPreferences : consent;
  const granted = new Map<string, readonly [ConsentPurpose, ConsentChannel, boolean]>();
  for (const [category, answer] of Object.entries(categories)) {
    const known = purposeOf(category);
    const yes = isYes(answer);
    if (known === undefined || yes === undefined) continue;
    const channel = known[1] ?? 'any';
    const key = `${known[0]}:${channel}`;
    granted.set(key, [known[0], channel, yes && (granted.get(key)?.[2] ?? true)]);
  }
  const pairs = [...granted.values()];
  const banner = { method: 'banner' };
  return [
    ...facts(
      event,
      'granted',
      pairs.filter((pair) => pair[2]),
      banner,
    ),
    ...facts(
      event,
      'withdrawn',
      pairs.filter((pair) => !pair[2]),
      banner,
    ),
  ];
}

function facts(
  event: ConsentEvent,
  state: ConsentState,
  pairs: readonly (readonly [ConsentPurpose, ConsentChannel, boolean?])[],
  known: { method?: string } = {},
): ConsentFact[] {
  const proof = proofOf(event.properties, event.context);
  const method = proof.method ?? known.method ?? null;
  const seen = new Set<string>();
  const out: ConsentFact[] = [];
  for (const [purpose, channel] of pairs) {
    const key = `${purpose}:${channel}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const open = state === 'granted' && inOpen(event) && toAddress(purpose, channel);
    const said = open ? 'requested' : state;
    out.push({ eventId: event.id, purpose, channel, state: said, at: event.at, ...proof, method });
  }
  return out;
}

function inOpen({ channel }: Pick<ConsentEvent, 'channel'>): boolean {
  return (SOURCE_TRUST as Readonly<Record<string, string>>)[channel] === 'public';
}

/** Advertising to an address that others may know, too. A push subscription is the browser's own. */
function toAddress(purpose: ConsentPurpose, channel: ConsentChannel): boolean {
  return purpose === 'marketing' && ADDRESSED.has(channel);
}

const ADDRESSED: ReadonlySet<ConsentChannel> = new Set([
  'email',
  'sms',
  'whatsapp',
  'telegram',
  'phone',
  'post',
]);

function proofOf(properties: JsonObject, context: JsonObject) {
  const page = isObject(context.page) ? context.page : {};
  return {
    wording: cut(properties.wording ?? properties.text, WORDING_MAX),
    wordingVersion: cut(properties.wording_version ?? properties.wordingVersion, FIELD_MAX),
    method: cut(properties.method, FIELD_MAX),
    place: cut(
      properties.place ??
        properties.form ??
        properties.page ??
        properties.store_id ??
        properties.storeId ??
        page.url,
      FIELD_MAX,
    ),
    staff: cut(properties.staff, FIELD_MAX),
    ip: cut(properties.ip ?? context.ip, FIELD_MAX),
    userAgent: cut(properties.user_agent ?? properties.userAgent ?? context.userAgent, FIELD_MAX),
  };
}

function purposeOf(sent: string): readonly [ConsentPurpose, ConsentChannel?] | undefined {
  const key = plain(sent);
  const purpose = CONSENT_PURPOSES.find((known) => known === key);
  if (purpose !== undefined) return [purpose];
  return Object.hasOwn(PURPOSE_ALIASES, key) ? PURPOSE_ALIASES[key] : undefined;
}

/** One channel by its name; "all" is every one of them, because leaving everything must leave nothing out. */
function channelsOf(sent: string): readonly ConsentChannel[] {
  const key = plain(sent);
  if (key === 'all') return CONSENT_CHANNELS;
  const channel = CONSENT_CHANNELS.find((known) => known === key);
  if (channel !== undefined) return [channel];
  const alias = Object.hasOwn(CHANNEL_ALIASES, key) ? CHANNEL_ALIASES[key] : undefined;
  return alias === undefined ? [] : [alias];
}

function isYes(answer: unknown): boolean | undefined {
  if (typeof answer === 'boolean') return answer;
  if (answer === 'granted') return true;
  return answer === 'denied' ? false : undefined;
}

function texts(value: Json | undefined): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.map(asText).filter((text) => text !== undefined);
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Never longer than `max` UTF-16 units and never half a surrogate pair, which PostgreSQL would refuse. */
function cut(value: unknown, max: number): string | null {
  return (
    asText(value)
      ?.slice(0, max)
      .replace(/[\uD800-\uDBFF]$/, '') ?? null
  );
}
