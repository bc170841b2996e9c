import {
  type CombinedOffers,
  Failure,
  isUuid,
  type Offer,
  type OfferDraft,
  type OfferStatus,
  type RetailerId,
} from '@augenblick/contract';
import type {
  ExampleBasket,
  OfferOne,
  OfferRow as OfferListed,
  RedemptionList,
} from '@augenblick/contract/api/offer.ts';
import type { z } from 'zod';
import type { Access, Actor } from '../access/index.ts';
import { bumpRevision } from '../profile/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import type { CodeDeps } from './codes.ts';
import { type Candidate, combine } from './combine.ts';
import { offerFindings } from './findings.ts';
import { knownCart } from './gather.ts';
import * as queries from './queries.ts';
import * as redeemQueries from './queries-redeem.ts';
import type { RedeemDeps } from './redeem.ts';
import { offerWords } from './words.ts';

/** What administering offers needs. */
export interface OfferDeps extends CodeDeps, RedeemDeps {
  database: CodeDeps['database'];
  audit: Access['audit'];
}

/** Who does it. */
type By = Pick<Actor, 'id' | 'name'> & { kind: Actor['kind'] | 'system' };

/** What can be done with an offer as a whole. */
export const OFFER_STEPS = ['publish', 'pause', 'resume', 'end', 'duplicate'] as const;
export type OfferStep = (typeof OFFER_STEPS)[number];

/** All offers of a retailer, ended ones at the end. */
export async function listOffers(deps: OfferDeps, retailerId: RetailerId): Promise<OfferListed[]> {
  const rows = await deps.database.withRetailer(retailerId, (sql) =>
    queries.offers(sql, retailerId, null),
  );
  return rows.map(listed);
}

/** One offer with what is missing before it can go live. Throws `not_found`. */
export async function readOffer(
  deps: OfferDeps,
  retailerId: RetailerId,
  id: string,
): Promise<OfferOne> {
  return deps.database.withRetailer(retailerId, (sql) => read(deps, sql, retailerId, id));
}

/** Adds a draft. */
export async function createOffer(
  deps: OfferDeps,
  retailerId: RetailerId,
  draft: OfferDraft,
  by: By,
): Promise<OfferOne> {
  const id = deps.ids.uuid7();
  return deps.database.withRetailer(retailerId, async (sql) => {
    await addOffer(deps, sql, { retailerId, id, draft, by });
    return read(deps, sql, retailerId, id);
  });
}

/** Adds a draft in the caller's transaction. */
export async function addOffer(
  deps: Pick<OfferDeps, 'clock' | 'audit'>,
  sql: TransactionSql,
  { retailerId, id, draft, by }: { retailerId: RetailerId; id: string; draft: OfferDraft; by: By },
): Promise<void> {
  await queries.insertOffer(sql, retailerId, { id, draft, now: new Date(deps.clock.now()) });
  await note(deps, sql, { retailerId, id, by, what: 'created' });
}

/** Changes what is being edited; what is live stays. Throws `conflict` when somebody else saved since `updatedAt`. */
export async function changeOffer(
  deps: OfferDeps,
  change: { retailerId: RetailerId; id: string; draft: OfferDraft; updatedAt: number; by: By },
): Promise<OfferOne> {
  const { retailerId, id, draft, by } = change;
  return deps.database.withRetailer(retailerId, async (sql) => {
    const row = await locked(sql, retailerId, id);
    if (row.status === 'ended' || row.updated_at.getTime() !== change.updatedAt) {
      throw new Failure('conflict');
    }
    await queries.updateDraft(sql, retailerId, id, { draft, now: later(deps, row.updated_at) });
    await note(deps, sql, { retailerId, id, by, what: 'changed' });
    return read(deps, sql, retailerId, id);
  });
}

/** Deletes an offer that never was live. Throws `conflict` for any other. */
export async function deleteOffer(
  deps: OfferDeps,
  retailerId: RetailerId,
  id: string,
  by: By,
): Promise<void> {
  await deps.database.withRetailer(retailerId, async (sql) => {
    await locked(sql, retailerId, id);
    if (!(await queries.deleteDraft(sql, retailerId, id))) throw new Failure('conflict');
    await note(deps, sql, { retailerId, id, by, what: 'deleted' });
  });
}

