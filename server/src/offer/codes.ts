import { Failure, isUuid, type OfferDraft, type RetailerId } from '@augenblick/contract';
import type { CodeList, NewCodesAnswer, RevokeCodes } from '@augenblick/contract/api/offer.ts';
import type { Actor } from '../access/index.ts';
import type { Clock, Database, Ids, Random, TransactionSql } from '../runtime/index.ts';
import { type CodeKeys, hashCode, hintOf, randomCode, readable } from './code.ts';
import { csvText } from './csv.ts';
import * as queries from './queries.ts';
import * as codeQueries from './queries-code.ts';
import { broken, forOwners } from './redeem.ts';

/** What codes need. */
export interface CodeDeps {
  database: Pick<Database, 'withRetailer' | 'owner'>;
  clock: Clock;
  ids: Ids;
  random: Random;
  keys: CodeKeys;
}

/** Codes of one statement; a list of 10,000 is ten of them. */
const PIECE = 1_000;

/**
 * Makes a list of single codes and answers it as a file; the texts are not kept and cannot be shown again. Throws
 * `not_found`, and `conflict` for an offer without single codes or that has ended.
 */
export async function makeCodes(
  deps: CodeDeps,
  asked: {
    retailerId: RetailerId;
    offerId: string;
    count: number;
    note: string;
    expiresAt: number | null;
    actor: Pick<Actor, 'name'>;
  },
): Promise<NewCodesAnswer> {
  const { retailerId, offerId, count, note } = asked;
  const key = await deps.keys.of(retailerId);
  const now = deps.clock.now();
  const batchId = deps.ids.uuid7();
  return deps.database.withRetailer(retailerId, async (sql) => {
    const offer = isUuid(offerId) ? await queries.lockOffer(sql, retailerId, offerId) : undefined;
    if (offer === undefined) throw new Failure('not_found');
    const terms = offer.live ?? offer.draft;
    if (terms.codes !== 'single' || offer.status === 'ended') throw new Failure('conflict');
    const until = endOf(terms, asked.expiresAt, now);
    const batch = { id: batchId, offerId, note, count, now: new Date(now), by: asked.actor.name };
    await codeQueries.insertBatch(sql, retailerId, batch);
    const texts: string[] = [];
    while (texts.length < count) {
      const made = Array.from({ length: Math.min(PIECE, count - texts.length) }, () =>
        randomCode(deps.random),
      );
      const rows = made.map((code) => ({
        ...row(key, code, { id: deps.ids.uuid7(), offerId, expiresAt: until }),
        batch_id: batchId,
      }));
      const stored = new Set(await codeQueries.insertCodes(sql, retailerId, rows, batch.now));
      // Two equal codes among billions of billions: the second is simply drawn again.
      texts.push(...made.filter((_, i) => stored.has(rows[i]?.id ?? '')));
    }
    return { batch: { id: batchId, note, count }, csv: fileOf(texts, terms, until) };
  });
}

/** One code a line, with what it is for and until when. */
function fileOf(texts: readonly string[], offer: OfferDraft, until: number | null): string {
  const end = until === null ? '' : new Date(until).toISOString();
  const head = ['code', 'offer', 'valid_until'];
  return csvText([head, ...texts.map((text) => [readable(text), offer.name, end])]);
}

/** The earlier of the asked end and the offer's own. Throws when that is over already. */
function endOf(offer: OfferDraft, asked: number | null, now: number): number | null {
  const ends = [asked, offer.validTo].filter((end): end is number => end !== null);
  const end = ends.length === 0 ? null : Math.min(...ends);
  if (end !== null && end <= now) throw new Failure('bad_request', 'expiresAt: lies in the past');
  return end;
}

/** A row of a code, without what only some have. */
export function row(
  key: Buffer,
  code: string,
  known: { id: string; offerId: string; expiresAt: number | null },
): codeQueries.NewCodeRow {
  return {
    id: known.id,
    offer_id: known.offerId,
    hash: hashCode(key, code).toString('hex'),
    hint: hintOf(code),
    batch_id: null,
    shopper_id: null,
    serial: 0,
    campaign_id: null,
    decision_id: null,
    expires_at: known.expiresAt === null ? null : new Date(known.expiresAt).toISOString(),
    promise_minor: null,
  };
}

