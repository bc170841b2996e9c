import type { DemoFile } from '../dataset.ts';
import { type DemoShopper, inventShoppers } from '../shopper.ts';

/** A product as the shop's pages name it. */
export interface ShopProduct {
  id: string;
  name: string;
  shelf: number;
  category: string;
  price: number;
}

/** A category with its products, those that sell most first. */
export interface Shelf {
  id: string;
  name: string;
  products: ShopProduct[];
}

/** A known shopper and the shelf they buy from most. */
export interface KnownShopper extends DemoShopper {
  favourite: number;
}

/** What the simulated visitors meet: the shop's shelves, and who is known already. Never changed by a run. */
export interface World {
  shopUrl: string;
  currency: string;
  shelves: readonly Shelf[];
  shoppers: readonly KnownShopper[];
}

/** The world of the demo data. Pure. */
export function buildWorld(file: DemoFile, currency: string): World {
  const sold = new Map<number, number>();
  const tastes = file.customers.map(() => new Map<number, number>());
  for (const [, customer, , flat] of file.invoices) {
    for (let i = 0; i < flat.length; i += 3) {
      const index = flat[i] ?? -1;
      const shelf = file.products[index]?.[2] ?? 0;
      sold.set(index, (sold.get(index) ?? 0) + 1);
      const taste = tastes[customer];
      taste?.set(shelf, (taste.get(shelf) ?? 0) + 1);
    }
  }
  const shelves = file.categories.map(({ id, de }): Shelf => ({ id, name: de, products: [] }));
  const order = file.products.map((_, index) => index);
  for (const index of order.toSorted((a, b) => (sold.get(b) ?? 0) - (sold.get(a) ?? 0))) {
    const product = file.products[index];
    const shelf = shelves[product?.[2] ?? 0];
    if (!product || !shelf) continue;
    const [id, en, shelfIndex, priceMinor, de] = product;
    const price = priceMinor / 100;
    shelf.products.push({ id, name: de ?? en, shelf: shelfIndex, category: shelf.name, price });
  }
  const shoppers = inventShoppers(file.customers).map((shopper, index): KnownShopper => {
    const taste = [...(tastes[index] ?? [])].sort((a, b) => b[1] - a[1]);
    return { ...shopper, favourite: taste[0]?.[0] ?? 0 };
  });
  return { shopUrl: 'https://shop.beispiel.example', currency, shelves, shoppers };
}