/** Publishes, pauses, resumes, ends or duplicates. Throws `not_ready`, `code_taken`, `conflict` (not from this state). */
export async function stepOffer(
  deps: OfferDeps,
  step: OfferStep,
  { retailerId, id, by }: { retailerId: RetailerId; id: string; by: By },
): Promise<OfferOne> {
  return deps.database.withRetailer(retailerId, async (sql) => {
    if (step === 'duplicate') {
      const row = await locked(sql, retailerId, id);
      const copy = deps.ids.uuid7();
      // A public word can only be one offer's.
      const draft = { ...row.draft, name: copyName(row.draft.name), publicCode: null };
      await addOffer(deps, sql, { retailerId, id: copy, draft, by });
      return read(deps, sql, retailerId, copy);
    }
    // Decisions are made with live offers: whoever holds them compiled learns of it.
    await bumpRevision(sql, retailerId);
    if (step === 'publish') await publishOffer(deps, sql, { retailerId, id, by });
    else await changeStatus(deps, sql, step, { retailerId, id, by });
    return read(deps, sql, retailerId, id);
  });
}

/** Makes the draft live, in the caller's transaction, which has raised the revision. */
export async function publishOffer(
  deps: Pick<OfferDeps, 'clock' | 'audit'>,
  sql: TransactionSql,
  { retailerId, id, by }: { retailerId: RetailerId; id: string; by: By },
): Promise<void> {
  const row = await locked(sql, retailerId, id);
  if (row.status === 'ended') throw new Failure('conflict');
  const now = later(deps, row.updated_at);
  const { draft } = row;
  const open = offerFindings(draft, now.getTime()).filter(({ severity }) => severity === 'must');
  if (open.length > 0) throw new Failure('not_ready', open.map(({ field }) => field).join(', '));
  if (draft.codes === 'public' && draft.publicCode !== null) {
    const owner = await queries.publicCodeOwner(sql, retailerId, draft.publicCode);
    if (owner !== undefined && owner !== id) throw new Failure('code_taken');
  }
  const version = row.version + 1;
  await queries.publishOffer(sql, retailerId, id, { draft, version, now });
  await queries.endRun(sql, retailerId, id, now);
  await queries.beginRun(sql, retailerId, id, { now, version, definition: draft });
  await note(deps, sql, { retailerId, id, by, what: 'published' });
}

const STEPS = {
  pause: { from: ['live'], to: 'paused' },
  resume: { from: ['paused'], to: 'live' },
  end: { from: ['live', 'paused'], to: 'ended' },
} as const satisfies Record<string, { from: readonly OfferStatus[]; to: OfferStatus }>;

async function changeStatus(
  deps: OfferDeps,
  sql: TransactionSql,
  step: keyof typeof STEPS,
  { retailerId, id, by }: { retailerId: RetailerId; id: string; by: By },
): Promise<void> {
  const row = await locked(sql, retailerId, id);
  const { from, to } = STEPS[step];
  if (!(from as readonly OfferStatus[]).includes(row.status)) throw new Failure('conflict');
  const now = later(deps, row.updated_at);
  await queries.setStatus(sql, retailerId, id, { status: to, now });
  await queries.endRun(sql, retailerId, id, now);
  if (to === 'live' && row.live !== null) {
    const run = { now, version: row.version, definition: row.live };
    await queries.beginRun(sql, retailerId, id, run);
  }
  await note(deps, sql, { retailerId, id, by, what: to });
}

/** What the draft, beside the other live offers, would do to an example basket. Nothing is stored. */
export async function tryExample(
  deps: OfferDeps,
  retailerId: RetailerId,
  { cart, draft, offerId, newCustomer }: z.output<typeof ExampleBasket>,
): Promise<CombinedOffers> {
  const asked = cart.items.filter((item) => item.categories === undefined);
  const categories = await deps.categoriesOf(
    retailerId,
    asked.map((item) => item.productId),
  );
  const live = await deps.database.withRetailer(retailerId, (sql) =>
    redeemQueries.offersFor(sql, retailerId, []),
  );
  const candidates = live.flatMap(({ id, status, live: offer }): Candidate[] => {
    // Of the others only what everybody gets: single codes are in nobody's example basket.
    if (status !== 'live' || id === offerId || offer.codes === 'single') return [];
    const block = offer.terms.newCustomersOnly && !newCustomer ? 'not_new_customer' : undefined;
    const code = offer.publicCode;
    return [{ id, offer, code, ...(block === undefined ? {} : { block }) }];
  });
  if (draft !== null) {
    const own = offerId ?? deps.ids.uuid7();
    const block = draft.terms.newCustomersOnly && !newCustomer ? 'not_new_customer' : undefined;
    candidates.push({
      id: own,
      offer: draft,
      code: null,
      ...(block === undefined ? {} : { block }),
    });
  }
  return combine(knownCart(cart, categories), candidates, deps.clock.now());
}

