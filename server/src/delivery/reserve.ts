/**
 * Reserving: due messages of a lane are taken, judged and written as `sending` in one transaction. About a dozen statements
 * whatever their number. Shoppers' memories are locked, so caps count exactly, whoever else speaks to them.
 */
import {
  asText,
  type ChannelName,
  type JsonObject,
  type MessageData,
  type ProfileId,
  type ProfileState,
  type RetailerId,
} from '@augenblick/contract';
import {
  type Addressed,
  type SpeechFacts,
  speechFacts,
  type SuppressionList,
} from '../consent/index.ts';
import {
  Calendar,
  type HeldTouch,
  holdTouches,
  keepTouches,
  capTime,
  speechRule,
  spoken,
  type TouchMemory,
  unspoken,
} from '../decision/index.ts';
import {
  type Clock,
  type Ids,
  pipelined,
  type Sql,
  type TransactionSql,
} from '../runtime/index.ts';
import { advertisedBy } from './advertised.ts';
import type { Channel, Channels } from './channel.ts';
import type { MessageRules } from './enqueue.ts';
import { heldBack, type Holds } from './hold.ts';
import { type Due, judge, type Judgement, type Setting, type Way } from './judge.ts';
import { addressFor, impersonal, localeOf, measured, type Person, unchosen } from './person.ts';
import { Nights } from './quiet.ts';
import type { Db } from './queries.ts';
import * as queries from './queries-send.ts';
import { twinsOf } from './twin.ts';
import type { ReadyTemplate, ToFill, Writer } from './writer.ts';

export interface ReserveDeps {
  sql: Sql;
  clock: Clock;
  ids: Ids;
  channels: Channels;
  writer: Writer;
  suppression: SuppressionList;
  holds: Holds;
}

/** A reserved message: what is needed to look once more, to fill it in and to hand it over. */
export interface Reserved {
  id: string;
  attempt: number;
  tries: number;
  profileId: ProfileId;
  version: number;
  person: Person;
  channel: Channel;
  address: string;
  /** True when the address came with the request. */
  given: boolean;
  template: ReadyTemplate;
  /** The template's, or service for a test. */
  basis: ReadyTemplate['basis'];
  variant: string | null;
  locale: 'de' | 'en';
  data: MessageData;
  due: Due;
  /** The shopper agreed to being measured: opens are noticed. */
  measured: boolean;
}

/** What one reservation came to. */
export interface Batch {
  /** How many were taken; fewer than asked for means that nothing else is due. */
  taken: number;
  reserved: Reserved[];
  /** Left out or put off, by reason, for the counters. */
  refused: Map<string, number>;
}

const TRIES_MAX = 10;
const TRY_AGAIN = new Set(['23505', '40001', '40P01']);
/** Another process was faster with a shopper's memory. */
class Again extends Error {}

const calendar = new Calendar();
const nights = new Nights(calendar);

/** Takes at most `limit` due messages of a lane, or `only` that one, and reserves those that may leave now. */
export async function reserve(
  deps: ReserveDeps,
  lane: queries.LaneKey,
  limit: number,
  only?: string,
): Promise<Batch> {
  for (let tries = 1; ; tries++) {
    try {
      return (await deps.sql.begin((tx) =>
        inTransaction(deps, tx, lane, { limit, only }),
      )) as Batch;
    } catch (error) {
      const { code } = error as { code?: string };
      const again = error instanceof Again || (code !== undefined && TRY_AGAIN.has(code));
      if (tries >= TRIES_MAX || !again) throw error;
    }
  }
}

