import type { PartMemory, ProfileId, RetailerId } from '@augenblick/contract';
import type { CompiledPart } from './compile.ts';
import { ORDERS_KEEP, type PlainGoods, type Range, SEQUENCE_KEEP } from './part.ts';
import { type Db, joined, type Piece, sqlPattern } from './sql-value.ts';

/** What is remembered of one shopper for one part. */
export interface MemoryRow {
  profile_id: ProfileId;
  no: number;
  memory: PartMemory;
}

/**
 * The memory of parts for shoppers who were there before them, from the tables: what `remember` would have kept had it
 * seen every event. One statement; events are read once for all parts.
 */
export async function memoriesOf(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
  parts: readonly CompiledPart[],
): Promise<MemoryRow[]> {
  if (ids.length === 0 || parts.length === 0) return [];
  const scope = { sql, retailerId, ids };
  const names = [
    ...new Set(parts.flatMap(({ patterns }) => patterns.flatMap((p) => [...p.names]))),
  ];
  const events = sql`
    e as materialized (
      select profile_id, at, name, body from event
      where retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[]) and name = any(${names}::text[])
    )`;
  const pieces = parts.map((part) => memoryPiece(scope, part));
  return sql<MemoryRow[]>`with ${events} ${joined(sql, pieces, sql`union all`)}`;
}

interface Scope {
  sql: Db;
  retailerId: RetailerId;
  ids: readonly ProfileId[];
}

/** Milliseconds of an instant, whole. */
export function sqlMs(sql: Db, at: Piece): Piece {
  return sql`(extract(epoch from ${at}) * 1000)::bigint`;
}

/** Keeps instants inside a range of days; nothing to say without one. */
export function sqlInRange(sql: Db, at: Piece, range: Range | null): Piece {
  if (range === null) return sql``;
  const { from, to } = range;
  if (to === null) return sql`and ${at} >= ${new Date(from)}`;
  return sql`and ${at} >= ${new Date(from)} and ${at} < ${new Date(to)}`;
}

// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
function memoryPiece(scope: Scope, part: CompiledPart): Piece {
  const { sql, retailerId, ids } = scope;
  const { spec, no } = part;
  const mine = sql`retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[])`;
  switch (spec.kind) {
    case 'events':
      return latest(
        scope,
        no,
        sql`select profile_id, at from e where ${sqlPattern(sql, spec.event)} ${sqlInRange(sql, sql`at`, spec.range)}`,
        spec.keep,
      );
    case 'moments':
      return latest(
        scope,
        no,
        sql`select distinct profile_id, began_at as at from moment
          where ${mine} and kind = any(${spec.kinds}::text[]) ${sqlInRange(sql, sql`began_at`, spec.range)}`,
        spec.keep,
      );
    case 'signals':
      return latest(
        scope,
        no,
        sql`select distinct profile_id, at from signal
          where ${mine} and name = any(${spec.names}::text[]) ${sqlInRange(sql, sql`at`, spec.range)}`,
        spec.keep,
      );
    case 'sequence': {
      const kept = (is: Piece): Piece => sql`
        coalesce(to_json((array_agg(ms order by ms desc) filter (where ${is}))[1:${SEQUENCE_KEEP}::int]), '[]'::json)`;
      return sql`
        select profile_id, ${no}::int as no, json_strip_nulls(json_build_object(
          'a', ${kept(sql`is_first`)}, 'b', ${kept(sql`is_next`)}, 'done', max(ms) filter (where is_done))) as memory
        from (${sequenceSteps(sql, spec, sql`e`)}) steps group by profile_id`;
    }
    case 'orders':
      return ordersMemory(scope, no, spec.goods, spec.range);
  }
}

function latest({ sql }: Scope, no: number, from: Piece, keep: number): Piece {
  const ms = sqlMs(sql, sql`at`);
  return sql`
    select profile_id, ${no}::int as no, to_json((array_agg(${ms} order by at desc))[1:${keep}::int]) as memory
    from (${from}) found group by profile_id`;
}

/** Events of a sequence with whether each is the first step, the next, and a next that came in time. */
export function sequenceSteps(
  sql: Db,
  spec: {
    first: Parameters<typeof sqlPattern>[1];
    next: Parameters<typeof sqlPattern>[1];
    withinMs: number;
  },
  events: Piece,
): Piece {
  return sql`
    select profile_id, ms, is_first, is_next, is_next and ms - before <= ${spec.withinMs}::bigint as is_done
    from (
      select profile_id, ms, is_first, is_next, max(ms) filter (where is_first)
        over (partition by profile_id order by ms range between unbounded preceding and 1 preceding) as before
      from (
        select e.profile_id, ${sqlMs(sql, sql`e.at`)} as ms, ${sqlPattern(sql, spec.first)} as is_first,
          ${sqlPattern(sql, spec.next)} as is_next
        from ${events}
      ) marked where is_first or is_next
    ) ordered`;
}

/** A line `l` of the goods meant. */
export function sqlGoods(sql: Db, { products, categories, brands }: PlainGoods): Piece {
  const named = (column: Piece, wanted: string[] | null): Piece =>
    wanted === null ? sql`` : sql`and segment_plain(${column}) = any(${wanted}::text[])`;
  return sql`true ${named(sql`l.product_id`, products)} ${named(sql`l.category`, categories)}
    ${named(sql`l.brand`, brands)}`;
}

/** Orders `o` with what each is worth: sold (1 or 0), paid, back. Of goods: only orders that hold some. */
export function orderMarks(sql: Db, goods: PlainGoods | null, where: Piece): Piece {
  const sold = sql`(o.kind = 'sale' and o.status <> 'cancelled')`;
  if (goods === null) {
    return sql`
      select o.profile_id, o.order_id, o.at, o.currency, ${sold}::int as sold,
        case when ${sold} then o.total_minor else 0 end as paid,
        case when o.kind = 'return' and o.status <> 'cancelled' then abs(o.total_minor)
          when ${sold} then o.refunded_minor else 0 end as back
      from customer_order o where ${where}`;
  }
  return sql`
    select o.profile_id, o.order_id, o.at, o.currency, ${sold}::int as sold,
      case when ${sold} then m.paid else 0 end as paid, 0::bigint as back
    from customer_order o cross join lateral (
      select sum(round(l.quantity * l.unit_price_minor))::bigint as paid from order_line l
      where l.retailer_id = o.retailer_id and l.order_id = o.order_id and l.profile_id = o.profile_id
        and ${sqlGoods(sql, goods)}
    ) m where m.paid is not null and ${where}`;
}

function ordersMemory(
  { sql, retailerId, ids }: Scope,
  no: number,
  goods: PlainGoods | null,
  range: Range | null,
): Piece {
  const where = sql`o.retailer_id = ${retailerId} and o.profile_id = any(${[...ids]}::uuid[])
    ${sqlInRange(sql, sql`o.at`, range)}`;
  const ms = sqlMs(sql, sql`at`);
  return sql`
    select profile_id, ${no}::int as no,
      json_agg(json_build_array(order_id, ${ms}, currency, sold, paid, back) order by place) as memory
    from (
      select marks.*, row_number() over (partition by profile_id order by at desc, order_id collate "C" desc) as place
      from (${orderMarks(sql, goods, where)}) marks
    ) ranked where place <= ${ORDERS_KEEP} group by profile_id`;
}
