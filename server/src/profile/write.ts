import {
  type AudienceMemory,
  type Order,
  type ProfileId,
  type ProfileState,
  type RetailerId,
  identityOf,
  type IdentityKey,
} from '@augenblick/contract';
import type { ConsentFact } from '../consent/index.ts';
import { createBreath, pipelined, type TransactionSql } from '../runtime/index.ts';
import { cardOf } from './card.ts';
import type { Move, NewIdentity, NewLink } from './resolve.ts';

/** The row changed under us: another process was faster. The batch is done again from fresh rows. */
export class Outrun extends Error {}

/** A shopper's state ready to be written. `version` null: the profile is new. */
export interface StateWrite {
  id: ProfileId;
  version: number | null;
  seq: number;
  state: ProfileState;
  audience: AudienceMemory;
  /** The audience as it stands in the row, when that is known: the same is not written again. */
  audienceBefore?: string | undefined;
}

/** What was written of a shopper: state and audience as texts. */
export interface WrittenTexts {
  state: string;
  audience: string;
}

/**
 * The version of a row once this is written: one more, or for a new row a number made of what stands in it (FNV-1a, 30 bits).
 * Rows go when shoppers are joined and come back when they are parted; did each begin with the same number, a process that
 * remembers the former row would take it for the present one. One that remembers the very same content may.
 */
export function versionAfter(
  { version }: Pick<StateWrite, 'version'>,
  { state, audience }: WrittenTexts,
): number {
  return version === null ? (spread(audience, spread(state, FNV_BASIS)) >>> 2) + 1 : version + 1;
}

const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

function spread(text: string, from: number): number {
  let hash = from;
  // oxlint-disable-next-line unicorn/prefer-code-point -- units, not characters: every one counts once
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  return hash;
}

/** The texts of states; rests now and then while it writes them. */
export async function textsOf(
  writes: readonly StateWrite[],
): Promise<Map<ProfileId, WrittenTexts>> {
  const breath = createBreath();
  const texts = new Map<ProfileId, WrittenTexts>();
  for (const { id, state, audience } of writes) {
    if (breath.isDue()) await breath.take();
    texts.set(id, { state: JSON.stringify(state), audience: JSON.stringify(audience) });
  }
  return texts;
}

/**
 * Writes the states of a batch: one statement for the known, one for the new. The version is the lock: when a row has
 * another version than was read, or is gone, or is there already, nothing of the batch may stand. The states travel as
 * one text, parted by a character that JSON never holds: as a JSON document PostgreSQL spent more on reading it than on
 * the update, and as an array node spent more on quoting it.
 */
export async function writeStates(
  sql: TransactionSql,
  retailerId: RetailerId,
  writes: readonly StateWrite[],
  texts: ReadonlyMap<ProfileId, WrittenTexts>,
): Promise<void> {
  const stateOf = ({ id }: StateWrite): string => texts.get(id)?.state ?? '';
  const versionOf = (write: StateWrite): number =>
    versionAfter(write, { state: stateOf(write), audience: audienceOf(write) });
  const audienceOf = ({ id }: StateWrite): string => texts.get(id)?.audience ?? '';
  const changedAudience = (write: StateWrite): string =>
    audienceOf(write) === write.audienceBefore ? '' : audienceOf(write);
  const sorted = [...writes].sort((a, b) => (a.id < b.id ? -1 : 1));
  const known = sorted.filter((write) => write.version !== null);
  const fresh = sorted.filter((write) => write.version === null);
  const update = sql`
      update profile p set version = p.version + 1, seq = w.seq, last_at = to_timestamp(w.last / 1000.0), state = w.state,
        audience = coalesce(nullif(w.audience, ''), p.audience)
      from (
        select unnest(${known.map((write) => write.id)}::uuid[]) as id, unnest(${known.map((write) => write.version ?? 0)}::int[]) as version,
          unnest(${known.map((write) => write.seq)}::bigint[]) as seq, unnest(${known.map((write) => write.state.lastAt)}::float8[]) as last,
          unnest(string_to_array(${joined(known, stateOf)}, ${SEPARATOR})) as state,
          unnest(string_to_array(${joined(known, changedAudience)}, ${SEPARATOR})) as audience
      ) w
      where p.retailer_id = ${retailerId} and p.id = w.id and p.version = w.version`;
  const insert = sql`
      insert into profile (retailer_id, id, version, seq, last_at, state, audience)
      select ${retailerId}::int, unnest(${fresh.map((write) => write.id)}::uuid[]), unnest(${fresh.map(versionOf)}::int[]), unnest(${fresh.map((write) => write.seq)}::bigint[]),
        to_timestamp(unnest(${fresh.map((write) => write.state.lastAt)}::float8[]) / 1000.0),
        unnest(string_to_array(${joined(fresh, stateOf)}, ${SEPARATOR})), unnest(string_to_array(${joined(fresh, audienceOf)}, ${SEPARATOR}))
      on conflict do nothing`;
  const [updated, inserted] = await pipelined([
    known.length > 0 ? update : undefined,
    fresh.length > 0 ? insert : undefined,
  ] as const);
  if ((updated?.count ?? 0) !== known.length)
    throw new Outrun('a profile was changed by another process');
  if ((inserted?.count ?? 0) !== fresh.length)
    throw new Outrun('a profile was made by another process');
}

