import {
  type Condition,
  durationMs,
  type EventPattern,
  type Leaf,
  type RetailerId,
  type Times,
  type TimeWindow,
} from '@augenblick/contract';
import { affinityNow, LEVEL_WEIGHTS } from './affinity.ts';
import type { Calendar } from './calendar.ts';
import { movingMs, plainGoods, rangeOf } from './part.ts';
import { orderMarks, sequenceSteps, sqlInRange } from './sql-memory.ts';
import { type Db, joined, type Piece, sqlDateFits, sqlFits, sqlPattern } from './sql-value.ts';
import { isDateTest } from './value.ts';

/** What a condition is asked of: whose shoppers, at which instant, and of which of them (all, when left out). */
export interface Question {
  retailerId: RetailerId;
  now: number;
  calendar: Calendar;
  /** Text of SQL parameters: ids of the profiles meant. */
  ids?: readonly string[];
}

/**
 * A statement that answers the ids of the profiles for which a condition (without named segments) holds at an instant. It
 * asks the tables and the state, never what was remembered: the second of the two evaluators. Every table is read
 * once, grouped by shopper and joined, so that it works on millions.
 */
export function sqlHolds(sql: Db, condition: Condition, question: Question): Piece {
  const builder = new Builder(sql, question);
  const holds = builder.condition(condition);
  return sql`select p.id ${builder.from()} where p.retailer_id = ${question.retailerId}
    ${builder.scope(sql`p.id`)} and ${holds}`;
}

type Of<T extends Leaf['type']> = Extract<Leaf, { type: T }>;

type StateLeaf = Of<
  'trait' | 'consent' | 'identified' | 'channel' | 'affinity' | 'seen' | 'moment_now' | 'signal_now'
>;
const STATE_LEAVES: ReadonlySet<string> = new Set<StateLeaf['type']>([
  'trait',
  'consent',
  'identified',
  'channel',
  'affinity',
  'seen',
  'moment_now',
  'signal_now',
]);
function isOfState(part: Leaf): part is StateLeaf {
  return STATE_LEAVES.has(part.type);
}

/** Collects what the leaves need to have joined while their tests are written. */
class Builder {
  private readonly sql: Db;
  private readonly question: Question;
  private readonly names = new Set<string>();
  private readonly eventColumns: Piece[] = [];
  private readonly orderColumns: Piece[] = [];
  private readonly joins: Piece[] = [];
  private needsState = false;
  private count = 0;

  constructor(sql: Db, question: Question) {
    this.sql = sql;
    this.question = question;
  }

  /** Restricts a column to the profiles meant. */
  scope(column: Piece): Piece {
    const { sql } = this;
    const { ids } = this.question;
    return ids === undefined ? sql`` : sql`and ${column} = any(${[...ids]}::uuid[])`;
  }

  from(): Piece {
    const { sql } = this;
    const { retailerId } = this.question;
    const events =
      this.eventColumns.length === 0
        ? sql``
        : sql`left join (
            select e.profile_id, ${joined(sql, this.eventColumns, sql`,`)} from event e
            where e.retailer_id = ${retailerId} and e.name = any(${[...this.names]}::text[]) ${this.scope(sql`e.profile_id`)}
            group by e.profile_id
          ) ev on ev.profile_id = p.id`;
    const orders =
      this.orderColumns.length === 0
        ? sql``
        : sql`left join (
            select profile_id, ${joined(sql, this.orderColumns, sql`,`)} from (${this.marks(null)}) marks
            group by profile_id
          ) od on od.profile_id = p.id`;
    const state = this.needsState
      ? sql`cross join lateral (select p.state::jsonb as s offset 0) st`
      : sql``;
    return sql`from profile p ${events} ${orders} ${joined(sql, this.joins, sql``)} ${state}`;
  }

  condition(part: Condition): Piece {
    const { sql } = this;
    if (part.type === 'not') return sql`(not ${this.condition(part.of)})`;
    if (part.type === 'segment') throw new Error('a named segment was not put in place');
    if (part.type !== 'all' && part.type !== 'any')
      return sql`coalesce(${isOfState(part) ? this.ofState(part) : this.ofTables(part)}, false)`;
    const inner = part.of.map((one) => this.condition(one));
    return part.type === 'all'
      ? sql`(${joined(sql, [sql`true`, ...inner], sql`and`)})`
      : sql`(${joined(sql, [sql`false`, ...inner], sql`or`)})`;
  }

  // oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
  private ofTables(part: Exclude<Leaf, StateLeaf | { type: 'segment' }>): Piece {
    switch (part.type) {
      case 'event':
        return this.times(this.eventCount(part.event, part.window), part.times);
      case 'moment':
      case 'signal':
        return this.times(this.factCount(part), part.times);
      case 'sequence':
        return part.happens ? this.followed(part) : this.notFollowed(part);
      case 'orders':
        return this.times(this.orderCount(part), part.times);
      case 'money':
        return this.money(part);
      case 'last_order':
        return this.lastOrder(part);
    }
  }

