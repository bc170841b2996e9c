import { goalMoney } from '../score.ts';
import type { Guard } from './guard.ts';

/** What the campaign's offer would cost must still be there. */
export const budget: Guard = {
  name: 'budget',
  reasons: ['budget_used_up'],
  check: ({ campaign, price }, { ledger, shopper, set }) => {
    const left = ledger.budget.get(campaign.id);
    if (left === undefined || shopper.heldOffers.has(campaign.offerId ?? '')) return null;
    const { costMinor } = goalMoney(price, shopper.basketMinor ?? set.shop.basketMinor);
    return left <= 0 || costMinor > left ? 'budget_used_up' : null;
  },
};
