/**
 * Live segments. Instants are ms since 1970.
 *
 * GET    /api/r/:retailerId/segments                        segment.read  → SegmentList
 * POST   /api/r/:retailerId/segments                        segment.write SegmentBody → SegmentOne (a draft)
 * GET    /api/r/:retailerId/segments/vocabulary             segment.read  → SegmentVocabulary
 * GET    /api/r/:retailerId/segments/starters               segment.read  → SegmentStarters
 * POST   /api/r/:retailerId/segments/preview                segment.read (sample shoppers: also shopper.read)
 *                                                           PreviewSegment → SegmentPreview
 * GET    /api/r/:retailerId/segments/:segmentId             segment.read  → SegmentOne
 * PUT    /api/r/:retailerId/segments/:segmentId             segment.write SegmentBody → SegmentOne (changes the draft)
 * DELETE /api/r/:retailerId/segments/:segmentId             segment.write → 204; only what was never switched on
 * POST   /api/r/:retailerId/segments/:segmentId/publish     segment.write → SegmentOne; shoppers from before are filled in
 * POST   /api/r/:retailerId/segments/:segmentId/archive     segment.write → SegmentOne
 * GET    /api/r/:retailerId/segments/:segmentId/members     segment.read + shopper.read  MembersQuery → SegmentMembers
 * GET    /api/r/:retailerId/segments/:segmentId/changes     segment.read + shopper.read  MembersQuery → SegmentChanges
 * GET    /api/r/:retailerId/shoppers/:profileId/segments    segment.read + shopper.read  → ShopperSegments
 */
import { z } from 'zod';
import { Condition, CONDITION_PROBLEMS } from '../condition.ts';
import { SEGMENT_STATUSES } from '../segment.ts';
import { Words } from './phrase.ts';
import { ShopperRow } from './shopper.ts';

/** What a person writes of a segment. */
export const SegmentBody = z.object({
  name: z.string().trim().min(1).max(120),
  note: z.string().trim().max(500).default(''),
  condition: Condition,
});
export type SegmentBody = z.input<typeof SegmentBody>;

export const SegmentProblem = z.object({
  code: z.enum(CONDITION_PROBLEMS),
  path: z.array(z.union([z.string(), z.number()])),
});
export type SegmentProblem = z.infer<typeof SegmentProblem>;

export const SegmentRow = z.object({
  id: z.string(),
  name: z.string(),
  note: z.string(),
  status: z.enum(SEGMENT_STATUSES),
  /** The version that is switched on; 0: never was. */
  version: z.number(),
  /** As switched on; of a draft, as last saved. */
  condition: Condition,
  /** Shoppers in it now. */
  members: z.number(),
  /** Members at the end of each of the last 30 days (shop's zone), oldest first, now last; empty before it is filled. */
  growth: z.array(z.number()),
  /** In the last 24 hours. */
  entered: z.number(),
  left: z.number(),
  /** While filling: share of shoppers gone through, 0–1. */
  filled: z.number().nullable(),
  changedAt: z.number(),
  publishedAt: z.number().nullable(),
  /** True when any shopper in the shop is from the labelled simulation. */
  simulated: z.boolean(),
});
export type SegmentRow = z.infer<typeof SegmentRow>;

export const SegmentList = z.object({
  segments: z.array(SegmentRow),
  /** Shoppers of the shop. */
  shoppers: z.number(),
});
export type SegmentList = z.infer<typeof SegmentList>;

export const SegmentOne = z.object({
  segment: SegmentRow,
  shoppers: z.number(),
  /** A saved change that is not switched on yet. */
  draft: Condition.nullable(),
  versions: z.array(
    z.object({
      version: z.number(),
      condition: Condition,
      at: z.number(),
      by: z.string().nullable(),
    }),
  ),
  /** What uses it: other segments by id and name. */
  usedBy: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type SegmentOne = z.infer<typeof SegmentOne>;

/** POST …/preview. `segmentId`: the segment being changed, so that it cannot name itself. */
export const PreviewSegment = z.object({
  condition: Condition,
  segmentId: z.uuid().optional(),
});
export type PreviewSegment = z.input<typeof PreviewSegment>;

export const SegmentPreview = z.object({
  problems: z.array(SegmentProblem),
  /** Null when there are problems. */
  count: z.number().nullable(),
  /** False: estimated from a sample of shoppers, because the base is large. */
  exact: z.boolean(),
  shoppers: z.number(),
  /** Last seen first, at most 6; empty without the right shopper.read. */
  sample: z.array(ShopperRow.pick({ id: true, displayName: true, lastSeenAt: true, orders: true })),
});
export type SegmentPreview = z.infer<typeof SegmentPreview>;

export const MembersQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type MembersQuery = Partial<z.infer<typeof MembersQuery>>;

const person = { id: z.string(), displayName: z.string().nullable() };
export const SegmentMembers = z.object({
  members: z.array(
    z.object({ ...person, since: z.number(), lastSeenAt: z.number(), orders: z.number() }),
  ),
  next: z.string().nullable(),
});
export type SegmentMembers = z.infer<typeof SegmentMembers>;

export const SegmentChanges = z.object({
  changes: z.array(z.object({ ...person, at: z.number(), entered: z.boolean(), key: z.string() })),
  next: z.string().nullable(),
});
export type SegmentChanges = z.infer<typeof SegmentChanges>;

export const ShopperSegments = z.object({
  segments: z.array(z.object({ id: z.string(), name: z.string(), since: z.number() })),
});
export type ShopperSegments = z.infer<typeof ShopperSegments>;

const seen = z.object({ value: z.string(), count: z.number() });
/** What the shop really has, most frequent first, so that a person chooses instead of guessing. */
export const SegmentVocabulary = z.object({
  events: z.array(seen.extend({ properties: z.array(z.string()) })),
  traits: z.array(seen.extend({ examples: z.array(z.string()) })),
  categories: z.array(seen),
  brands: z.array(seen),
  sizes: z.array(seen),
  channels: z.array(seen),
  products: z.array(z.object({ id: z.string(), name: z.string() })),
  currencies: z.array(z.string()),
  /** Segments that are switched on and may be named. */
  segments: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type SegmentVocabulary = z.infer<typeof SegmentVocabulary>;

/** Ready-made starting points, fitted to the shop. */
export const SegmentStarters = z.object({
  starters: z.array(z.object({ key: z.string(), name: Words, about: Words, condition: Condition })),
});
export type SegmentStarters = z.infer<typeof SegmentStarters>;
