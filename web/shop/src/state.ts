import type { ShopFront, ShopItem } from '@augenblick/contract/api/shop.ts';
import { computed, effect, signal } from '@preact/signals';

export type Language = 'de' | 'en';

/** One line of the cart. */
export interface Line {
  item: ShopItem;
  quantity: number;
}
/** An order as the thank-you page shows it. */
export interface Order {
  id: string;
  lines: Line[];
  total: number;
}

const KEY = 'morgenrot';
interface Kept {
  language?: Language;
  theme?: 'light' | 'dark';
  cart?: Line[];
  wishes?: ShopItem[];
  compared?: ShopItem[];
  orders?: Order[];
}

/** The cart and what else the visitor asked to be kept; never an id. */
function load(): Kept {
  try {
    return (JSON.parse(localStorage.getItem(KEY) ?? '{}') as Kept | null) ?? {};
  } catch {
    return {};
  }
}
const kept = load();
const asked = new URLSearchParams(location.search);

export const language = signal<Language>(
  (asked.get('lang') as Language | null) ??
    kept.language ??
    (navigator.language.startsWith('de') ? 'de' : 'en'),
);
export const theme = signal<'light' | 'dark'>(
  kept.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
);
export const cart = signal<Line[]>(kept.cart ?? []);
export const wishes = signal<ShopItem[]>(kept.wishes ?? []);
export const compared = signal<ShopItem[]>(kept.compared ?? []);
export const orders = signal<Order[]>(kept.orders ?? []);
/** The shop's own data; undefined while it loads, null when it cannot be had. */
export const front = signal<ShopFront | null | undefined>(undefined);
/** A short word about what was just done, for eyes and screen readers. */
export const notice = signal('');

export const pieces = computed(() => cart.value.reduce((sum, line) => sum + line.quantity, 0));
export const sum = computed(() =>
  cart.value.reduce((total, { item, quantity }) => total + item.price * quantity, 0),
);
export const shipping = computed(() => {
  const shop = front.value;
  return !shop || sum.value >= shop.freeShippingFrom || sum.value === 0 ? 0 : shop.shipping;
});

/** Keeps the visitor's choices and shows theme and language. Call once. */
export function keepState(): void {
  effect(() => {
    const state: Kept = {
      language: language.value,
      theme: theme.value,
      cart: cart.value,
      wishes: wishes.value,
      compared: compared.value,
      orders: orders.value,
    };
    document.documentElement.lang = language.value;
    document.documentElement.dataset['theme'] = theme.value;
    try {
      localStorage.setItem(KEY, JSON.stringify(state));
    } catch {
      // Without storage the cart lives as long as the page.
    }
  });
}

/** At most so many side by side. */
const COMPARED_MAX = 3;

export function addToCart(item: ShopItem, quantity = 1): void {
  const there = cart.value.some((line) => line.item.id === item.id);
  cart.value = there
    ? cart.value.map((line) =>
        line.item.id === item.id ? { item, quantity: line.quantity + quantity } : line,
      )
    : [...cart.value, { item, quantity }];
}

export function setQuantity(id: string, quantity: number): void {
  cart.value = cart.value.flatMap((line) =>
    line.item.id !== id ? line : quantity > 0 ? { ...line, quantity } : [],
  );
}

/** Puts it in or takes it out; true when it is in now. */
export function toggleWish(item: ShopItem): boolean {
  const there = wishes.value.some(({ id }) => id === item.id);
  wishes.value = there ? wishes.value.filter(({ id }) => id !== item.id) : [...wishes.value, item];
  return !there;
}

export function toggleCompare(item: ShopItem): boolean {
  const there = compared.value.some(({ id }) => id === item.id);
  compared.value = there
    ? compared.value.filter(({ id }) => id !== item.id)
    : [...compared.value, item].slice(-COMPARED_MAX);
  return !there;
}

/** An amount in the shop's currency and the reader's words. */
export function money(minor: number): string {
  const locale = language.value === 'de' ? 'de-DE' : 'en-GB';
  const currency = front.value?.currency ?? 'EUR';
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(minor / 100);
}
