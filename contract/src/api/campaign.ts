/**
 * Campaigns, their versions, and the playbook.
 *
 * GET    /api/r/:retailerId/campaigns                          campaign.read  → CampaignList
 * POST   /api/r/:retailerId/campaigns                          campaign.write CampaignBody → CampaignOne
 * GET    /api/r/:retailerId/campaigns/:campaignId              campaign.read  → CampaignOne
 * PUT    /api/r/:retailerId/campaigns/:campaignId              campaign.write ChangeCampaign → CampaignOne
 * DELETE /api/r/:retailerId/campaigns/:campaignId              campaign.write → 204; drafts that were never live only
 * POST   /api/r/:retailerId/campaigns/:campaignId/publish|pause|resume|end|duplicate  campaign.write → CampaignOne
 * GET    /api/r/:retailerId/campaigns/:campaignId/versions     campaign.read  → CampaignVersions
 * POST   /api/r/:retailerId/campaigns/:campaignId/restore      campaign.write RestoreVersion → CampaignOne (into the draft)
 * POST   /api/r/:retailerId/campaigns/check                    campaign.read  CheckCampaign → CampaignFindings
 * POST   /api/r/:retailerId/campaigns/preview                  campaign.read (a shopper: also shopper.read) PreviewContent → PreviewedContent
 * GET    /api/r/:retailerId/playbook                           campaign.read  → Playbook
 * POST   /api/r/:retailerId/playbook/:key                      campaign.write UsePlaybook → CampaignOne
 */
import { z } from 'zod';
import {
  CAMPAIGN_STATUSES,
  CAP_SPANS,
  type Campaign,
  type CampaignDraft,
  type CampaignFinding,
} from '../campaign.ts';
import { CONSENT_CHANNELS, CONSENT_PURPOSES } from '../consent.ts';
import { Words } from './phrase.ts';
import { ContentBody, placementKey, RenderedContentView } from './placement.ts';
import { lineSchema } from './session.ts';

const instant = z.number().int().min(0).max(8_640_000_000_000_000);
const names = z.array(z.string().trim().min(1).max(60)).max(40);
const basisPoints = z.number().int().min(0).max(10_000);
/** A draft may still lack what going live needs; the findings say what. */
export const CampaignBody = z.object({
  name: lineSchema,
  note: z.string().trim().max(500),
  goal: z.object({
    event: z.string().trim().min(1).max(120),
    windowHours: z.number().int().min(1).max(2160),
  }),
  segmentId: z.string().max(60).nullable(),
  excludedSegmentId: z.string().max(60).nullable(),
  when: z.object({
    kinds: names,
    stages: names,
    signals: names,
    minConfidence: z.number().min(0).max(1),
  }),
  placements: z.array(placementKey).max(50),
  variants: z
    .array(
      z.object({
        id: z.string().min(1).max(40),
        name: lineSchema,
        weight: z.number().int().min(0).max(1000),
        contents: z.object({ de: ContentBody, en: ContentBody }),
      }),
    )
    .min(1)
    .max(10),
  offerId: z.uuid().nullable(),
  schedule: z.object({
    from: instant.nullable(),
    to: instant.nullable(),
    days: z.array(z.number().int().min(1).max(7)).max(7),
    hours: z
      .object({ from: z.number().int().min(0).max(1440), to: z.number().int().min(0).max(1440) })
      .nullable(),
    zone: z.string().min(1).max(64),
  }),
  budget: z
    .object({
      minor: z.number().int().min(1).max(1_000_000_000_000),
      currency: z.string().regex(/^[A-Z]{3}$/),
    })
    .nullable(),
  caps: z
    .array(z.object({ times: z.number().int().min(1).max(1000), per: z.enum(CAP_SPANS) }))
    .max(5),
  priority: z.number().int().min(0).max(100),
  exclusiveGroup: z.string().trim().min(1).max(60).nullable(),
  holdoutBp: basisPoints,
  marginBp: basisPoints.nullable(),
  consent: z
    .object({ purpose: z.enum(CONSENT_PURPOSES), channel: z.enum(CONSENT_CHANNELS) })
    .nullable(),
}) satisfies z.ZodType<CampaignDraft>;

