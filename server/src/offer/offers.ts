import {
  type CombinedOffers,
  Failure,
  isUuid,
  type Offer,
  type OfferDraft,
  type RetailerId,
} from '@augenblick/contract';
import type {
  ExampleBasket,
  OfferOne,
  OfferRow as OfferListed,
  RedemptionList,
} from '@augenblick/contract/api/offer.ts';
import type { z } from 'zod';
import type { By } from '../access/index.ts';
import { bumpRevision } from '../profile/index.ts';
import {
  type Asked,
  draftFacts,
  type DraftDeps,
  Drafts,
  later,
  nextStatus,
  requireReady,
  type StatusStep,
} from '../publishing/index.ts';
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
export interface OfferDeps extends DraftDeps, CodeDeps, RedeemDeps {
  database: CodeDeps['database'];
}

/** What can be done with an offer as a whole. */
export const OFFER_STEPS = ['publish', 'pause', 'resume', 'end', 'duplicate'] as const;
export type OfferStep = (typeof OFFER_STEPS)[number];

const NEW = { status: 'draft' };
const drafts = new Drafts<OfferDeps, OfferDraft, queries.LockedOffer, OfferOne>({
  noun: 'offer',
  table: 'offer',
  // What ran, and from when to when, stands in offer_run.
  versions: null,
  editable: ({ status }) => status !== 'ended',
  deletable: ({ version }) => version === 0,
  // A public word can only be one offer's.
  copied: ({ draft }) => ({ draft: { ...draft, publicCode: null }, columns: NEW }),
  read,
});

/** All offers of a retailer, ended ones at the end. */
export async function listOffers(deps: OfferDeps, retailerId: RetailerId): Promise<OfferListed[]> {
  const rows = await deps.database.withRetailer(retailerId, (sql) =>
    queries.offers(sql, retailerId, null),
  );
  return rows.map(listed);
}

/** One offer with what is missing before it can go live. Throws `not_found`. */
export function readOffer(deps: OfferDeps, retailerId: RetailerId, id: string): Promise<OfferOne> {
  return drafts.read(deps, retailerId, id);
}

/** Adds a draft. */
export function createOffer(
  deps: OfferDeps,
  retailerId: RetailerId,
  draft: OfferDraft,
  by: By,
): Promise<OfferOne> {
  return drafts.create(deps, { retailerId, by }, { draft, columns: NEW });
}

/** Adds a draft in the caller's transaction. */
export function addOffer(
  deps: Pick<OfferDeps, 'clock' | 'audit'>,
  sql: TransactionSql,
  { draft, ...asked }: Asked & { draft: OfferDraft },
): Promise<void> {
  return drafts.add(deps, sql, asked, { draft, columns: NEW });
}

/** Changes what is being edited; what is live stays. Throws `conflict` when somebody else saved since `updatedAt`. */
export function changeOffer(
  deps: OfferDeps,
  { draft, updatedAt, ...asked }: Asked & { draft: OfferDraft; updatedAt: number },
): Promise<OfferOne> {
  return drafts.change(deps, asked, { draft, updatedAt });
}

/** Deletes an offer that never was live. Throws `conflict` for any other. */
export function deleteOffer(deps: OfferDeps, asked: Asked): Promise<void> {
  return drafts.remove(deps, asked);
}

/** Publishes, pauses, resumes, ends or duplicates. Throws `not_ready`, `code_taken`, `conflict` (not from this state). */
export function stepOffer(deps: OfferDeps, step: OfferStep, asked: Asked): Promise<OfferOne> {
  const { retailerId, id } = asked;
  return deps.database.withRetailer(retailerId, async (sql) => {
    if (step === 'duplicate') return drafts.duplicate(deps, sql, asked);
    // Decisions are made with live offers: whoever holds them compiled learns of it.
    await bumpRevision(sql, retailerId);
    if (step === 'publish') await publishOffer(deps, sql, asked);
    else await changeStatus(deps, sql, step, asked);
    return read(deps, sql, retailerId, id);
  });
}

/** Makes the draft live, in the caller's transaction, which has raised the revision. */
export async function publishOffer(
  deps: Pick<OfferDeps, 'clock' | 'audit'>,
  sql: TransactionSql,
  asked: Asked,
): Promise<void> {
  const { retailerId, id } = asked;
  const row = await drafts.locked(sql, asked);
  if (row.status === 'ended') throw new Failure('conflict');
  const now = later(deps.clock, row.updated_at);
  const { draft } = row;
  requireReady(offerFindings(draft, now.getTime()));
  if (draft.codes === 'public' && draft.publicCode !== null) {
    const owner = await queries.publicCodeOwner(sql, retailerId, draft.publicCode);
    if (owner !== undefined && owner !== id) throw new Failure('code_taken');
  }
  const version = row.version + 1;
  await queries.publishOffer(sql, retailerId, id, { draft, version, now });
  await queries.endRun(sql, retailerId, id, now);
  await queries.beginRun(sql, retailerId, id, { now, version, definition: draft });
  await drafts.note(deps, sql, asked, 'published');
}

async function changeStatus(
  deps: OfferDeps,
  sql: TransactionSql,
  step: StatusStep,
  asked: Asked,
): Promise<void> {
  const { retailerId, id } = asked;
  const row = await drafts.locked(sql, asked);
  const status = nextStatus(row.status, step);
  const now = await drafts.set(deps, sql, asked, row, { status });
  await queries.endRun(sql, retailerId, id, now);
  if (status === 'live' && row.live !== null) {
    const run = { now, version: row.version, definition: row.live };
    await queries.beginRun(sql, retailerId, id, run);
  }
  await drafts.note(deps, sql, asked, status);
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
    ...draftFacts(row),
    status: row.status,
    tally: {
      promised: row.promised,
      promisedMinor: row.promised_minor,
      used: row.used,
      usedMinor: row.used_minor,
    },
  };
  return { offer, words: offerWords(row.draft), revenueMinor: row.revenue_minor };
}
