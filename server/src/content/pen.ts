import type { Brand, MessageBasis, MessageData, ShownProduct } from '@augenblick/contract';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import { moneyText } from '../offer/index.ts';
import { escapeHtml } from '../runtime/index.ts';
import { absolute, originOf, type Places, shopAddress } from './address.ts';
import { plainText } from './escape.ts';
import { markedHtml, markedText, readMarkup } from './markup.ts';
import {
  type Filling,
  followed,
  type Hole,
  holeMark,
  type Marks,
  type Region,
  regionMark,
} from './parts.ts';
import { cut, type Locale, lookUp } from './scope.ts';
import { type Filler, readText } from './text.ts';
import type { GroundColours, Theme } from './theme.ts';

/** A text of a template that cannot be used, by its field. */
export interface TextProblem {
  field: string;
  words: Words;
}

/** What all blocks of one content share while they are drawn. */
export interface Sheet {
  locale: Locale;
  basis: MessageBasis;
  brand: Brand;
  theme: Theme;
  places: Places;
  marks: Marks;
  problems: TextProblem[];
  /** Texts read so far, by what they say: HTML and plain part share them. */
  fillers: Map<string, { filler: Filler; slot: number }>;
  names: Set<string>;
}

/** A medium, the colours beneath, and where in the content one is: what a block draws with. */
export class Pen {
  readonly sheet: Sheet;
  readonly medium: 'html' | 'text';
  readonly colours: GroundColours;
  /** Class of the ground, for dark mode. */
  readonly ground: string;
  readonly field: string;

  constructor(
    sheet: Sheet,
    own: { medium: 'html' | 'text'; colours: GroundColours; ground: string; field: string },
  ) {
    this.sheet = sheet;
    this.medium = own.medium;
    this.colours = own.colours;
    this.ground = own.ground;
    this.field = own.field;
  }

  /** The pen at another place, perhaps on another ground. */
  at(field: string, on?: { colours: GroundColours; ground: string }): Pen {
    const { medium, colours, ground } = this;
    return new Pen(this.sheet, { medium, colours, ground, ...on, field });
  }

  /** One text; line breaks are kept. */
  words(name: string, text: string): string {
    const { filler, slot } = this.#read(name, plainText(text), false);
    if (filler.fixed !== null) return this.fixed(filler.fixed);
    return this.hole((filling) => filled(filling, filler, slot));
  }

