import type {
  CampaignDraft,
  CampaignStatus,
  Content,
  OfferDraft,
  Placement,
  PlacementKind,
  PlacementStatus,
  RetailerId,
} from '@augenblick/contract';
import type { Sql, TransactionSql } from '../runtime/index.ts';

/** All SQL of campaigns and placements. */
type Db = Sql | TransactionSql;

/** A campaign as stored. */
export interface CampaignRow {
  id: string;
  status: CampaignStatus;
  version: number;
  draft: CampaignDraft;
  playbook: string | null;
  created_at: Date;
  updated_at: Date;
  published_at: Date | null;
  /** The definition of the version that is live or paused; null for a draft that never was. */
  live: CampaignDraft | null;
}

/** Campaigns with what is live of them, by last change; all, or one. Ended ones at the end. */
export function campaigns(sql: Db, retailerId: RetailerId, id: string | null) {
  return sql<CampaignRow[]>`
    select c.id, c.status, c.version, c.draft, c.playbook, c.created_at, c.updated_at, c.published_at,
           v.definition as live
      from campaign c
      left join campaign_version v
        on v.retailer_id = c.retailer_id and v.campaign_id = c.id and v.version = c.version
     where c.retailer_id = ${retailerId} and (${id}::uuid is null or c.id = ${id})
     order by c.status = 'ended', c.updated_at desc, c.id limit 1000`;
}

/** A campaign as it is locked to be changed. */
export type LockedCampaign = Omit<CampaignRow, 'id' | 'live' | 'created_at' | 'published_at'>;

/** Campaigns that are live now, with their published definition. */
export function liveCampaigns(sql: Db, retailerId: RetailerId) {
  return sql<{ id: string; version: number; definition: CampaignDraft }[]>`
    select c.id, c.version, v.definition from campaign c
      join campaign_version v
        on v.retailer_id = c.retailer_id and v.campaign_id = c.id and v.version = c.version
     where c.retailer_id = ${retailerId} and c.status = 'live' order by c.id`;
}

/** Offers that are live now, with their published definition. */
export function liveOffers(sql: Db, retailerId: RetailerId) {
  return sql<{ id: string; live: OfferDraft }[]>`
    select id, live from offer
     where retailer_id = ${retailerId} and status = 'live' and live is not null order by id`;
}

/** Names and states of offers by id. */
export function offersNamed(sql: Db, retailerId: RetailerId, ids: readonly string[]) {
  return sql<{ id: string; status: string; draft: OfferDraft; live: OfferDraft | null }[]>`
    select id, status, draft, live from offer
     where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[])`;
}

/** Live segments by id: what a campaign may name. */
export function segmentIds(sql: Db, retailerId: RetailerId, ids: readonly string[]) {
  return sql<{ id: string }[]>`
    select id::text as id from segment
     where retailer_id = ${retailerId} and id::text = any(${[...ids]}::text[])`;
}

interface PlacementRow {
  key: string;
  name: string;
  kind: PlacementKind;
  position: string;
  min_height: number;
  fallback: { de: Content; en: Content } | null;
  status: PlacementStatus;
  created_at: Date;
  updated_at: Date;
}

const toPlacement = (row: PlacementRow): Placement => ({
  key: row.key,
  name: row.name,
  kind: row.kind,
  where: row.position,
  minHeight: row.min_height,
  fallback: row.fallback,
  status: row.status,
  createdAt: row.created_at.getTime(),
  updatedAt: row.updated_at.getTime(),
});

/** All placements of a retailer by name. */
export async function placements(sql: Db, retailerId: RetailerId): Promise<Placement[]> {
  const rows = await sql<PlacementRow[]>`
    select key, name, kind, position, min_height, fallback, status, created_at, updated_at
      from placement where retailer_id = ${retailerId} order by name, key limit 500`;
  return rows.map(toPlacement);
}

/** Adds a placement; false when the key is taken. */
export async function insertPlacement(
  sql: TransactionSql,
  retailerId: RetailerId,
  placement: Placement,
): Promise<boolean> {
  const at = new Date(placement.createdAt);
  const done = await sql`
    insert into placement (retailer_id, key, name, kind, position, min_height, fallback, status, created_at, updated_at)
    values (${retailerId}, ${placement.key}, ${placement.name}, ${placement.kind}, ${placement.where},
            ${placement.minHeight}, ${sql.json(placement.fallback as never)}, ${placement.status}, ${at}, ${at})
    on conflict do nothing`;
  return done.count > 0;
}

/** Changes a placement; false when there is none. */
export async function updatePlacement(
  sql: TransactionSql,
  retailerId: RetailerId,
  placement: Omit<Placement, 'createdAt'>,
): Promise<boolean> {
  const done = await sql`
    update placement set name = ${placement.name}, kind = ${placement.kind}, position = ${placement.where},
           min_height = ${placement.minHeight}, fallback = ${sql.json(placement.fallback as never)},
           status = ${placement.status}, updated_at = ${new Date(placement.updatedAt)}
     where retailer_id = ${retailerId} and key = ${placement.key}`;
  return done.count > 0;
}

/** Removes a placement; false when there is none. */
export async function deletePlacement(
  sql: TransactionSql,
  retailerId: RetailerId,
  key: string,
): Promise<boolean> {
  const done = await sql`
    delete from placement where retailer_id = ${retailerId} and key = ${key}`;
  return done.count > 0;
}

/** What a retailer is called and where its clock hangs. */
export async function retailer(sql: Db, retailerId: RetailerId) {
  const [row] = await sql<{ name: string; zone: string; currency: string; locale: 'de' | 'en' }[]>`
    select name, zone, currency, locale from retailer where id = ${retailerId}`;
  return row;
}
