import { isObject, asText } from '@augenblick/contract';
import { raise, type SignalRule, stopWaiting, waitUntil } from './rule.ts';

const NAME = 'replenishment_due';
const HOLDS_MS = 14 * 86_400_000;

/**
 * Something runs out. When, is said by whoever predicts it: the trait `replenishment` with product_id, name and due_at
 * (ISO). Taking the trait away (null) takes the signal away.
 */
export const replenishmentDue: SignalRule = {
  name: NAME,
  event(look) {
    const { event, state, now } = look;
    if (!event.traits || !('replenishment' in event.traits)) return;
    stopWaiting(look, NAME);
    const due = dueOf(state.traits.replenishment?.value);
    if (!due || due.at + HOLDS_MS <= now) return;
    waitUntil(look, NAME, due.at, event.id, {
      key: due.productId,
      values: { name: due.name, dueAt: due.at },
    });
  },
  due(look, [, productId, , eventId, { name = '', dueAt = 0 }]) {
    raise(look, NAME, {
      key: productId,
      subject: { type: 'product', id: productId, name: String(name) },
      detail: { dueAt },
      eventId,
      holdsMs: HOLDS_MS,
    });
  },
};

function dueOf(trait: unknown): { productId: string; name: string; at: number } | undefined {
  if (!isObject(trait)) return undefined;
  const productId = asText(trait.product_id)?.slice(0, 100);
  const at = typeof trait.due_at === 'string' ? Date.parse(trait.due_at) : Number.NaN;
  if (productId === undefined || !(at > 0) || at > Date.UTC(2100, 0, 1)) return undefined;
  return { productId, name: asText(trait.name)?.slice(0, 60) ?? productId, at };
}