  /** A text with light markup; paragraphs in HTML, lines in plain text. */
  rich(name: string, text: string): string {
    const { text: marked, links } = readMarkup(text);
    const { filler, slot } = this.#read(name, marked, false);
    const addresses = links.map((link) => this.#read(name, link, true));
    const html = this.medium === 'html';
    const { ink, link } = this.colours;
    const style = {
      paragraph: `margin:0 0 12px 0;color:${ink}`,
      list: 'margin:0 0 12px 0;padding-left:22px',
      item: `margin:0 0 4px 0;color:${ink}`,
      link: `color:${link};text-decoration:underline`,
    };
    if (filler.fixed !== null && links.length === 0) {
      const made = html ? markedHtml(filler.fixed, [], style) : markedText(filler.fixed, []);
      return holeMark(this.sheet.marks, made);
    }
    const make: Hole = (filling) => {
      const said = filled(filling, filler, slot);
      const hrefs = addresses.map(({ filler: one, slot: at }) => {
        const href = followed(filling, address(filling, one, at));
        return html ? escapeHtml(href) : href;
      });
      return html ? markedHtml(said, hrefs, style) : markedText(said, hrefs);
    };
    return holeMark(this.sheet.marks, make);
  }

  /**
   * An address that a click follows, completed and counted. `otherwise` stands where it comes out empty; `answer` is added
   * to its query.
   */
  address(name: string, url: string, own: { otherwise?: string; answer?: number } = {}): string {
    const { filler, slot } = this.#read(name, plainText(url), true);
    const { otherwise = '', answer } = own;
    return this.hole((filling) => {
      const to = address(filling, filler, slot) || otherwise;
      return followed(filling, answer === undefined || to === '' ? to : answered(to, answer));
    });
  }

  /** True for a shopper for whom the address leads somewhere. */
  leads(name: string, url: string): Region['test'] {
    const { filler, slot } = this.#read(name, plainText(url), true);
    return (filling) => address(filling, filler, slot) !== '';
  }

  /** The address of a picture; not counted. */
  source(name: string, url: string): string {
    const { filler, slot } = this.#read(name, plainText(url), true);
    return this.hole((filling) => address(filling, filler, slot));
  }

  /** A text that needs nobody, such as an imprint. */
  fixed(text: string): string {
    return holeMark(this.sheet.marks, this.#written(plainText(text)));
  }

  /** What comes out plain is written as the medium needs it. */
  hole(make: Hole): string {
    return holeMark(this.sheet.marks, (filling) => this.#written(make(filling)));
  }

  /** The same answer for the whole message, worked out once: HTML and plain part ask under the same key. */
  once(key: string, make: Hole): Hole {
    const { fillers } = this.sheet;
    const known = fillers.get(`o${key}`);
    const slot = known?.slot ?? fillers.size;
    if (known === undefined) fillers.set(`o${key}`, { filler: NOTHING, slot });
    return (filling) => (filling.memo[slot] ??= make(filling));
  }

  /** A hole whose text is written once for the whole message, however often it stands there. */
  holeOnce(key: string, make: Hole): string {
    const { marks } = this.sheet;
    return holeMark(
      marks,
      this.once(`${this.medium}:${key}`, (filling) => this.#written(make(filling))),
    );
  }

  /** What stands only for whom the test holds: whole rows in HTML. */
  when(test: Region['test'], inner: string): string {
    const wrap = this.medium === 'html' ? (mark: string) => `<mj-raw>${mark}</mj-raw>` : undefined;
    return regionMark(this.sheet.marks, test, inner, wrap);
  }

  /** The same within words. */
  whenInside(test: Region['test'], inner: string): string {
    return regionMark(this.sheet.marks, test, inner);
  }

  /** A test that a listed name has a value. */
  has(name: string): Region['test'] {
    this.sheet.names.add(name);
    const path = name.split('.');
    return ({ scope }) => {
      const value = lookUp(scope, path);
      return value !== undefined && value !== null && value !== '' && value !== false;
    };
  }

  #written(text: string): string {
    if (this.medium === 'text') return text;
    const escaped = escapeHtml(text);
    return escaped.includes('\n') ? escaped.replaceAll('\n', '<br>') : escaped;
  }

  #read(name: string, text: string, isAddress: boolean): { filler: Filler; slot: number } {
    const { fillers, problems, names } = this.sheet;
    const key = `${isAddress ? 'a' : 'w'}${text}`;
    const known = fillers.get(key);
    if (known !== undefined) return known;
    const read = readText(text, isAddress);
    const filler: Filler = 'problem' in read ? NOTHING : read;
    if ('problem' in read) {
      problems.push({ field: `${this.field}${name}`, words: read.problem });
    }
    for (const one of filler.names) names.add(one);
    const entry = { filler, slot: fillers.size };
    fillers.set(key, entry);
    return entry;
  }
}

/** The address with the answer in its query. */
function answered(to: string, answer: number): string {
  const [path = '', fragment] = to.split('#', 2);
  const made = `${path}${path.includes('?') ? '&' : '?'}answer=${answer}`;
  return fragment === undefined ? made : `${made}#${fragment}`;
}

const NOTHING: Filler = { names: [], fixed: '', single: null, fill: () => '' };

/** The text for this message, filled in once however often it stands there. */
export function filled(filling: Filling, filler: Filler, slot: number): string {
  const known = filling.memo[slot];
  if (known !== undefined) return known;
  const text = filler.fixed ?? cutLong(filler.fill(filling.scope, filling.washed));
  filling.memo[slot] = text;
  return text;
}

/** A safety net far above what any text needs; the texts themselves are limited when they are saved. */
const TEXT_MAX = 20_000;
const cutLong = (text: string): string => (text.length > TEXT_MAX ? text.slice(0, TEXT_MAX) : text);

function address(filling: Filling, filler: Filler, slot: number): string {
  const known = filling.memo[slot];
  if (known !== undefined) return known;
  const { single } = filler;
  const text =
    single?.startsWith('event.') === true
      ? eventAddress(filling, single)
      : absolute(filler.fixed ?? filler.fill(filling.scope, filling.washed), filling.places);
  filling.memo[slot] = text;
  return text;
}

/**
 * An address that an event brought: only below the shop's host or our own, because anybody's browser can send events and a message
 * in the retailer's name must not lead anywhere else.
 */
function eventAddress(filling: Filling, name: string): string {
  const value = lookUp(filling.scope, name.split('.'));
  if (typeof value !== 'string') return '';
  const complete = absolute(value, filling.places);
  const to = originOf(complete);
  const own = [shopAddress(filling.places), filling.places.origin].map((one) => originOf(one));
  return to !== undefined && own.includes(to) ? complete : '';
}

/** The price of a product as its reader writes it; empty when unknown. */
export function priceText({ priceMinor, currency }: ShownProduct, locale: Locale): string {
  return priceMinor === null || currency === null ? '' : moneyText(priceMinor, currency, locale);
}

/** The name of a product, cut to what a cell holds. */
export function nameText({ name }: ShownProduct): string {
  return cut(name);
}

/** Products that fit a block, by where they come from. */
export function productsOf(
  data: MessageData,
  source: 'event' | 'cart' | 'viewed' | 'subject' | 'chosen' | 'recommended',
  ids: readonly string[],
): readonly ShownProduct[] {
  switch (source) {
    case 'event':
      return data.eventProducts;
    case 'cart':
      return data.cartProducts;
    case 'viewed':
      return data.viewedProducts;
    case 'subject':
      return data.product === null ? [] : [data.product];
    case 'chosen':
      return ids.flatMap((id) => (Object.hasOwn(data.chosen, id) ? (data.chosen[id] ?? []) : []));
    case 'recommended':
    default:
      return data.recommended;
  }
}
