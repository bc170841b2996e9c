import type {
  ConsentChannel,
  ConsentPurpose,
  ConsentState,
  EventKind,
  IdentityKind,
  OrderKind,
  OrderStatus,
  ProfileState,
  RetailerId,
} from '@augenblick/contract';
import type { IdentityChangeReason } from '@augenblick/contract/api/shopper.ts';
import type postgres from 'postgres';
import type { StoredBody } from '../event/index.ts';
import type { TransactionSql } from '../runtime/index.ts';

/** All SQL that reads shoppers. Runs in `withRetailer`; the retailer stands in every condition all the same. */

export interface SourceRow {
  id: number;
  name: string;
  kind: string;
  currency: string;
  simulated: boolean;
}

/** The retailer's sources, to put names to ids; a handful, so one query beats joins. */
export function sources(sql: TransactionSql, retailerId: RetailerId) {
  return sql<SourceRow[]>`
    select id, name, kind, currency, simulated from source where retailer_id = ${retailerId}`;
}

export interface ProfileRow {
  id: string;
  last_at: Date;
  state: ProfileState;
}

/** One profile by its id. */
export async function profile(sql: TransactionSql, retailerId: RetailerId, id: string) {
  const [row] = await sql<ProfileRow[]>`
    select id, last_at, state::json as state from profile where retailer_id = ${retailerId} and id = ${id}`;
  return row;
}

/** The profile that now holds what `id` once was: where the identifiers went that last left it. */
export async function survivor(sql: TransactionSql, retailerId: RetailerId, id: string) {
  const [row] = await sql<{ id: string }[]>`
    select p.id from identity_change c
      join identity i on i.retailer_id = c.retailer_id and i.kind = split_part(c.identity, ':', 1)
       and i.value = substr(c.identity, strpos(c.identity, ':') + 1)
      join profile p on p.retailer_id = i.retailer_id and p.id = i.profile_id
     where c.retailer_id = ${retailerId} and c.from_profile = ${id}
     order by c.at desc limit 1`;
  return row?.id;
}

export interface IdentityRow {
  profile_id: string;
  kind: IdentityKind;
  value: string;
  shared: boolean;
  first_at: Date;
  event_id: string;
}

/** Identifiers of some profiles. */
export function identities(sql: TransactionSql, retailerId: RetailerId, profileIds: string[]) {
  return sql<IdentityRow[]>`
    select profile_id, kind, value, shared, first_at, event_id from identity
     where retailer_id = ${retailerId} and profile_id in ${sql(profileIds)}
     order by first_at, kind, value`;
}

/** A sign-up and the name of its form. */
export interface SignupRow {
  id: string;
  form: string | null;
}

/** Sign-ups of a profile with the name of their form; null where the team took one down. */
export function signups(sql: TransactionSql, retailerId: RetailerId, profileId: string) {
  return sql<SignupRow[]>`
    select id, form_name as form from signup
     where retailer_id = ${retailerId} and profile_id = ${profileId}`;
}

export interface ChangeRow {
  id: string;
  at: Date;
  identity: string;
  from_profile: string | null;
  to_profile: string;
  reason: IdentityChangeReason;
  event_id: string | null;
  staff_id: string | null;
  staff_name: string | null;
  note: string | null;
}

/**
 * The merge log of a profile, newest first, with what staff noted about their own merges. That an identifier was seen for
 * the first time stands in its own row and not in the log.
 */
export function identityChanges(sql: TransactionSql, retailerId: RetailerId, profileId: string) {
  return sql<ChangeRow[]>`
    select c.*, m.staff_name, m.note
      from (${moves(sql, retailerId, profileId)}) c
      left join lateral (
        select staff_name, note from staff_merge m
         where m.retailer_id = ${retailerId} and m.staff_id is not distinct from c.staff_id
           and m.action = case c.reason when 'staff_merge' then 'merge' else 'unmerge' end
           and (m.profile_id in (c.to_profile, c.from_profile)
             or m.other_profile_id in (c.to_profile, c.from_profile))
         order by abs(extract(epoch from m.at - c.at)) limit 1
      ) m on c.reason in ('staff_merge', 'staff_unmerge')
     order by c.at desc, c.id desc limit 500`;
}

