import { LIQUID_NAMES } from '@augenblick/contract';
import { Liquid, type Template } from 'liquidjs';
import { type Formats, formattedDay, formattedMoney } from './formats.ts';
import type { Words } from './words.ts';

/** A text that was read and found sound. */
export interface CompiledText {
  templates: Template[];
  /** Names used in it, such as `product.name`. */
  names: string[];
  /** Addresses are put together with other escaping than sentences. */
  address: boolean;
}

/** Why a text cannot be used. */
export interface TextProblem {
  words: Words;
}

/**
 * What a text may do: choose and shape words. Nothing that reads files, the clock or the page around it, and nothing that
 * repeats: no name is a list, and so the time a text takes is bounded by its length.
 */
const TAGS = new Set(['if', 'unless', 'case', 'assign', 'capture', 'comment', 'raw']);
const FILTERS = new Set([
  'default',
  'upcase',
  'downcase',
  'capitalize',
  'truncate',
  'truncatewords',
  'append',
  'prepend',
  'replace',
  'strip',
  'size',
  'plus',
  'minus',
  'first',
  'last',
]);

/**
 * Bounds of one text: characters read, and characters made while rendering. The time (ms) is a last resort far above what
 * any text needs, also on a busy machine: what is shown must not depend on how busy it is.
 */
const LIMITS = { parseLimit: 10_000, renderLimit: 2_000, memoryLimit: 100_000 };

function createEngine(escape: ((value: unknown) => string) | undefined): Liquid {
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    // Without templates of its own it would read files for {% include %}; the tag is gone as well.
    templates: {},
    ...LIMITS,
    ...(escape ? { outputEscape: escape } : {}),
  });
  for (const name of Object.keys(engine.tags)) if (!TAGS.has(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) {
    if (!FILTERS.has(name)) delete engine.filters[name];
  }
  return engine;
}

/** A value inside of an address: percent-encoded, unless it is itself one of the addresses known to be safe. */
const ADDRESS = Symbol('address');
class Address {
  readonly [ADDRESS] = true;
  readonly href: string;
  constructor(href: string) {
    this.href = href;
  }
  /** Liquid prints it by this. */
  toString(): string {
    return this.href;
  }
}

const words = createEngine((value) => plain(value));
const addresses = createEngine((value) =>
  value instanceof Address ? value.href : encodeURIComponent(plain(value)),
);

// The word after `default` in an address is an address the retailer wrote: "/stores", not "%2Fstores".
addresses.registerFilter('default', (value: unknown, otherwise: unknown) =>
  value === undefined || value === null || value === '' || value === false
    ? typeof otherwise === 'string'
      ? new Address(otherwise)
      : otherwise
    : value,
);

// Amounts and days as events carry them: 19.9 and "2026-05-04T12:00:00Z".
for (const engine of [words, addresses]) {
  engine.registerFilter('money', function (value: unknown, currency: unknown) {
    return formattedMoney(
      this.context.getSync(['_format']) as Formats | undefined,
      value,
      currency,
    );
  });
  engine.registerFilter('day', function (value: unknown) {
    return formattedDay(this.context.getSync(['_format']) as Formats | undefined, value);
  });
}

/** Marks a value as an address that goes into another unchanged. */
export function addressValue(href: string | null): unknown {
  return href === null ? undefined : new Address(href);
}

/** The address behind a value that `addressValue` marked; undefined for any other. */
export function addressOf(value: unknown): string | undefined {
  return value instanceof Address ? value.href : undefined;
}

/** `{{ product.name }}` and `{{ product.name | upcase }}`: a listed name at the beginning of an output. */
const OUTPUT =
  /\{\{(-?)\s*([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)\s*(\|(?:[^}"']|"[^"]*"|'[^']*')*)?(-?)\}\}/g;
/** Names that a text may use. */
export interface Vocabulary {
  names: ReadonlySet<string>;
  /** Beginnings below which any name may stand, such as `event`. */
  open: ReadonlySet<string>;
}

/** The names of placements. */
export const PLACEMENT_VOCABULARY: Vocabulary = { names: new Set(LIQUID_NAMES), open: new Set() };

/**
 * Reads a text once, at publishing. Every listed name gets its fallback word behind it, so that a shopper never reads a
 * gap. Answers the problem in words when it cannot be read, or names what is not on the list.
 */
export function compileText(
  text: string,
  address: boolean,
  vocabulary: Vocabulary = PLACEMENT_VOCABULARY,
): CompiledText | TextProblem {
  const engine = address ? addresses : words;
  const used = new Set<string>();
  const withFallbacks = text.replace(
    OUTPUT,
    (all, left: string, name: string, rest: string | undefined, right: string) => {
      if (!vocabulary.names.has(name) || /^\|\s*default\b/.test(rest ?? '')) return all;
      return `{{${left} ${name} | default: _else["${name}"] ${rest ?? ''}${right}}}`;
    },
  );
  let templates: Template[];
  try {
    templates = engine.parse(withFallbacks);
    for (const path of engine.globalVariableSegmentsSync(templates)) {
      const name = path.filter((part) => typeof part === 'string').join('.');
      if (name.startsWith('_else')) continue;
      if (!isKnown(name, vocabulary)) return unknownName(name, vocabulary);
      used.add(name);
    }
  } catch (error) {
    return unreadable(error);
  }
  return { templates, names: [...used].sort(), address };
}

/** True for what `compileText` answers when a text cannot be used. */
export function isProblem(result: CompiledText | TextProblem): result is TextProblem {
  return 'words' in result;
}

/** The text with its names filled in. Throws when it takes more time or room than a text may. */
export function renderText(text: CompiledText, scope: object): string {
  const engine = text.address ? addresses : words;
  return plain(engine.renderSync(text.templates, scope));
}

/** A listed name, the beginning of one (as in `{% if product %}`), or one below an open beginning. */
function isKnown(name: string, { names, open }: Vocabulary): boolean {
  if (names.has(name) || open.has(name.split('.')[0] ?? '')) return true;
  return [...names].some((known) => known.startsWith(`${name}.`));
}

function unknownName(name: string, { names }: Vocabulary): TextProblem {
  const head = name.split('.')[0] ?? '';
  const near = [...names].filter((known) => known.startsWith(head)).join(', ');
  return {
    words: {
      de: `Den Platzhalter „${name}“ gibt es nicht.${near ? ` Gemeint ist vielleicht: ${near}.` : ''}`,
      en: `There is no placeholder “${name}”.${near ? ` Perhaps you mean: ${near}.` : ''}`,
    },
  };
}

function unreadable(error: unknown): TextProblem {
  const message = error instanceof Error ? error.message : '';
  const filter = /undefined filter: (\w+)/.exec(message)?.[1];
  const tag = /tag "?(\w+)"? not found/.exec(message)?.[1];
  if (filter !== undefined || tag !== undefined) {
    const name = filter ?? tag ?? '';
    return {
      words: {
        de: `„${name}“ steht in diesen Texten nicht zur Verfügung.`,
        en: `“${name}” is not available in these texts.`,
      },
    };
  }
  if (message.includes('limit')) {
    return {
      words: {
        de: 'Dieser Text ist zu lang oder zu verschachtelt.',
        en: 'This text is too long or too nested.',
      },
    };
  }
  return {
    words: {
      de: 'In diesem Text ist ein Platzhalter nicht geschlossen oder falsch geschrieben. Richtig ist zum Beispiel {{ product.name }}.',
      en: 'A placeholder in this text is not closed or misspelt. Right is for instance {{ product.name }}.',
    },
  };
}

function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || value instanceof Address ? String(value) : '';
}
