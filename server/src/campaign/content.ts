import type { Content, ContentData, RenderedContent } from '@augenblick/contract';
import { type CompiledText, compileText, isProblem, renderText } from './liquid.ts';
import { scopeOf } from './scope.ts';
import type { Locale, Words } from './words.ts';

/** A content whose texts have been read; made once at publishing. */
export interface CompiledContent {
  content: Content;
  texts: ReadonlyMap<string, CompiledText>;
  /** Names its texts use; DECISION gathers only these facts. */
  names: ReadonlySet<string>;
}

/** A text that cannot be used, by field: `headline`, `links.0.url`. */
export interface ContentProblem {
  field: string;
  words: Words;
}

/** Every text of a content with its field, in reading order. */
export function textsOf(content: Content): { field: string; text: string; address: boolean }[] {
  const { headline, text, picture, button, links } = content;
  const rows = [
    { field: 'headline', text: headline, address: false },
    { field: 'text', text, address: false },
  ];
  const link = (field: string, { label, url }: { label: string; url: string }): void => {
    rows.push({ field: `${field}.label`, text: label, address: false });
    rows.push({ field: `${field}.url`, text: url, address: true });
  };
  if (picture) {
    rows.push({ field: 'picture.url', text: picture.url, address: true });
    rows.push({ field: 'picture.alt', text: picture.alt, address: false });
  }
  if (button) link('button', button);
  links.forEach((one, i) => link(`links.${i}`, one));
  return rows;
}

/** Reads all texts of a content. Pure. */
export function compileContent(content: Content): {
  compiled: CompiledContent | null;
  problems: ContentProblem[];
} {
  const problems: ContentProblem[] = [];
  const texts = new Map<string, CompiledText>();
  const names = new Set<string>();
  for (const { field, text, address } of textsOf(content)) {
    const read = compileText(text, address);
    if (isProblem(read)) {
      problems.push({ field, words: read.words });
      continue;
    }
    texts.set(field, read);
    for (const name of read.names) names.add(name);
  }
  return { compiled: problems.length > 0 ? null : { content, texts, names }, problems };
}

/**
 * What a placement receives: the texts with the shopper's facts in them, as plain text (never HTML). Pure: the same facts
 * give the same content. Null when nothing is left to show or a text takes more time or room than it may.
 */
export function renderContent(
  compiled: CompiledContent,
  data: ContentData,
  locale: Locale,
): RenderedContent | null {
  const scope = scopeOf(data, locale);
  const { content, texts } = compiled;
  const filled = new Map<string, string>();
  try {
    for (const [field, text] of texts) {
      const rendered = renderText(text, scope);
      filled.set(field, text.address ? address(rendered) : tidy(rendered, text.names.length > 0));
    }
  } catch {
    return null;
  }
  const of = (field: string): string => filled.get(field) ?? '';
  const link = (field: string) => {
    const made = { label: of(`${field}.label`), url: of(`${field}.url`) };
    return made.label !== '' && made.url !== '' ? made : null;
  };
  const rendered: RenderedContent = {
    look: content.look,
    headline: of('headline'),
    text: of('text'),
    picture:
      content.picture && of('picture.url') !== ''
        ? { url: of('picture.url'), alt: of('picture.alt') }
        : null,
    button: content.button ? link('button') : null,
    links: content.links.flatMap((_, i) => link(`links.${i}`) ?? []),
    code: content.code ? data.code : null,
    products: productsOf(content, data),
  };
  const empty = rendered.headline === '' && rendered.text === '' && rendered.picture === null;
  return empty ? null : rendered;
}

/** Most products beside the words; more would be a list and not a hint. */
const PRODUCTS_MAX = 3;

function productsOf({ products }: Content, data: ContentData): RenderedContent['products'] {
  const all =
    products === 'cart'
      ? data.cartProducts
      : products === 'viewed'
        ? data.viewedProducts
        : products === 'subject' && data.product
          ? [data.product]
          : [];
  return all.slice(0, PRODUCTS_MAX).map(({ id, name, url, image, priceMinor, currency }) => ({
    id,
    name,
    url: url === null ? null : address(url) || null,
    image: image === null ? null : address(image) || null,
    priceMinor,
    currency,
  }));
}

/**
 * An address a page may open: http, https, or a place in the same shop. Anything else, such as javascript:, becomes empty,
 * and what needs it is left out.
 */
function address(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '' || /[\p{Cc}\s\\]/u.test(trimmed)) return '';
  if (/^[?#]/.test(trimmed) || /^\/(?!\/)/.test(trimmed)) return trimmed;
  return /^https?:\/\/[^/?#]/i.test(trimmed) ? trimmed : '';
}

/** Closes the gaps that an empty name leaves: "Hallo , …" becomes "Hallo, …", ", noch da?" becomes "Noch da?". */
function tidy(text: string, hadNames: boolean): string {
  const trimmed = text.replace(/[ \t]+\n/g, '\n').trim();
  if (!hadNames) return trimmed;
  const closed = trimmed
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/[ \t]+([,.;:?!])/g, '$1')
    .replace(/^[,.;:\s–-]+/, '');
  return closed.charAt(0).toLocaleUpperCase() + closed.slice(1);
}
