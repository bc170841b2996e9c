import type { DateTest, EventPattern, ValueTest } from '@augenblick/contract';
import type { PendingQuery, Row } from 'postgres';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import { comparable, DAY_TEXT, dayBounds, NUMERIC_TEXT } from './value.ts';

/** A connection or a transaction. */
export type Db = Sql | TransactionSql;
/** A piece of a statement with its parameters. */
export type Piece = PendingQuery<Row[]>;

/** True (never null) when a JSON value at a path fits; the same answer as `fits` gives. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
export function sqlFits(sql: Db, json: Piece, path: string, test: ValueTest): Piece {
  const some = (that: Piece): Piece => sql`
    exists (select from jsonb_path_query(${json}, ${path}::text::jsonpath) v (x)
      where jsonb_typeof(x) <> 'null' and ${that})`;
  const scalar = sql`jsonb_typeof(x) in ('string', 'number', 'boolean')`;
  const text = sql`segment_plain(x #>> '{}')`;
  const number = sql`
    case when jsonb_typeof(x) = 'number' then (x #>> '{}')::float8
      when jsonb_typeof(x) = 'string' and x #>> '{}' ~ ${NUMERIC_TEXT} then (x #>> '{}')::float8 end`;
  switch (test.op) {
    case 'is':
      return some(sql`${scalar} and ${text} = any(${test.values.map(comparable)}::text[])`);
    case 'is_not':
      return sql`(${some(sql`true`)} and not ${some(
        sql`${scalar} and ${text} = any(${test.values.map(comparable)}::text[])`,
      )})`;
    case 'contains':
      return some(sql`${scalar} and strpos(${text}, ${comparable(test.text)}) > 0`);
    case 'above':
      return some(sql`(${number}) >= ${test.value}::float8`);
    case 'below':
      return some(sql`(${number}) <= ${test.value}::float8`);
    case 'between':
      return some(sql`(${number}) between ${test.from}::float8 and ${test.to}::float8`);
    case 'set':
      return some(sql`true`);
  }
}

/** True (never null) when a JSON text begins with a day that fits on the day `today`. */
export function sqlDateFits(sql: Db, json: Piece, test: DateTest, today: string): Piece {
  const day = sql`
    case when jsonb_typeof(${json}) = 'string' and ${json} #>> '{}' ~ ${DAY_TEXT}
      then left(${json} #>> '{}', 10) collate "C" end`;
  const { from, to, monthDays } = dayBounds(test, today);
  if (monthDays) return sql`coalesce(substr(${day}, 6) = any(${[...monthDays]}::text[]), false)`;
  return sql`coalesce((${from ?? null}::text is null or ${day} >= ${from ?? ''})
    and (${to ?? null}::text is null or ${day} <= ${to ?? ''}), false)`;
}

/** True when the event `e` is one of the pattern. */
export function sqlPattern(sql: Db, { names, where }: EventPattern): Piece {
  const parts = where.map(({ property, test }) => {
    const path = `$${property
      .split('.')
      .map((key) => `."${key}"`)
      .join('')}[*]`;
    return sqlFits(sql, sql`(e.body -> 'properties')`, path, test);
  });
  return sql`(e.name = any(${[...new Set(names)]}::text[]) ${joined(
    sql,
    parts.map((part) => sql`and ${part}`),
    sql``,
  )})`;
}

/** Pieces one after another with something between them. */
export function joined(sql: Db, pieces: readonly Piece[], between: Piece): Piece {
  const [first, ...rest] = pieces;
  if (first === undefined) return sql``;
  return rest.reduce((all, piece) => sql`${all} ${between} ${piece}`, first);
}
