import type {
  FilledMessage,
  JsonObject,
  MessageBasis,
  MessageData,
  ProfileState,
  RetailerId,
  ShownProduct,
} from '@augenblick/contract';
import { Failure } from '@augenblick/contract';
import type { Product } from '@augenblick/contract/api/catalogue.ts';
import { freeShippingFrom } from '../campaign/index.ts';
import type { Clock, Sql, TransactionSql } from '../runtime/index.ts';
import { loadBrand } from './brand.ts';
import { type CompiledMessage, compileTemplate } from './compile.ts';
import { gatherFacts, type ShopFacts } from './facts.ts';
import * as queries from './queries.ts';
import { render } from './render.ts';

/** A published template, ready to be filled in (delivery/writer.ts says the same). */
export interface ReadyTemplate {
  id: string;
  version: number;
  basis: MessageBasis;
  /** It tells how to object and has the link for it. */
  notice: boolean;
  /** Pure. Throws when a text cannot be filled. */
  fill(
    data: MessageData,
    locale: 'de' | 'en',
    variant: string | null,
    track: (n: number, address: string) => string,
    pixel?: string,
  ): FilledMessage;
}

/** Published templates of all retailers, compiled once per process, and the facts they are filled with. */
export interface Writer {
  /** A published version; null when there is none. */
  template(retailerId: RetailerId, id: string, version: number): Promise<ReadyTemplate | null>;
  /** A published version as it was compiled; null when there is none. */
  compiled(retailerId: RetailerId, id: string, version: number): Promise<CompiledMessage | null>;
  /** Favourites by category, remembered for a while; the empty category is the whole range. */
  favourites(
    retailerId: RetailerId,
    categories: readonly string[],
  ): Promise<ReadonlyMap<string, readonly ShownProduct[]>>;
  /** Facts for many messages at once, in order. */
  gather(
    retailerId: RetailerId,
    messages: readonly {
      state: ProfileState;
      template: ReadyTemplate;
      data: JsonObject;
      /** Goods of these categories only; null or absent = any. */
      within?: readonly string[] | null;
    }[],
  ): Promise<MessageData[]>;
}