async function inTransaction(
  deps: ReserveDeps,
  tx: TransactionSql,
  lane: queries.LaneKey,
  { limit, only }: { limit: number; only: string | undefined },
): Promise<Batch> {
  const { retailerId } = lane;
  const rows = await (only === undefined
    ? queries.takeDue(tx, lane, deps.clock.now(), limit)
    : queries.takeOne(tx, lane, only, deps.clock.now()));
  const batch: Batch = { taken: rows.length, reserved: [], refused: new Map() };
  if (rows.length === 0) return batch;
  const asked = rows.map((row) => row.profile_id);
  const [hold, shop, rule, people, held] = await pipelined([
    heldBack(deps.holds, tx, retailerId, rows),
    queries.shop(tx, retailerId),
    speechRule(tx, retailerId, deps.ids),
    readPeople(tx, retailerId, asked),
    holdTouches(tx, retailerId, asked),
  ] as const);
  if (shop === undefined) return batch;
  const ids = [...new Set([...people.values()].flatMap((one) => one?.id ?? []))];
  // Whoever was joined into another since they were asked for brings along what is remembered of both.
  const joined = [...people].some(([from, person]) => person !== null && person.id !== from);
  const touches = joined ? await holdTouches(tx, retailerId, ids) : held;
  const names = [...new Set(rows.flatMap((row) => row.channels))];
  const now = deps.clock.now();
  const month = calendar.at(shop.zone, now).month;
  const limited = names.filter((name) => shop.settings?.monthly?.[name] !== undefined);
  const used = await queries.lockBudgets(tx, retailerId, month, limited);
  const twins = await twinsOf(tx, retailerId, rows, people);
  const dues = rows.map((row) => parsed(row, hold(row), twins.get(row.id) ?? []));
  const ways = await readWays({ deps, tx, retailerId, names }, dues, people);
  const setting: Setting = {
    now,
    zone: shop.zone,
    salt: rule.salt,
    rule: rule.settings,
    calendar,
    nights,
  };
  const spokenTo = new Set<ProfileId>();
  const judged = judgeAll({ shop, setting, touches, used, spokenTo }, dues, people, ways);
  await fill(deps, retailerId, shop, judged, batch);
  const news = new Map([...touches].filter(([id]) => spokenTo.has(id)));
  await write({ tx, retailerId, now, month }, judged, batch, news, used);
  return batch;
}

function parsed(row: queries.DueRow, hold: Due['hold'], twins: Due['twins']): Due {
  const data = JSON.parse(row.data) as JsonObject;
  return {
    row,
    rules: JSON.parse(row.rules) as MessageRules,
    topic: asText(data.topic) ?? null,
    advertised: advertisedBy(data),
    hold,
    twins,
  };
}

/** Shoppers by the id they were asked for with; null = nobody is left. */
export async function readPeople(
  sql: Db,
  retailerId: RetailerId,
  asked: readonly ProfileId[],
): Promise<Map<ProfileId, Person | null>> {
  const [rows, theirs] = await pipelined([
    queries.persons(sql, retailerId, asked),
    queries.identities(sql, retailerId, asked),
  ] as const);
  const elsewhere = joinedInto(rows);
  if (elsewhere.length > 0) theirs.push(...(await queries.identities(sql, retailerId, elsewhere)));
  const own = new Map<ProfileId, Person['identities'][number][]>();
  for (const { profile_id, kind, value } of theirs) {
    const list = own.get(profile_id) ?? [];
    list.push({ kind, value });
    own.set(profile_id, list);
  }
  const byId = new Map<ProfileId, Person>();
  return new Map(
    rows.map(({ asked: from, id, version, state }) => {
      if (id === null || state === null) return [from, null];
      let person = byId.get(id);
      if (person === undefined) {
        const parsedState = JSON.parse(state) as ProfileState;
        person = { id, version, state: parsedState, identities: own.get(id) ?? [] };
        byId.set(id, person);
      }
      return [from, person];
    }),
  );
}

/** Shoppers whom nobody asked for by their own id: those who were, were joined into them. */
function joinedInto(rows: readonly queries.PersonRow[]): ProfileId[] {
  const asked = new Set(rows.map((row) => row.asked));
  return rows.flatMap(({ id }) => (id === null || asked.has(id) ? [] : [id]));
}

interface WaysContext {
  deps: Pick<ReserveDeps, 'channels' | 'writer' | 'suppression'>;
  tx: TransactionSql;
  retailerId: RetailerId;
  names: readonly ChannelName[];
}

const NOTHING_KNOWN: SpeechFacts = { suppressed: [], existing: null };

