import type { OfferDraft } from '@augenblick/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OfferHouse, offerHouse, SHOP } from '../../test/offers.ts';
import { makeCodes, releaseShoppers, revokeCodes, sweepCodes } from './codes.ts';
import { draftOf } from './example.ts';
import { type CodeWish, type IssueContext, issueCodes } from './issue.ts';
import { checkOffers, redeemOffers, releaseOffers } from './redeem.ts';

let house: OfferHouse;
beforeAll(async () => {
  house = await offerHouse();
});
afterAll(() => house.drop());

const ACTOR = { name: 'Olivia' };
const SHOPPER = '01900000-0000-7000-8000-00000000000a';
const OTHER = '01900000-0000-7000-8000-00000000000b';
let count = 0;
/** A reference nobody used before. */
const order = (): string => `order-${(count += 1)}`;
const amount = (amountMinor: number): Partial<OfferDraft> => ({
  benefit: { kind: 'amount', amountMinor, on: 'matching' },
});

async function codesOf(offerId: string, number = 1): Promise<string[]> {
  const asked = { retailerId: SHOP, offerId, count: number, note: '', expiresAt: null };
  const { csv } = await makeCodes(house.deps, { ...asked, actor: ACTOR });
  return csv
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split(';')[0]?.replaceAll('"', '') ?? '');
}
const purchase = (
  codes: string[],
  identities: { kind: string; value: string; place: number }[] = [],
) => ({
  retailerId: SHOP,
  cart: house.cart(5000),
  codes,
  identities,
});
const redeem = (codes: string[], reference = order(), heldAs: string | null = null) =>
  redeemOffers(house.deps, purchase(codes), { reference, heldAs });
const tally = async (id: string) => {
  const [row] = await house.db.database.owner`
    select promised, promised_minor, used, used_minor from offer_tally where retailer_id = 1 and id = ${id}`;
  return row;
};

describe('a single code', () => {
  it('of 1,000 parallel redemptions is used by one', async () => {
    const offerId = await house.publish(amount(500));
    const [code = ''] = await codesOf(offerId);
    const answers = await Promise.all(Array.from({ length: 1000 }, () => redeem([code])));
    expect(answers.filter(({ applied }) => applied.length === 1)).toHaveLength(1);
    expect(answers.filter(({ refused }) => refused[0]?.reason === 'code_used')).toHaveLength(999);
    expect(await tally(offerId)).toMatchObject({ promised: 0, used: 1, used_minor: 500 });
  });

  it('redeemed under the same reference again, in parallel, counts once and answers the same', async () => {
    const offerId = await house.publish(amount(500));
    const [code = ''] = await codesOf(offerId);
    const reference = order();
    const answers = await Promise.all(Array.from({ length: 30 }, () => redeem([code], reference)));
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    for (const answer of answers) expect(answer.applied[0]?.discountMinor).toBe(500);
    expect(await tally(offerId)).toMatchObject({ used: 1, used_minor: 500 });
  });

  it('is read in any spelling, never guessed, and stored as a hash', async () => {
    const offerId = await house.publish({});
    const [code = ''] = await codesOf(offerId);
    expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){2}$/);
    const spelled = ` ${code.toLowerCase().replaceAll('-', ' ')} `;
    const found = await checkOffers(house.deps, purchase([spelled]), null);
    expect(found.applied[0]?.offerId).toBe(offerId);
    const unknown = await checkOffers(house.deps, purchase(['ABCD-EFGH-2345']), null);
    expect(unknown.refused[0]).toMatchObject({ reason: 'code_unknown', offerId: null });
    const bare = code.replaceAll('-', '');
    const [row] = await house.db.database.owner<{ text: string }[]>`
      select string_agg(c::text, ' ') as text from offer_code c where offer_id = ${offerId}`;
    expect(row?.text).not.toContain(bare);
    expect(row?.text).toContain(bare.slice(-4));
    await expect(
      house.db.database.withRetailer(SHOP, (sql) => sql`select 1 from offer_key`),
    ).resolves.toHaveLength(0);
  });

  it('is held by one checkout, free again when that lapses or lets go', async () => {
    const offerId = await house.publish({ ...amount(500), stock: 1 });
    const [code = ''] = await codesOf(offerId);
    const hold = { reference: 'cart-1', minutes: 15 };
    const held = await checkOffers(house.deps, purchase([code]), hold);
    expect(held.heldUntil).toBe(house.clock.now() + 900_000);
    expect(await tally(offerId)).toMatchObject({ promised: 1, promised_minor: 500, used: 0 });
    // Once more under the same reference changes nothing; another checkout gets nothing.
    await checkOffers(house.deps, purchase([code]), hold);
    expect(await tally(offerId)).toMatchObject({ promised: 1 });
    const other = await checkOffers(house.deps, purchase([code]), {
      reference: 'cart-2',
      minutes: 15,
    });
    expect(other.refused[0]?.reason).toBe('code_held');
    expect((await redeem([code])).refused[0]?.reason).toBe('code_held');

    expect(await releaseOffers(house.deps, SHOP, 'cart-1')).toEqual({ released: 1, reversed: 0 });
    expect(await tally(offerId)).toMatchObject({ promised: 0 });
    await checkOffers(house.deps, purchase([code]), { reference: 'cart-3', minutes: 15 });
    house.clock.advance(15 * 60_000);
    await sweepCodes(house.deps);
    expect(await tally(offerId)).toMatchObject({ promised: 0, promised_minor: 0 });

    await checkOffers(house.deps, purchase([code]), { reference: 'cart-4', minutes: 15 });
    const bought = await redeem([code], order(), 'cart-4');
    expect(bought.applied[0]?.discountMinor).toBe(500);
    expect(await tally(offerId)).toMatchObject({ promised: 0, promised_minor: 0, used: 1 });
  });

  it('is good again when the order is cancelled, once', async () => {
    const offerId = await house.publish(amount(700));
    const [code = ''] = await codesOf(offerId);
    const reference = order();
    await redeem([code], reference);
    const released = await Promise.all(
      Array.from({ length: 10 }, () => releaseOffers(house.deps, SHOP, reference)),
    );
    expect(released.filter(({ reversed }) => reversed === 1)).toHaveLength(1);
    expect(await tally(offerId)).toMatchObject({ used: 0, used_minor: 0 });
    await expect(redeem([code], reference)).rejects.toMatchObject({ code: 'order_taken_back' });
    expect((await redeem([code])).applied).toHaveLength(1);
  });

  it('can be revoked while it is free', async () => {
    const offerId = await house.publish({});
    const [first = '', second = ''] = await codesOf(offerId, 2);
    await redeem([first]);
    expect(await revokeCodes(house.deps, SHOP, offerId, { all: true })).toBe(1);
    expect((await redeem([second])).refused[0]?.reason).toBe('code_revoked');
    expect((await redeem([first])).refused[0]?.reason).toBe('code_used');
  });
});

