/**
 * Light markup: `**bold**`, `_slanted_`, `[words](address)`, lists, paragraphs. Read once into a text in which signs of the
 * private use area stand for structure; values that are filled in later never hold such signs (escape.ts), so that nobody's
 * name can become markup. The signs are written out as HTML or plain text after filling in.
 */
import { escapeHtml } from '../runtime/index.ts';
import { plainText } from './escape.ts';

const BOLD = '\uE001';
const BOLD_END = '\uE002';
const SLANTED = '\uE003';
const SLANTED_END = '\uE004';
const LINK = '\uE005';
const LINK_END = '\uE006';
const PARAGRAPH = '\uE007';
const LINE = '\uE008';
const BULLET = '\uE009';
const NUMBER = '\uE00A';
/** The number of a link, as a sign behind LINK. */
const FIRST_LINK = 0xe100;
const LINKS_MAX = 200;
/** Liquid stands aside while markup is read. */
const FIRST_LIQUID = 0xf000;
const LIQUID_MAX = 0x7ff;

/** A text with its markup as signs, and the addresses its links name. */
export interface Marked {
  text: string;
  links: string[];
}

/** Reads the markup of a text; Liquid in it stays as it is. Pure. */
export function readMarkup(source: string): Marked {
  const liquid: string[] = [];
  const masked = plainText(source.replaceAll('\r\n', '\n')).replace(
    /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g,
    (tag) => {
      if (liquid.length >= LIQUID_MAX) return '';
      liquid.push(tag);
      return String.fromCharCode(FIRST_LIQUID + liquid.length - 1);
    },
  );
  const unmask = (text: string): string =>
    text.replace(/[\uF000-\uF7FE]/g, (sign) => liquid[sign.charCodeAt(0) - FIRST_LIQUID] ?? '');
  const links: string[] = [];
  const blocks = masked.split(/\n[ \t]*\n+/).filter((block) => block.trim() !== '');
  const text = blocks.map((block) => lines(block.trim(), links)).join('');
  return { text: unmask(text), links: links.map(unmask) };
}

/** A paragraph, or the items of a list. */
function lines(block: string, links: string[]): string {
  let open = false;
  let made = '';
  for (const line of block.split('\n')) {
    const item = /^\s*(?:([-*•])|\d{1,3}[.)])\s+(.*)$/.exec(line);
    if (item) {
      made += (item[1] === undefined ? NUMBER : BULLET) + inline(item[2] ?? '', links);
      open = true;
    } else if (open) {
      made += LINE + inline(line.trim(), links);
    } else {
      made += PARAGRAPH + inline(line.trim(), links);
      open = true;
    }
  }
  return made;
}

