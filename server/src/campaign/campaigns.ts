import {
  type Campaign,
  type CampaignDraft,
  type CampaignStatus,
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
import type { Access, Actor } from '../access/index.ts';
import { allTallies, copyName, offerWords, publishOffer } from '../offer/index.ts';
import { bumpRevision } from '../profile/index.ts';
import type { Clock, Database, Ids, TransactionSql } from '../runtime/index.ts';
import { campaignFindings, type CampaignSurroundings, goesLiveToo } from './findings.ts';
import * as queries from './queries.ts';

/** What administering campaigns needs. */
export interface CampaignDeps {
  database: Pick<Database, 'withRetailer'>;
  clock: Clock;
  ids: Ids;
  audit: Access['audit'];
}

/** Who does it. */
export type By = Pick<Actor, 'id' | 'name'> & { kind: Actor['kind'] | 'system' };

/** What can be done with a campaign as a whole. */
export const CAMPAIGN_STEPS = ['publish', 'pause', 'resume', 'end', 'duplicate'] as const;
export type CampaignStep = (typeof CAMPAIGN_STEPS)[number];

/** One campaign of a retailer, and who asks. */
export interface Asked {
  retailerId: RetailerId;
  id: string;
  by: By;
}

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
  return deps.database.withRetailer(retailerId, (sql) => read(deps, sql, retailerId, id));
}

/** Adds a draft. */
export function createCampaign(
  deps: CampaignDeps,
  retailerId: RetailerId,
  draft: CampaignDraft,
  by: By,
): Promise<CampaignOne> {
  const id = deps.ids.uuid7();
  return deps.database.withRetailer(retailerId, async (sql) => {
    await addCampaign(deps, sql, { retailerId, id, by }, { draft, playbook: null });
    return read(deps, sql, retailerId, id);
  });
}

/** Adds a draft in the caller's transaction. */
export async function addCampaign(
  deps: Pick<CampaignDeps, 'clock' | 'audit'>,
  sql: TransactionSql,
  asked: Asked,
  { draft, playbook }: { draft: CampaignDraft; playbook: string | null },
): Promise<void> {
  const { retailerId, id } = asked;
  const now = new Date(deps.clock.now());
  await queries.insertCampaign(sql, retailerId, { id, draft, playbook, now });
  await note(deps, sql, asked, 'created');
}

/** Changes what is being edited; what is live stays. Throws `conflict` when somebody else saved since `updatedAt`. */
export function changeCampaign(
  deps: CampaignDeps,
  asked: Asked,
  change: { draft: CampaignDraft; updatedAt: number },
): Promise<CampaignOne> {
  const { retailerId, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    const row = await locked(sql, retailerId, id);
    if (row.status === 'ended' || row.updated_at.getTime() !== change.updatedAt) {
      throw new Failure('conflict');
    }
    const now = later(deps, row.updated_at);
    await queries.updateDraft(sql, retailerId, id, { draft: change.draft, now });
    await note(deps, sql, asked, 'changed');
    return read(deps, sql, retailerId, id);
  });
}

/** Deletes a campaign that never was live. Throws `conflict` for any other. */
export function deleteCampaign(deps: CampaignDeps, asked: Asked): Promise<void> {
  const { retailerId, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    await locked(sql, retailerId, id);
    if (!(await queries.deleteDraft(sql, retailerId, id))) throw new Failure('conflict');
    await note(deps, sql, asked, 'deleted');
  });
}

/** Publishes, pauses, resumes, ends or duplicates. Throws `not_ready`, `conflict` (not from this state). */
export function stepCampaign(
  deps: CampaignDeps,
  step: CampaignStep,
  asked: Asked,
): Promise<CampaignOne> {
  const { retailerId, id, by } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    if (step === 'duplicate') {
      const row = await locked(sql, retailerId, id);
      const copy = deps.ids.uuid7();
      const draft = { ...row.draft, name: copyName(row.draft.name) };
      const { playbook } = row;
      await addCampaign(deps, sql, { retailerId, id: copy, by }, { draft, playbook });
      return read(deps, sql, retailerId, copy);
    }
    // Whoever holds the campaigns compiled learns of it, and nothing is decided with the old ones meanwhile.
    await bumpRevision(sql, retailerId);
    if (step === 'publish') await publishCampaign(deps, sql, asked);
    else await changeStatus(deps, sql, step, asked);
    return read(deps, sql, retailerId, id);
  });
}

