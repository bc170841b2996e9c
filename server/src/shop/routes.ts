import path from 'node:path';
import { Failure, type RetailerId, SHOP_PAGES, type SourceId } from '@augenblick/contract';
import {
  ShopFront,
  ShopGuides,
  ShopList,
  ShopProductPage,
  ShopQuery,
  ShopStores,
} from '@augenblick/contract/api/shop.ts';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import { SYSTEM } from '../access/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { type Clock, type Database, type Http, type Ids, serveFolder } from '../runtime/index.ts';
import { createWriteKey, type Sources } from '../source/index.ts';
import { GUIDES } from './guides.ts';
import { asPng } from './picture.ts';
import { type DemoShopRow, demoShop, lockShopKey, noteShopKey, pageForm } from './queries.ts';
import { createShelf, type Shelf } from './shelf.ts';
import { placeOf, storesFor } from './stores.ts';

/** What the storefront needs of the house. */
export interface ShopRoutesDeps {
  database: Database;
  clock: Clock;
  ids: Ids;
  access: Pick<Access, 'audit'>;
  catalogue: Pick<Catalogue, 'byIds'>;
  sources: Sources;
  /** Folder of the built shop (web/shop/dist). */
  folder: string;
  /** Called once when the storefront's source was made: the place to let it ask why. */
  opened?: (retailerId: RetailerId, sourceId: SourceId) => Promise<void>;
}

/** Name of the storefront's source as the console lists it. */
const SOURCE = { kind: 'web', name: 'Vorführladen (diese Installation)' } as const;
/** Minor units; as the simulated visitors know it. */
const FREE_SHIPPING_FROM = 5000;
const SHIPPING = 490;
const PICTURE_FRESH_S = 86_400;

/** The storefront: its pages at /shop and its read-only API; 404 without a demo retailer. */
export async function shopRoutes(http: Http, deps: ShopRoutesDeps): Promise<void> {
  const shelfOf = createShelf(deps);
  const open = async (): Promise<{ shop: DemoShopRow; shelf: Shelf }> => {
    const shop = await demoShop(deps.database.owner);
    if (!shop) throw new Failure('not_found');
    return { shop, shelf: await shelfOf(shop.retailerId) };
  };
  http.get('/api/shop', { schema: { response: { 200: ShopFront } } }, async () => {
    const { shop, shelf } = await open();
    const { categories, favourites } = shelf;
    const writeKey = shop.shopKey ?? (await makeKey(deps));
    const newsletter = await pageForm(deps.database.owner, shop.retailerId);
    return {
      name: shop.name,
      currency: shop.currency,
      writeKey,
      categories,
      favourites,
      freeShippingFrom: FREE_SHIPPING_FROM,
      shipping: SHIPPING,
      newsletter: newsletter ?? null,
    };
  });
  http.get(
    '/api/shop/products',
    { schema: { querystring: ShopQuery, response: { 200: ShopList } } },
    async ({ query }) => (await open()).shelf.find(query),
  );
  http.get(
    '/api/shop/products/:id',
    {
      schema: {
        params: z.object({ id: z.string().max(60) }),
        response: { 200: ShopProductPage },
      },
    },
    async ({ params }) => {
      const found = (await open()).shelf.page(params.id);
      if (!found) throw new Failure('not_found');
      return found;
    },
  );
  http.get('/api/shop/guides', { schema: { response: { 200: ShopGuides } } }, async () => {
    await open();
    return { guides: [...GUIDES] };
  });
  http.get(
    '/api/shop/stores',
    {
      schema: {
        querystring: z.object({ place: z.string().max(60).optional() }),
        response: { 200: ShopStores },
      },
    },
    async ({ query }) => {
      await open();
      const place = placeOf(query.place ?? '');
      return { place: place?.name ?? null, stores: storesFor(deps.clock.now(), place) };
    },
  );
  pictureRoute(http, async () => (await open()).shelf);
  await serveFolder(http, { folder: deps.folder, prefix: '/shop', knows: isPage });
}

/** True for addresses below /shop that have a page; whether a product of that number exists is the page's to say. */
export function isPage(below: string): boolean {
  const [first = ''] = below.split('/', 1);
  return first === '' || SHOP_PAGES.some((page) => page === first);
}

/** Drawings in place of product pictures. */
function pictureRoute(http: Http, shelf: () => Promise<Shelf>): void {
  http.get(
    '/shop/pictures/:file',
    { schema: { hide: true, params: z.object({ file: z.string().max(70) }) } },
    async ({ params }, reply) => {
      const { name, ext } = path.parse(params.file);
      const picture = (await shelf()).picture(name);
      if (picture === undefined || !['.svg', '.png'].includes(ext)) throw new Failure('not_found');
      reply.header('cache-control', `public, max-age=${PICTURE_FRESH_S}`);
      return ext === '.png'
        ? reply.type('image/png').send(await asPng(picture))
        : reply.type('image/svg+xml').send(picture);
    },
  );
}

/** Makes the storefront's source and its key, once for all processes. */
async function makeKey(deps: ShopRoutesDeps): Promise<string> {
  const { database, access, sources } = deps;
  const made = await database.owner.begin(async (sql) => {
    await lockShopKey(sql);
    const shop = await demoShop(sql);
    if (!shop) throw new Failure('not_found');
    if (shop.shopKey !== null) return { key: shop.shopKey };
    const { retailerId } = shop;
    const source = await sources.ensure({ retailerId, ...SOURCE });
    const change = { retailerId, actor: SYSTEM, id: source.id };
    const { key } = await createWriteKey({ ...deps, audit: access.audit }, change, SOURCE.name);
    await noteShopKey(sql, retailerId, key);
    return { key, retailerId, sourceId: source.id };
  });
  if (made.retailerId !== undefined && deps.opened)
    await deps.opened(made.retailerId, made.sourceId);
  return made.key;
}
