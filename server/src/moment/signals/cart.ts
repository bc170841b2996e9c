import type { CartLine, FactValues, ProfileState, Subject } from '@augenblick/contract';

/** The dearest thing in the cart: what an abandoned cart or a stalled checkout is about. */
export function cartSubject(state: ProfileState): Subject | null {
  let dearest: CartLine | undefined;
  for (const line of state.cart) {
    if (!dearest || valueOf(line) > valueOf(dearest)) dearest = line;
  }
  return dearest ? { type: 'product', id: dearest.productId, name: dearest.name } : null;
}

/** Number of things in the cart, and what they are worth when every price is known in one currency. */
export function cartDetail(state: ProfileState): FactValues {
  const items = state.cart.reduce((sum, line) => sum + line.quantity, 0);
  const [first] = state.cart;
  const currency = first?.currency ?? null;
  const priced =
    currency !== null &&
    state.cart.every((line) => line.unitPriceMinor !== null && line.currency === currency);
  if (!priced) return { items };
  const valueMinor = state.cart.reduce((sum, line) => sum + Math.round(valueOf(line)), 0);
  return { items, valueMinor, currency };
}

function valueOf(line: CartLine): number {
  return line.quantity * (line.unitPriceMinor ?? 0);
}