/** Makes the draft live as the next version, in the caller's transaction, which has raised the revision. */
export async function publishCampaign(
  deps: Pick<CampaignDeps, 'clock' | 'audit'>,
  sql: TransactionSql,
  asked: Asked,
): Promise<void> {
  const { retailerId, id, by } = asked;
  const row = await locked(sql, retailerId, id);
  if (row.status === 'ended') throw new Failure('conflict');
  const { draft } = row;
  const around = (await surroundings(deps, sql, retailerId, [draft]))(draft);
  const open = campaignFindings(draft, around).flatMap(({ severity, field }) =>
    severity === 'must' ? [field] : [],
  );
  if (open.length > 0) throw new Failure('not_ready', open.join(', '));
  if (draft.offerId !== null && around.offer && goesLiveToo(around.offer, around.now)) {
    await publishOffer(deps, sql, { retailerId, id: draft.offerId, by });
  }
  const now = later(deps, row.updated_at);
  const version = row.version + 1;
  await queries.publishVersion(sql, retailerId, id, { version, draft, by: by.name, now });
  await note(deps, sql, asked, 'published');
}

const STEPS = {
  pause: { from: ['live'], to: 'paused' },
  resume: { from: ['paused'], to: 'live' },
  end: { from: ['live', 'paused'], to: 'ended' },
} as const satisfies Record<string, { from: readonly CampaignStatus[]; to: CampaignStatus }>;

async function changeStatus(
  deps: CampaignDeps,
  sql: TransactionSql,
  step: keyof typeof STEPS,
  asked: Asked,
): Promise<void> {
  const { retailerId, id } = asked;
  const row = await locked(sql, retailerId, id);
  const { from, to } = STEPS[step];
  if (!(from as readonly CampaignStatus[]).includes(row.status)) throw new Failure('conflict');
  await queries.setStatus(sql, retailerId, id, { status: to, now: later(deps, row.updated_at) });
  await note(deps, sql, asked, to);
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
  return deps.database.withRetailer(retailerId, async (sql) => {
    await read(deps, sql, retailerId, id);
    const rows = await queries.versions(sql, retailerId, id);
    return {
      versions: rows.map((row) => ({
        version: row.version,
        at: row.at.getTime(),
        by: row.by_name,
        draft: row.definition,
      })),
    };
  });
}

/** Takes an earlier version back into the draft; what is live stays until it is published. */
export function restoreVersion(
  deps: CampaignDeps,
  asked: Asked,
  version: number,
): Promise<CampaignOne> {
  const { retailerId, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    const row = await locked(sql, retailerId, id);
    if (row.status === 'ended') throw new Failure('conflict');
    const found = (await queries.versions(sql, retailerId, id)).find(
      (one) => one.version === version,
    );
    if (found === undefined) throw new Failure('not_found');
    const now = later(deps, row.updated_at);
    await queries.updateDraft(sql, retailerId, id, { draft: found.definition, now });
    await note(deps, sql, asked, 'restored');
    return read(deps, sql, retailerId, id);
  });
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
    id: row.id,
    status: row.status,
    version: row.version,
    changed: row.live !== null && JSON.stringify(row.live) !== JSON.stringify(row.draft),
    playbook: row.playbook,
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
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

async function locked(sql: TransactionSql, retailerId: RetailerId, id: string) {
  const row = isUuid(id) ? await queries.lockCampaign(sql, retailerId, id) : undefined;
  if (row === undefined) throw new Failure('not_found');
  return row;
}

/** Now, but after the last change: `updatedAt` tells two versions of a draft apart. */
function later(deps: Pick<CampaignDeps, 'clock'>, before: Date): Date {
  return new Date(Math.max(deps.clock.now(), before.getTime() + 1));
}

function note(
  deps: Pick<CampaignDeps, 'audit'>,
  sql: TransactionSql,
  { retailerId, id, by }: Asked,
  what: string,
): Promise<void> {
  const target = `campaign:${id}`;
  const detail = { what };
  return deps.audit(sql, { retailerId, actor: by, action: 'campaign.changed', target, detail });
}
