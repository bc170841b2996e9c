import { raise, type SignalRule } from './rule.ts';

const NAME = 'first_purchase';
const HOLDS_MS = 7 * 86_400_000;

/** The first order of a shopper. It holds for a week: the time in which a welcome is a welcome. */
export const firstPurchase: SignalRule = {
  name: NAME,
  event(look) {
    const { order, state, event } = look;
    if (!order || order.before || order.after.kind !== 'sale') return;
    if (order.after.status === 'cancelled') return;
    const orders = Object.values(state.money).reduce((sum, totals) => sum + totals.orders, 0);
    if (orders !== 1) return;
    const { totalMinor, currency } = order.after;
    const [line] = order.after.lines;
    raise(look, NAME, {
      subject: line ? { type: 'product', id: line.productId, name: line.name } : null,
      detail: { totalMinor, currency },
      eventId: event.id,
      holdsMs: HOLDS_MS,
    });
  },
};
