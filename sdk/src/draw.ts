import type { RenderedContent } from '@augenblick/contract';

/** Plain looks that a shop overrides by its own rules for the same classes; inherits font and colours. */
const STYLE =
  '.agb{position:relative;padding:1em;border:1px solid}.agb :empty:not(img){display:none}.agb img{max-width:100%}.agb-close{position:absolute;top:0;right:0;padding:1em;border:0;background:0 0}';
let styled = false;

/** Adopted sheets are no inline style, so a strict content security policy allows them. */
function addStyle(): void {
  if (styled) return;
  styled = true;
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`@layer augenblick{${STYLE}}`);
    document.adoptedStyleSheets.push(sheet);
  } catch {
    // An older browser shows it plainly.
  }
}

/** The address when a browser may open it: http(s), mail and phone; undefined for javascript: and the like. */
export function safeUrl(url: string | null | undefined): string | undefined {
  try {
    const { protocol, href } = new URL(url || 'no:', location.href);
    return /^(https?|mailto|tel):$/.test(protocol) ? href : undefined;
  } catch {
    return undefined;
  }
}

/** Draws a content with DOM calls only. `say` is told what the shopper does with it. */
export function draw(
  content: RenderedContent,
  say: (what: 'Clicked' | 'Dismissed', target?: string) => void,
  locale: string,
): HTMLElement {
  addStyle();
  const make = (tag: string, name: string, parent?: Node, text = ''): HTMLElement => {
    const node = document.createElement(tag);
    node.className = `agb-${name}`;
    node.textContent = text;
    parent?.appendChild(node);
    return node;
  };
  const link = (parent: Node, name: string, text: string, url: string | null): HTMLElement => {
    const href = safeUrl(url);
    const node = make(href ? 'a' : 'span', name, parent, text);
    if (href) {
      (node as HTMLAnchorElement).href = href;
      node.addEventListener('click', () => say('Clicked', href));
    }
    return node;
  };
  const picture = (parent: Node, url: string | null, alt = ''): void => {
    const src = safeUrl(url);
    if (src) Object.assign(make('img', 'picture', parent), { alt, src });
  };
  const { headline, text, code, button } = content;
  const box = make('section', `box agb agb-${content.look}`);
  box.ariaLabel = headline;
  if (content.picture) picture(box, content.picture.url, content.picture.alt);
  const body = make('div', 'body', box);
  make('div', 'title', body, headline);
  make('div', 'text', body, text);
  const products = make('div', 'products', body);
  for (const { url, image, name, priceMinor, currency } of content.products ?? []) {
    const card = link(products, 'product', '', url);
    picture(card, image);
    make('span', 'name', card, name);
    if (priceMinor && currency) make('span', 'price', card, money(priceMinor, currency, locale));
  }
  if (code)
    make('button', 'code', body, code.text).addEventListener('click', () => {
      say('Clicked', 'code');
      navigator.clipboard?.writeText(code.text).catch(() => {});
    });
  if (button) link(body, 'button', button.label, button.url);
  const links = make('div', 'links', body);
  for (const one of content.links ?? []) link(links, 'link', one.label, one.url);
  const close = make('button', 'close', box, '×');
  close.ariaLabel = locale.startsWith('de') ? 'Ausblenden' : 'Hide';
  close.addEventListener('click', () => say('Dismissed'));
  return box;
}

function money(minor: number, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
