/** SQL of what is published: the journeys that are live, paused or finishing, every version somebody may still go by. */
import type {
  Condition,
  JourneyDraft,
  JourneyStatus,
  OfferDraft,
  RetailerId,
} from '@augenblick/contract';
import type { Db } from './queries-run.ts';

/** A published version. */
export interface VersionRow {
  journey_id: string;
  version: number;
  definition: JourneyDraft;
  moved: boolean;
  /** Of the journey now. */
  status: JourneyStatus;
  current: number;
}

/** Versions looked back upon; who goes by an older one ends. */
const VERSIONS_MAX = 30;

/** Every published version of the journeys that are not over, the latest last. */
export function findVersions(sql: Db, retailerId: RetailerId) {
  return sql<VersionRow[]>`
    select v.journey_id, v.version, v.definition, v.moved, j.status, j.version as current
    from journey j join journey_version v on v.retailer_id = j.retailer_id and v.journey_id = j.id
    where j.retailer_id = ${retailerId} and j.status in ('live', 'paused', 'finishing') and v.version > j.version - ${VERSIONS_MAX}
    order by v.journey_id, v.version`;
}

/** Conditions of the segments that are switched on, by id: conditions of journeys may name them. */
export async function findConditions(
  sql: Db,
  retailerId: RetailerId,
): Promise<Map<string, Condition>> {
  const rows = await sql<{ id: string; condition: Condition }[]>`
    select id, condition from segment where retailer_id = ${retailerId} and status in ('filling', 'live')`;
  return new Map(rows.map(({ id, condition }) => [id, condition]));
}

/** Offers that are live, by id. */
export async function findOffers(
  sql: Db,
  retailerId: RetailerId,
  ids: readonly string[],
): Promise<Map<string, { offer: OfferDraft }>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: string; live: OfferDraft }[]>`
    select id, live from offer
    where retailer_id = ${retailerId} and id = any(${[...ids]}::uuid[]) and status = 'live' and live is not null`;
  return new Map(rows.map(({ id, live }) => [id, { offer: live }]));
}

/** What a retailer is called and where its clock hangs. */
export async function findShop(sql: Db, retailerId: RetailerId) {
  const [row] = await sql<
    { name: string; zone: string; currency: string; locale: 'de' | 'en' }[]
  >`select name, zone, currency, locale from retailer where id = ${retailerId}`;
  return row;
}
