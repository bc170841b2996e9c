import { type FoldEvent, type MentionedProduct, singleProduct } from '../profile/index.ts';

/** Several signs and signals ask for the same event's product; reading it is the dearest thing they do. */
const read = new WeakMap<FoldEvent, { product: MentionedProduct | undefined }>();

/** The one product an event is about, or undefined. */
export function productOf(event: FoldEvent): MentionedProduct | undefined {
  const known = read.get(event);
  if (known) return known.product;
  const product = singleProduct(event.properties);
  read.set(event, { product });
  return product;
}
