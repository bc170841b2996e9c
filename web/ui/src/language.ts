import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { LANGUAGES, LOCALES } from './locale.ts';
import type { Language } from './locale.ts';

/** What fills the gaps of a message; plural and select arguments among them. */
export type TextValues = Record<string, string | number>;
/** ICU messages of one area and language. */
export type Messages<K extends string> = Readonly<Record<K, string>>;
/** Reads a text of one area in the present language. */
export type TextOf<K extends string> = (key: K, values?: TextValues) => string;

/** One area of the product (a module's screens) with its texts in both languages. */
export interface TextArea<K extends string> {
  readonly name: string;
  readonly de: Messages<K>;
  readonly en: Messages<K>;
  /** Reads a text in the present language. In React use `useTexts`, which follows a change of language. */
  readonly text: TextOf<K>;
}

/** An area's texts without their keys in the type, as the comparing test reads them. */
export type WrittenTexts = Omit<TextArea<string>, 'text'>;

const i18n = setupI18n();
const areas: WrittenTexts[] = [];
const compiled = new Map<string, ReturnType<typeof compileMessage>>();

// Lingui compiles a raw message at every look-up; a screen that updates each second would pay each second.
i18n.setMessagesCompiler((message) => {
  const known = compiled.get(message);
  if (known !== undefined) return known;
  const made = compileMessage(message);
  compiled.set(message, made);
  return made;
});
i18n.load({ de: {}, en: {} });
i18n.activate('de', LOCALES.de);

/**
 * Registers an area's texts: `defineTexts('shoppers', { de, en })`. The keys of `en` are the keys of the area; `de`
 * must have the same ones (the compiler says so), and `text-areas.test.ts` of each workspace compares the variables.
 */
export function defineTexts<K extends string>(
  name: string,
  messages: { de: Messages<K>; en: Messages<K> },
): TextArea<K> {
  for (const language of LANGUAGES) {
    const entries = Object.entries<string>(messages[language]);
    i18n.load(language, Object.fromEntries(entries.map(([key, m]) => [`${name}.${key}`, m])));
  }
  const area: TextArea<K> = {
    name,
    de: messages.de,
    en: messages.en,
    text: (key, values) => i18n._(`${name}.${key}`, values),
  };
  areas.push(area);
  return area;
}

/** The language texts are read in now. */
export function currentLanguage(): Language {
  return i18n.locale === 'en' ? 'en' : 'de';
}

/** Switches every text to another language and tells the document, for screen readers and hyphenation. */
export function activateLanguage(language: Language): void {
  if (typeof document !== 'undefined') document.documentElement.lang = language;
  if (language !== currentLanguage()) i18n.activate(language, LOCALES[language]);
}

/** Calls back after each change of language; returns the way to stop. */
export function onLanguage(listener: () => void): () => void {
  return i18n.on('change', listener);
}

/** The first of the reader's languages that we speak; German when none is. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().startsWith(language));
    if (found) return found;
  }
  return 'de';
}

/** Every area registered so far; for the test that compares the two languages. */
export function textAreas(): readonly WrittenTexts[] {
  return areas;
}

/** Names of the variables of an ICU message, sorted; throws when the message cannot be parsed. */
export function variablesOf(message: string): string[] {
  const names = new Set<string>();
  const visit = (token: unknown): void => {
    if (!Array.isArray(token)) return;
    const [name, type, options] = token as [unknown, unknown, unknown];
    if (typeof name === 'string') names.add(typeof type === 'string' ? `${name}:${type}` : name);
    if (typeof options === 'object' && options !== null) {
      for (const option of Object.values(options)) visitAll(option);
    }
  };
  const visitAll = (tokens: unknown): void => {
    if (Array.isArray(tokens)) for (const token of tokens) visit(token);
  };
  visitAll(compileMessage(message));
  return [...names].sort();
}

/** What is wrong between the two languages of an area, in words; empty when nothing is. */
export function textFaults(area: WrittenTexts): string[] {
  const faults: string[] = [];
  for (const key of new Set([...Object.keys(area.de), ...Object.keys(area.en)])) {
    const { [key]: de } = area.de;
    const { [key]: en } = area.en;
    if (de === undefined || en === undefined) {
      faults.push(`${area.name}.${key} is missing in one language`);
      continue;
    }
    if (variablesOf(de).join() !== variablesOf(en).join()) {
      faults.push(`${area.name}.${key} has different variables in de and en`);
    }
    if (/!(\s|$)/.test(de + ' ' + en)) faults.push(`${area.name}.${key} shouts`);
  }
  return faults;
}
