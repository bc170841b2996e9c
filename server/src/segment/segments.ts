import {
  type Condition,
  Failure,
  LIVE_SEGMENTS_MAX,
  type RetailerId,
  segmentsNamed,
} from '@augenblick/contract';
import type { SegmentBody } from '@augenblick/contract/api/segment.ts';
import type { z } from 'zod';
import { bumpRevision } from '../profile/index.ts';
import type { Clock, Database, Ids, Jobs, TransactionSql } from '../runtime/index.ts';
import { definitionProblems, dependents, type Named } from './check-definition.ts';
import { createCalendar } from './calendar.ts';
import { inlined } from './compile.ts';
import { FILL_JOB } from './fill.ts';
import { specsWithin } from './part.ts';
import * as queries from './queries.ts';

/** What changing segments needs. */
export interface SegmentDeps {
  database: Pick<Database, 'withRetailer'>;
  clock: Clock;
  ids: Ids;
  jobs: Pick<Jobs, 'add'>;
}

type Body = z.output<typeof SegmentBody>;

const isOn = ({ status }: queries.SegmentRecord): boolean =>
  status === 'live' || status === 'filling';

/** Segments as others may name them. */
export function namedOf(rows: readonly queries.SegmentRecord[]): Named[] {
  return rows.map((row) => ({ id: row.id, condition: row.condition, live: isOn(row) }));
}

/** Adds a draft. Answers its id. */
export async function createSegment(
  { database, clock, ids }: SegmentDeps,
  retailerId: RetailerId,
  body: Body,
): Promise<string> {
  const id = ids.uuid7();
  await database.withRetailer(retailerId, (sql) =>
    queries.insertSegment(sql, retailerId, { id, ...body, at: clock.now() }),
  );
  return id;
}

/** Saves a draft; what is switched on goes on as it was until it is published. */
export async function changeSegment(
  { database, clock }: SegmentDeps,
  retailerId: RetailerId,
  id: string,
  body: Body,
): Promise<void> {
  await database.withRetailer(retailerId, async (sql) => {
    const row = await locked(sql, retailerId, id);
    const same = JSON.stringify(body.condition) === JSON.stringify(row.condition);
    await queries.saveSegment(sql, retailerId, {
      id,
      name: body.name,
      note: body.note,
      condition: row.version === 0 ? body.condition : row.condition,
      draft: row.version === 0 || same ? null : body.condition,
      at: clock.now(),
    });
  });
}

/**
 * Switches a segment on, or its draft when it is on already: from this instant every event counts, and a job goes through the
 * shoppers from before. Segments that name it mean something new with it and are gone through too.
 * Throws `segment_unusable` with the first problem, `segments_full` at the limit.
 */
export async function publishSegment(
  { database, clock, jobs }: SegmentDeps,
  retailerId: RetailerId,
  id: string,
  staff: string | null,
): Promise<void> {
  await database.withRetailer(retailerId, async (sql) => {
    const revision = await bumpRevision(sql, retailerId);
    const row = await locked(sql, retailerId, id);
    const rows = await queries.findSegments(sql, retailerId);
    const condition = row.draft ?? row.condition;
    const others = namedOf(rows);
    const [problem] = definitionProblems(condition, id, others);
    if (problem)
      throw new Failure('segment_unusable', `${problem.code} (${problem.path.join('.')})`);
    if (!isOn(row) && rows.filter(isOn).length >= LIVE_SEGMENTS_MAX)
      throw new Failure('segments_full');
    const from = clock.now();
    const version = row.version + 1;
    await queries.startSegment(sql, retailerId, { id, condition, version, revision, from, staff });
    await queries.restartSegments(sql, retailerId, dependents(id, others), revision, from);
    await rememberParts(sql, retailerId, revision);
    await enqueueFill(jobs, sql, retailerId);
  });
}

/** Switches a segment off. Throws `segment_in_use` while another live segment names it. */
export async function archiveSegment(
  { database, clock, jobs }: SegmentDeps,
  retailerId: RetailerId,
  id: string,
): Promise<void> {
  await database.withRetailer(retailerId, async (sql) => {
    const revision = await bumpRevision(sql, retailerId);
    const row = await locked(sql, retailerId, id);
    if (row.version === 0)
      throw new Failure('segment_unusable', 'a draft is deleted, not archived');
    const user = (await queries.findSegments(sql, retailerId)).find(
      (other) => isOn(other) && segmentsNamed(other.condition).includes(id),
    );
    if (user) throw new Failure('segment_in_use', user.name);
    await queries.archiveSegment(sql, retailerId, id, clock.now());
    await rememberParts(sql, retailerId, revision);
    await enqueueFill(jobs, sql, retailerId);
  });
}

/** Removes a draft. What was ever switched on is archived instead: its history stays. */
export async function deleteSegment(
  { database }: SegmentDeps,
  retailerId: RetailerId,
  id: string,
): Promise<void> {
  await database.withRetailer(retailerId, async (sql) => {
    const row = await locked(sql, retailerId, id);
    if (row.version > 0) throw new Failure('segment_in_use', 'it was switched on; archive it');
    await queries.deleteSegment(sql, retailerId, id);
  });
}

async function locked(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
): Promise<queries.SegmentRecord> {
  const row = await queries.lockSegment(sql, retailerId, id);
  if (row === undefined) throw new Failure('not_found');
  return row;
}

/** One job goes through a retailer's shoppers for everything that waits. */
async function enqueueFill(
  jobs: Pick<Jobs, 'add'>,
  sql: TransactionSql,
  retailerId: RetailerId,
): Promise<void> {
  const key = `${FILL_JOB}:${retailerId}`;
  await jobs.add(sql, FILL_JOB, { retailerId }, { key, queue: key });
}

/** Sets down what must be remembered for all segments that are switched on now. */
async function rememberParts(
  sql: TransactionSql,
  retailerId: RetailerId,
  revision: number,
): Promise<void> {
  const { zone, segments } = await queries.findDefinitions(sql, retailerId);
  const conditions = new Map<string, Condition>(segments.map((one) => [one.id, one.condition]));
  const calendar = createCalendar(zone);
  const keys = new Set<string>();
  for (const { id, condition } of segments) {
    const whole = inlined(condition, conditions, [id]);
    for (const key of specsWithin(whole, calendar).keys()) keys.add(key);
  }
  await queries.writeParts(sql, retailerId, [...keys], revision);
}
