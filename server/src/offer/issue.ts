import type { OfferDraft, RetailerId } from '@augenblick/contract';
import type { Ids, Sql, TransactionSql } from '../runtime/index.ts';
import { readable, shopperCode } from './code.ts';
import { row } from './codes.ts';
import { costBound } from './combine.ts';
import * as queries from './queries.ts';
import * as codeQueries from './queries-code.ts';
import { forOwners } from './redeem.ts';

/** A shopper who is to have a code of an offer. */
export interface CodeWish {
  offerId: string;
  shopperId: string;
  campaignId: string | null;
  decisionId: string | null;
}

/** The code a shopper has, new or as before. `fresh` says that it was made now. */
export interface IssuedCode {
  codeId: string;
  text: string;
  until: number | null;
  fresh: boolean;
}
/** Why a shopper gets none. */
export type NotIssued = 'shopper_limit' | 'stock_used_up' | 'budget_used_up' | 'over';

/** What issuing must know; everything comes from the compiled book, nothing is read twice. */
export interface IssueContext {
  retailerId: RetailerId;
  /** `keys.of(retailerId)`; the same in every process. */
  key: Buffer;
  /** Live offers by id. */
  offers: ReadonlyMap<string, { offer: OfferDraft }>;
  /** Budget of each campaign that has one, minor units. */
  budgets: ReadonlyMap<string, number>;
  now: number;
  ids: Ids;
}

/**
 * Gives single codes to shoppers, in the caller's transaction, at most four statements however many. A shopper who has a
 * good code keeps it, so that it is the same on every page. Each new code is a promise: its place in the stock and what
 * it may cost at most are set aside for offer and campaign, so that limits hold exactly and every code given out can be
 * used. Answers one result per wish, in their order.
 */
export async function issueCodes(
  sql: Sql | TransactionSql,
  context: IssueContext,
  wishes: readonly CodeWish[],
): Promise<(IssuedCode | NotIssued)[]> {
  const { retailerId, now } = context;
  if (wishes.length === 0) return [];
  const pairs = new Map(
    wishes.map((wish) => [keyOf(wish), { offer_id: wish.offerId, shopper_id: wish.shopperId }]),
  );
  const had = await codeQueries.shopperCodes(sql, retailerId, [...pairs.values()], new Date(now));
  const before = new Map(had.map((one) => [`${one.offer_id}:${one.shopper_id}`, one]));
  const room = await roomOf(sql, context, wishes);
  const results = new Map<string, IssuedCode | NotIssued>();
  const rows: codeQueries.NewCodeRow[] = [];
  const changes: queries.TallyChange[] = [];
  for (const wish of wishes) {
    if (results.has(keyOf(wish))) continue;
    const known = before.get(keyOf(wish));
    const made = give(context, wish, known, room);
    results.set(keyOf(wish), made.result);
    if (made.row === null) continue;
    rows.push(made.row);
    const promised = made.row.promise_minor ?? 0;
    changes.push(
      ...forOwners(wish.offerId, wish.campaignId, { promised: 1, promised_minor: promised }),
    );
  }
  // Two processes that give the same shopper a code at once make the same one; only one of them counts it.
  const stored = new Set(await codeQueries.insertCodes(sql, retailerId, rows, new Date(now)));
  const counted = rows.flatMap((one, i) => (stored.has(one.id) ? changesOf(rows, changes, i) : []));
  await queries.addTallies(sql, retailerId, counted);
  return wishes.map((wish) => results.get(keyOf(wish)) as IssuedCode | NotIssued);
}

/** The changes that belong to the i-th row: its offer's and, where one gave it, its campaign's. */
function changesOf(
  rows: readonly codeQueries.NewCodeRow[],
  changes: readonly queries.TallyChange[],
  i: number,
): queries.TallyChange[] {
  const width = (one: codeQueries.NewCodeRow): number => (one.campaign_id === null ? 1 : 2);
  const from = rows.slice(0, i).reduce((sum, one) => sum + width(one), 0);
  return changes.slice(from, from + width(rows[i] as codeQueries.NewCodeRow));
}

const keyOf = (wish: CodeWish): string => `${wish.offerId}:${wish.shopperId}`;

