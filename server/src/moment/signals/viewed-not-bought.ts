import { productOf } from '../product-of.ts';
import { isOwnDeed } from '../deed.ts';
import { holds, raise, type SignalRule, stopWaiting, waiting, waitUntil } from './rule.ts';

const NAME = 'viewed_not_bought';
const VIEWS_MIN = 3;
const HOLDS_MS = 3 * 86_400_000;

/** The same thing looked at three times or more, neither put into the cart nor bought, and then silence. */
export const viewedNotBought: SignalRule = {
  name: NAME,
  event(look) {
    const { state, event, model } = look;
    if (event.name === 'Order Completed' || event.name === 'Receipt Issued') {
      stopWaiting(look, NAME);
      return;
    }
    if (!isOwnDeed(event)) return;
    const at = event.at + model.waits.viewedNotBought;
    const before = waiting(look, NAME);
    if (event.name !== 'Product Viewed') {
      // Still in the shop: the silence begins anew with every deed.
      if (before) waitUntil(look, NAME, at, before[3], { key: before[1], values: before[4] });
      return;
    }
    const id = productOf(event)?.productId;
    const viewed = state.viewed.find((entry) => entry.productId === id);
    const ready = viewed && viewed.count >= VIEWS_MIN && !holds(look, NAME, viewed.productId);
    if (ready)
      waitUntil(look, NAME, at, event.id, {
        key: viewed.productId,
        values: { views: viewed.count },
      });
    else if (before) waitUntil(look, NAME, at, before[3], { key: before[1], values: before[4] });
  },
  due(look, [, productId, , eventId, { views = VIEWS_MIN }]) {
    const { state } = look;
    const viewed = state.viewed.find((entry) => entry.productId === productId);
    if (!viewed || state.cart.some((line) => line.productId === productId)) return;
    raise(look, NAME, {
      key: productId,
      subject: { type: 'product', id: productId, name: viewed.name },
      detail: { views },
      eventId,
      holdsMs: HOLDS_MS,
    });
  },
};
