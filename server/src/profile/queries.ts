import {
  type Order,
  type OrderLine,
  type ProfileId,
  type RetailerId,
  identityOf,
  keyOf,
  type IdentityKey,
} from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import type { EventRow } from '../event/index.ts';
import type { Link } from './partition.ts';
import type { SourceFacts } from './stored-event.ts';

/** A connection or a transaction of the owner. */
export type Db = Sql | TransactionSql;

export interface IdentityRow {
  key: IdentityKey;
  profileId: ProfileId;
  homeId: ProfileId;
  shared: boolean;
}

/** Identifiers of a batch that are known already. One index probe each: "lateral … limit 1" leaves no other plan. */
export async function findIdentities(
  sql: Db,
  retailerId: RetailerId,
  keys: readonly IdentityKey[],
): Promise<IdentityRow[]> {
  if (keys.length === 0) return [];
  const kinds: string[] = [];
  const values: string[] = [];
  for (const key of keys) {
    const { kind, value } = identityOf(key);
    kinds.push(kind);
    values.push(value);
  }
  const rows = await sql<
    { kind: string; value: string; profile_id: ProfileId; home_id: ProfileId; shared: boolean }[]
  >`
    select i.kind, i.value, i.profile_id, i.home_id, i.shared
    from unnest(${kinds}::text[], ${values}::text[]) wanted (kind, value)
    cross join lateral (
      select * from identity where retailer_id = ${retailerId} and kind = wanted.kind and value = wanted.value limit 1
    ) i`;
  return rows.map((row) => ({
    key: keyOf({ kind: row.kind as never, value: row.value }),
    profileId: row.profile_id,
    homeId: row.home_id,
    shared: row.shared,
  }));
}

/** Where an identifier leads, and the state that is there; null when the profile has no event yet. */
export interface AnchorRow extends IdentityRow {
  profile: { version: number; seq: number; text: string; audience: string } | null;
}

/**
 * The strongest identifiers of a batch's events with their profiles' states, in one statement: both come from one
 * snapshot, so the state's version also vouches for where the identifier leads.
 */
export async function findAnchors(
  sql: Db,
  retailerId: RetailerId,
  keys: readonly IdentityKey[],
): Promise<AnchorRow[]> {
  if (keys.length === 0) return [];
  const wanted = keys.map(identityOf);
  const rows = await sql<
    {
      kind: string;
      value: string;
      profile_id: ProfileId;
      home_id: ProfileId;
      shared: boolean;
      version: number | null;
      seq: number | null;
      state: string | null;
      audience: string | null;
    }[]
  >`
    select i.kind, i.value, i.profile_id, i.home_id, i.shared, p.version, p.seq, p.state, p.audience
    from unnest(${wanted.map(({ kind }) => kind)}::text[], ${wanted.map(({ value }) => value)}::text[]) wanted (kind, value)
    cross join lateral (
      select * from identity where retailer_id = ${retailerId} and kind = wanted.kind and value = wanted.value limit 1
    ) i
    left join lateral (
      select * from profile where retailer_id = ${retailerId} and id = i.profile_id limit 1
    ) p on true`;
  return rows.map((row) => ({
    key: `${row.kind}:${row.value}`,
    profileId: row.profile_id,
    homeId: row.home_id,
    shared: row.shared,
    profile:
      row.version === null || row.seq === null || row.state === null
        ? null
        : {
            version: row.version,
            seq: row.seq,
            text: row.state,
            audience: row.audience ?? '{}',
          },
  }));
}

/** All identifiers of some profiles. */
export async function findIdentitiesOfProfiles(
  sql: Db,
  retailerId: RetailerId,
  profileIds: readonly ProfileId[],
): Promise<IdentityRow[]> {
  const rows = await sql<
    { key: string; profile_id: ProfileId; home_id: ProfileId; shared: boolean }[]
  >`
    select kind || ':' || value as key, profile_id, home_id, shared from identity
    where retailer_id = ${retailerId} and profile_id = any(${[...profileIds]}::uuid[])`;
  return rows.map((row) => ({
    key: row.key,
    profileId: row.profile_id,
    homeId: row.home_id,
    shared: row.shared,
  }));
}

/**
 * Every link that hangs together with the given identifiers. Links of shared identifiers are not kept, so that a tablet in
 * a shop does not make one component of all its users.
 */