  private ofState(part: StateLeaf): Piece {
    this.needsState = true;
    return this.sql`(${this.stateLeaf(part)})`;
  }

  private times(count: Piece, { compare, n }: Times): Piece {
    const { sql } = this;
    if (compare === 'at_least') return sql`coalesce(${count}, 0) >= ${n}`;
    return compare === 'at_most'
      ? sql`coalesce(${count}, 0) <= ${n}`
      : sql`coalesce(${count}, 0) = ${n}`;
  }

  private inside(at: Piece, window: TimeWindow | undefined): Piece {
    const { sql } = this;
    const ms = movingMs(window);
    if (ms !== null) return sql`and ${at} > ${new Date(this.question.now - ms)}`;
    return sqlInRange(sql, at, rangeOf(window, this.question.calendar));
  }

  private column(list: Piece[], table: string, aggregate: Piece): Piece {
    const { sql } = this;
    const name = `c${list.length}`;
    list.push(sql`${aggregate} as ${sql(name)}`);
    return sql`${sql(table)}.${sql(name)}`;
  }

  private eventCount(event: EventPattern, window: TimeWindow | undefined): Piece {
    const { sql } = this;
    for (const name of event.names) this.names.add(name);
    const counted = sql`count(*) filter (where ${sqlPattern(sql, event)} ${this.inside(sql`e.at`, window)})`;
    return this.column(this.eventColumns, 'ev', counted);
  }

  private lastEvent(event: EventPattern): Piece {
    const { sql } = this;
    for (const name of event.names) this.names.add(name);
    const last = sql`max(e.at) filter (where ${sqlPattern(sql, event)})`;
    return this.column(this.eventColumns, 'ev', last);
  }

  /** A table of its own, grouped by shopper and joined; answers its name. */
  private join(grouped: Piece): Piece {
    const { sql } = this;
    const name = sql(`j${this.count++}`);
    this.joins.push(sql`left join (${grouped}) ${name} on ${name}.profile_id = p.id`);
    return sql`${name}`;
  }

  private factCount(part: Of<'moment'> | Of<'signal'>): Piece {
    const { sql } = this;
    const { retailerId } = this.question;
    const isMoment = part.type === 'moment';
    const at = isMoment ? sql`began_at` : sql`at`;
    const which = isMoment
      ? sql`kind = any(${part.kinds}::text[])`
      : sql`name = any(${part.names}::text[])`;
    const table = this.join(sql`
      select profile_id, count(distinct ${at}) as n from ${isMoment ? sql`moment` : sql`signal`}
      where retailer_id = ${retailerId} and ${which} ${this.scope(sql`profile_id`)} ${this.inside(at, part.window)}
      group by profile_id`);
    return sql`${table}.n`;
  }

  private followed(part: Of<'sequence'>): Piece {
    const { sql } = this;
    const { retailerId, now } = this.question;
    const names = [...new Set([...part.first.names, ...part.next.names])];
    const events = sql`event e where e.retailer_id = ${retailerId} and e.name = any(${names}::text[])
      ${this.scope(sql`e.profile_id`)}`;
    const spec = { first: part.first, next: part.next, withinMs: durationMs(part.within) };
    const table = this.join(sql`
      select profile_id, max(ms) filter (where is_done) as done from (${sequenceSteps(sql, spec, events)}) steps
      group by profile_id`);
    const windowMs = movingMs(part.window);
    return windowMs === null
      ? sql`${table}.done is not null`
      : sql`${table}.done > ${now - windowMs}::bigint`;
  }

  private notFollowed(part: Of<'sequence'>): Piece {
    const { sql } = this;
    const { now } = this.question;
    const first = this.lastEvent(part.first);
    const next = this.lastEvent(part.next);
    const windowMs = movingMs(part.window);
    const inside = windowMs === null ? sql`` : sql`and ${first} > ${new Date(now - windowMs)}`;
    return sql`(${first} <= ${new Date(now - durationMs(part.within))} ${inside}
      and (${next} is null or ${next} <= ${first}))`;
  }

  private marks(goods: ReturnType<typeof plainGoods>): Piece {
    const { sql } = this;
    const { retailerId } = this.question;
    return orderMarks(
      sql,
      goods,
      sql`o.retailer_id = ${retailerId} ${this.scope(sql`o.profile_id`)}`,
    );
  }

  /** A figure over orders; of goods, over a table of its own. */
  private overOrders(goods: ReturnType<typeof plainGoods>, aggregate: Piece): Piece {
    const { sql } = this;
    if (goods === null) return this.column(this.orderColumns, 'od', aggregate);
    const table = this.join(
      sql`select profile_id, ${aggregate} as n from (${this.marks(goods)}) marks group by profile_id`,
    );
    return sql`${table}.n`;
  }

  private orderCount({ goods, window }: Of<'orders'>): Piece {
    const { sql } = this;
    return this.overOrders(
      plainGoods(goods),
      sql`count(*) filter (where sold = 1 ${this.inside(sql`at`, window)})`,
    );
  }

