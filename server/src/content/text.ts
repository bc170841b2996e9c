import type { Words } from '@augenblick/contract/api/phrase.ts';
import { addressOf, compileText, isProblem, renderText } from '../campaign/index.ts';
import { plainText } from './escape.ts';
import { MESSAGE_VOCABULARY } from './names.ts';
import { lookUp, type Scope } from './scope.ts';

/** A text of a message, read once. */
export interface Filler {
  /** Names it uses. */
  names: readonly string[];
  /** The text without names in it, when it uses none. */
  fixed: string | null;
  /** The name when the text is nothing but this one. */
  single: string | null;
  /**
   * The text with names filled in; plain, not escaped. `washed` gives the scope without our structural signs, for Liquid.
   * Throws when it takes more time or room than a text may.
   */
  fill(scope: Scope, washed: () => Scope): string;
}

/** A plain output: a name, and perhaps a word for "not known". */
const SIMPLE =
  /^\{\{\s*([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)\s*(?:\|\s*default:\s*(?:"([^"{}]*)"|'([^'{}]*)'))?\s*\}\}$/;
const TOKENS = /(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/;

/** Reads a text. Answers the problem in words when it cannot be read or names what is not on the list. */
export function readText(text: string, address: boolean): Filler | { problem: Words } {
  const compiled = compileText(text, address, MESSAGE_VOCABULARY);
  if (isProblem(compiled)) return { problem: compiled.words };
  const { names } = compiled;
  const quick = simpleSegments(text);
  const single = quick?.length === 1 && typeof quick[0] !== 'string' ? (names[0] ?? null) : null;
  if (quick !== null) {
    const fixed = quick.every((part) => typeof part === 'string') ? quick.join('') : null;
    return { names, fixed, single, fill: quickFill(quick, address) };
  }
  return {
    names,
    fixed: null,
    single,
    fill: (_scope, washed) => closeGaps(renderText(compiled, washed()), address),
  };
}

interface Segment {
  name: string;
  path: readonly string[];
  otherwise: string | null;
}

/** The text as words and plain outputs, or null when it holds anything that only Liquid can do. */
function simpleSegments(text: string): (string | Segment)[] | null {
  const found: (string | Segment)[] = [];
  for (const part of text.split(TOKENS)) {
    if (part === '') continue;
    if (!part.startsWith('{{') && !part.startsWith('{%')) {
      found.push(part);
      continue;
    }
    const match = SIMPLE.exec(part);
    const name = match?.[1];
    if (name === undefined || name === 'true' || name === 'false') return null;
    if (['nil', 'null', 'empty', 'blank'].includes(name)) return null;
    const path = name.split('.');
    // `size`, `first` and `last` mean something of their own behind a dot.
    if (path.slice(1).some((step) => ['size', 'first', 'last'].includes(step))) return null;
    found.push({ name, path, otherwise: match?.[2] ?? match?.[3] ?? null });
  }
  return found;
}

/** The same as Liquid does with a plain output, without its machinery; a property test holds them equal. */
function quickFill(segments: (string | Segment)[], address: boolean): (scope: Scope) => string {
  return (scope) => {
    let text = '';
    let gap = false;
    for (const segment of segments) {
      if (typeof segment === 'string') {
        text += segment;
        continue;
      }
      const word = segmentText(segment, scope, address);
      gap ||= word === '';
      text += word;
    }
    return gap ? closeGaps(text, address) : text;
  };
}

function segmentText({ name, path, otherwise }: Segment, scope: Scope, address: boolean): string {
  const found = lookUp(scope, path);
  let value = typeof found === 'string' ? plainText(found) : found;
  if (value === undefined || value === null || value === '' || value === false) {
    // A word the retailer wrote is an address already.
    if (otherwise !== null) return otherwise;
    const words = scope['_else'] as Readonly<Record<string, unknown>> | undefined;
    value = words?.[name];
  }
  const href = addressOf(value);
  if (href !== undefined) return href;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '';
  return address ? encode(value) : value;
}

/** Percent-encodes; half of a pair of surrogates, which cannot be, becomes the sign for "unreadable". */
function encode(word: string): string {
  return encodeURIComponent(word.isWellFormed() ? word : word.toWellFormed());
}

/**
 * Closes the gaps that an empty name leaves: "Hallo , …" becomes "Hallo, …", ", noch da?" becomes "Noch da?", "Alles Gute, "
 * becomes "Alles Gute". Also at the edges of paragraphs, which the signs of markup.ts mark.
 */
export function closeGaps(text: string, address: boolean): string {
  if (address) return text;
  return text
    .replace(/,[ \t]+(?=$|[.?!\n\uE002\uE004\uE006-\uE00A])/g, '')
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/[ \t]+([,.;:?!])/g, '$1')
    .replace(
      /(^|[\uE007-\uE00A])([\uE001\uE003]?)[,.;:\s]+(\p{Ll})?/gu,
      (_all, start: string, mark: string, letter: string | undefined) =>
        `${start}${mark}${(letter ?? '').toLocaleUpperCase()}`,
    );
}
