import {
  type Campaign,
  type CampaignDraft,
  Failure,
  isUuid,
  type OfferDraft,
  type RetailerId,
} from '@augenblick/contract';
import type {
  CampaignFindings,
  CampaignOne,
  CampaignVersions,
} from '@augenblick/contract/api/campaign.ts';
import type { By } from '../access/index.ts';
import { allTallies, offerWords, publishOffer } from '../offer/index.ts';
import { bumpRevision } from '../profile/index.ts';
import {
  type Asked,
  draftFacts,
  type DraftDeps,
  Drafts,
  nextStatus,
  requireReady,
} from '../publishing/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { campaignFindings, type CampaignSurroundings, goesLiveToo } from './findings.ts';
import * as queries from './queries.ts';

/** What administering campaigns needs. */
export type CampaignDeps = DraftDeps;

/** What can be done with a campaign as a whole. */
export const CAMPAIGN_STEPS = ['publish', 'pause', 'resume', 'end', 'duplicate'] as const;
export type CampaignStep = (typeof CAMPAIGN_STEPS)[number];

const drafts = new Drafts<CampaignDeps, CampaignDraft, queries.LockedCampaign, CampaignOne>({
  noun: 'campaign',
  table: 'campaign',
  versions: { table: 'campaign_version', owner: 'campaign_id' },
  editable: ({ status }) => status !== 'ended',
  deletable: ({ version }) => version === 0,
  copied: ({ draft, playbook }) => ({ draft, columns: { status: 'draft', playbook } }),
  read,
});

/** All campaigns of a retailer, ended ones at the end. */
export function listCampaigns(deps: CampaignDeps, retailerId: RetailerId): Promise<CampaignOne[]> {
  return deps.database.withRetailer(retailerId, async (sql) =>
    views(deps, sql, retailerId, await queries.campaigns(sql, retailerId, null)),
  );
}

/** One campaign. Throws `not_found`. */
export function readCampaign(
  deps: CampaignDeps,
  retailerId: RetailerId,
  id: string,
): Promise<CampaignOne> {
  return drafts.read(deps, retailerId, id);
}

/** Adds a draft. */
export function createCampaign(
  deps: CampaignDeps,
  retailerId: RetailerId,
  draft: CampaignDraft,
  by: By,
): Promise<CampaignOne> {
  const columns = { status: 'draft', playbook: null };
  return drafts.create(deps, { retailerId, by }, { draft, columns });
}

/** Adds a draft in the caller's transaction. */
export function addCampaign(
  deps: Pick<CampaignDeps, 'clock' | 'audit'>,
  sql: TransactionSql,
  asked: Asked,
  { draft, playbook }: { draft: CampaignDraft; playbook: string | null },
): Promise<void> {
  return drafts.add(deps, sql, asked, { draft, columns: { status: 'draft', playbook } });
}

/** Changes what is being edited; what is live stays. Throws `conflict` when somebody else saved since `updatedAt`. */
export function changeCampaign(
  deps: CampaignDeps,
  asked: Asked,
  change: { draft: CampaignDraft; updatedAt: number },
): Promise<CampaignOne> {
  return drafts.change(deps, asked, change);
}

/** Deletes a campaign that never was live. Throws `conflict` for any other. */
export function deleteCampaign(deps: CampaignDeps, asked: Asked): Promise<void> {
  return drafts.remove(deps, asked);
}

/** Publishes, pauses, resumes, ends or duplicates. Throws `not_ready`, `conflict` (not from this state). */
export function stepCampaign(
  deps: CampaignDeps,
  step: CampaignStep,
  asked: Asked,
): Promise<CampaignOne> {
  const { retailerId, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    if (step === 'duplicate') return drafts.duplicate(deps, sql, asked);
    // Whoever holds the campaigns compiled learns of it, and nothing is decided with the old ones meanwhile.
    await bumpRevision(sql, retailerId);
    if (step === 'publish') {
      await publishCampaign(deps, sql, asked);
    } else {
      const row = await drafts.locked(sql, asked);
      const status = nextStatus(row.status, step);
      await drafts.set(deps, sql, asked, row, { status });
      await drafts.note(deps, sql, asked, status);
    }
    return read(deps, sql, retailerId, id);
  });
}