function inline(line: string, links: string[]): string {
  return line
    .replace(/\[([^[\]\n]{1,300})\]\(([^()\s]{1,1000})\)/g, (all, words: string, url: string) => {
      if (links.length >= LINKS_MAX) return all;
      links.push(url);
      return `${LINK}${String.fromCharCode(FIRST_LINK + links.length - 1)}${words}${LINK_END}`;
    })
    .replace(/\*\*(?=\S)([^\n]+?)(?<=\S)\*\*/g, `${BOLD}$1${BOLD_END}`)
    .replace(
      /(?<=^|[\s(„“"'])_(?=\S)([^_\n]+?)(?<=\S)_(?=$|[\s).,;:!?”“"'])/g,
      `${SLANTED}$1${SLANTED_END}`,
    );
}

/** How marked text looks in HTML; all values are ours. */
export interface MarkStyle {
  paragraph: string;
  list: string;
  item: string;
  link: string;
}

const SIGN = /[&<>"'\n\uE001-\uE00A]/g;
const TAGS: Readonly<Record<string, string>> = {
  [BOLD]: 'strong',
  [SLANTED]: 'em',
};
const CLOSES: Readonly<Record<string, string>> = { [BOLD_END]: 'strong', [SLANTED_END]: 'em' };

/**
 * Marked text as HTML. Whatever Liquid left out of it, tags are closed in the right order: what is made here is balanced
 * for any text. `links` are absolute addresses, escaped; an empty one leaves its words without a link.
 */
export function markedHtml(text: string, links: readonly string[], style: MarkStyle): string {
  let made = '';
  let from = 0;
  // What is open within the paragraph, and the paragraph or list item itself.
  const open: string[] = [];
  let outer = '';
  let list = '';
  const closeAll = (): void => {
    while (open.length > 0) made += `</${open.pop() ?? ''}>`;
    if (outer !== '') made += `</${outer}>`;
    outer = '';
  };
  const endList = (): void => {
    if (list !== '') made += `</${list}>`;
    list = '';
  };
  const close = (tag: string): void => {
    const at = open.lastIndexOf(tag);
    if (at === -1) return;
    const inside = open.splice(at);
    made += inside
      .reverse()
      .map((one) => `</${one}>`)
      .join('');
    // What was opened inside and not closed goes on behind it.
    for (const one of inside.slice(0, -1).reverse()) {
      if (one === 'a') continue;
      made += `<${one}>`;
      open.push(one);
    }
  };
  const begin = (sign: string): void => {
    closeAll();
    const wanted = sign === BULLET ? 'ul' : sign === NUMBER ? 'ol' : '';
    if (wanted !== list) endList();
    if (wanted !== '' && list === '') made += `<${wanted} style="${style.list}">`;
    list = wanted;
    outer = wanted === '' ? 'p' : 'li';
    made += `<${outer} style="${wanted === '' ? style.paragraph : style.item}">`;
  };
  SIGN.lastIndex = 0;
  for (let match = SIGN.exec(text); match !== null; match = SIGN.exec(text)) {
    const [sign] = match;
    made += text.slice(from, match.index);
    from = match.index + 1;
    if (sign === PARAGRAPH || sign === BULLET || sign === NUMBER) begin(sign);
    else if (sign === LINE || sign === '\n') made += '<br>';
    else if (sign === LINK) {
      const href = links[text.charCodeAt(from) - FIRST_LINK] ?? '';
      from += 1;
      close('a');
      if (href !== '') {
        made += `<a href="${href}" style="${style.link}" target="_blank">`;
        open.push('a');
      }
    } else if (sign === LINK_END) close('a');
    else if (TAGS[sign] !== undefined) {
      made += `<${TAGS[sign]}>`;
      open.push(TAGS[sign]);
    } else if (CLOSES[sign] !== undefined) close(CLOSES[sign]);
    else made += escapeHtml(sign);
  }
  made += text.slice(from);
  closeAll();
  endList();
  return made;
}

const PLAIN = /[\uE001-\uE00A]/g;

/** Marked text for a mail's plain part: addresses in brackets behind their words, lists with dashes. */
export function markedText(text: string, links: readonly string[]): string {
  let number = 0;
  let made = '';
  let from = 0;
  let href = '';
  let began = 0;
  PLAIN.lastIndex = 0;
  for (let match = PLAIN.exec(text); match !== null; match = PLAIN.exec(text)) {
    const [sign] = match;
    made += text.slice(from, match.index);
    from = match.index + 1;
    if (sign !== NUMBER && sign !== LINE) number = sign === PARAGRAPH ? 0 : number;
    if (sign === PARAGRAPH) made += '\n\n';
    else if (sign === LINE) made += '\n';
    else if (sign === BULLET) made += '\n- ';
    else if (sign === NUMBER) made += `\n${(number += 1)}. `;
    else if (sign === LINK) {
      href = links[text.charCodeAt(from) - FIRST_LINK] ?? '';
      from += 1;
      began = made.length;
    } else if (sign === LINK_END && href !== '') {
      if (made.slice(began) !== href) made += ` (${href})`;
      href = '';
    }
  }
  return (made + text.slice(from)).replace(/\n{3,}/g, '\n\n').trim();
}