function moves(sql: TransactionSql, retailerId: RetailerId, profileId: string) {
  return sql`
    select id, at, identity, from_profile, to_profile, reason, event_id, staff_id from identity_change
     where retailer_id = ${retailerId} and (to_profile = ${profileId} or from_profile = ${profileId})
    union all
    select md5(kind || ':' || value)::uuid, first_at, kind || ':' || value, null, home_id, 'first_seen',
           event_id, null
      from identity where retailer_id = ${retailerId} and profile_id = ${profileId}`;
}

/** Writes down why staff joined or separated two shoppers. */
export function putStaffMerge(
  sql: TransactionSql,
  row: {
    retailerId: RetailerId;
    id: string;
    at: number;
    action: 'merge' | 'unmerge';
    profileId: string;
    otherProfileId: string;
    identity: string | null;
    note: string;
    staffId: string | null;
    staffName: string;
  },
) {
  return sql`
    insert into staff_merge (retailer_id, id, at, action, profile_id, other_profile_id, identity, note,
                             staff_id, staff_name)
    values (${row.retailerId}, ${row.id}, ${new Date(row.at)}, ${row.action}, ${row.profileId},
            ${row.otherProfileId}, ${row.identity}, ${row.note}, ${row.staffId}, ${row.staffName})`;
}

export interface OrderRow {
  order_id: string;
  kind: OrderKind;
  status: OrderStatus;
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
  source_id: number;
  event_id: string;
}

/** Where a page goes on: entries older than `at`, or as old with a smaller id. */
export interface Before {
  at: Date;
  /** Undefined: everything at this very instant was shown already. Null: nothing of it was. */
  id: string | null | undefined;
}

/** A shopper's orders, newest first. */
export function orders(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
  limit: number,
  before?: Before,
) {
  return sql<OrderRow[]>`
    select order_id, kind, status, at, currency, total_minor, shipping_minor, tax_minor, discount_minor,
           refunded_minor, coupon, channel, store_id, source_id, event_id
      from customer_order
     where retailer_id = ${retailerId} and profile_id = ${profileId}
       ${olderThan(sql, before, sql`order_id`)}
     order by at desc, order_id collate "C" desc limit ${limit}`;
}

export interface LineRow {
  order_id: string;
  line_no: number;
  product_id: string;
  name: string;
  category: string | null;
  brand: string | null;
  variant: string | null;
  quantity: string;
  unit_price_minor: number;
}

/** The lines of some orders of one shopper. */
export function orderLines(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
  orderIds: string[],
) {
  return sql<LineRow[]>`
    select order_id, line_no, product_id, name, category, brand, variant, quantity, unit_price_minor
      from order_line
     where retailer_id = ${retailerId} and profile_id = ${profileId} and order_id in ${sql(orderIds)}
     order by order_id, line_no`;
}

export interface ConsentRow {
  event_id: string;
  purpose: ConsentPurpose;
  channel: ConsentChannel;
  state: ConsentState;
  at: Date;
  wording: string | null;
  wording_version: string | null;
  method: string | null;
  place: string | null;
  source_id: number;
}

/** Statements of consent in the timeline; the id is event:purpose:channel. */
export function consentEntries(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
  limit: number,
  before?: Before,
) {
  const id = sql`event_id || ':' || purpose || ':' || channel`;
  return sql<ConsentRow[]>`
    select event_id, purpose, channel, state, at, wording, wording_version, method, place, source_id
      from consent
     where retailer_id = ${retailerId} and profile_id = ${profileId} ${olderThan(sql, before, id)}
     order by at desc, ${id} collate "C" desc limit ${limit}`;
}

/** Identity changes in the timeline. */
export function changeEntries(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
  limit: number,
  before?: Before,
) {
  return sql<ChangeRow[]>`
    select *, null as staff_name, null as note from (${moves(sql, retailerId, profileId)}) c
     where true ${olderThan(sql, before, sql`id::text`)}
     order by date_trunc('milliseconds', at) desc, id desc limit ${limit}`;
}

export interface EventRow {
  id: string;
  profile_id: string;
  seq: number;
  at: Date;
  received_at: Date;
  source_id: number;
  kind: EventKind;
  name: string;
  anchor: string | null;
  body: StoredBody;
}