/** Makes the draft live as the next version, in the caller's transaction, which has raised the revision. */
export async function publishCampaign(
  deps: Pick<CampaignDeps, 'clock' | 'audit'>,
  sql: TransactionSql,
  asked: Asked,
): Promise<void> {
  const { retailerId, by } = asked;
  const row = await drafts.locked(sql, asked);
  if (row.status === 'ended') throw new Failure('conflict');
  const { draft } = row;
  const around = (await surroundings(deps, sql, retailerId, [draft]))(draft);
  requireReady(campaignFindings(draft, around));
  if (draft.offerId !== null && around.offer && goesLiveToo(around.offer, around.now)) {
    await publishOffer(deps, sql, { retailerId, id: draft.offerId, by });
  }
  await drafts.publish(deps, sql, asked, row, { row: { status: 'live' }, version: {} });
}

/** What is missing in a draft that need not be saved. */
export function checkCampaign(
  deps: CampaignDeps,
  retailerId: RetailerId,
  draft: CampaignDraft,
): Promise<CampaignFindings> {
  return deps.database.withRetailer(retailerId, async (sql) => {
    const around = await surroundings(deps, sql, retailerId, [draft]);
    return { findings: campaignFindings(draft, around(draft)) };
  });
}

/** Versions that were live, newest first. Throws `not_found`. */
export function campaignVersions(
  deps: CampaignDeps,
  retailerId: RetailerId,
  id: string,
): Promise<CampaignVersions> {
  return drafts.versions(deps, { retailerId, id });
}

/** Takes an earlier version back into the draft; what is live stays until it is published. */
export function restoreVersion(
  deps: CampaignDeps,
  asked: Asked,
  version: number,
): Promise<CampaignOne> {
  return drafts.restore(deps, asked, version);
}

/** One campaign in the caller's transaction. Throws `not_found`. */
export async function read(
  deps: Pick<CampaignDeps, 'clock'>,
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
): Promise<CampaignOne> {
  const rows = isUuid(id) ? await queries.campaigns(sql, retailerId, id) : [];
  const [one] = await views(deps, sql, retailerId, rows);
  if (one === undefined) throw new Failure('not_found');
  return one;
}

async function views(
  deps: Pick<CampaignDeps, 'clock'>,
  sql: TransactionSql,
  retailerId: RetailerId,
  rows: readonly queries.CampaignRow[],
): Promise<CampaignOne[]> {
  if (rows.length === 0) return [];
  const around = await surroundings(
    deps,
    sql,
    retailerId,
    rows.map((row) => row.draft),
  );
  const spent = new Map(
    (await allTallies(sql, retailerId)).flatMap((tally) =>
      tally.owner === 'campaign' ? [[tally.id, tally.used_minor] as const] : [],
    ),
  );
  return rows.map((row) => {
    const known = around(row.draft);
    const { offerId } = row.draft;
    return {
      campaign: viewOf(row),
      live: row.live,
      findings: row.status === 'ended' ? [] : campaignFindings(row.draft, known),
      offer:
        offerId === null || known.offer === undefined
          ? null
          : {
              id: offerId,
              name: known.offer.offer.name,
              status: known.offer.status,
              words: offerWords(known.offer.offer),
            },
      spentMinor: spent.get(row.id) ?? 0,
    };
  });
}

function viewOf(row: queries.CampaignRow): Campaign {
  return {
    ...row.draft,
    ...draftFacts(row),
    status: row.status,
    playbook: row.playbook,
    publishedAt: row.published_at?.getTime() ?? null,
  };
}

/** What drafts refer to, read for all of them at once. */
async function surroundings(
  deps: Pick<CampaignDeps, 'clock'>,
  sql: TransactionSql,
  retailerId: RetailerId,
  drafts: readonly CampaignDraft[],
): Promise<(draft: CampaignDraft) => CampaignSurroundings> {
  const offerIds = unique(drafts.map((draft) => draft.offerId));
  const segmentIds = unique(drafts.flatMap((draft) => [draft.segmentId, draft.excludedSegmentId]));
  const placements = await queries.placements(sql, retailerId);
  const offers = await queries.offersNamed(sql, retailerId, offerIds.filter(isUuid));
  const segments =
    segmentIds.length === 0 ? [] : await queries.segmentIds(sql, retailerId, segmentIds);
  const known = new Map(
    offers.map(({ id, status, draft, live }): [string, { status: string; offer: OfferDraft }] => [
      id,
      { status, offer: live ?? draft },
    ]),
  );
  const there = new Set(segments.map(({ id }) => id));
  const now = deps.clock.now();
  return ({ offerId }) => ({
    placements,
    segments: there,
    now,
    offer: offerId === null ? undefined : known.get(offerId),
  });
}

const unique = (ids: readonly (string | null)[]): string[] => [
  ...new Set(ids.filter((id): id is string => id !== null)),
];
