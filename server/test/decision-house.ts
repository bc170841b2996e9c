import type { CampaignDraft, Placement, ProfileId, RetailerId, Source } from '@augenblick/contract';
import { type Ask, createDecisions, type Decisions } from '../src/decision/index.ts';
import { createCodeKeys } from '../src/offer/index.ts';
import { bumpRevision } from '../src/profile/index.ts';
import {
  createIds,
  createMetrics,
  type Database,
  fixedClock,
  type FixedClock,
  seededRandom,
  silentLog,
} from '../src/runtime/index.ts';
import { SOURCES } from './write-path.ts';

const ONE = 1 as RetailerId;

/** The deciding service of one process on a test database. Two of them on one database are two processes. */
export interface Deciding {
  decisions: Decisions;
  clock: FixedClock;
  /** Ids told to the live views. */
  told: unknown[];
}

/** Builds it; `clock` may be that of a write path. */
export function deciding(
  database: Database,
  options: { seed?: number; clock?: FixedClock; patienceMs?: number } = {},
): Deciding {
  const clock = options.clock ?? fixedClock('2026-03-01T12:00:00Z');
  const random = seededRandom(options.seed ?? 5);
  const told: unknown[] = [];
  const decisions = createDecisions({
    sql: database.decide,
    clock,
    ids: createIds(clock, seededRandom((options.seed ?? 5) + 1000)),
    random,
    log: silentLog,
    metrics: createMetrics({ process: false }),
    live: { publish: ({ data }) => told.push(data) },
    codeKeys: createCodeKeys({ sql: database.owner, random }),
    patienceMs: options.patienceMs ?? 60_000,
  });
  return { decisions, clock, told };
}

/** A question of retailer 1's web shop for an anonymous browser. */
export function ask(anonymousId: string, requestId: string, change: Partial<Ask> = {}): Ask {
  return {
    source: SOURCES.web as Source,
    identity: { kind: 'anonymous_id', value: anonymousId },
    vouched: false,
    requestId,
    placements: ['home'],
    zone: null,
    phone: false,
    ...change,
  };
}

/** Puts a live placement into the shop. */
export async function addPlacement(
  database: Database,
  key: string,
  change: Partial<Placement> = {},
): Promise<void> {
  await database.owner.begin(async (tx) => {
    await bumpRevision(tx, ONE);
    await tx`
      insert into placement (retailer_id, key, name, kind, position, min_height, fallback, status, created_at, updated_at)
      values (1, ${key}, ${change.name ?? key}, ${change.kind ?? 'web'}, '', 120,
        ${change.fallback ? tx.json(change.fallback as never) : null}, ${change.status ?? 'live'}, now(), now())`;
  });
}

/** Puts a live campaign into the shop; with `version` above 1 it is a new version of one that is there. */
export async function addCampaign(
  database: Database,
  id: string,
  draft: CampaignDraft,
  version = 1,
): Promise<void> {
  await database.owner.begin(async (tx) => {
    await bumpRevision(tx, ONE);
    await tx`
      insert into campaign (retailer_id, id, status, version, draft, created_at, updated_at, published_at)
      values (1, ${id}, 'live', ${version}, ${tx.json(draft as never)}, now(), now(), now())
      on conflict (retailer_id, id) do update set version = excluded.version, draft = excluded.draft`;
    await tx`
      insert into campaign_version (retailer_id, campaign_id, version, definition, at, by_name)
      values (1, ${id}, ${version}, ${tx.json(draft as never)}, now(), 'Test')`;
  });
}

/** Whose an anonymous id is. */
export async function profileOf(database: Database, anonymousId: string): Promise<ProfileId> {
  const [row] = await database.owner<{ profile_id: ProfileId }[]>`
    select profile_id from identity
     where retailer_id = 1 and kind = 'anonymous_id' and value = ${anonymousId}`;
  return (row as { profile_id: ProfileId }).profile_id;
}