/** One page of an offer's redemptions with their sums. */
export async function listRedemptions(
  deps: OfferDeps,
  retailerId: RetailerId,
  offerId: string,
  page: { after: string | null; limit: number },
): Promise<RedemptionList> {
  if (!isUuid(offerId) || (page.after !== null && !isUuid(page.after))) {
    throw new Failure('not_found');
  }
  return deps.database.withRetailer(retailerId, async (sql) => {
    const rows = await redeemQueries.listRedemptions(sql, retailerId, offerId, page);
    const totals = await redeemQueries.redemptionTotals(sql, retailerId, offerId);
    return {
      redemptions: rows.map((row) => ({
        id: row.id,
        at: row.at.getTime(),
        reference: row.reference,
        discountMinor: row.discount_minor,
        paidMinor: row.paid_minor,
        currency: row.currency,
        shopper: row.shopper_id === null ? null : { id: row.shopper_id, name: row.shopper_name },
        codeHint: row.hint,
        reversedAt: row.reversed_at?.getTime() ?? null,
      })),
      next: rows.length === page.limit ? (rows.at(-1)?.id ?? null) : null,
      totals: {
        count: totals.count,
        discountMinor: totals.discount_minor,
        paidMinor: totals.paid_minor,
        reversed: totals.reversed,
      },
    };
  });
}

async function read(
  deps: Pick<OfferDeps, 'clock'>,
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
): Promise<OfferOne> {
  const [row] = isUuid(id) ? await queries.offers(sql, retailerId, id) : [];
  if (row === undefined) throw new Failure('not_found');
  const campaigns = await queries.campaignsOf(sql, retailerId, id);
  return {
    ...listed(row),
    findings: offerFindings(row.draft, deps.clock.now()),
    campaigns: [...campaigns],
  };
}

function listed(row: queries.OfferRow): OfferListed {
  const offer: Offer = {
    ...row.draft,
    id: row.id,
    status: row.status,
    version: row.version,
    changed: row.live !== null && JSON.stringify(row.live) !== JSON.stringify(row.draft),
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
    tally: {
      promised: row.promised,
      promisedMinor: row.promised_minor,
      used: row.used,
      usedMinor: row.used_minor,
    },
  };
  return { offer, words: offerWords(row.draft), revenueMinor: row.revenue_minor };
}

async function locked(sql: TransactionSql, retailerId: RetailerId, id: string) {
  const row = isUuid(id) ? await queries.lockOffer(sql, retailerId, id) : undefined;
  if (row === undefined) throw new Failure('not_found');
  return row;
}

/** Now, but after the last change: `updatedAt` tells two versions of a draft apart. */
function later(deps: Pick<OfferDeps, 'clock'>, before: Date): Date {
  return new Date(Math.max(deps.clock.now(), before.getTime() + 1));
}

function note(
  deps: Pick<OfferDeps, 'audit'>,
  sql: TransactionSql,
  { retailerId, id, by, what }: { retailerId: RetailerId; id: string; by: By; what: string },
): Promise<void> {
  const target = `offer:${id}`;
  return deps.audit(sql, {
    retailerId,
    actor: by,
    action: 'offer.changed',
    target,
    detail: { what },
  });
}

/** "Sommer" → "Sommer (2)", "Sommer (2)" → "Sommer (3)"; within the length of a name. */
export function copyName(name: string): string {
  const match = /^(.*) \((\d+)\)$/.exec(name);
  const stem = (match?.[1] ?? name).slice(0, 110);
  return `${stem} (${Number(match?.[2] ?? 1) + 1})`;
}
