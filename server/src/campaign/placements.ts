import { Failure, type Placement, type RetailerId } from '@augenblick/contract';
import type {
  PlacementBody,
  PlacementChange,
  PlacementList,
} from '@augenblick/contract/api/placement.ts';
import type { By } from '../access/index.ts';
import { bumpRevision } from '../profile/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import type { CampaignDeps } from './campaigns.ts';
import { compileContent } from './content.ts';
import * as queries from './queries.ts';

/** All places with the live campaigns that may appear there. */
export function listPlacements(deps: CampaignDeps, retailerId: RetailerId): Promise<PlacementList> {
  return deps.database.withRetailer(retailerId, async (sql) => {
    const placements = await queries.placements(sql, retailerId);
    const live = await queries.liveCampaigns(sql, retailerId);
    return {
      placements: placements.map((placement) => ({
        placement,
        campaigns: live
          .filter(({ definition }) => definition.placements.includes(placement.key))
          .map(({ id, definition: { name, priority } }) => ({ id, name, priority }))
          .sort((a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1)),
      })),
    };
  });
}

/** Adds a place. Throws `conflict` when its key is taken, `not_ready` for a fallback that cannot be read. */
export function createPlacement(
  deps: CampaignDeps,
  retailerId: RetailerId,
  body: PlacementBody,
  by: By,
): Promise<Placement> {
  return deps.database.withRetailer(retailerId, async (sql) => {
    await bumpRevision(sql, retailerId);
    return addPlacement(deps, sql, retailerId, body, by);
  });
}

/** Adds a place in the caller's transaction, which has raised the revision. */
export async function addPlacement(
  deps: Pick<CampaignDeps, 'clock' | 'audit'>,
  sql: TransactionSql,
  retailerId: RetailerId,
  body: PlacementBody,
  by: By,
): Promise<Placement> {
  checkFallback(body);
  const now = deps.clock.now();
  const placement = { ...body, createdAt: now, updatedAt: now };
  if (!(await queries.insertPlacement(sql, retailerId, placement))) throw new Failure('conflict');
  await note(deps, sql, { retailerId, key: body.key, by, what: 'created' });
  return placement;
}

/** Changes a place. Throws `not_found`, `not_ready`. */
export function changePlacement(
  deps: CampaignDeps,
  asked: { retailerId: RetailerId; key: string; by: By },
  change: PlacementChange,
): Promise<Placement> {
  const { retailerId, key } = asked;
  checkFallback(change);
  return deps.database.withRetailer(retailerId, async (sql) => {
    await bumpRevision(sql, retailerId);
    const updatedAt = deps.clock.now();
    const done = await queries.updatePlacement(sql, retailerId, { ...change, key, updatedAt });
    const all = done ? await queries.placements(sql, retailerId) : [];
    const placement = all.find((one) => one.key === key);
    if (placement === undefined) throw new Failure('not_found');
    await note(deps, sql, { ...asked, what: 'changed' });
    return placement;
  });
}

/** Removes a place. Throws `not_found`, and `conflict` while a live campaign uses it. */
export function removePlacement(
  deps: CampaignDeps,
  asked: { retailerId: RetailerId; key: string; by: By },
): Promise<void> {
  const { retailerId, key } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    await bumpRevision(sql, retailerId);
    const live = await queries.liveCampaigns(sql, retailerId);
    if (live.some(({ definition }) => definition.placements.includes(key))) {
      throw new Failure('conflict', 'a live campaign uses it');
    }
    if (!(await queries.deletePlacement(sql, retailerId, key))) throw new Failure('not_found');
    await note(deps, sql, { ...asked, what: 'deleted' });
  });
}

/** A fallback is shown to everybody, also without consent: it must be readable and name nobody. */
function checkFallback({ fallback }: PlacementChange): void {
  if (fallback === null) return;
  for (const locale of ['de', 'en'] as const) {
    const { compiled, problems } = compileContent(fallback[locale]);
    if (compiled === null) {
      throw new Failure('not_ready', `fallback.${locale}.${problems[0]?.field ?? ''}`);
    }
    const personal = [...compiled.names].filter((name) => name !== 'shop.name');
    const shows = fallback[locale].products !== 'none' || fallback[locale].code;
    if (personal.length > 0 || shows) throw new Failure('not_ready', `fallback.${locale}`);
  }
}

function note(
  deps: Pick<CampaignDeps, 'audit'>,
  sql: TransactionSql,
  { retailerId, key, by, what }: { retailerId: RetailerId; key: string; by: By; what: string },
): Promise<void> {
  return deps.audit(sql, {
    retailerId,
    actor: by,
    action: 'placement.changed',
    target: `placement:${key}`,
    detail: { what },
  });
}