export async function findComponent(
  sql: Db,
  retailerId: RetailerId,
  keys: readonly IdentityKey[],
): Promise<Link[]> {
  if (keys.length === 0) return [];
  return sql<Link[]>`
    with recursive reach (node) as (
      select unnest(${keys as string[]}::text[])
      union
      select near.node from reach cross join lateral (
        (select b as node from identity_link
          where retailer_id = ${retailerId} and a = reach.node and cut_at is null offset 0)
        union all
        (select a from identity_link
          where retailer_id = ${retailerId} and b = reach.node and cut_at is null offset 0)
      ) near
    )
    select l.* from reach cross join lateral (
      select a, b, origin, cut_at is not null as cut from identity_link
      where retailer_id = ${retailerId} and a = reach.node offset 0
    ) l
    union
    select l.* from reach cross join lateral (
      select a, b, origin, cut_at is not null from identity_link
      where retailer_id = ${retailerId} and b = reach.node offset 0
    ) l`;
}

export interface ProfileRow {
  id: ProfileId;
  version: number;
  seq: number;
  state: string;
  audience: string;
}

/** States as text, so that the reader parses what it needs and compares byte for byte. */
export async function findProfiles(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<ProfileRow[]> {
  if (ids.length === 0) return [];
  const rows = await sql<ProfileRow[]>`
    select id, version, seq, state, audience from profile
    where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])`;
  return [...rows];
}

/** Locks profiles in id order, so that two changes of the same shoppers wait for each other and never deadlock. */
export async function lockProfiles(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<void> {
  await sql`
    select 1 from profile where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[]) order by id for update`;
}

/** The events of some profiles in the order they were folded. */
export function findEvents(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<EventRow[]> {
  return sql<EventRow[]>`
    select id, profile_id, seq, at, kind, name, source_id, anchor, body from event
    where retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[])
    order by profile_id, seq, id`;
}

/** Kind and currency of a retailer's sources. */
export async function findSources(
  sql: Db,
  retailerId: RetailerId,
): Promise<Map<number, SourceFacts>> {
  const rows = await sql<{ id: number; kind: string; currency: string }[]>`
    select id, kind, currency from source where retailer_id = ${retailerId}`;
  return new Map(rows.map((row) => [row.id, { kind: row.kind, currency: row.currency }]));
}

interface OrderRow {
  profile_id: ProfileId;
  order_id: string;
  kind: Order['kind'];
  status: Order['status'];
  at: Date;
  currency: string;
  total_minor: number;
  shipping_minor: number;
  tax_minor: number;
  discount_minor: number;
  refunded_minor: number;
  coupon: string | null;
  channel: string;
  store_id: string | null;
  event_id: string;
  lines: OrderLine[] | null;
}

/** The orders that a batch speaks of, with their lines; keyed by profile and order id (see orderKey). */
export async function findOrders(
  sql: Db,
  retailerId: RetailerId,
  wanted: readonly { profileId: ProfileId; orderId: string }[],
): Promise<Map<string, Order>> {
  if (wanted.length === 0) return new Map();
  const rows = await sql<OrderRow[]>`
    select o.*, (
      select json_agg(json_build_object('lineNo', l.line_no, 'productId', l.product_id, 'name', l.name, 'category', l.category,
        'brand', l.brand, 'variant', l.variant, 'quantity', l.quantity, 'unitPriceMinor', l.unit_price_minor) order by l.line_no)
      from order_line l where l.retailer_id = o.retailer_id and l.order_id = o.order_id and l.profile_id = o.profile_id) as lines
    from (select ${retailerId}::int as retailer_id, unnest(${wanted.map((w) => w.profileId)}::uuid[]) as profile_id,
        unnest(${wanted.map((w) => w.orderId)}::text[]) as order_id offset 0) w
    join customer_order o on o.retailer_id = w.retailer_id and o.order_id = w.order_id and o.profile_id = w.profile_id`;
  return new Map(rows.map((row) => [orderKey(row.profile_id, row.order_id), orderOf(row)]));
}

/** Key of an order within a retailer. */
export function orderKey(profileId: string, orderId: string): string {
  return `${profileId}|${orderId}`;
}

function orderOf(row: OrderRow): Order {
  return {
    orderId: row.order_id,
    kind: row.kind,
    status: row.status,
    at: row.at.getTime(),
    currency: row.currency,
    totalMinor: row.total_minor,
    shippingMinor: row.shipping_minor,
    taxMinor: row.tax_minor,
    discountMinor: row.discount_minor,
    refundedMinor: row.refunded_minor,
    coupon: row.coupon,
    channel: row.channel,
    storeId: row.store_id,
    lines: row.lines ?? [],
    event: row.event_id,
  };
}