/** JSON.stringify writes control characters as escapes, so this one never occurs in its output. */
const SEPARATOR = '\u0001';

/** A list of one empty text is written as the separator alone: string_to_array makes nothing of ''. */
function joined(writes: readonly StateWrite[], text: (write: StateWrite) => string): string {
  const all = writes.map(text).join(SEPARATOR);
  return all === '' ? SEPARATOR : all;
}

/** Writes the cards that changed. */
export async function writeCards(
  sql: TransactionSql,
  retailerId: RetailerId,
  states: readonly Pick<StateWrite, 'id' | 'state'>[],
): Promise<void> {
  if (states.length === 0) return;
  const rows = [...states]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, state }) => ({ id, ...cardOf(state) }));
  await sql`
    insert into profile_card (retailer_id, profile_id, name, email, phone, city, identified, orders, revenue_minor, currency, first_at, seen_on, search, simulated)
    select ${retailerId}, c.id, c.name, c.email, c.phone, c.city, c.identified, c.orders, c."revenueMinor", c.currency,
      to_timestamp(c."firstAt" / 1000.0), c."seenOn", c.search, c.simulated
    from json_to_recordset(${JSON.stringify(rows)}::text::json) c (id uuid, name text, email text, phone text, city text, identified bool,
      orders int, "revenueMinor" bigint, currency text, "firstAt" float8, "seenOn" date, search text, simulated bool)
    on conflict (retailer_id, profile_id) do update set name = excluded.name, email = excluded.email, phone = excluded.phone,
      city = excluded.city, identified = excluded.identified, orders = excluded.orders, revenue_minor = excluded.revenue_minor,
      currency = excluded.currency, first_at = excluded.first_at, seen_on = excluded.seen_on, search = excluded.search,
      simulated = excluded.simulated`;
}

/** Writes identifiers seen for the first time. */
export async function writeIdentities(
  sql: TransactionSql,
  retailerId: RetailerId,
  fresh: readonly NewIdentity[],
): Promise<void> {
  if (fresh.length === 0) return;
  const rows = [...fresh]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((identity) => ({
      ...identityOf(identity.key),
      profile: identity.profileId,
      home: identity.homeId,
      shared: identity.shared,
      at: identity.event.at,
      event: identity.event.id,
    }));
  const done = await sql`
    insert into identity (retailer_id, kind, value, profile_id, home_id, shared, first_at, event_id)
    select ${retailerId}, i.kind, i.value, i.profile, i.home, i.shared, to_timestamp(i.at / 1000.0), i.event
    from json_to_recordset(${JSON.stringify(rows)}::text::json) i (kind text, value text, profile uuid, home uuid, shared bool, at float8, event uuid)
    on conflict do nothing`;
  if (done.count !== fresh.length) throw new Outrun('an identifier was made by another process');
}