export const CampaignView = CampaignBody.extend({
  id: z.string(),
  status: z.enum(CAMPAIGN_STATUSES),
  version: z.number().int(),
  changed: z.boolean(),
  playbook: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
  publishedAt: z.number().nullable(),
}) satisfies z.ZodType<Campaign>;

export const CampaignFindingView = z.object({
  severity: z.enum(['must', 'should']),
  field: z.string(),
  words: Words,
}) satisfies z.ZodType<CampaignFinding>;
export const CampaignFindings = z.object({ findings: z.array(CampaignFindingView) });
export type CampaignFindings = z.infer<typeof CampaignFindings>;

export const CampaignOne = z.object({
  campaign: CampaignView,
  /** What is live now; null when nothing is. */
  live: CampaignBody.nullable(),
  findings: z.array(CampaignFindingView),
  offer: z
    .object({ id: z.string(), name: z.string(), status: z.string(), words: Words })
    .nullable(),
  /** What its offer has cost so far, minor units of the budget's or offer's currency. */
  spentMinor: z.number().int(),
});
export type CampaignOne = z.infer<typeof CampaignOne>;
export const CampaignList = z.object({ campaigns: z.array(CampaignOne) });
export type CampaignList = z.infer<typeof CampaignList>;

/** `updatedAt` of the campaign that was edited: when somebody else saved since, the answer is `conflict`. */
export const ChangeCampaign = z.object({ draft: CampaignBody, updatedAt: z.number() });
export type ChangeCampaign = z.infer<typeof ChangeCampaign>;
export const CheckCampaign = z.object({ draft: CampaignBody });
export type CheckCampaign = z.infer<typeof CheckCampaign>;

export const CampaignVersions = z.object({
  versions: z.array(
    z.object({
      version: z.number().int(),
      at: z.number(),
      /** Who published it. */
      by: z.string(),
      draft: CampaignBody,
    }),
  ),
});
export type CampaignVersions = z.infer<typeof CampaignVersions>;
export const RestoreVersion = z.object({ version: z.number().int().min(1) });

export type RestoreVersion = z.infer<typeof RestoreVersion>;

/** Shows a content as a shopper would see it. Without `profileId` with the sample facts of the answer. */
export const PreviewContent = z.object({
  content: ContentBody,
  locale: z.enum(['de', 'en']),
  profileId: z.uuid().nullable(),
  offerId: z.uuid().nullable(),
});
export type PreviewContent = z.infer<typeof PreviewContent>;
export const PreviewedContent = z.object({
  /** Null when a text cannot be read; `problems` says which and why. */
  rendered: RenderedContentView.nullable(),
  problems: z.array(z.object({ field: z.string(), words: Words })),
  /** The names used in the texts and what stood for them; null = the fallback was used. */
  facts: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
});
export type PreviewedContent = z.infer<typeof PreviewedContent>;

export const PlaybookEntry = z.object({
  key: z.string(),
  /** know, go, do, buy – or null for one that fits any. */
  kind: z.string().nullable(),
  name: Words,
  /** What it does and why it works, two sentences. */
  about: Words,
  /** Kinds of places it can stand in. */
  placements: z.array(z.string()),
  /** True when it comes with an offer. */
  offer: z.boolean(),
  /** Campaigns made from it that are not ended. */
  used: z.number().int(),
  campaign: CampaignBody,
});
export type PlaybookEntry = z.infer<typeof PlaybookEntry>;
export const Playbook = z.object({ entries: z.array(PlaybookEntry) });
export type Playbook = z.infer<typeof Playbook>;

/** Makes a campaign of an entry, with its offer and, where the shop has none, its placement; and puts it live at once. */
export const UsePlaybook = z.object({
  locale: z.enum(['de', 'en']),
  publish: z.boolean(),
});
export type UsePlaybook = z.infer<typeof UsePlaybook>;