describe('limits under parallel orders', () => {
  it('stock and budget are never exceeded', async () => {
    const stocked = await house.publish({
      ...amount(300),
      codes: 'public',
      publicCode: 'STOCK',
      audience: 'public',
      stock: 7,
    });
    const budgeted = await house.publish({
      ...amount(450),
      codes: 'public',
      publicCode: 'BUDGET',
      audience: 'public',
      budgetMinor: 2000,
    });
    const answers = await Promise.all(
      Array.from({ length: 120 }, (_, i) => redeem([i % 2 === 0 ? 'stock' : 'budget', 'STOCK'])),
    );
    const used = (id: string) =>
      answers.filter(({ applied }) => applied.some(({ offerId }) => offerId === id));
    expect(used(stocked)).toHaveLength(7);
    expect(used(budgeted)).toHaveLength(4);
    expect(await tally(stocked)).toMatchObject({ used: 7, used_minor: 2100 });
    expect(await tally(budgeted)).toMatchObject({ used: 4, used_minor: 1800 });
    const reasons = new Set(answers.flatMap(({ refused }) => refused.map(({ reason }) => reason)));
    expect([...reasons].sort()).toEqual(['budget_used_up', 'stock_used_up']);
  });

  it('a shopper redeems as often as allowed, also under former names, and only once as a new customer', async () => {
    const { owner } = house.db.database;
    await owner`
      insert into identity (retailer_id, kind, value, profile_id, home_id, first_at, event_id)
      values (1, 'user_id', 'u1', ${SHOPPER}, ${SHOPPER}, now(), ${SHOPPER}),
             (1, 'card', 'c1', ${SHOPPER}, ${OTHER}, now(), ${SHOPPER})`;
    const terms = { ...draftOf({}).terms, perShopper: 2, newCustomersOnly: false };
    const offerId = await house.publish({
      ...amount(100),
      codes: 'none',
      audience: 'public',
      terms,
    });
    const of = ({ applied }: { applied: { offerId: string }[] }) =>
      applied.some((one) => one.offerId === offerId);
    const who = [{ kind: 'user_id', value: 'u1', place: 0 }];
    await owner`
      insert into offer_redemption (retailer_id, id, reference, offer_id, shopper_id, at, discount_minor, paid_minor, currency)
      values (1, ${house.deps.ids.uuid7()}, 'before-merging', ${offerId}, ${OTHER}, now(), 100, 1, 'EUR')`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        redeemOffers(house.deps, purchase([], who), { reference: order(), heldAs: null }),
      ),
    );
    expect(answers.filter(of)).toHaveLength(1);
    const nobody = await checkOffers(house.deps, purchase([]), null);
    expect(nobody.refused.find((one) => one.offerId === offerId)?.reason).toBe('shopper_unknown');
  });
});

