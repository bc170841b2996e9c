import { Failure, type RetailerId } from '@augenblick/contract';
import type { Queryable } from '../access/index.ts';
import * as queries from './queries.ts';
import { checkSettings, HOUSE_COLOUR, type RetailerInput, slugOf } from './retailer.ts';

/** Shops of one name on one installation; the number only ends a search. */
const SAME_NAME_MAX = 200;

/**
 * Opens a retailer within the caller's transaction on the owner's connection and gives its id.
 * Nobody is a member yet: call `access.own` or `access.addFounders` in the same transaction. Throws
 * `bad_request` for an unknown currency or time zone.
 */
export async function openRetailer(sql: Queryable, input: RetailerInput): Promise<RetailerId> {
  const { name, currency, locale, colour = HOUSE_COLOUR, demo = false } = input;
  const zone = checkSettings(input).zone ?? input.timeZone;
  const slug = slugOf(name);
  for (let number = 1; number <= SAME_NAME_MAX; number++) {
    const free = number === 1 ? slug : `${slug}-${number}`;
    const row = { slug: free, name, currency, zone, locale, colour, demo };
    const id = await queries.insertRetailer(sql, row);
    if (id !== undefined) return id;
  }
  throw new Failure('conflict', 'name');
}
