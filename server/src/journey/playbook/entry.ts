import type {
  ChannelName,
  EventPattern,
  JourneyDraft,
  JourneyExit,
  OfferDraft,
} from '@augenblick/contract';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import { type Bare, draftOf } from '../example.ts';

/** What an entry is made for. */
export interface PlaybookShop {
  currency: string;
  zone: string;
  /** The language that names are in. */
  locale: 'de' | 'en';
}

/** A ready-made journey. Its templates are those of the template book, by key; they are made with it. */
export interface PlaybookEntry {
  key: string;
  name: Words;
  /** What it does and why it works. */
  about: Words;
  /** What starts it. */
  starts: Words;
  /** What should be there for it to do its work; null = nothing. */
  needs: Words | null;
  /** The offer it comes with. */
  offer: ((shop: PlaybookShop) => OfferDraft) | null;
  /** The drawing. Templates are named by their key in the template book, the offer by OFFER. */
  draw: (shop: PlaybookShop) => JourneyDraft;
}

/** Stands for the entry's own offer in a drawing. */
export const OFFER = 'offer';

/** An event by its names, any properties. */
export function event(...names: string[]): EventPattern {
  return { names, where: [] };
}

/** A sale: online, or at a till that sends orders or receipts. */
export const SALE = event('Order Completed', 'Receipt Issued');

/** A purchase through any channel, the till included, ends it. */
export const ON_PURCHASE: JourneyExit = {
  id: 'bought',
  type: 'event',
  event: SALE,
  sameKey: false,
};

/** Goods that came back end it. */
export const ON_RETURN: JourneyExit = {
  id: 'returned',
  type: 'event',
  event: event('Order Cancelled', 'Order Refunded'),
  sameKey: true,
};

/** Purchases are what it is for. */
export const PURCHASE_GOAL = { event: SALE, sameKey: false, ends: false };

/** A message by a template of the template book. */
export function send(id: string, book: string, name: string, channel: ChannelName = 'mail'): Bare {
  return { id, type: 'send', name, messages: [{ channel, templateId: book }], withinHours: 48 };
}

/** A wait by days or hours. */
export function wait(id: string, n: number, unit: 'hour' | 'day'): Bare {
  return { id, type: 'wait', for: { n, unit } };
}

/** Until an hour of the day in the shopper's zone. */
export function until(id: string, hour: number, days: number[] = []): Bare {
  return { id, type: 'wait_until', days, minute: hour * 60 };
}

/** A drawing from its parts. */
export function draw(
  shop: PlaybookShop,
  words: Pick<PlaybookEntry, 'name' | 'about'>,
  parts: Omit<Parameters<typeof draftOf>[0], 'name' | 'note'>,
): JourneyDraft {
  const { locale } = shop;
  return draftOf({
    caps: [{ times: 3, per: 'week' }],
    ...parts,
    name: words.name[locale],
    note: words.about[locale],
  });
}

/** A single-use code of so many percent, good for two weeks. */
export function percentOff(
  { currency, locale }: PlaybookShop,
  {
    name,
    title,
    percent,
    budgetMinor,
  }: {
    name: Words;
    title: { de: string; en: string };
    percent: number;
    budgetMinor: number | null;
  },
): OfferDraft {
  return {
    name: name[locale],
    title,
    audience: 'individual',
    benefit: { kind: 'percentage', percentBp: percent * 100, on: 'matching', maxMinor: 3_000 },
    currency,
    terms: {
      minBasketMinor: null,
      productIds: [],
      categories: [],
      excludedProductIds: [],
      excludedCategories: [],
      newCustomersOnly: false,
      perShopper: 1,
    },
    validFrom: null,
    validTo: null,
    codes: 'single',
    publicCode: null,
    codeHours: 336,
    stacking: { mode: 'alone', group: null },
    budgetMinor,
    stock: null,
  };
}