/** What each message needs to know of each of its channels; suppression and sales in one go for all. */
export async function readWays(
  { deps, tx, retailerId, names }: WaysContext,
  dues: readonly Due[],
  people: ReadonlyMap<ProfileId, Person | null>,
): Promise<Map<string, Map<ChannelName, Way>>> {
  const ids = [...new Set([...people.values()].flatMap((one) => one?.id ?? []))];
  const opened = new Map<ChannelName, { channel: Channel; open: boolean; kept: Kept }>();
  for (const name of names) {
    const channel = deps.channels.definition(name);
    const open = (await deps.channels.open(retailerId, name)) !== null;
    const kept = channel.kept ? await channel.kept(tx, retailerId, ids) : NO_KEPT;
    opened.set(name, { channel, open, kept });
  }
  const ways = new Map<string, Map<ChannelName, Way>>();
  const asked: (Omit<Addressed, 'channel'> & { way: Way })[] = [];
  for (const { row, rules, advertised } of dues) {
    const person = people.get(row.profile_id);
    if (!person) continue;
    const own = new Map<ChannelName, Way>();
    const templates = JSON.parse(row.templates) as Record<string, { id: string; version: number }>;
    for (const name of row.channels) {
      const { channel, open, kept } = opened.get(name) as NonNullable<
        ReturnType<typeof opened.get>
      >;
      const named = templates[name];
      const template = named
        ? await deps.writer.template(retailerId, named.id, named.version)
        : null;
      const address = addressFor(channel, person, kept.get(person.id) ?? [], rules.address);
      const way: Way = { channel, template, open, address, facts: NOTHING_KNOWN, left: null };
      if (address !== null) asked.push({ way, profileId: person.id, address, advertised });
      own.set(name, way);
    }
    ways.set(row.id, own);
  }
  const facts = await speechFacts(
    { sql: tx, list: deps.suppression },
    retailerId,
    asked.map(({ way, ...about }) => ({ ...about, channel: way.channel.consent })),
  );
  for (const [i, { way }] of asked.entries()) way.facts = facts[i] ?? NOTHING_KNOWN;
  return ways;
}

type Kept = ReadonlyMap<ProfileId, readonly string[]>;
const NO_KEPT: Kept = new Map();

interface Judged {
  due: Due;
  person: Person | null;
  judgement: Judgement;
}

interface JudgeContext {
  shop: queries.ShopRow;
  setting: Setting;
  touches: Map<ProfileId, HeldTouch>;
  used: Map<ChannelName, number>;
  /** Filled with those whose memory changed. */
  spokenTo: Set<ProfileId>;
}

/** What a message judged earlier in the batch has become. */
type Leaving = Pick<Due['twins'][number], 'status' | 'channel' | 'address'>;

const GONE: Judgement = { send: null, reason: 'shopper_gone', until: null, freed: null };

/** One after the other: what an earlier message of the batch counts, the next one knows. */
function judgeAll(
  { shop, setting, touches, used, spokenTo }: JudgeContext,
  dues: readonly Due[],
  people: ReadonlyMap<ProfileId, Person | null>,
  ways: ReadonlyMap<string, Map<ChannelName, Way>>,
): Judged[] {
  const { now, zone } = setting;
  const monthOf = (at: number): number => calendar.at(zone, at).month;
  const leaving = new Map<string, Leaving>();
  return dues.map((asked) => {
    const due = { ...asked, twins: asked.twins.map((one) => ({ ...one, ...leaving.get(one.id) })) };
    const person = people.get(due.row.profile_id) ?? null;
    if (person === null) return { due, person, judgement: GONE };
    const own = ways.get(due.row.id) ?? new Map<ChannelName, Way>();
    // An earlier try this month has used its own up already.
    const { taken } = due.row;
    const paid = taken !== null && monthOf(taken) === monthOf(now);
    for (const [name, way] of own) {
      const monthly = shop.settings?.monthly?.[name];
      way.left = monthly === undefined ? null : monthly - (used.get(name) ?? 0) + Number(paid);
    }
    const held = touches.get(person.id);
    const judgement = judge(due, person, own, held?.memory ?? null, setting);
    if (judgement.send !== null) {
      const { name } = judgement.send.channel;
      if (used.has(name) && !paid) used.set(name, (used.get(name) ?? 0) + 1);
      leaving.set(due.row.id, { status: 'sending', channel: name, address: judgement.address });
    }
    const memory = remembered({ due, person, judgement }, held?.memory ?? null, setting);
    if (memory !== (held?.memory ?? null)) {
      touches.set(person.id, { version: held?.version ?? 0, memory });
      spokenTo.add(person.id);
    }
    return { due, person, judgement };
  });
}

