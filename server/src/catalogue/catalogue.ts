import type { RetailerId } from '@augenblick/contract';
import type {
  Product,
  ProductList,
  ProductOne,
  ProductOrigin,
} from '@augenblick/contract/api/catalogue.ts';
import type { Clock, Database, Sql, TransactionSql } from '../runtime/index.ts';
import type { ProductReport } from './product.ts';
import { pricesOf, productsByIds, searchProducts, upsertProducts } from './queries.ts';

/** What a retailer sells. */
export interface Catalogue {
  /**
   * Writes products in the caller's transaction; a product named twice counts as last said. Answers how many rows changed.
   * Other processes see the change within the cache's life (10 s).
   */
  upsert(
    sql: Sql | TransactionSql,
    retailerId: RetailerId,
    reports: readonly ProductReport[],
    origin: ProductOrigin,
  ): Promise<number>;
  /** Products by id, from the cache where it is fresh. Unknown ids are missing in the answer. */
  byIds(retailerId: RetailerId, ids: readonly string[]): Promise<Map<string, Product>>;
  /** One page of products whose id, name, brand, category or GTIN contain every word. */
  search(
    retailerId: RetailerId,
    query: {
      q?: string | undefined;
      category?: string | undefined;
      limit: number;
      after?: string | undefined;
    },
  ): Promise<ProductList>;
  /** One product with its prices, or undefined. */
  read(retailerId: RetailerId, productId: string): Promise<ProductOne | undefined>;
}

/** How long a cached product is believed; prices change a few times a day. */
const FRESH_MS = 10_000;
/** About 50 MB of products. */
const CACHED_MAX = 50_000;

interface Cached {
  product: Product | undefined;
  until: number;
}

/** The catalogue of an installation. */
export function createCatalogue(deps: { database: Database; clock: Clock }): Catalogue {
  const cache = new Map<string, Cached>();
  const keyOf = (retailerId: RetailerId, id: string): string => `${retailerId}\n${id}`;
  return {
    upsert: async (sql, retailerId, reports, origin) => {
      const unique = new Map(reports.map((report) => [report.productId, report]));
      const now = deps.clock.now();
      const written = await upsertProducts(sql, retailerId, [...unique.values()], origin, now);
      for (const id of unique.keys()) cache.delete(keyOf(retailerId, id));
      return written;
    },
    byIds: async (retailerId, ids) => {
      const now = deps.clock.now();
      const found = new Map<string, Product>();
      const missing: string[] = [];
      for (const id of new Set(ids)) {
        const cached = cache.get(keyOf(retailerId, id));
        if (!cached || cached.until <= now) missing.push(id);
        else if (cached.product) found.set(id, cached.product);
      }
      if (missing.length === 0) return found;
      const read = await deps.database.withRetailer(retailerId, (sql) =>
        productsByIds(sql, retailerId, missing),
      );
      for (const product of read) found.set(product.productId, product);
      if (cache.size + missing.length > CACHED_MAX) cache.clear();
      for (const id of missing)
        cache.set(keyOf(retailerId, id), { product: found.get(id), until: now + FRESH_MS });
      return found;
    },
    search: async (retailerId, { q, category, limit, after }) => {
      const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
      const page = await deps.database.withRetailer(retailerId, (sql) =>
        searchProducts(sql, retailerId, { words, category, after, limit }),
      );
      const last = page.products.at(-1);
      return { ...page, next: page.products.length === limit && last ? last.productId : null };
    },
    read: (retailerId, productId) =>
      deps.database.withRetailer(retailerId, async (sql) => {
        const [product] = await productsByIds(sql, retailerId, [productId]);
        if (!product) return undefined;
        return { product, prices: await pricesOf(sql, retailerId, productId) };
      }),
  };
}
