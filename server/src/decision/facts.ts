/** What a content may say of a shopper: gathered for the winner only, and nothing personal without proof and consent. */
import {
  asText,
  type ContentData,
  type PresentMoment,
  type ProfileState,
  type RetailerId,
} from '@augenblick/contract';
import type { Product } from '@augenblick/contract/api/catalogue.ts';
import type { CampaignBook, CompiledCampaign, CompiledContent } from '../campaign/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { IssuedCode } from '../offer/index.ts';
import { cartWorth } from './shopper.ts';

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

/** Most products looked up for one content. */
const PRODUCTS_MAX = 4;

/** The facts a content asks for. Products are read from the catalogue's cache. */
export async function contentData(
  catalogue: Pick<Catalogue, 'byIds'>,
  input: FactsInput,
): Promise<ContentData> {
  const { state, personal, book, moment } = input;
  const wanted = wantedProducts(input);
  const ids = [...new Set([wanted.subject ?? [], wanted.cart, wanted.viewed].flat())];
  const products = ids.length === 0 ? NONE : await catalogue.byIds(input.retailerId, ids);
  const known = (list: readonly string[]): ContentData['cartProducts'] =>
    list.flatMap((id) => {
      const product = products.get(id);
      return product === undefined ? [] : [shown(product)];
    });
  const subject = wanted.subject === null ? null : subjectOf(wanted.subject, products, input);
  return {
    firstName: personal ? firstName(state) : null,
    product: subject,
    category: moment?.subject?.type === 'category' ? moment.subject.name : null,
    search: state.searches[0]?.query ?? null,
    cart: personal ? cartOf(state, book.retailer.currency) : null,
    freeShippingFromMinor: book.freeShippingFromMinor,
    ...offerFacts(input),
    store:
      moment?.subject?.type === 'store' ? { name: moment.subject.name, city: '', url: null } : null,
    shop: { name: book.retailer.name, zone: book.retailer.zone },
    cartProducts: known(wanted.cart),
    viewedProducts: known(wanted.viewed),
  };
}

const NONE: ReadonlyMap<string, Product> = new Map();

/** Which products the content needs: looked up only where its texts or its list name them. */
function wantedProducts({ content, state, moment, personal }: FactsInput) {
  const { products } = content.content;
  const names = [...content.names].some(
    (name) => name.startsWith('product.') || name === 'category',
  );
  const recent = [...state.viewed].sort((a, b) => b.at - a.at);
  const ofMoment = moment?.subject?.type === 'product' ? moment.subject.id : null;
  const subject =
    products === 'subject' || names ? (ofMoment ?? recent[0]?.productId ?? null) : null;
  const cart = personal && products === 'cart' ? state.cart.map((line) => line.productId) : [];
  const viewed = personal && products === 'viewed' ? recent.map((one) => one.productId) : [];
  return { subject, cart: cart.slice(0, PRODUCTS_MAX), viewed: viewed.slice(0, PRODUCTS_MAX) };
}

function subjectOf(
  id: string,
  products: ReadonlyMap<string, Product>,
  { state, moment }: FactsInput,
): ContentData['product'] {
  const product = products.get(id);
  if (product !== undefined) {
    return {
      ...shown(product),
      category: product.categoryPath.at(-1) ?? null,
      brand: product.brand,
    };
  }
  // Not in the catalogue: what the shop's own events called it.
  const viewed = state.viewed.find((one) => one.productId === id);
  const name = viewed?.name ?? (moment?.subject?.id === id ? moment.subject.name : null);
  if (name === null || name === undefined || name === '') return null;
  const category = viewed?.category ?? null;
  return {
    id,
    name,
    url: null,
    image: null,
    category,
    brand: null,
    priceMinor: null,
    currency: null,
  };
}

function shown({ productId, name, url, image, priceMinor, currency }: Product) {
  return { id: productId, name, url, image, priceMinor, currency };
}

function firstName({ traits }: ProfileState): string | null {
  for (const key of ['firstName', 'first_name', 'firstname', 'givenName']) {
    const name = asText(traits[key]?.value);
    if (name !== undefined) return name.slice(0, 60);
  }
  return null;
}

function cartOf(state: ProfileState, currency: string): ContentData['cart'] {
  const totalMinor = cartWorth(state, currency);
  if (totalMinor === null) return null;
  const count = state.cart.reduce((sum, line) => sum + line.quantity, 0);
  return { count, totalMinor, currency, url: null };
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
