/**
 * Places where something can be shown.
 *
 * GET    /api/r/:retailerId/placements       campaign.read  → PlacementList
 * POST   /api/r/:retailerId/placements       campaign.write PlacementBody → PlacementView
 * PUT    /api/r/:retailerId/placements/:key  campaign.write PlacementChange → PlacementView
 * DELETE /api/r/:retailerId/placements/:key  campaign.write → 204; refused (conflict) while a live campaign uses it
 */
import { z } from 'zod';
import {
  CONTENT_LOOKS,
  CONTENT_PRODUCTS,
  type Content,
  PLACEMENT_KINDS,
  PLACEMENT_STATUSES,
  type Placement,
  type RenderedContent,
} from '../placement.ts';
import { lineSchema } from './session.ts';

const text = (max: number) => z.string().trim().max(max);
const link = z.object({ label: text(80), url: text(1000) });

export const ContentBody = z.object({
  look: z.enum(CONTENT_LOOKS),
  headline: text(300),
  text: text(2000),
  picture: z.object({ url: text(1000), alt: text(300) }).nullable(),
  button: link.nullable(),
  links: z.array(link).max(4),
  code: z.boolean(),
  products: z.enum(CONTENT_PRODUCTS),
}) satisfies z.ZodType<Content>;

export const RenderedContentView = z.object({
  look: z.enum(CONTENT_LOOKS),
  headline: z.string(),
  text: z.string(),
  picture: z.object({ url: z.string(), alt: z.string() }).nullable(),
  button: z.object({ label: z.string(), url: z.string() }).nullable(),
  links: z.array(z.object({ label: z.string(), url: z.string() })),
  code: z.object({ text: z.string(), until: z.number().nullable() }).nullable(),
  products: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      url: z.string().nullable(),
      image: z.string().nullable(),
      priceMinor: z.number().nullable(),
      currency: z.string().nullable(),
    }),
  ),
}) satisfies z.ZodType<RenderedContent>;

/** Name of a place as pages write it: lower case, digits and hyphens. */
export const placementKey = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/);

export const PlacementChange = z.object({
  name: lineSchema,
  kind: z.enum(PLACEMENT_KINDS),
  where: text(300),
  minHeight: z.number().int().min(0).max(2000),
  fallback: z.object({ de: ContentBody, en: ContentBody }).nullable(),
  status: z.enum(PLACEMENT_STATUSES),
});
export type PlacementChange = z.infer<typeof PlacementChange>;
export const PlacementBody = PlacementChange.extend({ key: placementKey });
export type PlacementBody = z.infer<typeof PlacementBody>;

export const PlacementView = PlacementBody.extend({
  createdAt: z.number(),
  updatedAt: z.number(),
}) satisfies z.ZodType<Placement>;

export const PlacementList = z.object({
  placements: z.array(
    z.object({
      placement: PlacementView,
      /** Live campaigns that may be shown there, by priority. */
      campaigns: z.array(z.object({ id: z.string(), name: z.string(), priority: z.number() })),
    }),
  ),
});
export type PlacementList = z.infer<typeof PlacementList>;
