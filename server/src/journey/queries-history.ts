/** SQL of a dry run: what really happened, as the facts that journeys would have been told. */
import type { JsonObject, ProfileId, RetailerId, SignalName } from '@augenblick/contract';
import type { Db } from './queries-run.ts';

/** An event of the past. */
export interface PastEvent {
  profileId: ProfileId;
  id: string;
  name: string;
  at: number;
  /** When it came in (ms). */
  cameAt: number;
  channel: string;
  anchor: string;
  properties: JsonObject;
}

/** Which events. */
export interface PastAsked {
  names: readonly string[];
  from: number;
  to: number;
  /** Only of these shoppers; null = of all. */
  ids: readonly string[] | null;
  limit: number;
}

/** Events of some names in a time, in the order in which they happened. */
export async function pastEvents(
  sql: Db,
  retailerId: RetailerId,
  { names, from, to, ids, limit }: PastAsked,
): Promise<PastEvent[]> {
  if (names.length === 0 || ids?.length === 0) return [];
  const rows = await sql<
    {
      profile_id: ProfileId;
      id: string;
      name: string;
      at: Date;
      came: number;
      kind: string;
      anchor: string | null;
      properties: JsonObject;
    }[]
  >`
    select e.profile_id, e.id, e.name, e.at, e.seq::float8 / 1000 as came, s.kind, e.anchor, e.body -> 'properties' as properties from event e
    join source s on s.retailer_id = e.retailer_id and s.id = e.source_id
    where e.retailer_id = ${retailerId} and e.name = any(${[...names]}::text[])
      and e.received_at >= to_timestamp(${from}::float8 / 1000.0)
      and e.at >= to_timestamp(${from}::float8 / 1000.0) and e.at < to_timestamp(${to}::float8 / 1000.0)
      and e.profile_id <> '00000000-0000-0000-0000-000000000000'
      ${ids === null ? sql`` : sql`and e.profile_id = any(${[...ids]}::uuid[])`}
    order by e.at, e.seq limit ${limit}`;
  return rows.map((row) => ({
    profileId: row.profile_id,
    id: row.id,
    name: row.name,
    at: row.at.getTime(),
    cameAt: row.came,
    channel: row.kind,
    anchor: row.anchor ?? '',
    properties: row.properties,
  }));
}

/** Signals of the past. */
export async function pastSignals(
  sql: Db,
  retailerId: RetailerId,
  asked: { names: readonly SignalName[]; from: number; to: number; limit: number },
) {
  if (asked.names.length === 0) return [];
  return sql<
    {
      profile_id: ProfileId;
      id: string;
      name: string;
      at: Date;
      subject_type: string | null;
      subject_id: string | null;
      subject_name: string | null;
      detail: string;
    }[]
  >`
    select profile_id, id, name, at, subject_type, subject_id, subject_name, detail from signal
    where retailer_id = ${retailerId} and name = any(${[...asked.names]}::text[])
      and at >= to_timestamp(${asked.from}::float8 / 1000.0) and at < to_timestamp(${asked.to}::float8 / 1000.0)
    order by at, id limit ${asked.limit}`;
}

/** Moments of the past. */
export async function pastMoments(
  sql: Db,
  retailerId: RetailerId,
  asked: { from: number; to: number; limit: number },
) {
  return sql<
    {
      profile_id: ProfileId;
      id: string;
      kind: string;
      stage: string;
      confidence: number;
      subject_type: string | null;
      subject_id: string | null;
      subject_name: string | null;
      began_at: Date;
    }[]
  >`
    select profile_id, id, kind, stage, confidence, subject_type, subject_id, subject_name, began_at from moment
    where retailer_id = ${retailerId}
      and began_at >= to_timestamp(${asked.from}::float8 / 1000.0) and began_at < to_timestamp(${asked.to}::float8 / 1000.0)
    order by began_at, id limit ${asked.limit}`;
}

/** Comings and goings of segments in the past. */
export async function pastMemberships(
  sql: Db,
  retailerId: RetailerId,
  asked: { segments: readonly string[]; from: number; to: number; limit: number },
) {
  if (asked.segments.length === 0) return [];
  return sql<
    { profile_id: ProfileId; id: string; segment_id: string; entered: boolean; at: Date }[]
  >`
    select c.profile_id, c.id, s.id as segment_id, c.entered, c.at from segment_change c
    join segment s on s.retailer_id = c.retailer_id and s.no = c.segment_no
    where c.retailer_id = ${retailerId} and s.id = any(${[...asked.segments]}::uuid[])
      and c.at >= to_timestamp(${asked.from}::float8 / 1000.0) and c.at < to_timestamp(${asked.to}::float8 / 1000.0)
    order by c.at, c.id limit ${asked.limit}`;
}

/** What shoppers are called. */
export async function namesOf(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: string; name: string | null }[]>`
    select profile_id as id, coalesce(name, email) as name from profile_card
    where retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}
