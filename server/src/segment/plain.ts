/**
 * Comparing texts without regard to case, the same here and in SQL. PostgreSQL's lower() depends on the server's locale and
 * JavaScript's on context (final sigma, dotted i), so both use one fixed table of single letters: Latin with its European
 * extensions, Greek, Cyrillic. The SQL function segment_plain (0008) holds the same table; a test compares them.
 */
const RANGES: readonly (readonly [number, number])[] = [
  [0x41, 0x5a],
  [0xc0, 0xde],
  [0x100, 0x17f],
  [0x386, 0x3ab],
  [0x400, 0x42f],
  [0x1e9e, 0x1e9e],
];

const LOWER: ReadonlyMap<string, string> = new Map(
  RANGES.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, i) => String.fromCharCode(from + i)).flatMap((c) => {
      const lower = c.toLowerCase();
      return lower !== c && lower.length === 1 ? [[c, lower] as const] : [];
    }),
  ),
);

/** The table as two texts of the same length, for SQL's translate(). */
export const PLAIN_TABLE = { from: [...LOWER.keys()].join(''), to: [...LOWER.values()].join('') };

/** A text with its letters in lower case. */
export function plain(text: string): string {
  let out = '';
  for (const letter of text) out += LOWER.get(letter) ?? letter;
  return out;
}
