/** Campaigns, shoppers and sets for tests and benchmarks: middling in everything, changed where it matters. */
import {
  type CampaignDraft,
  type Content,
  DECISION_DEFAULTS,
  type DecisionSettings,
  type Placement,
} from '@augenblick/contract';
import { type CampaignBook, compileCampaign, type LiveOffer } from '../campaign/index.ts';
import { compile, type CompiledPlacement, type CompiledSet } from './compile.ts';
import { USUAL_SHOP } from './definitions.ts';
import { shopperHash } from './holdout.ts';
import type { Question, ShopperFacts } from './question.ts';
import { NO_MODEL, type ResponseModel } from './response.ts';
import { capTime } from './touch.ts';

/** A content that says its name. */
export function exampleContent(headline: string): Content {
  return {
    look: 'card',
    headline,
    text: '',
    picture: null,
    button: null,
    links: [],
    code: false,
    products: 'none',
  };
}

/** A campaign for everybody in placement `home`, with one variant and no comparison group. */
export function exampleCampaign(name: string, change: Partial<CampaignDraft> = {}): CampaignDraft {
  return {
    name,
    note: '',
    goal: { event: 'Order Completed', windowHours: 48 },
    segmentId: null,
    excludedSegmentId: null,
    when: { kinds: [], stages: [], signals: [], minConfidence: 0 },
    placements: ['home'],
    variants: [exampleVariant('a', name)],
    offerId: null,
    schedule: { from: null, to: null, days: [], hours: null, zone: 'Europe/Berlin' },
    budget: null,
    caps: [],
    priority: 0,
    exclusiveGroup: null,
    holdoutBp: 0,
    marginBp: null,
    consent: null,
    ...change,
  };
}

/** A variant that says its name. */
export function exampleVariant(id: string, headline: string, weight = 1) {
  return {
    id,
    name: id.toUpperCase(),
    weight,
    contents: { de: exampleContent(headline), en: exampleContent(headline) },
  };
}

/** The n-th made-up id; sorts like n. */
export function exampleId(n: number): string {
  return `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

export interface ExampleSet {
  campaigns: readonly CampaignDraft[];
  placements?: readonly Partial<Placement>[];
  offers?: readonly LiveOffer[];
  segments?: ReadonlyMap<string, number>;
  settings?: Partial<DecisionSettings>;
  model?: ResponseModel;
}

/** A compiled set; the n-th campaign has id `exampleId(n + 1)`. No comparison group of the shop unless told. */
export function exampleSet(options: ExampleSet): CompiledSet {
  const offers = new Map((options.offers ?? []).map((offer) => [offer.id, offer]));
  const campaigns = new Map(
    options.campaigns.flatMap((draft, n) => {
      const compiled = compileCampaign(exampleId(n + 1), 1, draft, offers);
      return compiled === null ? [] : [[compiled.id, compiled] as const];
    }),
  );
  const placements = (options.placements ?? [{}]).map(examplePlacement);
  const book: CampaignBook = {
    retailer: { name: 'Testladen', zone: 'Europe/Berlin', currency: 'EUR', locale: 'de' },
    campaigns,
    offers,
    placements: new Map(
      placements.map((placement) => [
        placement.key,
        {
          placement,
          fallback: null,
          campaigns: [...campaigns.values()].filter((one) =>
            one.placements.includes(placement.key),
          ),
        },
      ]),
    ),
    freeShippingFromMinor: null,
  };
  return compile({
    revision: 1,
    book,
    segments: options.segments ?? new Map(),
    settings: { ...DECISION_DEFAULTS, globalHoldoutBp: 0, ...options.settings },
    salt: 'salt',
    shop: USUAL_SHOP,
    model: options.model ?? NO_MODEL,
  });
}

function examplePlacement(change: Partial<Placement>): Placement {
  return {
    key: 'home',
    name: 'Startseite',
    kind: 'web',
    where: '',
    minHeight: 120,
    fallback: null,
    status: 'live',
    createdAt: 0,
    updatedAt: 0,
    ...change,
  };
}

/** Noon of 2 March 2026 in Berlin, a Monday. */
export const EXAMPLE_NOW = Date.parse('2026-03-02T11:00:00Z');

/** A shopper without a moment who agreed to nothing and objected to nothing. */
export function exampleShopper(change: Partial<ShopperFacts> = {}): ShopperFacts {
  return {
    hash: shopperHash('salt', exampleId(9999)),
    identity: 'proven',
    consents: {},
    kind: 4,
    stage: -1,
    confidence: 0,
    signals: 0,
    segments: [],
    basketMinor: null,
    features: [],
    usedOffers: new Set(),
    heldOffers: new Set(),
    ...change,
  };
}

/** A question to the placement `home`. */
export function exampleQuestion(set: CompiledSet, change: Partial<Question> = {}): Question {
  const now = change.now ?? EXAMPLE_NOW;
  const local = set.calendar.at('Europe/Berlin', now);
  return {
    set,
    place: set.placements.get('home') as CompiledPlacement,
    now,
    local,
    shopper: exampleShopper(),
    memory: null,
    capTime: capTime(change.memory ?? null, now, local),
    page: { groups: new Set(), campaigns: new Set() },
    ledger: { budget: new Map(), stock: new Map() },
    draws: [0.5, 0.5],
    ...change,
  };
}