/** Writes links, marks identifiers found shared and forgets their links (they join nobody for good). */
export async function writeLinks(
  sql: TransactionSql,
  retailerId: RetailerId,
  links: readonly NewLink[],
  newlyShared: readonly IdentityKey[],
): Promise<void> {
  const shared = new Set(newlyShared);
  const kept = links.filter(
    (link) => link.origin !== 'event' || (!shared.has(link.a) && !shared.has(link.b)),
  );
  if (kept.length > 0) {
    await sql`
      insert into identity_link (retailer_id, a, b, event_id, at, origin)
      select ${retailerId}, l.a, l.b, coalesce(l."eventId", '00000000-0000-0000-0000-000000000000'), to_timestamp(l.at / 1000.0), l.origin
      from json_to_recordset(${JSON.stringify(kept)}::text::json) l (a text, b text, "eventId" uuid, at float8, origin text)
      on conflict (retailer_id, a, b) do nothing`;
  }
  if (shared.size === 0) return;
  const keys = [...shared];
  await sql`
    update identity set shared = true
    where retailer_id = ${retailerId}
      and (kind, value) in (select split_part(k, ':', 1), substr(k, strpos(k, ':') + 1) from unnest(${keys}::text[]) k)`;
  const found = sql`(select ${retailerId}::int as retailer_id, unnest(${keys}::text[]) as key offset 0)`;
  await pipelined([
    sql`
      delete from identity_link l using ${found} w
      where l.retailer_id = w.retailer_id and l.a = w.key and l.origin = 'event'`,
    sql`
      delete from identity_link l using ${found} w
      where l.retailer_id = w.retailer_id and l.b = w.key and l.origin = 'event'`,
  ]);
}

/**
 * Moves identifiers, the events anchored by them and those events' consents to other profiles, and logs it. Sent at once:
 * what is sent after it sees events and identifiers where they are now.
 */
export async function writeMoves(
  sql: TransactionSql,
  retailerId: RetailerId,
  moves: readonly Move[],
  at: number,
  newId: () => string,
  staffId: string | null,
): Promise<void> {
  if (moves.length === 0) return;
  const rows = JSON.stringify(
    moves.map((move) => ({ ...move, ...identityOf(move.key), id: newId() })),
  );
  const identities = sql`
    update identity i set profile_id = m."to"
    from (select ${retailerId}::int as retailer_id, m.*
        from json_to_recordset(${rows}::text::json) m (kind text, value text, "to" uuid) offset 0) m
    where i.retailer_id = m.retailer_id and i.kind = m.kind and i.value = m.value`;
  const events = sql`
    with moved as (
      update event e set profile_id = m."to"
      from (select ${retailerId}::int as retailer_id, m.*
          from json_to_recordset(${rows}::text::json) m (key text, "from" uuid, "to" uuid) offset 0) m
      where e.retailer_id = m.retailer_id and e.profile_id = m."from" and e.anchor = m.key
      returning e.retailer_id, e.id, m."to" as profile_id
    ), signups as (
      update signup s set profile_id = moved.profile_id from moved
      where s.retailer_id = moved.retailer_id and s.event_id = moved.id
    )
    update consent c set profile_id = moved.profile_id from moved
    where c.retailer_id = moved.retailer_id and c.event_id = moved.id`;
  const log = sql`
    insert into identity_change (retailer_id, id, at, identity, from_profile, to_profile, reason, event_id, staff_id)
    select ${retailerId}, m.id, to_timestamp(${at}::float8 / 1000.0), m.key, m."from", m."to", m.reason, m."eventId", ${staffId}::uuid
    from json_to_recordset(${rows}::text::json) m (id uuid, key text, "from" uuid, "to" uuid, reason text, "eventId" uuid)`;
  await pipelined([identities, events, log]);
}

/** An order and whose it is. */
export interface OrderWrite {
  profileId: ProfileId;
  order: Order;
  sourceId: number;
  /** False when it was there before: its lines are replaced. */
  isNew: boolean;
}

