import type { Random } from '../../runtime/index.ts';
import { DEMO_MAIL_DOMAIN, traitsOf } from '../shopper.ts';
import { type Store, storeOf, STORES } from '../store.ts';
import { NEWSLETTER_WORDING } from '../wording.ts';
import { between, happens, pick, pickPopular, weighted } from './chance.ts';
import type { Agent, Deed } from './item.ts';
import { type Line, orderOf, PAYMENT_METHODS, valueOf } from './purchase.ts';
import {
  HOW_TO_PAGES,
  ORIGINS,
  PROJECT_PAGES,
  PROOF_PAGES,
  SEARCHES,
  SEARCHES_IN_VAIN,
  USER_AGENTS,
} from './texts.ts';
import {
  PERSONA_WEIGHTS,
  PERSONAS,
  type Persona,
  WEB_STEPS,
  WEB_STEPS_MAX,
  type WebState,
} from './web-steps.ts';
import type { KnownShopper, ShopProduct, World } from './world.ts';

/** Who comes to the web shop, and what the visit may use. */
export interface WebVisitOptions {
  world: World;
  random: Random;
  /** The browser's id; a known shopper's browsers keep theirs. */
  anonymousId: string;
  /** Known to the shop, although not signed in yet; null for a stranger. */
  shopper: KnownShopper | null;
  /**
   * Makes a stranger a shopper with an account. Null where the browser comes again and again: it would open one account
   * after the other, and a browser with two accounts belongs to nobody.
   */
  register: (() => KnownShopper) | null;
  /** A number for a new order that no other order has. */
  orderId: () => string;
  /** Where the visit begins; 'home' unless told otherwise. */
  start?: WebState;
}

/** One visit of the web shop; see web-steps.ts for the machine. */
export class WebVisit implements Agent {
  private readonly o: WebVisitOptions;
  private readonly persona: Persona;
  private readonly frame: Record<string, unknown>;
  private state: WebState;
  private steps = 0;
  private signedIn = false;
  private bought = false;
  private shelf: number;
  private product: ShopProduct | undefined;
  /** The two products somebody cannot decide between. */
  private pair: [ShopProduct, ShopProduct] | undefined;
  private readonly cart = new Map<string, { product: ShopProduct; quantity: number }>();

  constructor(options: WebVisitOptions) {
    this.o = options;
    const { random, world, shopper } = options;
    this.state = options.start ?? 'home';
    this.persona = weighted(random, PERSONA_WEIGHTS);
    const stocked = world.shelves.flatMap((shelf, index) =>
      shelf.products.length > 0 ? [index] : [],
    );
    this.shelf =
      shopper && happens(random, 0.7)
        ? shopper.favourite
        : (stocked[Math.floor(random.next() * stocked.length)] ?? 0);
    const { referrer, campaign } = pick(random, ORIGINS);
    this.frame = {
      userAgent: pick(random, USER_AGENTS),
      locale: shopper?.language === 'en' ? 'en-GB' : 'de-DE',
      ...(campaign ? { campaign } : {}),
      referrer: { url: referrer },
    };
  }

  turn(): { deeds: Deed[]; waitMs: number | null } {
    const state = this.state;
    if (state === 'leave' || this.steps++ >= WEB_STEPS_MAX) return { deeds: [], waitMs: null };
    const deeds = this.acts[state]();
    // What was looked for in vain has its own way on.
    const from = this.state === 'nothing_found' ? 'nothing_found' : state;
    const [least, most] = WEB_STEPS[from].pauseS;
    this.state = this.following(from);
    if (this.state === 'leave') return { deeds, waitMs: null };
    return { deeds, waitMs: Math.round(between(this.o.random, least, most) * 1000) };
  }

  private following(state: Exclude<WebState, 'leave'>): WebState {
    const factors: Partial<Record<WebState, number>> = PERSONAS[this.persona];
    const weights: Partial<Record<WebState, number>> = {};
    for (const [key, weight] of Object.entries(WEB_STEPS[state].next) as [WebState, number][]) {
      if (this.possible(key)) weights[key] = weight * (factors[key] ?? 1);
    }
    const open = Object.keys(weights).length > 0;
    return open ? weighted(this.o.random, weights as Record<WebState, number>) : 'leave';
  }

  private possible(state: WebState): boolean {
    const full = this.cart.size > 0;
    if (['cart', 'remove', 'checkout', 'delivery', 'payment', 'order'].includes(state)) return full;
    if (state === 'login') return this.o.shopper !== null && !this.signedIn;
    if (state === 'add' || state === 'wish' || state === 'compare')
      return this.product !== undefined;
    return true;
  }

