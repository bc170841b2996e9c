import { asText, type ContentData, type ProfileState } from '@augenblick/contract';
import type { Product } from '@augenblick/contract/api/catalogue.ts';

/** What is known besides the shopper's own state. */
export interface FactSources {
  /** Of the moment: what the shopper is after. */
  subject: { type: string; id: string; name: string } | null;
  /** Products by id: the subject, the cart's, the viewed ones. Unknown ones are shown by the name an event gave. */
  products: ReadonlyMap<string, Product>;
  shop: ContentData['shop'];
  /** Used where a cart line names none. */
  currency: string;
  freeShippingFromMinor: number | null;
  store: ContentData['store'];
  offer: ContentData['offer'];
  code: ContentData['code'];
}

type Shown = ContentData['cartProducts'][number];

/** How many products of cart and views a content is given; it shows three. */
const PRODUCTS_MAX = 6;

/**
 * The facts that a content may name, from a shopper's state. Pure. The product is that of the moment, else the one viewed
 * last; amounts are those of the cart.
 */
export function contentData(state: ProfileState, known: FactSources): ContentData {
  const { subject, products } = known;
  const viewed = [...state.viewed].sort((a, b) => b.at - a.at);
  const subjectId = subject?.type === 'product' ? subject.id : undefined;
  const wanted = subjectId ?? (subject === null ? viewed[0]?.productId : undefined);
  const shown = (id: string, name: string): Shown => shownProduct(products.get(id), id, name);
  const nameOf = (id: string): string =>
    viewed.find(({ productId }) => productId === id)?.name ??
    (subject?.id === id ? subject.name : '');
  const product = wanted === undefined ? undefined : products.get(wanted);
  const category =
    subject?.type === 'category' ? subject.name : (product?.categoryPath.at(-1) ?? null);
  return {
    firstName: firstName(state),
    product:
      wanted === undefined || (product === undefined && nameOf(wanted) === '')
        ? null
        : {
            ...shown(wanted, nameOf(wanted)),
            category: product?.categoryPath.at(-1) ?? null,
            brand: product?.brand ?? null,
          },
    category,
    search: state.searches.at(-1)?.query ?? null,
    cart: cartFacts(state, known),
    freeShippingFromMinor: known.freeShippingFromMinor,
    offer: known.offer,
    code: known.code,
    store: known.store,
    shop: known.shop,
    cartProducts: state.cart.slice(0, PRODUCTS_MAX).map((line) => shown(line.productId, line.name)),
    viewedProducts: viewed.slice(0, PRODUCTS_MAX).map((one) => shown(one.productId, one.name)),
  };
}

/** Ids of the products that `contentData` shows, to be asked of the catalogue in one go. */
export function productIdsOf(state: ProfileState, subject: FactSources['subject']): string[] {
  const viewed = [...state.viewed].sort((a, b) => b.at - a.at).slice(0, PRODUCTS_MAX);
  return [
    ...new Set([
      ...(subject?.type === 'product' ? [subject.id] : []),
      ...state.cart.slice(0, PRODUCTS_MAX).map((line) => line.productId),
      ...viewed.map((one) => one.productId),
    ]),
  ];
}

function shownProduct(product: Product | undefined, id: string, name: string): Shown {
  return {
    id,
    name: product?.name ?? name,
    url: product?.url ?? null,
    image: product?.image ?? null,
    priceMinor: product?.priceMinor ?? null,
    currency: product?.currency ?? null,
  };
}

function cartFacts(state: ProfileState, { currency, products }: FactSources): ContentData['cart'] {
  if (state.cart.length === 0) return null;
  const named = state.cart.find((line) => line.currency !== null)?.currency ?? currency;
  const totalMinor = state.cart.reduce((sum, line) => {
    const product = products.get(line.productId);
    const price =
      line.unitPriceMinor ?? (product?.currency === named ? product.priceMinor : 0) ?? 0;
    return sum + line.quantity * price;
  }, 0);
  const count = state.cart.reduce((sum, line) => sum + line.quantity, 0);
  return { count, totalMinor, currency: named, url: null };
}

/** The first name as shoppers gave it: the trait, else the first word of their name. Nothing that is an address or number. */
function firstName({ traits }: ProfileState): string | null {
  const text = (key: string): string | undefined =>
    asText(Object.hasOwn(traits, key) ? traits[key]?.value : undefined);
  const name = text('firstName') ?? text('first_name') ?? text('name')?.split(/\s+/)[0];
  if (name === undefined || name.length > 40 || !/^[\p{L}][\p{L}\p{M}'’. -]*$/u.test(name))
    return null;
  return name;
}
