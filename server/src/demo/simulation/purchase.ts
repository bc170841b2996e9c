import type { Random } from '../../runtime/index.ts';
import { happens, pick, pickPopular } from './chance.ts';
import type { KnownShopper, Shelf, World } from './world.ts';

/** How the web shop is paid. */
export const PAYMENT_METHODS = ['rechnung', 'karte', 'lastschrift', 'wallet'] as const;

/** One line of a receipt or an order, as tills and shops send it. */
export interface Line {
  product_id: string;
  sku: string;
  name: string;
  category: string;
  price: number;
  quantity: number;
}

/** One to four articles; somebody known mostly takes from the shelf they like best. */
export function basketOf(random: Random, world: World, shopper: KnownShopper | null): Line[] {
  return Array.from({ length: 1 + Math.floor(random.next() * 4) }, () =>
    lineOf(random, world, shopper),
  );
}

/** What a till says of a purchase. `at` is ms since 1970; amounts in major units, VAT of 19 % included. */
export function receiptOf(orderId: string, lines: readonly Line[], currency: string, at: number) {
  const total = valueOf(lines);
  return {
    order_id: orderId,
    channel: 'till',
    document: 'sale',
    currency,
    total,
    revenue: total,
    tax: taxOf(total),
    ordered_at: new Date(at).toISOString(),
    products: lines,
  };
}

/** What the web shop says of an order: from 50 on, shipping is free. */
export function orderOf(
  orderId: string,
  lines: readonly Pick<Line, 'price' | 'quantity'>[],
  currency: string,
  random: Random,
) {
  const value = valueOf(lines);
  const shipping = value >= 50 ? 0 : 4.9;
  const total = round(value + shipping);
  return {
    order_id: orderId,
    channel: 'web',
    currency,
    revenue: value,
    shipping,
    tax: taxOf(total),
    total,
    payment_method: pick(random, PAYMENT_METHODS),
    products: lines,
  };
}

function lineOf(random: Random, world: World, shopper: KnownShopper | null): Line {
  const own = shopper && happens(random, 0.6) ? world.shelves[shopper.favourite] : undefined;
  const shelf = own ?? anyShelf(random, world);
  const product = pickPopular(random, shelf?.products ?? []);
  return {
    product_id: product?.id ?? '',
    sku: product?.id ?? '',
    name: product?.name ?? '',
    category: product?.category ?? '',
    price: product?.price ?? 0,
    quantity: happens(random, 0.8) ? 1 : 2,
  };
}

function anyShelf(random: Random, { shelves }: World): Shelf | undefined {
  const stocked = shelves.filter(({ products }) => products.length > 0);
  return stocked[Math.floor(random.next() * stocked.length)];
}

/** What lines cost together, in major units. */
export function valueOf(lines: readonly Pick<Line, 'price' | 'quantity'>[]): number {
  return round(lines.reduce((sum, line) => sum + line.price * line.quantity, 0));
}

function taxOf(gross: number): number {
  return round((gross * 19) / 119);
}

function round(amount: number): number {
  return Math.round(amount * 100) / 100;
}
