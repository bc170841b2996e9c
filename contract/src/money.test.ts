import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asCurrency, fromMinor, toMinor } from './money.ts';

describe('toMinor', () => {
  it('reads decimals as numbers and as text, to the currency’s own minor unit', () => {
    expect(toMinor(19.9, 'EUR')).toBe(1990);
    expect(toMinor('19.90', 'EUR')).toBe(1990);
    expect(toMinor('-3.5', 'EUR')).toBe(-350);
    expect(toMinor(500, 'JPY')).toBe(500);
    expect(toMinor('1.2345', 'KWD')).toBe(1235);
    expect(toMinor('.5', 'EUR')).toBe(50);
  });

  it('rounds half away from zero on the decimal text, not on its binary neighbour', () => {
    expect(toMinor(1.005, 'EUR')).toBe(101);
    expect(toMinor('-1.005', 'EUR')).toBe(-101);
    expect(toMinor(1.004999, 'EUR')).toBe(100);
  });

  it('refuses what is no amount', () => {
    for (const sent of [
      '',
      '.',
      '1,50',
      '1e5',
      'abc',
      Number.NaN,
      Number.POSITIVE_INFINITY,
      null,
      {},
      '99999999999999999',
    ]) {
      expect(toMinor(sent, 'EUR')).toBeUndefined();
    }
  });

  it('comes back from every whole number of cents', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e11, max: 1e11 }),
        fc.constantFrom('EUR', 'JPY', 'KWD'),
        (amountMinor, currency) => {
          expect(toMinor(fromMinor({ amountMinor, currency }), currency)).toBe(amountMinor);
        },
      ),
    );
  });
});

describe('asCurrency', () => {
  it('takes three letters in any case and nothing else', () => {
    expect(asCurrency(' eur ')).toBe('EUR');
    expect(asCurrency('Euro')).toBeUndefined();
    expect(asCurrency(7)).toBeUndefined();
  });
});
