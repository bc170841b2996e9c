import {
  Condition,
  type MembershipChange,
  type ProfileId,
  type RetailerId,
  type SegmentStatus,
  type WatchFact,
} from '@augenblick/contract';
import { pipelined, type TransactionSql } from '../runtime/index.ts';
import type { PartDefinition, SegmentDefinition } from './compile.ts';
import type { Db } from './sql-value.ts';

/** A segment as its row. */
export interface SegmentRecord {
  id: string;
  no: number;
  name: string;
  note: string;
  status: SegmentStatus;
  version: number;
  condition: Condition;
  draft: Condition | null;
  since: number;
  from_at: Date | null;
  fill_done: number;
  fill_total: number;
  changed_at: Date;
  published_at: Date | null;
  filled_at: Date | null;
}

const columns = (
  sql: Db,
) => sql`id, no, name, note, status, version, condition, draft, since, from_at,
  fill_done, fill_total, changed_at, published_at, filled_at`;

/** All segments of a retailer: what is switched on first, then drafts, then what was switched off; each by name. */
export async function findSegments(sql: Db, retailerId: RetailerId): Promise<SegmentRecord[]> {
  const rows = await sql<SegmentRecord[]>`
    select ${columns(sql)} from segment where retailer_id = ${retailerId}
    order by case status when 'archived' then 2 when 'draft' then 1 else 0 end, lower(name), no`;
  return [...rows];
}

/** One segment, locked against other changes. */
export async function lockSegment(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
): Promise<SegmentRecord | undefined> {
  const [row] = await sql<SegmentRecord[]>`
    select ${columns(sql)} from segment where retailer_id = ${retailerId} and id = ${id} for update`;
  return row;
}

/** The segments that are switched on, for the compiler. Conditions were checked when they were published. */
export async function findDefinitions(
  sql: Db,
  retailerId: RetailerId,
): Promise<{ zone: string; segments: SegmentDefinition[]; parts: PartDefinition[] }> {
  const rows = await sql<SegmentRecord[]>`
    select ${columns(sql)} from segment
    where retailer_id = ${retailerId} and status in ('filling', 'live') order by no`;
  const parts = await sql<PartDefinition[]>`
    select no, key, since from segment_part where retailer_id = ${retailerId} and since is not null`;
  const [retailer] = await sql<{ zone: string }[]>`
    select zone from retailer where id = ${retailerId}`;
  return {
    zone: retailer?.zone ?? 'UTC',
    segments: rows.map((row) => ({
      id: row.id,
      no: row.no,
      version: row.version,
      condition: Condition.parse(row.condition),
      since: row.since,
      from: row.from_at?.getTime() ?? 0,
    })),
    parts: [...parts],
  };
}

/** Parts that are remembered from now on, and no others: new ones get a number and this revision. */
export async function writeParts(
  sql: TransactionSql,
  retailerId: RetailerId,
  keys: readonly string[],
  revision: number,
): Promise<void> {
  await sql`
    update segment_part set since = null
    where retailer_id = ${retailerId} and since is not null and not key = any(${[...keys]}::text[])`;
  await sql`
    update segment_part set since = ${revision}
    where retailer_id = ${retailerId} and since is null and key = any(${[...keys]}::text[])`;
  await sql`
    insert into segment_part (retailer_id, no, key, since)
    select ${retailerId}::int, coalesce((select max(no) from segment_part where retailer_id = ${retailerId}), 0)
      + row_number() over (), k.key, ${revision}::int
    from unnest(${[...keys]}::text[]) k (key)
    where not exists (select from segment_part p where p.retailer_id = ${retailerId} and p.key = k.key)`;
}

/** Adds a draft with the next free number. */
export async function insertSegment(
  sql: TransactionSql,
  retailerId: RetailerId,
  row: { id: string; name: string; note: string; condition: Condition; at: number },
): Promise<void> {
  await sql`select pg_advisory_xact_lock(77003, ${retailerId}::int)`;
  await sql`
    insert into segment (retailer_id, id, no, name, note, condition, created_at, changed_at)
    values (${retailerId}, ${row.id},
      (select coalesce(max(no), 0) + 1 from segment where retailer_id = ${retailerId}),
      ${row.name}, ${row.note}, ${JSON.stringify(row.condition)}::text::jsonb, ${new Date(row.at)}, ${new Date(row.at)})`;
}

/** Saves what a person wrote; of a segment that was switched on, the condition becomes its draft. */
export async function saveSegment(
  sql: TransactionSql,
  retailerId: RetailerId,
  row: {
    id: string;
    name: string;
    note: string;
    condition: Condition;
    draft: Condition | null;
    at: number;
  },
): Promise<void> {
  const draft = row.draft === null ? null : JSON.stringify(row.draft);
  await sql`
    update segment set name = ${row.name}, note = ${row.note}, condition = ${JSON.stringify(row.condition)}::text::jsonb,
      draft = ${draft}::text::jsonb, changed_at = ${new Date(row.at)}
    where retailer_id = ${retailerId} and id = ${row.id}`;
}