/** Revokes codes that are free; used ones stay used. What was promised with them is free again. */
export async function revokeCodes(
  deps: CodeDeps,
  retailerId: RetailerId,
  offerId: string,
  which: RevokeCodes,
): Promise<number> {
  if (!isUuid(offerId)) throw new Failure('not_found');
  return deps.database.withRetailer(retailerId, async (sql) => {
    const lapsed = await codeQueries.revokeCodes(sql, retailerId, offerId, {
      ids: 'ids' in which ? which.ids : null,
      batchId: 'batchId' in which ? which.batchId : null,
    });
    await giveBack(sql, lapsed);
    return lapsed.length;
  });
}

/** One page of an offer's codes. */
export async function listCodes(
  deps: CodeDeps,
  retailerId: RetailerId,
  offerId: string,
  page: { state: string | null; after: string | null; limit: number },
): Promise<CodeList> {
  if (!isUuid(offerId) || (page.after !== null && !isUuid(page.after))) {
    throw new Failure('not_found');
  }
  const now = new Date(deps.clock.now());
  return deps.database.withRetailer(retailerId, async (sql) => {
    const rows = await codeQueries.listCodes(sql, retailerId, offerId, { ...page, now });
    const counts = { free: 0, held: 0, used: 0, expired: 0, revoked: 0 };
    for (const { state, count } of await codeQueries.countCodes(sql, retailerId, offerId, now)) {
      counts[state] = count;
    }
    const codes = rows.map((code) => ({
      id: code.id,
      hint: code.hint,
      state: code.state,
      createdAt: code.created_at.getTime(),
      expiresAt: code.expires_at?.getTime() ?? null,
      usedAt: code.used_at?.getTime() ?? null,
      shopper: code.shopper_id === null ? null : { id: code.shopper_id, name: code.shopper_name },
      batch: code.batch_id === null ? null : { id: code.batch_id, note: code.note ?? '' },
    }));
    const next = codes.length === page.limit ? (codes.at(-1)?.id ?? null) : null;
    return { codes, next, counts };
  });
}

/** Codes and holds of one transaction of the sweep. */
const SWEEP = 1_000;

/**
 * Lets codes and holds lapse whose time is over, in all retailers, and gives back what was promised with them. Safe in
 * several processes at once. Answers how many lapsed.
 */
export async function sweepCodes(deps: Pick<CodeDeps, 'database' | 'clock'>): Promise<number> {
  let all = 0;
  for (let lapsed = 2 * SWEEP; lapsed >= SWEEP; all += lapsed) {
    lapsed = await deps.database.owner.begin(async (sql) => {
      const now = new Date(deps.clock.now());
      const codes = await codeQueries.expireCodes(sql, now, SWEEP);
      const holds = await codeQueries.expireHolds(sql, now, SWEEP);
      await giveBack(sql, [...codes, ...holds]);
      return codes.length + holds.length;
    });
  }
  return all;
}

/** Takes shoppers out of everything this module keeps of them; answers rows per table. In the caller's transaction. */
export async function releaseShoppers(
  sql: TransactionSql,
  retailerId: RetailerId,
  shopperIds: readonly string[],
): Promise<{ offer_code: number; offer_redemption: number }> {
  const { codes, redemptions } = await codeQueries.releaseShoppers(sql, retailerId, shopperIds);
  await giveBack(sql, codes);
  return { offer_code: codes.length, offer_redemption: redemptions };
}

async function giveBack(sql: TransactionSql, lapsed: readonly codeQueries.Lapsed[]): Promise<void> {
  const retailers = [...new Set(lapsed.map(({ retailer_id }) => retailer_id))].sort(
    (a, b) => a - b,
  );
  for (const retailerId of retailers) {
    const changes = lapsed.flatMap((one) =>
      one.retailer_id === retailerId && one.promise_minor !== null
        ? forOwners(one.offer_id, one.campaign_id, broken(one.promise_minor))
        : [],
    );
    await queries.addTallies(sql, retailerId, changes);
  }
}
