import { GERMAN_NAMES } from './german.ts';

/** Abbreviations of the original descriptions, written out. Applied in order, before the casing. */
const WRITTEN_OUT: readonly (readonly [RegExp, string])[] = [
  [/\bSET\s*\/\s*(\d+)/g, 'SET OF $1'],
  [/\bS\/(\d+)/g, 'SET OF $1'],
  [/\bOF(\d)/g, 'OF $1'],
  [/\bW\/\s*/g, 'WITH '],
  [/\bASS?T?D?\b\.?/g, 'ASSORTED'],
  [/\bPACK\/(\d+)/g, 'PACK OF $1'],
  [/\bASSORT\b/g, 'ASSORTED'],
  [/\bANT\b/g, 'ANTIQUE'],
  [/\bT-?LIGHT/g, 'TEALIGHT'],
  [/\bCOL\b/g, 'COLOUR'],
  [/\bDES\b/g, 'DESIGN'],
  [/\bCHILDS\b/g, "CHILD'S"],
  [/\bCHILDRENS\b/g, "CHILDREN'S"],
  [/\bGARDENERS\b/g, "GARDENER'S"],
  [/\bDOILEY/g, 'DOILY'],
  [/\bPOLKADOT\b/g, 'POLKA DOT'],
  [/\bRETROSPOT\b/g, 'RETRO SPOT'],
  [/\s*\+\s*/g, ' & '],
  [/,(?=\S)/g, ', '],
  [/\s+/g, ' '],
  [/[\s.,]+$/g, ''],
];

const SMALL_WORDS = new Set('a an and at for from in of on or the to with de la'.split(' '));
const KEPT = new Set(['LED', 'USB', 'UK', 'CD', 'DVD', 'TV', 'BBQ', 'XL']);

/** A description of the original file as a shop would print it: "SET/5 RED BOWLS." → "Set of 5 Red Bowls". */
export function readableName(description: string): string {
  let text = ` ${description.toUpperCase()} `.trim();
  for (const [pattern, replacement] of WRITTEN_OUT) text = text.replace(pattern, replacement);
  return text
    .split(' ')
    .map((word, index) => cased(word, index === 0))
    .join(' ')
    .trim();
}

/** The German name of a stock code, for the products that sell most; undefined for the others. */
export function germanName(code: string): string | undefined {
  return GERMAN_NAMES[code];
}

function cased(word: string, first: boolean): string {
  if (KEPT.has(word)) return word;
  const lower = word.toLowerCase();
  if (!first && SMALL_WORDS.has(lower)) return lower;
  return lower.replace(/(^|[-(/"])([a-z])/g, (_all, before: string, letter: string) => {
    return before + letter.toUpperCase();
  });
}
