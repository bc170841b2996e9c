import { isOwnDeed } from '../deed.ts';
import { cartDetail, cartSubject } from './cart.ts';
import { letGo, raise, type SignalRule, stopWaiting, waiting, waitUntil } from './rule.ts';

const NAME = 'abandoned_cart';
const HOLDS_MS = 3 * 86_400_000;
/** A cart nobody has touched for so long is furniture. */
const CART_AGE_MAX_MS = 7 * 86_400_000;

/** Things in the cart, and the shopper has gone quiet. */
export const abandonedCart: SignalRule = {
  name: NAME,
  event(look) {
    const { state, event, now, model } = look;
    if (state.cart.length === 0) {
      stopWaiting(look, NAME);
      letGo(look, NAME);
      return;
    }
    if (!isOwnDeed(event) || state.cartAt === null || now - state.cartAt > CART_AGE_MAX_MS) return;
    // Told once, and again only when the cart has been touched since.
    if (state.cartAt === event.at) letGo(look, NAME);
    const at = event.at + model.waits.abandonedCart;
    const before = waiting(look, NAME);
    if (before && before[2] >= at) return;
    waitUntil(look, NAME, at, event.id);
  },
  due(look, [, , , eventId]) {
    if (look.state.cart.length === 0) return;
    raise(look, NAME, {
      subject: cartSubject(look.state),
      detail: cartDetail(look.state),
      eventId,
      holdsMs: HOLDS_MS,
    });
  },
};