/** What the shopper's memory is afterwards: an earlier try counts no more, and what leaves counts now. */
function remembered(
  { due, judgement }: Judged,
  before: TouchMemory | null,
  { now, zone }: Setting,
): TouchMemory | null {
  const { freed } = judgement;
  const then = calendar.at(zone, due.row.taken ?? now);
  const memory = freed === null ? before : unspoken(before, then, freed);
  if (judgement.send === null || judgement.count === null) return memory;
  return spoken(memory, capTime(before, now, calendar.at(zone, now)), judgement.count);
}

/** The categories that a message may show goods of; null = any. Without consent only what is like the sale may be advertised. */
function boundTo({ facts: { existing } }: Way, basis: string): readonly string[] | null {
  const bound = basis === 'existing_customer' && existing?.rule.similar === 'category';
  return bound ? existing.advertised : null;
}

/** Gathers what the messages that leave are filled with. */
async function fill(
  deps: ReserveDeps,
  retailerId: RetailerId,
  shop: queries.ShopRow,
  judged: readonly Judged[],
  batch: Batch,
): Promise<void> {
  const wanted: ToFill[] = [];
  const leaving: Omit<Reserved, 'data'>[] = [];
  for (const { due, person, judgement } of judged) {
    if (judgement.send === null || person === null) continue;
    const { row, rules } = due;
    const { channel } = judgement.send;
    const locale = rules.locale ?? localeOf(person.state, shop.locale);
    const state = unchosen(person.state) ? impersonal(person.state) : person.state;
    const data = JSON.parse(row.data) as JsonObject;
    const { template } = judgement;
    const within = boundTo(judgement.send, judgement.basis);
    wanted.push({ profileId: person.id, state, template, locale, data, within });
    leaving.push({
      id: row.id,
      attempt: row.attempt + 1,
      tries: row.tries,
      profileId: person.id,
      version: person.version,
      person,
      channel,
      address: judgement.address,
      given: rules.address !== undefined,
      template,
      basis: row.origin_kind === 'test' ? 'service' : template.basis,
      variant: row.variant,
      locale,
      due,
      measured: measured(person.state),
    });
  }
  if (wanted.length === 0) return;
  const facts = await deps.writer.gather(retailerId, wanted);
  for (const [i, one] of leaving.entries()) {
    batch.reserved.push({ ...one, data: facts[i] as MessageData });
  }
}

async function write(
  context: { tx: TransactionSql; retailerId: RetailerId; now: number; month: number },
  judged: readonly Judged[],
  batch: Batch,
  touches: ReadonlyMap<ProfileId, HeldTouch>,
  used: ReadonlyMap<ChannelName, number>,
): Promise<void> {
  const { tx, retailerId, now, month } = context;
  for (const { judgement } of judged) {
    if (judgement.send !== null) continue;
    batch.refused.set(judgement.reason, (batch.refused.get(judgement.reason) ?? 0) + 1);
  }
  // Sent one behind the other, waited for once.
  const statements: Promise<unknown>[] = [
    queries.writeVerdicts(tx, retailerId, judged.map(verdictOf), now),
  ];
  if (batch.reserved.length > 0)
    statements.push(queries.writeContents(tx, retailerId, batch.reserved.map(contentOf), now));
  if (used.size > 0) statements.push(queries.writeBudgets(tx, retailerId, month, used));
  const kept = touches.size === 0 || keepTouches(tx, retailerId, touches);
  await pipelined([...statements, kept]);
  if (!(await kept)) throw new Again('a shopper was spoken to by another process');
}

function verdictOf({ due: { row }, judgement }: Judged): queries.Verdict {
  const none = { channel: null, address: null, basis: null };
  if (judgement.send === null) {
    const { reason, until } = judgement;
    const status = until === null ? 'dropped' : 'waiting';
    const counted = row.counted && judgement.freed === null;
    return { id: row.id, status, reason, from: until, counted, ...none };
  }
  return {
    id: row.id,
    status: 'sending',
    reason: null,
    from: null,
    counted: true,
    channel: judgement.send.channel.name,
    address: judgement.address,
    basis: judgement.basis,
  };
}

function contentOf(message: Reserved): queries.ContentWrite {
  const { id, due, template, variant, locale, data } = message;
  const { id: templateId, version } = template;
  const text = JSON.stringify(data);
  const { profile_id: profile } = due.row;
  return { id, profile, template: templateId, version, variant, locale, data: text };
}
