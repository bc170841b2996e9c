import { z } from 'zod';

/** A sentence as data: the console words it in the reader's language, the server never does. */
export const Phrase = z.object({
  key: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});
export type Phrase = z.infer<typeof Phrase>;

/** A sentence the server has worded itself, in both languages (command line, print view, export). */
export const Words = z.object({ de: z.string(), en: z.string() });
export type Words = z.infer<typeof Words>;

/** An amount in minor units of one ISO 4217 currency. */
export const MoneyAmount = z.object({ amountMinor: z.number().int(), currency: z.string() });
export type MoneyAmount = z.infer<typeof MoneyAmount>;
