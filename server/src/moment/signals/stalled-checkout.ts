import type { FoldEvent } from '../../profile/index.ts';
import { isOwnDeed } from '../deed.ts';
import { deviceOf, stallAfterMs, stepOf } from '../pace.ts';
import { cartDetail, cartSubject } from './cart.ts';
import { letGo, raise, type SignalRule, stopWaiting, waitUntil } from './rule.ts';

const NAME = 'stalled_checkout';
const HOLDS_MS = 15 * 60_000;
/** What somebody does within a step, without leaving it or getting on. */
export const STEPS_WITHIN: ReadonlySet<string> = new Set([
  'Coupon Entered',
  'Coupon Applied',
  'Coupon Denied',
]);

/**
 * Somebody stands still in the checkout for longer than nearly everybody at this shop takes for this step on this kind of
 * device. The limit is a quantile of the shop's own times, so the share of false alarms is known beforehand (model.pace).
 */
export const stalledCheckout: SignalRule = {
  name: NAME,
  event(look) {
    const { event } = look;
    const step = stepOf(event);
    if (step === undefined) {
      // Another page, another deed: they have moved on, so nobody stands still.
      if (isOwnDeed(event) && !STEPS_WITHIN.has(event.name) && !isFormDeed(event)) {
        stopWaiting(look, NAME);
        if (event.name === 'Order Completed') letGo(look, NAME);
      }
      return;
    }
    letGo(look, NAME);
    const after = stallAfterMs(look.model.pace, step, deviceOf(event));
    waitUntil(look, NAME, event.at + after, event.id, { values: { step, afterMs: after } });
  },
  due(look, [, , , eventId, { step = '', afterMs = 0 }]) {
    const detail = { step, seconds: Math.round(Number(afterMs) / 1000), ...cartDetail(look.state) };
    raise(look, NAME, {
      subject: cartSubject(look.state),
      detail,
      eventId,
      holdsMs: HOLDS_MS,
    });
  },
};

/** A guest's address form identifies them in the middle of a step. */
function isFormDeed(event: FoldEvent): boolean {
  return event.kind === 'identify' || event.kind === 'alias';
}
