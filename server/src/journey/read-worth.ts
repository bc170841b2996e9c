/** What a journey was worth, read from the database: who got in, who of them was held out, what they bought. */
import { Failure, type RetailerId } from '@augenblick/contract';
import type { JourneyWorth } from '@augenblick/contract/api/journey-worth.ts';
import { ordersOf, type Watched } from '../broadcast/index.ts';
import { heldFromAll, type HoldoutRule, holdoutRule, shopperHash } from '../decision/index.ts';
import type { Clock, TransactionSql } from '../runtime/index.ts';
import { rowOf } from './journeys.ts';
import { findShop } from './queries-book.ts';
import * as queries from './queries-worth.ts';
import type { JourneyReading } from './reading.ts';
import { judgeWorth, NOBODY, type WorthGroup } from './worth.ts';

const DAY = 86_400_000;
/** So many of the last entries are counted; more would make the page wait and hardly narrow the interval. */
export const ENTRIES_MAX = 50_000;
/** Shoppers whose orders are looked up at once. */
const CHUNK = 5_000;

/** What is asked. */
export interface WorthAsked {
  days: number;
  version?: number | undefined;
  /** For tests. */
  entriesMax?: number;
}

/**
 * Everybody who got in counts once, from their first entry on, in the group they were drawn into; whether they ever came to a
 * message does not matter, or the groups would not be alike. Since the group got its present size only: before that
 * others were in it. Shoppers who were joined count as the one they are now. Throws `not_found` (journey or version).
 */
export function readWorth(
  { database, clock }: JourneyReading & { clock: Clock },
  retailerId: RetailerId,
  id: string,
  { days, version, entriesMax = ENTRIES_MAX }: WorthAsked,
): Promise<JourneyWorth> {
  return database.withRetailer(retailerId, async (sql) => {
    const { created_at: created } = await rowOf(sql, retailerId, id);
    const rule = await holdoutRule(sql, retailerId);
    const span = await spanOf(sql, { retailerId, id, version });
    const begun = Math.max(created.getTime(), span.from ?? 0);
    const since = rule?.since != null && rule.since > begun ? rule.since : null;
    const currency = (await findShop(sql, retailerId))?.currency ?? '';
    const { people, cut } = await queries.entrants(sql, retailerId, id, {
      ...span,
      from: since ?? span.from,
      limit: entriesMax,
    });
    const [treated, held] = [{ ...NOBODY }, { ...NOBODY }];
    for (let at = 0; at < people.length; at += CHUNK) {
      const some = people.slice(at, at + CHUNK).map(watchedBy(rule));
      for (const row of await ordersOf(sql, retailerId, some, days, currency))
        add(row.arm === HELD ? held : treated, row);
    }
    const now = clock.now();
    return {
      days,
      currency,
      since,
      cut,
      unfinished: people.filter(({ since }) => since + days * DAY > now).length,
      treated: groupView(treated),
      held: groupView(held),
      ...judgeWorth(treated, held, rule?.shareBp ?? null),
    };
  });
}

const TREATED = 'treated';
const HELD = 'held';

/** The time in which a version was live, or all time. */
async function spanOf(
  sql: TransactionSql,
  { retailerId, id, version }: { retailerId: RetailerId; id: string; version: number | undefined },
): Promise<queries.EntrySpan> {
  if (version === undefined) return { from: null, to: null };
  const span = await queries.spanOfVersion(sql, retailerId, id, version);
  if (span === undefined) throw new Failure('not_found');
  return span;
}

function watchedBy(rule: HoldoutRule | null): (one: queries.EntrantRow) => Watched {
  return (one) => {
    const held = rule !== null && heldFromAll(shopperHash(rule.salt, one.profileId), rule.shareBp);
    return { ...one, arm: held ? HELD : TREATED };
  };
}

function add(
  to: WorthGroup,
  row: { shoppers: number } & Pick<WorthGroup, 'buyers' | 'orders' | 'revenue' | 'squares'>,
): void {
  to.people += row.shoppers;
  to.buyers += row.buyers;
  to.orders += row.orders;
  to.revenue += row.revenue;
  to.squares += row.squares;
}

function groupView({ people, buyers, orders, revenue }: WorthGroup): JourneyWorth['held'] {
  return { people, buyers, orders, revenueMinor: revenue };
}
