/**
 * A visit to the web shop as a state machine. A visitor does something (a state), waits, and goes on to one of the
 * states named under `next`, drawn by weight; `leave` ends the visit. Typical ways through it:
 *
 *   home → shelf → product ⇄ compare → add → cart → checkout → delivery → payment → order → newsletter → leave
 *          stores → store → route → leave            project → product (what to make of it)
 *          search → product                    ↑ stall (silence, then back to the cart, or away: an abandoned cart)
 *
 * What a state needs (a full cart, somebody who can log in) stands in `visit.ts`; weights of states that are not
 * possible count as 0.
 */
export const WEB_STATES = [
  'home',
  'shelf',
  'search',
  'nothing_found',
  'howto',
  'project',
  'proof',
  'stores',
  'store',
  'route',
  'product',
  'compare',
  'wish',
  'add',
  'remove',
  'cart',
  'login',
  'checkout',
  'delivery',
  'payment',
  'stall',
  'order',
  'newsletter',
  'leave',
] as const;
export type WebState = (typeof WEB_STATES)[number];

interface Step {
  /** Seconds until the next state: at least, at most. */
  pauseS: readonly [number, number];
  next: Partial<Record<WebState, number>>;
}

export const WEB_STEPS: Readonly<Record<Exclude<WebState, 'leave'>, Step>> = {
  home: {
    pauseS: [4, 20],
    next: {
      shelf: 5,
      search: 2.5,
      product: 1.5,
      login: 0.8,
      howto: 0.4,
      project: 0.7,
      stores: 0.6,
      leave: 1,
    },
  },
  shelf: { pauseS: [6, 30], next: { product: 6, shelf: 1, search: 0.6, leave: 0.8 } },
  search: { pauseS: [4, 20], next: { product: 5, search: 0.8, shelf: 0.6, leave: 0.6 } },
  nothing_found: { pauseS: [4, 25], next: { search: 3, shelf: 1.5, leave: 2 } },
  howto: { pauseS: [20, 120], next: { product: 3, shelf: 1, leave: 1.5 } },
  project: { pauseS: [30, 150], next: { project: 1.5, product: 2, shelf: 0.6, leave: 1.5 } },
  proof: { pauseS: [10, 60], next: { product: 3, add: 0.6, shelf: 0.5, leave: 0.8 } },
  stores: { pauseS: [5, 25], next: { store: 6, leave: 1 } },
  store: { pauseS: [8, 45], next: { route: 2.5, store: 0.6, product: 0.5, leave: 2.5 } },
  route: { pauseS: [4, 20], next: { leave: 1 } },
  product: {
    pauseS: [8, 60],
    next: {
      product: 2.5,
      compare: 1,
      add: 0.9,
      wish: 0.4,
      shelf: 1.2,
      search: 0.4,
      howto: 0.2,
      proof: 0.35,
      store: 0.15,
      leave: 1.5,
    },
  },
  compare: { pauseS: [5, 18], next: { compare: 4, add: 0.8, wish: 0.2, shelf: 0.4, leave: 0.8 } },
  wish: { pauseS: [3, 15], next: { product: 3, shelf: 2, login: 1, leave: 1 } },
  add: { pauseS: [3, 15], next: { product: 2.5, shelf: 1.5, cart: 3 } },
  remove: { pauseS: [4, 20], next: { cart: 2, shelf: 1, leave: 1 } },
  cart: { pauseS: [6, 40], next: { checkout: 3, product: 1, remove: 0.4, login: 0.5, leave: 2.4 } },
  login: { pauseS: [5, 20], next: { shelf: 2, product: 2, cart: 2, leave: 0.3 } },
  checkout: { pauseS: [8, 40], next: { delivery: 4, stall: 1, leave: 1 } },
  delivery: { pauseS: [15, 70], next: { payment: 4, stall: 1, leave: 0.9 } },
  payment: { pauseS: [10, 60], next: { order: 4, stall: 1, leave: 0.9 } },
  stall: { pauseS: [60, 240], next: { cart: 2, payment: 0.6, howto: 0.3, leave: 4 } },
  order: { pauseS: [5, 30], next: { newsletter: 1, leave: 3 } },
  newsletter: { pauseS: [5, 20], next: { leave: 1 } },
};

/** What somebody came for: factors on the weights above. */
export const PERSONAS = {
  browser: { add: 0.5, leave: 1.3 },
  searcher: { search: 4, product: 1.2 },
  comparer: { compare: 5 },
  buyer: { add: 2.5, cart: 1.5, checkout: 1.6, leave: 0.5 },
  hesitant: { stall: 6, howto: 3, newsletter: 0.5 },
  maker: { project: 14, leave: 0.8 },
  goer: { stores: 14, store: 5, route: 1.5 },
  asker: { proof: 6, howto: 2, add: 0.6 },
} as const satisfies Record<string, Partial<Record<WebState, number>>>;
export type Persona = keyof typeof PERSONAS;

/** How often each kind of visitor comes. */
export const PERSONA_WEIGHTS: Readonly<Record<Persona, number>> = {
  browser: 4,
  searcher: 2,
  comparer: 1.5,
  buyer: 2,
  hesitant: 1,
  maker: 1.2,
  goer: 1.2,
  asker: 0.8,
};

/** A visit is over after this many steps at the latest, whatever the weights say. */
export const WEB_STEPS_MAX = 60;
