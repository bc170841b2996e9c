/** What a content may say of a shopper: gathered for the winner only, and nothing personal without proof and consent. */
import type { ContentData, PresentMoment, ProfileState, RetailerId } from '@augenblick/contract';
import type { Product } from '@augenblick/contract/api/catalogue.ts';
import {
  type CampaignBook,
  type CompiledCampaign,
  type CompiledContent,
  contentData,
  productIdsOf,
} from '../campaign/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { IssuedCode } from '../offer/index.ts';

/** What a content is filled with. */
export interface FactsInput {
  retailerId: RetailerId;
  book: CampaignBook;
  campaign: CompiledCampaign;
  content: CompiledContent;
  state: ProfileState;
  moment: PresentMoment | null;
  /** True when who it is was proven and the campaign has the shopper's consent. */
  personal: boolean;
  code: IssuedCode | null;
}

const NONE: ReadonlyMap<string, Product> = new Map();

/** The facts a content asks for. Products are read from the catalogue's cache, and only where the content names some. */
export async function factsFor(
  catalogue: Pick<Catalogue, 'byIds'>,
  input: FactsInput,
): Promise<ContentData> {
  const { book, content, moment, personal, retailerId } = input;
  const state = personal ? input.state : impersonal(input.state);
  const subject = moment?.subject ?? null;
  const named = [...content.names].some((name) => /^(product|category|cart)/.test(name));
  const ids = named || content.content.products !== 'none' ? productIdsOf(state, subject) : [];
  const products = ids.length === 0 ? NONE : await catalogue.byIds(retailerId, ids);
  return contentData(state, {
    subject,
    products,
    shop: { name: book.retailer.name, zone: book.retailer.zone },
    currency: book.retailer.currency,
    freeShippingFromMinor: book.freeShippingFromMinor,
    store: subject?.type === 'store' ? { name: subject.name, city: '', url: null } : null,
    ...offerFacts(input),
  });
}

/** The shopper without what they did before: name, cart, views and searches say who somebody is. */
function impersonal(state: ProfileState): ProfileState {
  return { ...state, traits: {}, cart: [], viewed: [], searches: [] };
}

function offerFacts({ campaign, code }: FactsInput): Pick<ContentData, 'offer' | 'code'> {
  if (campaign.offer === null) return { offer: null, code: null };
  const { title, validTo, codes, publicCode } = campaign.offer.offer;
  const single = code === null ? null : { text: code.text, until: code.until };
  const shared = publicCode === null ? null : { text: publicCode, until: validTo };
  return {
    offer: { title, until: code?.until ?? validTo },
    code: codes === 'public' ? shared : single,
  };
}
