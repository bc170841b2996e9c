/** SQL of newsletters as such: the row, and who is meant. What is copied: queries-copy.ts. What came of it: queries-result.ts. */
import type {
  BroadcastDraft,
  BroadcastPauseReason,
  BroadcastPlan,
  BroadcastStatus,
  RetailerId,
  SegmentStatus,
} from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';

type Db = Sql | TransactionSql;

/** A newsletter as stored. */
export interface BroadcastRow {
  retailer_id: RetailerId;
  id: string;
  status: BroadcastStatus;
  draft: BroadcastDraft;
  plan: BroadcastPlan | null;
  simulated: boolean;
  start_at: Date | null;
  started_at: Date | null;
  ended_at: Date | null;
  paused: BroadcastPauseReason | null;
  /** When it stopped. While it is sending again: messages put off with the pause may still have to be woken (copy.ts). */
  paused_at: Date | null;
  winner: string | null;
  winner_by: 'clear' | 'leading' | 'person' | null;
  winner_chosen_at: Date | null;
  winner_at: Date | null;
  read_to: string | null;
  read_done: boolean;
  released: boolean;
  slot_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

const columns = (sql: Db) => sql`retailer_id, id, status, draft, plan, simulated, start_at,
  started_at, ended_at, paused, paused_at, winner, winner_by, winner_chosen_at, winner_at, read_to,
  read_done, released, slot_at, created_at, updated_at`;

/** Newsletters, all or one: those under way first, then what waits, drafts, the past; each by last change. */
export function findBroadcasts(sql: Db, retailerId: RetailerId, id: string | null) {
  return sql<BroadcastRow[]>`
    select ${columns(sql)} from broadcast
     where retailer_id = ${retailerId} and (${id}::uuid is null or id = ${id})
     order by case status when 'sending' then 0 when 'paused' then 0 when 'scheduled' then 1
                when 'draft' then 2 else 3 end, coalesce(ended_at, updated_at) desc, id limit 500`;
}

/** The newsletter that has been due longest, of any retailer, that nobody else works on; locked. Runs as the owner. */
export async function takeDue(sql: TransactionSql, now: number): Promise<BroadcastRow | undefined> {
  const [row] = await sql<BroadcastRow[]>`
    select ${columns(sql)} from broadcast where next_at <= ${new Date(now)}
     order by next_at limit 1 for update skip locked`;
  return row;
}

/** Which of these hold their messages back: those that a person paused or cancelled. Waiting for a winner holds back none. */
export function findHolding(sql: Db, retailerId: RetailerId, ids: readonly string[]) {
  return sql<{ id: string; status: 'paused' | 'cancelled' }[]>`
    select id, status from broadcast
     where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])
       and (status = 'cancelled' or (status = 'paused' and paused = 'asked'))`;
}

/** The next instant at which one is due, ms, or null. Runs as the owner. */
export async function findNext(sql: Sql): Promise<number | null> {
  const [row] = await sql<
    { next_at: Date | null }[]
  >`select min(next_at) as next_at from broadcast`;
  return row?.next_at?.getTime() ?? null;
}

/** What may change of a row; what is left out stays. */
export interface BroadcastChange {
  status?: BroadcastStatus;
  plan?: BroadcastPlan | null;
  start_at?: Date | null;
  started_at?: Date | null;
  ended_at?: Date | null;
  next_at?: Date | null;
  paused?: BroadcastPauseReason | null;
  paused_at?: Date | null;
  winner?: string;
  winner_by?: 'clear' | 'leading' | 'person';
  winner_chosen_at?: Date;
  winner_at?: Date | null;
  read_to?: string;
  read_done?: boolean;
  released?: boolean;
  slot_at?: Date | null;
  updated_at?: Date;
}

/** Changes some columns of a row that the caller has locked. */
export async function changeBroadcast(
  sql: TransactionSql,
  { retailer_id, id }: Pick<BroadcastRow, 'retailer_id' | 'id'>,
  change: BroadcastChange,
): Promise<void> {
  const { plan, ...plain } = change;
  const set: Record<string, unknown> = { ...plain };
  // What was counted in another state says nothing of the new one.
  if (change.status !== undefined) set['figures_at'] = null;
  if (plan !== undefined) set['plan'] = plan === null ? null : sql.json(plan as never);
  await sql`
    update broadcast set ${sql(set as Record<string, string>)}
     where retailer_id = ${retailer_id} and id = ${id}`;
}

/** A segment as an audience needs it. */
export interface SegmentRef {
  id: string;
  no: number;
  name: string;
  status: SegmentStatus;
}

/** Segments by id; those that are gone are missing. */
export function findSegments(sql: Db, retailerId: RetailerId, ids: readonly string[]) {
  return sql<SegmentRef[]>`
    select id, no, name, status from segment
     where retailer_id = ${retailerId} and id::text = any(${[...ids]}::text[])`;
}

/** What is asked of the retailer itself. */
export async function findRetailer(
  sql: Db,
  retailerId: RetailerId,
): Promise<{ zone: string; currency: string; locale: 'de' | 'en' }> {
  const [row] = await sql<{ zone: string; currency: string; locale: 'de' | 'en' }[]>`
    select zone, currency, locale from retailer where id = ${retailerId}`;
  return row ?? { zone: 'UTC', currency: 'EUR', locale: 'de' };
}

/** Whom an audience means: numbers of segments. `any` null = everybody. */
export interface AudienceNumbers {
  any: readonly number[] | null;
  none: readonly number[];
}

/** The next shoppers of an audience by id, and how far was looked; fewer than `limit` looked at = the end. */
export async function nextOfAudience(
  sql: Db,
  retailerId: RetailerId,
  { any, none }: AudienceNumbers,
  { after, limit }: { after: string; limit: number },
): Promise<{ ids: string[]; last: string | null; looked: number }> {
  const source =
    any === null
      ? sql`
        select id from profile where retailer_id = ${retailerId} and id > ${after}::uuid
         order by id limit ${limit}`
      : sql`
        select distinct m.id from unnest(${[...any]}::int[]) as s (no) cross join lateral (
          select profile_id as id from segment_member
           where retailer_id = ${retailerId} and segment_no = s.no and profile_id > ${after}::uuid
           order by profile_id limit ${limit}) m
         order by 1 limit ${limit}`;
  const rows = await sql<{ id: string; out: boolean }[]>`
    select c.id, exists (select from segment_member x where x.retailer_id = ${retailerId}
        and x.profile_id = c.id and x.segment_no = any(${[...none]}::int[])) as out
      from (${source}) c order by c.id`;
  return {
    ids: rows.flatMap(({ id, out }) => (out ? [] : [id])),
    last: rows.at(-1)?.id ?? null,
    looked: rows.length,
  };
}

/** How many an audience has now. */
export async function countAudience(
  sql: Db,
  retailerId: RetailerId,
  { any, none }: AudienceNumbers,
): Promise<number> {
  const from =
    any === null
      ? sql`select id from profile where retailer_id = ${retailerId}`
      : sql`select distinct profile_id as id from segment_member
             where retailer_id = ${retailerId} and segment_no = any(${[...any]}::int[])`;
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from (${from}) c
     where not exists (select from segment_member x where x.retailer_id = ${retailerId}
       and x.profile_id = c.id and x.segment_no = any(${[...none]}::int[]))`;
  return row?.count ?? 0;
}

/** Some of an audience, the same for the same seed: those whose hashed id is smallest. */
export async function sampleOfAudience(
  sql: Db,
  retailerId: RetailerId,
  { any, none }: AudienceNumbers,
  limit: number,
): Promise<string[]> {
  const from =
    any === null
      ? sql`select id from profile where retailer_id = ${retailerId}`
      : sql`select distinct profile_id as id from segment_member
             where retailer_id = ${retailerId} and segment_no = any(${[...any]}::int[])`;
  const rows = await sql<{ id: string }[]>`
    select id from (${from}) c
     where not exists (select from segment_member x where x.retailer_id = ${retailerId}
       and x.profile_id = c.id and x.segment_no = any(${[...none]}::int[]))
     order by hashtextextended(c.id::text, 4019), id limit ${limit}`;
  return rows.map(({ id }) => id);
}
