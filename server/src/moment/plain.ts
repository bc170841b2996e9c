/**
 * A text made plain for recognition: lower case, umlauts written out, everything else than letters and digits one space,
 * one space at both ends. "/Öffnungszeiten-Köln" → " oeffnungszeiten koeln ".
 */
export function plain(text: string): string {
  const spelled = text
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => UMLAUTS[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, ' ');
  return ` ${spelled.trim()} `;
}

const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** One rule of recognition: words (of plain text) and what they are a sign of. */
export type WordRule<T> = readonly [RegExp, T];

/** The first rule whose words occur in a plain text. */
export function firstMatch<T>(rules: readonly WordRule<T>[], text: string): T | undefined {
  for (const [words, found] of rules) if (words.test(text)) return found;
  return undefined;
}

/** Any of the words at the beginning of a word of a plain text; `+` at the end means the whole word. */
export function words(list: string): RegExp {
  const alternatives = list
    .split(/\s*\|\s*/)
    .map((word) => (word.endsWith('+') ? `${word.slice(0, -1)} ` : word));
  return new RegExp(` (?:${alternatives.join('|')})`);
}

/** Remembers what a pure function made of a text; forgets everything when full. */
export function remembering<T>(max: number, of: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as T;
    const found = of(text);
    if (known.size >= max) known.clear();
    known.set(text, found);
    return found;
  };
}