/** Writes orders with their lines as they stand now. */
export async function writeOrders(
  sql: TransactionSql,
  retailerId: RetailerId,
  writes: readonly OrderWrite[],
): Promise<void> {
  if (writes.length === 0) return;
  const rows = writes.map(({ profileId, order, sourceId }) => ({
    ...order,
    lines: undefined,
    profile: profileId,
    source: sourceId,
  }));
  await sql`
    insert into customer_order (retailer_id, profile_id, order_id, kind, status, at, currency, total_minor, shipping_minor, tax_minor,
      discount_minor, refunded_minor, coupon, channel, store_id, source_id, event_id)
    select ${retailerId}, o.profile, o."orderId", o.kind, o.status, to_timestamp(o.at / 1000.0), o.currency, o."totalMinor", o."shippingMinor",
      o."taxMinor", o."discountMinor", o."refundedMinor", o.coupon, o.channel, o."storeId", o.source, o.event
    from json_to_recordset(${JSON.stringify(rows)}::text::json) o (profile uuid, "orderId" text, kind text, status text, at float8, currency text,
      "totalMinor" bigint, "shippingMinor" bigint, "taxMinor" bigint, "discountMinor" bigint, "refundedMinor" bigint, coupon text,
      channel text, "storeId" text, source int, event uuid)
    on conflict (retailer_id, order_id, profile_id) do update set kind = excluded.kind, status = excluded.status, at = excluded.at,
      currency = excluded.currency, total_minor = excluded.total_minor, shipping_minor = excluded.shipping_minor,
      tax_minor = excluded.tax_minor, discount_minor = excluded.discount_minor, refunded_minor = excluded.refunded_minor,
      coupon = excluded.coupon, channel = excluded.channel, store_id = excluded.store_id, event_id = excluded.event_id`;
  const replaced = writes.filter((write) => !write.isNew);
  if (replaced.length > 0) {
    await sql`
      delete from order_line l
      using (select ${retailerId}::int as retailer_id, unnest(${replaced.map((w) => w.profileId)}::uuid[]) as profile_id,
          unnest(${replaced.map((w) => w.order.orderId)}::text[]) as order_id offset 0) o
      where l.retailer_id = o.retailer_id and l.order_id = o.order_id and l.profile_id = o.profile_id`;
  }
  const lines = writes.flatMap(({ profileId, order }) =>
    order.lines.map((line) => ({
      ...line,
      profile: profileId,
      orderId: order.orderId,
      event: order.event,
    })),
  );
  if (lines.length === 0) return;
  await sql`
    insert into order_line (retailer_id, profile_id, order_id, line_no, product_id, name, category, brand, variant, quantity, unit_price_minor, event_id)
    select ${retailerId}, l.profile, l."orderId", l."lineNo", l."productId", l.name, l.category, l.brand, l.variant, l.quantity, l."unitPriceMinor", l.event
    from json_to_recordset(${JSON.stringify(lines)}::text::json) l (profile uuid, "orderId" text, "lineNo" int, "productId" text, name text,
      category text, brand text, variant text, quantity numeric, "unitPriceMinor" bigint, event uuid)`;
}

/** Takes away the orders of profiles that are about to be folded anew. Sent at once: what is sent after it may write them. */
export async function deleteOrders(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<void> {
  const theirs = sql`(select ${retailerId}::int as retailer_id, unnest(${[...ids]}::uuid[]) as id offset 0)`;
  await pipelined([
    // By way of their orders: lines have no index by shopper.
    sql`
      delete from order_line l using (
        select o.retailer_id, o.order_id, o.profile_id from ${theirs} w
        join customer_order o on o.retailer_id = w.retailer_id and o.profile_id = w.id offset 0) o
      where l.retailer_id = o.retailer_id and l.order_id = o.order_id and l.profile_id = o.profile_id`,
    sql`delete from customer_order o using ${theirs} w where o.retailer_id = w.retailer_id and o.profile_id = w.id`,
  ]);
}

/** Takes away profiles that hold no event any more, with their cards. */
export async function deleteProfiles(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<void> {
  if (ids.length === 0) return;
  await pipelined([
    sql`delete from profile where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])`,
    sql`delete from profile_card where retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[])`,
    sql`delete from wakeup where retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[])`,
  ]);
}

/** Writes consent facts with their proof. */
export async function writeConsents(
  sql: TransactionSql,
  retailerId: RetailerId,
  facts: readonly (ConsentFact & { profileId: ProfileId; sourceId: number })[],
): Promise<void> {
  if (facts.length === 0) return;
  await sql`
    insert into consent (retailer_id, profile_id, event_id, purpose, channel, state, at, wording, wording_version, method, place, staff, ip, user_agent, source_id)
    select ${retailerId}, c."profileId", c."eventId", c.purpose, c.channel, c.state, to_timestamp(c.at / 1000.0), c.wording, c."wordingVersion",
      c.method, c.place, c.staff, c.ip, c."userAgent", c."sourceId"
    from json_to_recordset(${JSON.stringify(facts)}::text::json) c ("profileId" uuid, "eventId" uuid, purpose text, channel text, state text, at float8,
      wording text, "wordingVersion" text, method text, place text, staff text, ip text, "userAgent" text, "sourceId" int)
    on conflict do nothing`;
}