/** What it needs. */
export interface WriterDeps {
  /** The owner's pool: it works for all retailers. */
  sql: Sql;
  clock: Clock;
  /** Where this installation is reached, such as https://augenblick.example. */
  origin: () => string;
  productsByIds: (
    retailerId: RetailerId,
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, Product>>;
}

/** How long the number of a brand kit, a shop's settings and favourites are believed. */
const BRAND_FRESH_MS = 5_000;
const SHOP_FRESH_MS = 30_000;
const FAVOURITES_FRESH_MS = 600_000;
/** Compiled templates kept per process, about 100 kB each. */
const KEPT_MAX = 500;
const FAVOURITES_EACH = 8;

/** Something that is read again after a while. */
function remembered<T>(
  clock: Clock,
  freshMs: number,
  load: (key: string) => Promise<T>,
  max = 5_000,
) {
  const kept = new Map<string, { value: Promise<T>; until: number }>();
  return (key: string): Promise<T> => {
    const now = clock.now();
    const known = kept.get(key);
    if (known !== undefined && known.until > now) return known.value;
    if (kept.size >= max) kept.clear();
    const value = load(key);
    kept.set(key, { value, until: now + freshMs });
    value.catch(() => kept.delete(key));
    return value;
  };
}

/** The writer of an installation. */
export function createWriter(deps: WriterDeps): Writer {
  const { sql, clock } = deps;
  const brandVersion = remembered(clock, BRAND_FRESH_MS, (key) =>
    queries.brandVersion(sql, Number(key) as RetailerId),
  );
  const shopFacts = remembered(clock, SHOP_FRESH_MS, (key) =>
    loadShop(sql, Number(key) as RetailerId),
  );
  const favouritesOf = remembered(clock, FAVOURITES_FRESH_MS, (key) => loadFavourites(sql, key));
  const kept = new Map<string, Promise<ReadyTemplate | null>>();
  const inside = new WeakMap<ReadyTemplate, CompiledMessage>();
  const template: Writer['template'] = async (retailerId, id, version) => {
    const key = `${retailerId}:${id}:${version}:${await brandVersion(String(retailerId))}`;
    let known = kept.get(key);
    if (known === undefined) {
      if (kept.size >= KEPT_MAX) kept.clear();
      known = loadReady(deps, inside, { retailerId, id, version });
      kept.set(key, known);
      // What is missing now may be published a moment later.
      void known.then(
        (found) => found === null && kept.delete(key),
        () => kept.delete(key),
      );
    }
    return known;
  };
  const sources = {
    byIds: deps.productsByIds,
    favourites: async (retailerId: RetailerId, categories: readonly string[]) =>
      new Map(
        await Promise.all(
          categories.map(
            async (name) => [name, await favouritesOf(`${retailerId}\n${name}`)] as const,
          ),
        ),
      ),
  };
  return {
    template,
    favourites: sources.favourites,
    compiled: async (retailerId, id, version) => {
      const ready = await template(retailerId, id, version);
      return ready === null ? null : (inside.get(ready) ?? null);
    },
    gather: async (retailerId, messages) => {
      const shop = await shopFacts(String(retailerId));
      const asked = messages.map(({ state, template: ready, data, within = null }) => {
        const compiled = inside.get(ready);
        return { state, data, within, ...wantsOf(compiled) };
      });
      return gatherFacts(sources, retailerId, shop, asked);
    },
  };
}

/** Reads a published version, compiles it with the brand kit of today, and notes what it was made of. */
async function loadReady(
  { sql, origin }: WriterDeps,
  inside: WeakMap<ReadyTemplate, CompiledMessage>,
  asked: { retailerId: RetailerId; id: string; version: number },
): Promise<ReadyTemplate | null> {
  const { retailerId, id, version } = asked;
  const draft = await queries.version(sql, retailerId, id, version);
  if (draft === undefined) return null;
  const { brand } = await loadBrand(sql, retailerId);
  const { compiled } = await compileTemplate(draft, brand, { origin: origin() });
  if (compiled === null) return null;
  const ready: ReadyTemplate = {
    id,
    version,
    basis: compiled.basis,
    notice: tellsHowToObject(compiled),
    fill: (data, locale, variant, track, pixel) =>
      render(compiled, data, locale, { variant, track, pixel, pieces: true }),
  };
  inside.set(ready, compiled);
  return ready;
}

const NO_NAMES: ReadonlySet<string> = new Set();
const wanted = new WeakMap<CompiledMessage, ReturnType<typeof namesOf>>();

/** What facts a template wants beyond the usual ones; worked out once. */
function wantsOf(compiled: CompiledMessage | undefined) {
  if (compiled === undefined) return { chosen: [], names: NO_NAMES, recommends: true };
  const known = wanted.get(compiled) ?? namesOf(compiled);
  wanted.set(compiled, known);
  return known;
}

function namesOf({ variants, chosen, recommends }: CompiledMessage) {
  const contents = [...variants.values()].flatMap(({ de, en }) => [de, en]);
  return { chosen, recommends, names: new Set(contents.flatMap(({ names }) => [...names])) };
}

/** True when every wording of it holds the link to unsubscribe. */
function tellsHowToObject({ variants }: CompiledMessage): boolean {
  return [...variants.values()]
    .flatMap(({ de, en }) => [de, en])
    .every((content) => content.names.has('links.unsubscribe'));
}

/** What is the same for all messages of a retailer. Throws `not_found`. */
export async function loadShop(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
): Promise<ShopFacts> {
  const retailer = await queries.retailer(sql, retailerId);
  if (retailer === undefined) throw new Failure('not_found');
  const { name, zone, currency } = retailer;
  return { name, zone, currency, freeShippingFromMinor: await freeShippingFrom(sql, retailerId) };
}

async function loadFavourites(sql: Sql, key: string): Promise<readonly ShownProduct[]> {
  const [id, name = ''] = key.split('\n');
  const found = await queries.favourites(sql, Number(id) as RetailerId, [name], FAVOURITES_EACH);
  return found.get(name) ?? [];
}
