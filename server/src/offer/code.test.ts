import { describe, expect, it } from 'vitest';
import { seededRandom } from '../runtime/index.ts';
import { hashCode, hintOf, normaliseCode, randomCode, readable, shopperCode } from './code.ts';
import { csvText } from './csv.ts';

const KEY = Buffer.alloc(32, 7);

describe('codes', () => {
  it('use letters that nobody mixes up, each as often as the others', () => {
    const random = seededRandom(1);
    const counts = new Map<string, number>();
    for (let i = 0; i < 5000; i += 1) {
      for (const letter of randomCode(random)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted((a, b) => (a < b ? -1 : 1)).join('')).toBe(
      '23456789ABCDEFGHJKMNPQRSTVWXYZ',
    );
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(250);
  });

  it('of a shopper are the same again, and another for each shopper, offer and time', () => {
    const code = shopperCode(KEY, 'offer', 'shopper', 1);
    expect(shopperCode(KEY, 'offer', 'shopper', 1)).toBe(code);
    const others = [
      shopperCode(KEY, 'offer', 'shopper', 2),
      shopperCode(KEY, 'offer', 'other', 1),
      shopperCode(KEY, 'else', 'shopper', 1),
      shopperCode(Buffer.alloc(32, 8), 'offer', 'shopper', 1),
    ];
    expect(new Set([code, ...others]).size).toBe(5);
    expect(code).toHaveLength(12);
  });

  it('are read in any spelling and kept as a keyed hash', () => {
    expect(readable('7KQ4M2XR9TBW')).toBe('7KQ4-M2XR-9TBW');
    expect(normaliseCode(' 7kq4 m2xr–9tbw ')).toBe('7KQ4M2XR9TBW');
    expect(hashCode(KEY, '7kq4-m2xr-9tbw')).toEqual(hashCode(KEY, '7KQ4M2XR9TBW'));
    expect(hashCode(Buffer.alloc(32, 8), '7KQ4M2XR9TBW')).not.toEqual(
      hashCode(KEY, '7KQ4M2XR9TBW'),
    );
    expect(hintOf('7KQ4-M2XR-9TBW')).toBe('…-9TBW');
  });

  it('come in a file that no spreadsheet reads as formulas', () => {
    expect(csvText([['=1+1', '+49', '-2', '@x', 'a"b', '\tc']])).toBe(
      '\uFEFF"\'=1+1";"\'+49";"\'-2";"\'@x";"a""b";"\'\tc"\r\n',
    );
  });
});
