import type { RetailerId } from '@augenblick/contract';
import type {
  ShopFront,
  ShopItem,
  ShopList,
  ShopProductPage,
  ShopQuery,
  ShopText,
} from '@augenblick/contract/api/shop.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { buildWorld, readDemoFile } from '../demo/index.ts';
import type { Clock } from '../runtime/index.ts';
import { drawPicture, seedOf } from './picture.ts';
import { STORE_PLACES } from './stores.ts';
import { CATEGORY_TEXTS, CERTIFICATES, REVIEW_TEXTS, REVIEWERS } from './texts.ts';

/** The shop's goods in the order in which they sell. */
export interface Shelf {
  categories: ShopFront['categories'];
  favourites: ShopItem[];
  find(query: ShopQuery): ShopList;
  page(id: string): ShopProductPage | undefined;
  picture(id: string): string | undefined;
}

interface Good extends ShopItem {
  /** For searching: names and category in both languages, lower case, without accents. */
  words: string;
}

/** How long prices are believed before the catalogue is asked again. */
const FRESH_MS = 60_000;
/** Products of one question to the catalogue. */
const CHUNK = 500;
const FAVOURITES = 12;
const RELATED = 4;
/** Real goods below this are postage and samples (minor units). */
const PRICE_MIN = 35;

/** Reads the demo retailer's goods, at most once a minute. */
export function createShelf(deps: {
  catalogue: Pick<Catalogue, 'byIds'>;
  clock: Clock;
}): (retailerId: RetailerId) => Promise<Shelf> {
  let kept: { retailerId: RetailerId; until: number; shelf: Promise<Shelf> } | undefined;
  return (retailerId) => {
    const now = deps.clock.now();
    if (kept && kept.retailerId === retailerId && kept.until > now) return kept.shelf;
    const shelf = read(deps.catalogue, retailerId);
    kept = { retailerId, until: now + FRESH_MS, shelf };
    // A failure is not kept: the next visitor asks again.
    shelf.catch(() => (kept = undefined));
    return shelf;
  };
}

async function read(catalogue: Pick<Catalogue, 'byIds'>, retailerId: RetailerId): Promise<Shelf> {
  const file = readDemoFile();
  const world = buildWorld(file, 'EUR');
  const english = new Map(file.products.map(([id, en, , , de]) => [id, { en, de: de ?? en }]));
  const ids = world.shelves.flatMap((shelf) => shelf.products.map(({ id }) => id));
  const prices = new Map<string, number>();
  for (let i = 0; i < ids.length; i += CHUNK) {
    const found = await catalogue.byIds(retailerId, ids.slice(i, i + CHUNK));
    for (const [id, { priceMinor }] of found) if (priceMinor) prices.set(id, priceMinor);
  }
  const categories = file.categories.map(({ id, de, en }) => ({
    id,
    name: { de, en },
    products: 0,
  }));
  const goods: Good[] = [];
  for (const [index, shelf] of world.shelves.entries()) {
    const category = categories[index];
    if (!category) continue;
    for (const { id } of shelf.products) {
      const [price, name] = [prices.get(id), english.get(id)];
      if (price === undefined || price < PRICE_MIN || name === undefined) continue;
      category.products += 1;
      goods.push(goodOf({ id, name, category: category.id, price }, category.name));
    }
  }
  return shelfOf(categories, goods);
}

function goodOf(
  { id, name, category, price }: Pick<ShopItem, 'id' | 'name' | 'category' | 'price'>,
  shelf: ShopText,
): Good {
  const seed = seedOf(id);
  const picture = `/shop/pictures/${encodeURIComponent(id)}.svg`;
  const words = plain(`${id} ${name.de} ${name.en} ${shelf.de} ${shelf.en}`);
  const stars = 38 + (seed % 12);
  return { id, name, category, price, picture, stars, reviews: 4 + (seed % 37), words };
}

