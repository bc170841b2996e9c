/**
 * Retailers (tenants) and their settings. The list of one's own also comes with GET /api/session.
 *
 * GET /api/retailers signed in → RetailersAnswer
 * POST /api/retailers signed in → Retailer; the creator becomes its owner
 * GET /api/r/:retailerId any member → Retailer
 * PATCH /api/r/:retailerId retailer.write RetailerRequest → Retailer
 */
import { z } from 'zod';
import { lineSchema, localeSchema, retailerOfStaffSchema } from './session.ts';

const name = lineSchema;
/** ISO 4217, upper case. */
const currency = z.string().regex(/^[A-Z]{3}$/);
/** IANA name such as Europe/Berlin; checked against the server's zone data. */
const timeZone = z.string().min(1).max(64);
/** `#rrggbb` */
const colour = z
  .string()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/);

export const retailerSchema = z.object({
  id: z.int(),
  name: z.string(),
  currency: z.string(),
  timeZone: z.string(),
  locale: localeSchema,
  colour: z.string(),
  demo: z.boolean(),
  createdAt: z.number(),
});
export type Retailer = z.infer<typeof retailerSchema>;

export const retailersAnswerSchema = z.object({ retailers: z.array(retailerOfStaffSchema) });
export type RetailersAnswer = z.infer<typeof retailersAnswerSchema>;

export const newRetailerRequestSchema = z.object({
  name,
  currency,
  timeZone,
  locale: localeSchema,
  /** Without it the house colour. */
  colour: colour.optional(),
});
export type NewRetailerRequest = z.infer<typeof newRetailerRequestSchema>;

export const retailerRequestSchema = z
  .object({ name, currency, timeZone, locale: localeSchema, colour })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'at least one setting is needed');
export type RetailerRequest = z.infer<typeof retailerRequestSchema>;