/** What is left of stocks and budgets; taken from as codes are given. */
interface Room {
  places: Map<string, number>;
  money: Map<string, number>;
}

/** Locks the tallies of limited offers and campaigns; nothing is asked when there is no limit. */
async function roomOf(
  sql: Sql | TransactionSql,
  { retailerId, offers, budgets }: IssueContext,
  wishes: readonly CodeWish[],
): Promise<Room> {
  const room: Room = { places: new Map(), money: new Map() };
  const wanted = new Set<string>();
  for (const { offerId, campaignId } of wishes) {
    const offer = offers.get(offerId)?.offer;
    const limited = (offer?.stock ?? null) !== null || (offer?.budgetMinor ?? null) !== null;
    if (limited || (campaignId !== null && budgets.has(campaignId))) {
      wanted.add(offerId);
      if (campaignId !== null) wanted.add(campaignId);
    }
  }
  if (wanted.size === 0) return room;
  let rows = await queries.tallies(sql, retailerId, [...wanted], true);
  if (rows.length < wanted.size) {
    // A row that is not there cannot be locked: two at once would both find the whole room.
    const owners = [...wanted].map((id) => ({ id, owner: offers.has(id) ? 'offer' : 'campaign' }));
    await queries.ensureTallies(sql, retailerId, owners);
    rows = await queries.tallies(sql, retailerId, [...wanted], true);
  }
  const tallyOf = new Map(rows.map((one) => [one.id, one]));
  for (const id of wanted) {
    const tally = tallyOf.get(id) ?? { promised: 0, promised_minor: 0, used: 0, used_minor: 0 };
    const offer = offers.get(id)?.offer;
    const stock = offer?.stock ?? null;
    const budget = offer === undefined ? (budgets.get(id) ?? null) : offer.budgetMinor;
    if (stock !== null) room.places.set(id, stock - tally.promised - tally.used);
    if (budget !== null) room.money.set(id, budget - tally.promised_minor - tally.used_minor);
  }
  return room;
}

type Known = Awaited<ReturnType<typeof codeQueries.shopperCodes>>[number];

function give(
  context: IssueContext,
  wish: CodeWish,
  known: Known | undefined,
  room: Room,
): { result: IssuedCode | NotIssued; row: codeQueries.NewCodeRow | null } {
  const { key, now, ids, offers } = context;
  const { offerId, shopperId, campaignId, decisionId } = wish;
  const no = (result: NotIssued) => ({ result, row: null });
  const textOf = (serial: number): string => shopperCode(key, offerId, shopperId, serial);
  if (known?.good) {
    const { id, serial, expires_at } = known.good;
    const until = expires_at === null ? null : Date.parse(expires_at);
    return {
      result: { codeId: id, text: readable(textOf(serial)), until, fresh: false },
      row: null,
    };
  }
  const offer = offers.get(offerId)?.offer;
  if (offer === undefined || (offer.validTo !== null && offer.validTo <= now)) return no('over');
  if ((known?.used ?? 0) >= (offer.terms.perShopper ?? Infinity)) return no('shopper_limit');
  const cost = costBound(offer) ?? 0;
  if ((room.places.get(offerId) ?? 1) < 1) return no('stock_used_up');
  const owners = campaignId === null ? [offerId] : [offerId, campaignId];
  if (owners.some((id) => (room.money.get(id) ?? cost) < cost)) return no('budget_used_up');
  if (room.places.has(offerId)) room.places.set(offerId, (room.places.get(offerId) ?? 0) - 1);
  for (const id of owners) {
    const left = room.money.get(id);
    if (left !== undefined) room.money.set(id, left - cost);
  }
  const serial = (known?.last ?? 0) + 1;
  const end = offer.codeHours === null ? null : now + offer.codeHours * 3_600_000;
  const ends = [end, offer.validTo].filter((at): at is number => at !== null);
  const until = ends.length === 0 ? null : Math.min(...ends);
  const text = textOf(serial);
  const codeId = ids.uuid7();
  return {
    result: { codeId, text: readable(text), until, fresh: true },
    row: {
      ...row(key, text, { id: codeId, offerId, expiresAt: until }),
      shopper_id: shopperId,
      serial,
      campaign_id: campaignId,
      decision_id: decisionId,
      promise_minor: cost,
    },
  };
}
