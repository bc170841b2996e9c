import type { CartLine, ProfileState } from '@augenblick/contract';
import { asText } from '@augenblick/contract';
import type { FoldEvent } from './fold-event.ts';
import { type MentionedProduct, mentionedProducts, priceMinor, singleProduct } from './product.ts';

const CART_LINES_MAX = 40;
const WISHLIST_MAX = 40;

/**
 * Puts a cart or wish-list event into the state. An event from before the last change of the cart (a phone that was
 * offline) does not touch it: an order must not be refilled by what led to it.
 */
export function foldCart(state: ProfileState, event: FoldEvent): void {
  const product = singleProduct(event.properties);
  switch (event.name) {
    case 'Product Added':
    case 'Wishlist Product Added to Cart':
      if (product && isCurrent(state, event)) add(state, event, product);
      break;
    case 'Product Removed':
      if (product && isCurrent(state, event)) remove(state, event, product);
      break;
    case 'Cart Viewed':
    case 'Checkout Started':
      if (isCurrent(state, event)) replace(state, event);
      break;
    case 'Product Added to Wishlist':
      if (product) wish(state, event, product);
      break;
    case 'Product Removed from Wishlist':
      if (product)
        state.wishlist = state.wishlist.filter((entry) => entry.productId !== product.productId);
      break;
    default:
  }
}

/** A sale empties the cart, whichever till or page it came from. */
export function emptyCart(state: ProfileState, at: number): void {
  if (state.cartAt !== null && at < state.cartAt) return;
  state.cart = [];
  state.cartId = null;
  state.cartAt = at;
}

function isCurrent(state: ProfileState, event: FoldEvent): boolean {
  return state.cartAt === null || event.at >= state.cartAt;
}

function add(state: ProfileState, event: FoldEvent, product: MentionedProduct): void {
  const quantity = product.quantity > 0 ? product.quantity : 1;
  const line = state.cart.find((entry) => entry.productId === product.productId);
  const fresh = cartLine(product, event);
  if (line) Object.assign(line, fresh, { quantity: line.quantity + quantity });
  else if (state.cart.length < CART_LINES_MAX) state.cart.push({ ...fresh, quantity });
  touch(state, event);
}

function remove(state: ProfileState, event: FoldEvent, product: MentionedProduct): void {
  const line = state.cart.find((entry) => entry.productId === product.productId);
  if (!line) return;
  line.quantity -= event.properties.quantity === undefined ? line.quantity : product.quantity;
  if (line.quantity <= 0) state.cart = state.cart.filter((entry) => entry !== line);
  touch(state, event);
}

/** An event that shows the whole cart is the truth about it. */
function replace(state: ProfileState, event: FoldEvent): void {
  if (!Array.isArray(event.properties.products ?? event.properties.items)) return;
  state.cart = mentionedProducts(event.properties)
    .slice(0, CART_LINES_MAX)
    .map((product) => cartLine(product, event));
  touch(state, event);
}

function touch(state: ProfileState, event: FoldEvent): void {
  state.cartAt = event.at;
  state.cartId = asText(event.properties.cart_id)?.slice(0, 100) ?? state.cartId;
}

function cartLine(product: MentionedProduct, event: FoldEvent): CartLine {
  const currency = product.currency ?? event.currency;
  const unitPriceMinor = priceMinor(product, currency);
  return {
    productId: product.productId,
    name: product.name,
    quantity: product.quantity > 0 ? product.quantity : 1,
    unitPriceMinor,
    currency: unitPriceMinor === null ? null : currency,
    at: event.at,
  };
}

function wish(state: ProfileState, event: FoldEvent, product: MentionedProduct): void {
  if (state.wishlist.some((entry) => entry.productId === product.productId)) return;
  state.wishlist.push({ productId: product.productId, name: product.name, at: event.at });
  if (state.wishlist.length > WISHLIST_MAX) state.wishlist.shift();
}