describe('codes given to shoppers', () => {
  const contextOf = async (
    offerId: string,
    change: Partial<OfferDraft>,
    budgets = new Map<string, number>(),
  ): Promise<IssueContext> => ({
    retailerId: SHOP,
    key: await house.deps.keys.of(SHOP),
    offers: new Map([[offerId, { offer: draftOf(change) }]]),
    budgets,
    now: house.clock.now(),
    ids: house.deps.ids,
  });
  const wish = (offerId: string, n: number, campaignId: string | null = null): CodeWish => ({
    offerId,
    shopperId: `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
    campaignId,
    decisionId: null,
  });
  const issue = (context: IssueContext, wishes: CodeWish[]) =>
    house.db.database.owner.begin((sql) => issueCodes(sql, context, wishes));

  it('are the same on every page, and every one given out can be used although the stock is gone', async () => {
    const change = { ...amount(500), stock: 5, codeHours: 24 };
    const offerId = await house.publish(change);
    const context = await contextOf(offerId, change);
    const rounds = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        issue(context, [wish(offerId, 1000 + (i % 10)), wish(offerId, 1000 + ((i + 3) % 10))]),
      ),
    );
    const texts = new Set(
      rounds.flat().flatMap((one) => (typeof one === 'string' ? [] : [one.text])),
    );
    expect(texts.size).toBe(5);
    expect(rounds.flat().filter((one) => one === 'stock_used_up').length).toBeGreaterThan(0);
    expect(await tally(offerId)).toMatchObject({ promised: 5, promised_minor: 2500 });
    const [code = ''] = await codesOf(offerId);
    const { refused } = await redeem([code]);
    expect(refused.find((one) => one.offerId === offerId)?.reason).toBe('stock_used_up');
    for (const text of texts) expect((await redeem([text])).applied).toHaveLength(1);
    expect(await tally(offerId)).toMatchObject({
      promised: 0,
      promised_minor: 0,
      used: 5,
      used_minor: 2500,
    });
  });

  it('stop at the budget of the campaign, and come back when they expire unused', async () => {
    const change = { ...amount(500), codeHours: 1 };
    const offerId = await house.publish(change);
    const campaignId = house.deps.ids.uuid7();
    const context = await contextOf(offerId, change, new Map([[campaignId, 1000]]));
    const first = await issue(
      context,
      [1, 2, 3].map((n) => wish(offerId, 2000 + n, campaignId)),
    );
    expect(first.map((one) => (typeof one === 'string' ? one : 'given'))).toEqual([
      'given',
      'given',
      'budget_used_up',
    ]);
    house.clock.advance(3_600_000);
    expect(await sweepCodes(house.deps)).toBe(2);
    expect(await tally(campaignId)).toMatchObject({ promised: 0, promised_minor: 0 });
    const later = { ...context, now: house.clock.now() };
    const [again] = await issue(later, [wish(offerId, 2001, campaignId)]);
    expect(typeof again).not.toBe('string');
    expect(typeof again === 'string' ? '' : again?.text).not.toBe(
      typeof first[0] === 'string' ? '' : first[0]?.text,
    );
  });

  it('lose their person when the person is forgotten; redemptions stay without one', async () => {
    const offerId = await house.publish(amount(500));
    const context = await contextOf(offerId, amount(500));
    const [used, free] = await issue(context, [wish(offerId, 3001), wish(offerId, 3002)]);
    if (typeof used === 'string' || typeof free === 'string' || !used || !free)
      throw new Error('no code');
    await redeem([used.text]);
    await house.db.database.owner`
      update offer_redemption set shopper_id = ${wish(offerId, 3001).shopperId} where retailer_id = 1 and offer_id = ${offerId}`;
    const released = await house.db.database.withRetailer(SHOP, (sql) =>
      releaseShoppers(sql, SHOP, [wish(offerId, 3001).shopperId, wish(offerId, 3002).shopperId]),
    );
    expect(released).toEqual({ offer_code: 2, offer_redemption: 1 });
    expect((await redeem([free.text])).refused[0]?.reason).toBe('code_revoked');
    expect(await tally(offerId)).toMatchObject({
      promised: 0,
      promised_minor: 0,
      used: 1,
      used_minor: 500,
    });
    const [left] = await house.db.database.owner`
      select count(*)::int as rows from offer_redemption where offer_id = ${offerId} and shopper_id is null`;
    expect(left?.['rows']).toBe(1);
  });
});
