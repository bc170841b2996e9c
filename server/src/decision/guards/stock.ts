import type { Guard } from './guard.ts';

/** The offer must be valid now, and there must be some of it left. */
export const stock: Guard = {
  name: 'stock',
  reasons: ['offer_not_running', 'stock_used_up', 'offer_used_already'],
  check: ({ campaign: { offer } }, { ledger, now, shopper }) => {
    if (offer === null) return null;
    if (!offer.runs(now)) return 'offer_not_running';
    if (shopper.heldOffers.has(offer.id)) return null;
    if ((ledger.stock.get(offer.id) ?? 1) <= 0) return 'stock_used_up';
    return shopper.usedOffers.has(offer.id) ? 'offer_used_already' : null;
  },
};
