import { productOf } from '../product-of.ts';
import { keepNotes, notes, raise, type SignalRule } from './rule.ts';

const NAME = 'comparison_ping_pong';
const WITHIN_MS = 10 * 60_000;
const HOLDS_MS = 10 * 60_000;

/** Back and forth between two things – A, B, A, B – within ten minutes. */
export const comparisonPingPong: SignalRule = {
  name: NAME,
  event(look) {
    const { event, now } = look;
    if (event.name === 'Order Completed') return keepNotes(look, NAME, []);
    if (event.name !== 'Product Viewed') return;
    const product = productOf(event);
    if (!product) return;
    const trail = notes(look, NAME).filter((row) => Number(row[2]) > now - WITHIN_MS);
    if (trail.at(-1)?.[0] === product.productId) return;
    trail.push([product.productId, product.name.slice(0, 60), now]);
    const last = trail.slice(-4);
    keepNotes(look, NAME, last);
    const [a, b, c, d] = last;
    if (!a || !b || !c || !d || a[0] !== c[0] || b[0] !== d[0]) return;
    raise(look, NAME, {
      key: [String(a[0]), String(b[0])].sort().join('\n'),
      subject: { type: 'product', id: product.productId, name: product.name },
      detail: { first: String(a[1]), second: String(b[1]) },
      eventId: event.id,
      holdsMs: HOLDS_MS,
    });
  },
};