  private money({ measure, compare, minor, currency, goods, window }: Of<'money'>): Piece {
    const { sql } = this;
    const asked = plainGoods(goods);
    const meant = sql`filter (where currency = ${currency} ${this.inside(sql`at`, window)})`;
    const amount = measure === 'refunded' ? sql`sum(back)` : sql`sum(paid)`;
    const sum = sql`coalesce(${this.overOrders(asked, sql`${amount} ${meant}`)}, 0)`;
    if (measure !== 'average')
      return compare === 'at_least' ? sql`${sum} >= ${minor}` : sql`${sum} <= ${minor}`;
    const orders = this.overOrders(asked, sql`sum(sold) ${meant}`);
    const bound = sql`${minor}::numeric * ${orders}`;
    return compare === 'at_least'
      ? sql`(${orders} > 0 and ${sum} >= ${bound})`
      : sql`(${orders} > 0 and ${sum} <= ${bound})`;
  }

  private lastOrder({ age, duration, goods }: Of<'last_order'>): Piece {
    const { sql } = this;
    const last = this.overOrders(plainGoods(goods), sql`max(at) filter (where sold = 1)`);
    const bound = new Date(this.question.now - durationMs(duration));
    return age === 'within' ? sql`${last} > ${bound}` : sql`${last} <= ${bound}`;
  }

  // oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
  private stateLeaf(part: StateLeaf): Piece {
    const { sql } = this;
    const { now, calendar } = this.question;
    switch (part.type) {
      case 'trait': {
        const value = sql`(s -> 'traits' -> ${part.key}::text -> 'value')`;
        return isDateTest(part.test)
          ? sqlDateFits(sql, value, part.test, calendar.dayOf(now))
          : sqlFits(sql, value, '$[*]', part.test);
      }
      case 'consent': {
        const state = sql`s -> 'consents' -> ${`${part.purpose}:${part.channel}`}::text ->> 'state'`;
        return part.state === 'none'
          ? sql`coalesce(${state}, 'requested') = 'requested'`
          : sql`${state} = ${part.state}`;
      }
      case 'identified':
        return sql`(s ->> 'identified')::bool = ${part.is}`;
      case 'channel':
        return this.channel(part);
      case 'affinity':
        return this.affinity(part);
      case 'seen': {
        const at = sql`(s ->> ${part.which === 'first' ? 'firstAt' : 'lastAt'}::text)::float8`;
        const bound = now - durationMs(part.duration);
        return part.age === 'within'
          ? sql`${at} > ${bound}::float8`
          : sql`${at} <= ${bound}::float8`;
      }
      case 'moment_now':
        return this.momentNow(part);
      case 'signal_now':
        return sql`exists (
          select from jsonb_array_elements(coalesce(s #> '{moment,holding}', '[]')) h (x)
          where x ->> 0 = any(${part.names}::text[]) and (x ->> 2)::float8 > ${now}::float8)`;
    }
  }

  private channel({ channel, how }: Of<'channel'>): Piece {
    const { sql } = this;
    const times = sql`coalesce((s -> 'channels' -> ${channel}::text ->> 0)::int, 0)`;
    if (how === 'ever') return sql`${times} > 0`;
    if (how === 'never') return sql`${times} = 0`;
    const sum = sql`(select sum((x ->> 0)::int) from jsonb_each(s -> 'channels') c (k, x))`;
    return how === 'only' ? sql`${times} > 0 and ${times} = ${sum}` : sql`${times} * 2 > ${sum}`;
  }

  private affinity({ kind, values, level }: Of<'affinity'>): Piece {
    const { sql } = this;
    const all = sql`jsonb_each_text(s -> 'affinities' -> ${kind}::text) a (k, x)`;
    const strongest = sql`(select max(x::float8) from ${all} where k = any(${values}::text[]))`;
    return level === 'favourite'
      ? sql`${strongest} >= (select max(x::float8) from ${all})`
      : sql`${strongest} >= ${affinityNow(LEVEL_WEIGHTS[level], this.question.now)}::float8`;
  }

  private momentNow({ kinds, stages, subject, confidence }: Of<'moment_now'>): Piece {
    const { sql } = this;
    const present = sql`(s #> '{moment,present}')`;
    const about = sql`${present} -> 'subject'`;
    return sql`(${present} ->> 'until')::float8 > ${this.question.now}::float8
      ${kinds ? sql`and ${present} ->> 'kind' = any(${kinds}::text[])` : sql``}
      ${stages ? sql`and ${present} ->> 'stage' = any(${stages}::text[])` : sql``}
      ${confidence === undefined ? sql`` : sql`and (${present} ->> 'confidence')::float8 >= ${confidence}::float8`}
      ${subject ? sql`and ${about} ->> 'type' = ${subject.type} and ${about} ->> 'id' = any(${subject.ids}::text[])` : sql``}`;
  }
}