/**
 * Events of a shopper, newest first. There is no index by time: a shopper's events are read through the index by seq and
 * the newest picked out, 5 ms for a thousand events and 90 ms for a hundred thousand.
 * Events that stand in the list as an order or a consent of their own can be left out.
 */
export function eventEntries(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
  limit: number,
  options: { before?: Before | undefined; withoutOrders: boolean; withoutConsents: boolean },
) {
  return sql<EventRow[]>`
    select id, profile_id, seq, at, received_at, source_id, kind, name, anchor, body
      from event e
     where retailer_id = ${retailerId} and profile_id = ${profileId}
       ${options.withoutOrders ? sql`and name not in ('Order Completed', 'Receipt Issued')` : sql``}
       ${
         options.withoutConsents
           ? sql`and not exists (select from consent c
                                  where c.retailer_id = e.retailer_id and c.event_id = e.id)`
           : sql``
       }
       ${olderThan(sql, options.before, sql`id::text`)}
     order by at desc, id desc limit ${limit}`;
}

/** One stored event by its id. */
export async function eventById(sql: TransactionSql, retailerId: RetailerId, id: string) {
  const [row] = await sql<EventRow[]>`
    select id, profile_id, seq, at, received_at, source_id, kind, name, anchor, body
      from event where retailer_id = ${retailerId} and id = ${id}`;
  return row;
}

/** A shopper's events in the order they were folded, up to and including one of them. */
export function eventsUpTo(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
  last: Pick<EventRow, 'seq' | 'id'>,
) {
  return sql<EventRow[]>`
    select id, profile_id, seq, at, received_at, source_id, kind, name, anchor, body
      from event
     where retailer_id = ${retailerId} and profile_id = ${profileId}
       and (seq, id) <= (${last.seq}::bigint, ${last.id}::uuid)
     order by seq, id`;
}

/** Changes of identity that one event caused, in the order they were made. */
export function changesOfEvent(sql: TransactionSql, retailerId: RetailerId, eventId: string) {
  return sql<ChangeRow[]>`
    select id, at, identity, from_profile, to_profile, reason, event_id, staff_id,
           null as staff_name, null as note
      from identity_change where retailer_id = ${retailerId} and event_id = ${eventId} order by id`;
}

/** Links that an event made between its identifiers, 'kind:value' each. */
export function linksOfEvent(
  sql: TransactionSql,
  retailerId: RetailerId,
  eventId: string,
  keys: readonly string[],
) {
  return sql<{ a: string; b: string; at: Date; origin: string }[]>`
    select a, b, at, origin from identity_link
     where retailer_id = ${retailerId} and a in ${sql([...keys])} and event_id = ${eventId} order by a, b`;
}

/** Where the identifiers of an event belong now. */
export function identitiesByKey(
  sql: TransactionSql,
  retailerId: RetailerId,
  keys: { kind: string; value: string }[],
) {
  return sql<IdentityRow[]>`
    select profile_id, kind, value, shared, first_at, event_id from identity
     where retailer_id = ${retailerId}
       and (kind, value) in (select k->>'kind', k->>'value' from jsonb_array_elements(${sql.json(keys)}) k)`;
}

/** Statements of consent that an event carried. */
export function consentsOfEvent(sql: TransactionSql, retailerId: RetailerId, eventId: string) {
  return sql<ConsentRow[]>`
    select event_id, purpose, channel, state, at, wording, wording_version, method, place, source_id
      from consent where retailer_id = ${retailerId} and event_id = ${eventId}
     order by purpose, channel`;
}

/** Instants are compared in whole milliseconds, which is all that a page's mark can carry. */
function olderThan(
  sql: TransactionSql,
  before: Before | undefined,
  id: postgres.PendingQuery<postgres.Row[]>,
) {
  if (before === undefined) return sql``;
  const at = sql`date_trunc('milliseconds', at)`;
  if (before.id === undefined) return sql`and ${at} < ${before.at}`;
  if (before.id === null) return sql`and ${at} <= ${before.at}`;
  return sql`and ${at} <= ${before.at} and (${at} < ${before.at} or (${id}) collate "C" < ${before.id})`;
}
