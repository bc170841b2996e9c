import type { FactValues } from '@augenblick/contract';
import { priceMinor } from '../../profile/index.ts';
import { productOf } from '../product-of.ts';
import { keepNotes, notes, raise, type SignalRule } from './rule.ts';

const NAME = 'price_watching';
/** Two looks further apart than this are two visits. */
const VISIT_GAP_MS = 4 * 3_600_000;
const VISITS_MIN = 3;
const HOLDS_MS = 3 * 86_400_000;
/** Who has not come back for so long does not watch any more. */
const FORGOTTEN_MS = 30 * 86_400_000;

/** Coming back for the same thing on three different visits without buying it: waiting for the price. */
export const priceWatching: SignalRule = {
  name: NAME,
  event(look) {
    const { event, now, order } = look;
    if (order) {
      const bought = new Set(order.after.lines.map((line) => line.productId));
      const rest = notes(look, NAME).filter((row) => !bought.has(String(row[0])));
      return keepNotes(look, NAME, rest);
    }
    if (event.name !== 'Product Viewed') return;
    const product = productOf(event);
    if (!product) return;
    // [product, visits, last look, price at the first look, −1 when none was shown]
    const rows = notes(look, NAME).filter((row) => Number(row[2]) > now - FORGOTTEN_MS);
    const before = rows.find((row) => row[0] === product.productId);
    const price = priceMinor(product, product.currency ?? event.currency) ?? -1;
    const back = before !== undefined && now - Number(before[2]) >= VISIT_GAP_MS;
    const visits = Number(before?.[1] ?? 0) + (before === undefined || back ? 1 : 0);
    const first = Number(before?.[3] ?? price);
    const rest = rows.filter((row) => row !== before);
    keepNotes(look, NAME, [...rest, [product.productId, visits, now, first]]);
    if (!back || visits < VISITS_MIN) return;
    const currency = product.currency ?? event.currency;
    const prices: FactValues =
      first > 0 && price > 0 ? { firstMinor: first, nowMinor: price, currency } : {};
    raise(look, NAME, {
      key: product.productId,
      subject: { type: 'product', id: product.productId, name: product.name },
      detail: { visits, ...prices },
      eventId: event.id,
      holdsMs: HOLDS_MS,
    });
  },
};
