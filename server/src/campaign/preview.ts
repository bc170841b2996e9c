import {
  type Content,
  type ContentData,
  Failure,
  type OfferDraft,
  type ProfileState,
  type RetailerId,
} from '@augenblick/contract';
import type { PreviewContent, PreviewedContent } from '@augenblick/contract/api/campaign.ts';
import type { Product } from '@augenblick/contract/api/catalogue.ts';
import type { Clock, Database, Sql, TransactionSql } from '../runtime/index.ts';
import { compileContent, renderContent } from './content.ts';
import { contentData, productIdsOf } from './facts.ts';
import { renderText } from './liquid.ts';
import * as queries from './queries.ts';
import { sampleData, scopeOf } from './scope.ts';

/** What a preview needs. */
export interface PreviewDeps {
  database: Pick<Database, 'withRetailer'>;
  clock: Clock;
  /** A shopper's state; null when there is none. */
  stateOf: (retailerId: RetailerId, profileId: string) => Promise<ProfileState | null>;
  productsByIds: (
    retailerId: RetailerId,
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, Product>>;
}

/** What stands in for a code in a preview: no real one is made. */
const SAMPLE_CODE = 'MUST-ERCD-E2KQ';

/** Shows a content as the chosen shopper would see it, or with sample facts. Throws `not_found` for an unknown shopper. */
export async function previewContent(
  deps: PreviewDeps,
  retailerId: RetailerId,
  asked: PreviewContent,
): Promise<PreviewedContent> {
  const { compiled, problems } = compileContent(asked.content);
  const data = await dataOf(deps, retailerId, asked);
  if (compiled === null) return { rendered: null, problems, facts: [] };
  const rendered = renderContent(compiled, data, asked.locale);
  const scope = scopeOf(data, asked.locale);
  return {
    rendered,
    problems,
    facts: [...compiled.names]
      .sort((a, b) => (a < b ? -1 : 1))
      .map((name) => ({
        name,
        value: valueOf(name, scope),
      })),
  };
}

/** What stands for a name; null when the fallback does. */
function valueOf(name: string, scope: object): string | null {
  const text = `{{ ${name} | default: "" }}`;
  const { compiled } = compileContent({ ...EMPTY, headline: text });
  const read = compiled?.texts.get('headline');
  if (read === undefined) return null;
  const value = renderText(read, scope);
  return value === '' ? null : value;
}
const EMPTY: Content = {
  look: 'card',
  headline: '',
  text: '',
  picture: null,
  button: null,
  links: [],
  code: false,
  products: 'none',
};

async function dataOf(
  deps: PreviewDeps,
  retailerId: RetailerId,
  { profileId, offerId, locale }: PreviewContent,
): Promise<ContentData> {
  const { retailer, offer, freeShippingFromMinor } = await deps.database.withRetailer(
    retailerId,
    async (sql) => ({
      retailer: await queries.retailer(sql, retailerId),
      offer: await offerOf(sql, retailerId, offerId),
      freeShippingFromMinor: await freeShippingFrom(sql, retailerId),
    }),
  );
  if (retailer === undefined) throw new Failure('not_found');
  const shop = { name: retailer.name, zone: retailer.zone };
  const until = offer === null ? null : untilOf(offer, deps.clock.now());
  const given = offer && { title: offer.title, until };
  const code = offer === null || offer.codes === 'none' ? null : codeOf(offer, until);
  if (profileId === null) {
    const sample = sampleData(locale, shop, retailer.currency);
    return offerId === null ? sample : { ...sample, offer: given, code };
  }
  const state = await deps.stateOf(retailerId, profileId);
  if (state === null) throw new Failure('not_found');
  const present = state.moment?.present?.subject ?? null;
  const products = await deps.productsByIds(retailerId, productIdsOf(state, present));
  return contentData(state, {
    subject: present,
    products,
    shop,
    currency: retailer.currency,
    freeShippingFromMinor,
    store: null,
    offer: given,
    code,
  });
}

async function offerOf(
  sql: TransactionSql,
  retailerId: RetailerId,
  offerId: string | null,
): Promise<OfferDraft | null> {
  if (offerId === null) return null;
  const [row] = await queries.offersNamed(sql, retailerId, [offerId]);
  return row === undefined ? null : (row.live ?? row.draft);
}

/** From which amount a live offer of everybody's sends free of charge; null when none does. Minor units. */
export async function freeShippingFrom(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
): Promise<number | null> {
  const live = await queries.liveOffers(sql, retailerId);
  const from = live.flatMap(({ live: offer }) =>
    offer.benefit.kind === 'free_shipping' && offer.codes === 'none'
      ? [offer.terms.minBasketMinor ?? 0]
      : [],
  );
  return from.length === 0 ? null : Math.min(...from);
}

function untilOf(offer: OfferDraft, now: number): number | null {
  const end = offer.codeHours === null ? null : now + offer.codeHours * 3_600_000;
  const ends = [end, offer.validTo].filter((at): at is number => at !== null);
  return ends.length === 0 ? null : Math.min(...ends);
}

function codeOf(offer: OfferDraft, until: number | null) {
  return { text: offer.codes === 'public' ? (offer.publicCode ?? '') : SAMPLE_CODE, until };
}
