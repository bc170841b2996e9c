import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

type Tokens = Record<string, string>;

/** Colour tokens of one theme as the browser would see them: light is the base, dark overrides. */
function theme(name: 'light' | 'dark'): Tokens {
  const block = new RegExp(`\\[data-theme=["']${name}["']\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return Object.fromEntries(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]),
  );
}

/** Relative luminance, WCAG 2.1. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['paper', 'raised', 'sunken', 'hover'];
const TEXTS = ['ink', 'muted', 'accent', 'know', 'go', 'do', 'buy', 'good', 'caution', 'bad'];
const PAIRS: [string, string][] = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground): [string, string] => [text, ground])),
  ...['accent', 'know', 'go', 'do', 'buy', 'good', 'caution', 'bad'].flatMap(
    (text): [string, string][] => [
      [text, `${text}-soft`],
      ['ink', `${text}-soft`],
      ['muted', `${text}-soft`],
    ],
  ),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-bad', 'bad'],
  ['on-bad', 'bad-hover'],
];

describe.each(['light', 'dark'] as const)('tokens, %s', (name) => {
  const tokens = theme(name);

  it.each(PAIRS)('%s on %s reads at 4.5:1 or better', (text, ground) => {
    expect(contrast(tokens[text] ?? '', tokens[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  it('draws the outline of controls at 3:1 or better', () => {
    for (const ground of ['paper', 'raised']) {
      const ratio = contrast(tokens['line-strong'] ?? '', tokens[ground] ?? '');
      expect(ratio).toBeGreaterThanOrEqual(3);
    }
  });
});

it('names the same colours in both themes', () => {
  expect(Object.keys(theme('dark')).sort()).toEqual(Object.keys(theme('light')).sort());
});