function shelfOf(categories: ShopFront['categories'], goods: readonly Good[]): Shelf {
  const byId = new Map(goods.map((good) => [good.id, good]));
  const named = goods.filter((good) => good.name.de !== good.name.en);
  // One of each category first, so that the first page shows what kind of shop it is.
  const firsts = categories.flatMap(({ id }) => named.find((good) => good.category === id) ?? []);
  const favourites = [...new Set([...firsts, ...named])].slice(0, FAVOURITES).map(shown);
  return {
    categories,
    favourites,
    find: (query) => find(goods, query),
    page: (id) => {
      const good = byId.get(id);
      return good && pageOf(good, goods);
    },
    picture: (id) => {
      const good = byId.get(id);
      return good && drawPicture({ id, name: good.name.en, category: good.category });
    },
  };
}

function find(goods: readonly Good[], query: ShopQuery): ShopList {
  const words = plain(query.q ?? '')
    .split(' ')
    .filter(Boolean);
  const ids = query.ids?.split(',');
  const found = goods.filter(
    (good) =>
      (!ids || ids.includes(good.id)) &&
      (!query.category || good.category === query.category) &&
      words.every((word) => good.words.includes(word)),
  );
  if (query.sort !== 'popular') {
    const way = query.sort === 'price_up' ? 1 : -1;
    found.sort((a, b) => way * (a.price - b.price));
  } else if (!query.q) {
    // German names stand for the goods that sell best; the rest keeps its order.
    found.sort((a, b) => Number(a.name.de === a.name.en) - Number(b.name.de === b.name.en));
  }
  const items = found.slice(query.offset, query.offset + query.limit).map(shown);
  return { total: found.length, items };
}

function pageOf(good: Good, goods: readonly Good[]): ShopProductPage {
  const seed = seedOf(good.id);
  const texts = CATEGORY_TEXTS[good.category];
  const about = texts?.about ?? { de: '', en: '' };
  const size = 8 + (seed % 34);
  const related = goods
    .filter((other) => other.category === good.category && other.id !== good.id)
    .sort((a, b) => Math.abs(a.price - good.price) - Math.abs(b.price - good.price))
    .slice(0, RELATED);
  return {
    item: shown(good),
    text: about,
    facts: [
      fact('Material', 'Material', texts?.material),
      fact('Maße', 'Size', { de: `etwa ${size} cm`, en: `about ${size} cm` }),
      fact('Pflege', 'Care', texts?.care),
      fact('Artikel', 'Item', { de: good.id, en: good.id }),
    ],
    certificates: CERTIFICATES.filter((_, index) => (seed >> index) % 2 === 0 || index === 0),
    reviews: reviewsOf(seed),
    related: related.map(shown),
    guide: texts?.guide ?? null,
    stock: Object.fromEntries(STORE_PLACES.map(({ id }, index) => [id, (seed >> (index * 3)) % 7])),
  };
}

function fact(de: string, en: string, value: ShopText | undefined) {
  return { label: { de, en }, value: value ?? { de: '–', en: '–' } };
}

/** Four to six reviews, the same ones for the same product. */
function reviewsOf(seed: number): ShopProductPage['reviews'] {
  return Array.from({ length: 4 + (seed % 3) }, (_, index) => {
    const turn = seedOf(`${seed}/${index}`);
    const stars = [5, 4, 5, 3, 5, 4, 2][turn % 7] ?? 5;
    const texts = REVIEW_TEXTS[stars] ?? [];
    const text = texts[turn % texts.length] ?? { de: '', en: '' };
    const name = REVIEWERS[(seed + index * 4) % REVIEWERS.length] ?? 'Mira';
    return { stars, name, days: 2 + (turn % 200), text };
  });
}

function shown({ id, name, category, price, picture, stars, reviews }: Good): ShopItem {
  return { id, name, category, price, picture, stars, reviews };
}

/** Letters and digits without accents, so that "fussmatte", "Fußmatte" and "FUSSMATTE" find the same. */
function plain(text: string): string {
  const spelt = text.toLowerCase().replaceAll('ß', 'ss');
  return spelt
    .normalize('NFD')
    .replace(/[̀-ͯ]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
