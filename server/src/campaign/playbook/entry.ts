import type { CampaignDraft, Cap, Content, OfferDraft, PlacementKind } from '@augenblick/contract';
import type { Locale, Words } from '../words.ts';

/** What an entry is made for. */
export interface PlaybookShop {
  currency: string;
  zone: string;
  /** The language that names of campaigns and offers are in. */
  locale: Locale;
}

/** A ready-made campaign. */
export interface Entry {
  key: string;
  kind: 'know' | 'go' | 'do' | 'buy' | null;
  name: Words;
  /** What it does and why it works. */
  about: Words;
  placementKinds: readonly PlacementKind[];
  /** The offer it comes with; null without one. */
  offer: ((shop: PlaybookShop) => OfferDraft) | null;
  /** The campaign, its offer left out. */
  campaign: (shop: PlaybookShop) => CampaignDraft;
}

/** What most ready-made campaigns have in common; each says only what is its own. */
export interface EntryParts {
  key: string;
  kind: Entry['kind'];
  name: Words;
  about: Words;
  when: Partial<CampaignDraft['when']>;
  placements: string[];
  /** The texts in both languages, and a second variant to compare with where there is one. */
  variants: { name: Words; de: Partial<Content>; en: Partial<Content> }[];
  /** How both languages look alike. */
  shared?: Partial<Pick<Content, 'look' | 'code' | 'products'>>;
  goal?: CampaignDraft['goal'];
  caps?: Cap[];
  priority?: number;
  exclusiveGroup?: string;
  offer?: Entry['offer'];
}

const VARIANT_IDS = ['a', 'b', 'c'];
const CONTENT: Content = {
  look: 'card',
  headline: '',
  text: '',
  picture: null,
  button: null,
  links: [],
  code: false,
  products: 'none',
};

/** An entry from its own parts. */
export function entry(parts: EntryParts): Entry {
  return {
    key: parts.key,
    kind: parts.kind,
    name: parts.name,
    about: parts.about,
    placementKinds: ['web'],
    offer: parts.offer ?? null,
    campaign: ({ zone, locale }) => ({
      name: parts.name[locale],
      note: parts.about[locale],
      goal: parts.goal ?? { event: 'Order Completed', windowHours: 24 },
      segmentId: null,
      excludedSegmentId: null,
      when: { kinds: [], stages: [], signals: [], minConfidence: 0.5, ...parts.when },
      placements: parts.placements,
      variants: parts.variants.map((variant, i) => ({
        id: VARIANT_IDS[i] ?? `v${i}`,
        name: variant.name[locale],
        weight: 100,
        contents: {
          de: { ...CONTENT, ...parts.shared, ...variant.de },
          en: { ...CONTENT, ...parts.shared, ...variant.en },
        },
      })),
      offerId: null,
      schedule: { from: null, to: null, days: [], hours: null, zone },
      budget: null,
      caps: parts.caps ?? [
        { times: 2, per: 'session' },
        { times: 5, per: 'week' },
      ],
      priority: parts.priority ?? 50,
      exclusiveGroup: parts.exclusiveGroup ?? null,
      holdoutBp: 1000,
      marginBp: null,
      consent: { purpose: 'personalisation', channel: 'any' },
    }),
  };
}

/** An offer of the playbook from its own parts. */
export function offerOf(
  { currency, locale }: PlaybookShop,
  own: Pick<OfferDraft, 'title' | 'benefit'> & { name: Words } & Partial<Omit<OfferDraft, 'name'>>,
): OfferDraft {
  const { name, terms, ...rest } = own;
  return {
    audience: 'individual',
    currency,
    validFrom: null,
    validTo: null,
    codes: 'single',
    publicCode: null,
    codeHours: null,
    stacking: { mode: 'alone', group: null },
    budgetMinor: null,
    stock: null,
    ...rest,
    name: name[locale],
    terms: {
      minBasketMinor: null,
      productIds: [],
      categories: [],
      excludedProductIds: [],
      excludedCategories: [],
      newCustomersOnly: false,
      perShopper: 1,
      ...terms,
    },
  };
}
