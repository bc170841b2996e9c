import { describe, expect, it } from 'vitest';
import { csv } from './csv.ts';

const cell = (text: string | number, language: 'de' | 'en' = 'en') =>
  csv(['a'], [[text]], language).split('\r\n')[1];

describe('csv', () => {
  it('disarms formulas and leaves numbers alone', () => {
    expect(cell('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`);
    expect(cell('@cmd')).toBe("'@cmd");
    expect(cell('+49170')).toBe("'+49170");
    expect(cell('-12,50', 'de')).toBe('-12,50');
    expect(cell(-5)).toBe('-5');
  });

  it('quotes separators, quotes and line breaks', () => {
    expect(cell('a;b', 'de')).toBe('"a;b"');
    expect(cell('a;b', 'en')).toBe('a;b');
    expect(csv(['a'], [['x\ny']], 'en')).toContain('"x\ny"');
  });

  it('begins with a byte order mark', () => {
    expect(csv(['a'], [], 'de')).toBe('\uFEFFa\r\n');
  });
});