/** Switches a version on; shoppers from before are to be gone through. */
export async function startSegment(
  sql: TransactionSql,
  retailerId: RetailerId,
  row: {
    id: string;
    condition: Condition;
    version: number;
    revision: number;
    from: number;
    staff: string | null;
  },
): Promise<void> {
  const condition = JSON.stringify(row.condition);
  const at = new Date(row.from);
  await sql`
    update segment set condition = ${condition}::text::jsonb, draft = null, version = ${row.version}, status = 'filling',
      since = ${row.revision}, from_at = ${at}, published_at = ${at}, changed_at = ${at}, filled_at = null,
      fill_done = 0, fill_total = 0
    where retailer_id = ${retailerId} and id = ${row.id}`;
  await sql`
    insert into segment_version (retailer_id, segment_id, version, condition, at, staff_name)
    values (${retailerId}, ${row.id}, ${row.version}, ${condition}::text::jsonb, ${at}, ${row.staff})`;
}

/** A segment that names a changed one means something else from now on: it is gone through again. */
export async function restartSegments(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly string[],
  revision: number,
  from: number,
): Promise<void> {
  await sql`
    update segment set status = 'filling', since = ${revision}, from_at = ${new Date(from)}, filled_at = null,
      fill_done = 0, fill_total = 0
    where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])`;
}

/** Switches a segment off. */
export async function archiveSegment(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
  at: number,
): Promise<void> {
  await sql`
    update segment set status = 'archived', changed_at = ${new Date(at)}
    where retailer_id = ${retailerId} and id = ${id}`;
}

/** Removes a draft that was never switched on. */
export async function deleteSegment(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
): Promise<void> {
  await sql`delete from segment where retailer_id = ${retailerId} and id = ${id} and version = 0`;
}

/** The versions of a segment, newest first. */
export async function findVersions(sql: Db, retailerId: RetailerId, id: string) {
  return sql<{ version: number; condition: Condition; at: Date; staff_name: string | null }[]>`
    select version, condition, at, staff_name from segment_version
    where retailer_id = ${retailerId} and segment_id = ${id} order by version desc limit 50`;
}

/**
 * Writes memberships as they changed: the facts, and who is in now. A fact told twice is one; of several about the same
 * shopper and segment the last one stands.
 */
export async function writeMemberships(
  sql: TransactionSql,
  retailerId: RetailerId,
  facts: readonly WatchFact[],
): Promise<void> {
  const changes = facts.flatMap((fact) => (fact.type === 'membership' ? [fact.change] : []));
  if (changes.length === 0) return;
  const last = new Map(changes.map((change) => [`${change.profileId}${change.segmentId}`, change]));
  const come = [...last.values()].filter(({ entered }) => entered);
  const gone = [...last.values()].filter(({ entered }) => !entered);
  const text = (list: readonly MembershipChange[]): string => JSON.stringify(list);
  const writes: Promise<unknown>[] = [
    sql`
      insert into segment_change (retailer_id, id, profile_id, segment_no, version, entered, at)
      select ${retailerId}::int, c.id, c."profileId", s.no, c.version, c.entered, to_timestamp(c.at / 1000.0)
      from json_to_recordset(${text(changes)}::text::json)
        c (id uuid, "profileId" uuid, "segmentId" uuid, entered bool, at float8, version int)
      join segment s on s.retailer_id = ${retailerId} and s.id = c."segmentId"
      on conflict do nothing`.execute(),
  ];
  if (come.length > 0)
    writes.push(
      sql`
        insert into segment_member (retailer_id, segment_no, profile_id, since)
        select ${retailerId}::int, s.no, c."profileId", to_timestamp(c.at / 1000.0)
        from json_to_recordset(${text(come)}::text::json) c ("profileId" uuid, "segmentId" uuid, at float8)
        join segment s on s.retailer_id = ${retailerId} and s.id = c."segmentId"
        on conflict (retailer_id, segment_no, profile_id) do update set since = excluded.since`.execute(),
    );
  if (gone.length > 0)
    writes.push(
      sql`
        delete from segment_member m
        using json_to_recordset(${text(gone)}::text::json) c ("profileId" uuid, "segmentId" uuid)
        join segment s on s.retailer_id = ${retailerId} and s.id = c."segmentId"
        where m.retailer_id = ${retailerId} and m.segment_no = s.no and m.profile_id = c."profileId"`.execute(),
    );
  // Sent one after the other without waiting: one round trip for all.
  await pipelined(writes);
}

/** Takes away the memberships of some profiles, past ones too: they are about to be folded anew, or are gone. */
export async function removeMemberships(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<void> {
  if (ids.length === 0) return;
  await sql`delete from segment_member where retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[])`;
  await sql`delete from segment_change where retailer_id = ${retailerId} and profile_id = any(${[...ids]}::uuid[])`;
}

/** What is known of some profiles' memberships under the versions that are switched on now. */
export async function membershipFacts(
  sql: TransactionSql,
  retailerId: RetailerId,
  ids: readonly ProfileId[],
): Promise<WatchFact[]> {
  const rows = await sql<
    {
      id: string;
      profile_id: ProfileId;
      segment_id: string;
      entered: boolean;
      at: Date;
      version: number;
    }[]
  >`
    select c.id, c.profile_id, s.id as segment_id, c.entered, c.at, c.version
    from segment_change c join segment s on s.retailer_id = c.retailer_id and s.no = c.segment_no
    where c.retailer_id = ${retailerId} and c.profile_id = any(${[...ids]}::uuid[])
      and s.status in ('filling', 'live') and c.version = s.version and c.at >= s.from_at
    order by c.profile_id, c.at, c.id`;
  return rows.map((row) => ({
    type: 'membership',
    change: {
      id: row.id,
      profileId: row.profile_id,
      segmentId: row.segment_id,
      entered: row.entered,
      at: row.at.getTime(),
      version: row.version,
    },
  }));
}
