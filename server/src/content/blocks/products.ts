import type { ProductsBlock, RecommendationsBlock, ShownProduct } from '@augenblick/contract';
import { absolute, shopAddress } from '../address.ts';
import { type Filling, followed, type Hole } from '../parts.ts';
import { nameText, type Pen, priceText, productsOf } from '../pen.ts';
import {
  type BlockDefinition,
  type BlockText,
  buttonCell,
  row,
  section,
  wordsCell,
} from './block.ts';

type Grid = ProductsBlock | RecommendationsBlock;

/** The products of this block for this shopper. */
type Shown = (filling: Filling) => readonly ShownProduct[];

function shown(block: Grid): Shown {
  const source = block.kind === 'products' ? block.source : 'recommended';
  const ids = block.kind === 'products' ? block.productIds : [];
  return ({ data }) => productsOf(data, source, ids);
}

const EMPTY: ShownProduct = {
  id: '',
  name: '',
  url: null,
  image: null,
  priceMinor: null,
  currency: null,
};

/** One product's picture, name and price, as holes. */
interface Cell {
  href: string;
  name: string;
  price: string;
  image: string;
  pictured: (filling: Filling) => boolean;
  priced: (filling: Filling) => boolean;
}

function cellOf(pen: Pen, block: Grid, n: number): Cell {
  const { locale } = pen.sheet;
  const list = shown(block);
  const key =
    block.kind === 'products' ? `${block.source}:${block.productIds.join('\n')}` : block.kind;
  const once = (what: string, make: (one: ShownProduct, filling: Filling) => string): Hole =>
    pen.once(`${key}:${n}:${what}`, (filling) => make(list(filling)[n] ?? EMPTY, filling));
  const image = once('image', ({ image: address }, { places }) =>
    address === null ? '' : webPicture(absolute(address, places)),
  );
  const price = once('price', (one) => priceText(one, locale));
  const href = once('href', ({ url }, { places }) => {
    const own = url === null ? '' : absolute(url, places);
    return own || shopAddress(places) || places.origin;
  });
  return {
    href: pen.holeOnce(`${key}:${n}:followed`, (filling) => followed(filling, href(filling))),
    name: pen.holeOnce(`${key}:${n}:named`, once('name', nameText)),
    price: pen.hole(price),
    priced: (filling) => price(filling) !== '',
    image: pen.hole(image),
    pictured: (filling) => image(filling) !== '',
  };
}

/** No telephone number is a picture. */
const webPicture = (address: string): string => (/^https?:/i.test(address) ? address : '');

function pictureOf(pen: Pen, { image, name, href }: Cell): string {
  const { radius } = pen.sheet.theme;
  return `<mj-image src="${image}" alt="${name}" href="${href}" align="left" fluid-on-mobile="true" padding="0 0 8px" border-radius="${radius}px" />`;
}

/** Name, price and button of a product. */
function saidOf(block: Grid, pen: Pen, { href, name, price, priced }: Cell): string {
  const style = `color:${pen.colours.ink};font-weight:600;text-decoration:none`;
  const label = `<a class="k" href="${href}" style="${style}" target="_blank">${name}</a>`;
  const cost = block.price ? pen.whenInside(priced, `<br><span>${price}</span>`) : '';
  const words = wordsCell(pen, `${label}${cost}`, { padding: '0 0 8px' });
  if (block.button === '') return words;
  const button = pen.words('button', block.button);
  return `${words}${buttonCell(pen, { href, label: button, look: 'outline' })}`;
}

/** A product in a column of its own. */
function cellHtml(block: Grid, pen: Pen, n: number): string {
  const list = shown(block);
  const cell = cellOf(pen, block, n);
  const picture = pen.when(cell.pictured, pictureOf(pen, cell));
  return pen.when((filling) => list(filling).length > n, `${picture}${saidOf(block, pen, cell)}`);
}

/** A product in a row of its own: the picture beside the words, also on a phone. */
function rowHtml(block: Grid, pen: Pen, n: number): string {
  const list = shown(block);
  const cell = cellOf(pen, block, n);
  const words = saidOf(block, pen, cell);
  const pictured = `<mj-group><mj-column width="28%" padding="0 16px 0 0">${pictureOf(pen, cell)}</mj-column><mj-column width="72%" vertical-align="middle">${words}</mj-column></mj-group>`;
  return pen.when(
    (filling) => list(filling).length > n,
    `${pen.when(cell.pictured, section(pen, pictured))}${pen.when((filling) => !cell.pictured(filling), row(pen, words))}`,
  );
}

/** Products beside each other; the last row may have empty places. */
function rowsHtml(block: Grid, pen: Pen): string {
  const list = shown(block);
  const { columns, max } = block;
  const rows: string[] = [];
  for (let first = 0; first < max; first += columns) {
    const cells = Array.from({ length: columns }, (_, i) => {
      const inner = first + i < max ? cellHtml(block, pen, first + i) : '';
      return `<mj-column padding="0 8px 8px">${inner}</mj-column>`;
    });
    const made = section(pen, cells.join(''), '8px 16px');
    rows.push(first === 0 ? made : pen.when((filling) => list(filling).length > first, made));
  }
  return rows.join('');
}

function html(block: Grid, pen: Pen): string {
  const list = shown(block);
  const { columns, max, title } = block;
  const rows =
    columns === 1
      ? Array.from({ length: max }, (_, n) => rowHtml(block, pen, n)).join('')
      : rowsHtml(block, pen);
  const style = 'margin:0;font-size:20px;line-height:1.25;font-weight:700';
  const head =
    title === ''
      ? ''
      : row(
          pen,
          wordsCell(pen, `<h2 style="${style}">${pen.words('title', title)}</h2>`, { size: 20 }),
        );
  return pen.when((filling) => list(filling).length > 0, `${head}${rows}`);
}

function text(block: Grid, pen: Pen): string {
  const list = shown(block);
  const lines = Array.from({ length: block.max }, (_, n) => {
    const { href, name, price, priced } = cellOf(pen, block, n);
    const cost = block.price ? pen.when(priced, `, ${price}`) : '';
    return pen.when((filling) => list(filling).length > n, `- ${name}${cost}\n  ${href}\n`);
  });
  const head = block.title === '' ? '' : `${pen.words('title', block.title)}:\n`;
  return pen.when((filling) => list(filling).length > 0, `${head}${lines.join('')}`);
}

function texts({ title, button }: Grid): BlockText[] {
  return [
    { field: 'title', text: title, kind: 'words' },
    { field: 'button', text: button, kind: 'words' },
  ];
}

/** Products: of what triggered the message, of the cart, last viewed, or chosen ones. */
export const products: BlockDefinition<ProductsBlock> = {
  kind: 'products',
  words: { de: 'Artikel', en: 'Products' },
  fresh: () => ({
    kind: 'products',
    source: 'viewed',
    productIds: [],
    title: '',
    columns: 2,
    max: 4,
    price: true,
    button: '',
  }),
  texts,
  html,
  text,
};

/** What fits the shopper. */
export const recommendations: BlockDefinition<RecommendationsBlock> = {
  kind: 'recommendations',
  words: { de: 'Empfehlungen', en: 'Recommendations' },
  fresh: (locale, form) => ({
    kind: 'recommendations',
    title:
      locale === 'en'
        ? 'This may suit you'
        : form === 'du'
          ? 'Das könnte zu dir passen'
          : 'Das könnte zu Ihnen passen',
    columns: 3,
    max: 3,
    price: true,
    button: '',
  }),
  texts,
  html,
  text,
};