  /** What is done in each state. */
  private readonly acts: Readonly<Record<Exclude<WebState, 'leave'>, () => Deed[]>> = {
    home: () => [this.page('Startseite', '/')],
    shelf: () => this.viewShelf(),
    search: () => this.search(),
    nothing_found: () => [],
    howto: () => this.readHowTo(),
    project: () => this.readProject(),
    proof: () => this.readProof(),
    stores: () => [this.page('Unsere Filialen', '/filialen')],
    store: () => this.viewStore(),
    route: () => [this.track('Route Requested', { ...this.storeFacts() })],
    product: () => this.viewProduct(),
    compare: () => this.compare(),
    wish: () => this.wish(),
    add: () => this.add(),
    remove: () => this.remove(),
    cart: () => [this.track('Cart Viewed', { products: this.lines() })],
    login: () => this.logIn(),
    checkout: () => [this.track('Checkout Started', { value: this.value(), ...this.goods() })],
    delivery: () => this.deliver(),
    payment: () => [
      this.track('Payment Info Entered', {
        payment_method: pick(this.o.random, PAYMENT_METHODS),
        step: 3,
      }),
    ],
    stall: () => [],
    order: () => this.order(),
    newsletter: () => this.subscribe(),
  };

  private viewShelf(): Deed[] {
    const { random, world } = this.o;
    if (happens(random, 0.35)) this.shelf = this.anyShelf();
    const shelf = world.shelves[this.shelf];
    if (!shelf) return [this.page('Startseite', '/')];
    const deeds = [
      this.page(shelf.name, `/sortiment/${shelf.id}`),
      this.track('Product List Viewed', {
        list_id: shelf.id,
        category: shelf.name,
        products: shelf.products.slice(0, 4).map((product) => this.details(product)),
      }),
    ];
    if (happens(random, 0.15)) {
      const sorts = [{ type: 'price', value: happens(random, 0.6) ? 'asc' : 'desc' }];
      deeds.push(
        this.track('Product List Filtered', { list_id: shelf.id, category: shelf.name, sorts }),
      );
    }
    return deeds;
  }

  private search(): Deed[] {
    const { random, world } = this.o;
    if (happens(random, 0.2)) {
      this.state = 'nothing_found';
      return [
        this.track('Products Searched', { query: pick(random, SEARCHES_IN_VAIN), results: 0 }),
      ];
    }
    const found = SEARCHES[Math.floor(random.next() * SEARCHES.length)];
    if (!found) return [];
    const [query, shelfId] = found;
    this.shelf = Math.max(
      0,
      world.shelves.findIndex((shelf) => shelf.id === shelfId),
    );
    const results = Math.min(48, world.shelves[this.shelf]?.products.length ?? 0);
    return [this.track('Products Searched', { query, results })];
  }

  private readHowTo(): Deed[] {
    const [path, title] = pick(this.o.random, HOW_TO_PAGES);
    return [this.page(title, `/hilfe/${path}`)];
  }

  private readProject(): Deed[] {
    const [path, title] = pick(this.o.random, PROJECT_PAGES);
    return [this.page(title, `/ratgeber/anleitung/${path}`)];
  }

  private readProof(): Deed[] {
    const [path, title] = pick(this.o.random, PROOF_PAGES);
    return [this.page(title, `/${path}`)];
  }

  /** The store's own page; who came from a product also asks whether it is there. */
  private viewStore(): Deed[] {
    const facts = this.storeFacts();
    const path = `/filialen/${facts.store_id}`;
    const deeds = [this.page(`Filiale ${facts.store_name}`, path, facts)];
    if (this.product)
      deeds.push(
        this.track('Store Availability Checked', { ...this.details(this.product), ...facts }),
      );
    return deeds;
  }

  private storeFacts(): { store_id: string; store_name: string } {
    const near: Store = storeOf(this.o.shopper?.country ?? 'DE') ?? STORES[0];
    return { store_id: near.id, store_name: near.name };
  }

  private viewProduct(): Deed[] {
    const product = pickPopular(this.o.random, this.o.world.shelves[this.shelf]?.products ?? []);
    if (!product) return this.viewShelf();
    this.product = product;
    this.pair = undefined;
    return [this.view(product)];
  }

  /** Back and forth between two products of one shelf. */
  private compare(): Deed[] {
    const present = this.product;
    if (!present) return this.viewProduct();
    if (!this.pair) {
      const shelf = this.o.world.shelves[present.shelf]?.products ?? [];
      const other = shelf.find(
        (product) => product.id !== present.id && product.price >= present.price,
      );
      if (!other) return this.viewProduct();
      this.pair = [present, other];
    }
    const [a, b] = this.pair;
    this.product = present.id === a.id ? b : a;
    return [this.view(this.product)];
  }

  private wish(): Deed[] {
    const list = { wishlist_id: 'merkzettel' };
    return [this.track('Product Added to Wishlist', { ...this.details(this.product), ...list })];
  }

  private add(): Deed[] {
    const product = this.product;
    if (!product) return [];
    const quantity = happens(this.o.random, 0.75) ? 1 : 2 + Math.floor(this.o.random.next() * 5);
    const line = this.cart.get(product.id);
    this.cart.set(product.id, { product, quantity: (line?.quantity ?? 0) + quantity });
    return [
      this.track('Product Added', { ...this.details(product), quantity, cart_id: this.cartId() }),
    ];
  }

  private remove(): Deed[] {
    const line = [...this.cart.values()].at(-1);
    if (!line) return [];
    this.cart.delete(line.product.id);
    const { product, quantity } = line;
    return [
      this.track('Product Removed', { ...this.details(product), quantity, cart_id: this.cartId() }),
    ];
  }

  private logIn(): Deed[] {
    const { shopper } = this.o;
    if (!shopper || this.signedIn) return [];
    this.signedIn = true;
    return [this.page('Anmelden', '/konto/anmelden'), this.identify(traitsOf(shopper))];
  }

  /** The address form: who has an account signs in, a guest types an e-mail address. */
  private deliver(): Deed[] {
    const step = this.track('Checkout Step Viewed', { step: 2, shipping_method: 'standard' });
    if (this.o.shopper) return [...this.logIn(), step];
    const name = `gast.${this.o.anonymousId.slice(0, 8)}`;
    return [step, this.identify({ email: `${name}@${DEMO_MAIL_DOMAIN}` })];
  }

  private order(): Deed[] {
    const { random } = this.o;
    const orderId = this.o.orderId();
    const deeds: Deed[] = [];
    if (!this.o.shopper && this.o.register && happens(random, 0.6)) {
      this.o.shopper = this.o.register();
      this.signedIn = true;
      deeds.push(this.identify(traitsOf(this.o.shopper)));
    }
    const { currency } = this.o.world;
    deeds.push(this.track('Order Completed', orderOf(orderId, this.lines(), currency, random)));
    this.cart.clear();
    this.bought = true;
    return deeds;
  }

  /** With an account the consent is given; a guest's address has to be confirmed first. */
  private subscribe(): Deed[] {
    const given = this.signedIn;
    return [
      this.track(given ? 'Consent Granted' : 'Consent Requested', {
        purpose: 'marketing',
        channel: 'email',
        method: given ? 'account' : 'double_opt_in',
        place: this.bought ? 'checkout' : 'footer',
        wording: NEWSLETTER_WORDING[this.o.shopper?.language ?? 'de'],
        wording_version: '2',
      }),
    ];
  }

  private view(product: ShopProduct): Deed {
    return this.track('Product Viewed', {
      ...this.details(product),
      url: this.url(`/artikel/${product.id}`),
    });
  }

  private page(title: string, path: string, more: Record<string, unknown> = {}): Deed {
    const url = this.url(path);
    return {
      ...this.who(),
      type: 'page',
      name: title,
      properties: { title, path, url, ...more },
      context: this.context(path),
    };
  }

  private track(event: string, properties: Record<string, unknown>): Deed {
    return { ...this.who(), type: 'track', event, properties, context: this.context('/') };
  }

  private identify(traits: Record<string, unknown>): Deed {
    return { ...this.who(), type: 'identify', traits, context: this.context('/konto') };
  }

  private who(): { source: 'web'; anonymousId: string; userId?: string } {
    const { anonymousId, shopper } = this.o;
    const signedIn = this.signedIn && shopper ? { userId: shopper.userId } : {};
    return { source: 'web', anonymousId, ...signedIn };
  }

  private context(path: string): Record<string, unknown> {
    return { ...this.frame, page: { url: this.url(path), path } };
  }

  private details(product: ShopProduct | undefined): Record<string, unknown> {
    if (!product) return {};
    const { id, name, category, price } = product;
    return { product_id: id, sku: id, name, category, price, ...this.money() };
  }

  private lines(): Line[] {
    return [...this.cart.values()].map(({ product, quantity }) => {
      const { id, name, category, price } = product;
      return { product_id: id, sku: id, name, category, price, ...this.money(), quantity };
    });
  }

  private goods(): Record<string, unknown> {
    return { ...this.money(), products: this.lines() };
  }

  private value(): number {
    return valueOf(this.lines());
  }

  private money(): { currency: string } {
    return { currency: this.o.world.currency };
  }

  private cartId(): string {
    return `korb-${this.o.anonymousId.slice(0, 13)}`;
  }

  private url(path: string): string {
    return this.o.world.shopUrl + path;
  }

  private anyShelf(): number {
    const stocked = this.o.world.shelves.flatMap((shelf, index) =>
      shelf.products.length > 0 ? [index] : [],
    );
    return stocked[Math.floor(this.o.random.next() * stocked.length)] ?? 0;
  }
}
