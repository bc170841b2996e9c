import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { detectDateFormat, offsetAt, parseDate, parseDateAndTime, wallToInstant } from './date.ts';
import { detectDelimiter } from './delimiter.ts';
import { encodingDetector } from './encoding.ts';
import {
  add,
  decimalText,
  detectNumberFormat,
  divide,
  multiply,
  parseNumber,
  rescale,
  toDecimal,
} from './number.ts';
import { safeCell } from './rejected.ts';

/** Letters that German and French files are full of. */
const german = fc.stringMatching(/^[a-zA-ZäöüÄÖÜßéèàç€ ]{1,30}$/);

function detectedEncoding(bytes: Buffer, pieces: number) {
  const detector = encodingDetector();
  for (let i = 0; i < bytes.length; i += pieces) detector.push(bytes.subarray(i, i + pieces));
  return detector.result().encoding;
}

describe('encoding', () => {
  test('text with umlauts is recognised in each encoding, however it is cut into pieces', () => {
    const words = fc.array(german, { minLength: 3, maxLength: 40 });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 64 }), (texts, pieces) => {
        const text = `Straße;Größe;Köln ${texts.join(';')}`;
        expect(detectedEncoding(Buffer.from(text, 'utf8'), pieces)).toBe('utf-8');
        expect(detectedEncoding(iconv.encode(text, 'windows-1252'), pieces)).toBe('windows-1252');
        expect(detectedEncoding(iconv.encode(text, 'utf-16le', { addBOM: true }), pieces)).toBe(
          'utf-16le',
        );
        expect(detectedEncoding(iconv.encode(text, 'utf-16be', { addBOM: true }), pieces)).toBe(
          'utf-16be',
        );
      }),
    );
  });
  test('one broken byte does not make a UTF-8 file Windows-1252', () => {
    const bytes = Buffer.concat([Buffer.from('äöü'.repeat(20)), Buffer.from([0xe4, 0x20])]);
    const detector = encodingDetector();
    detector.push(bytes);
    expect(detector.result()).toMatchObject({ encoding: 'utf-8', doubtful: true });
  });
  test('UTF-16 without a mark is seen by its NUL bytes', () => {
    expect(detectedEncoding(iconv.encode('order_id;total\n1;2', 'utf-16le'), 7)).toBe('utf-16le');
  });
  test('an umlaut in the last line counts', () => {
    const bytes = Buffer.concat([Buffer.alloc(100_000, 'a;b\n'), Buffer.from([0xfc])]);
    expect(detectedEncoding(bytes, 4096)).toBe('windows-1252');
  });
});

describe('delimiter', () => {
  test('is found although quoted values hold every other one', () => {
    const cell = fc.stringMatching(/^[a-z,;|. ]{0,12}$/);
    fc.assert(
      fc.property(
        fc.constantFrom(',', ';', '\t', '|'),
        fc.integer({ min: 2, max: 8 }),
        fc.array(fc.array(cell, { minLength: 8, maxLength: 8 }), { minLength: 2, maxLength: 20 }),
        (delimiter, columns, rows) => {
          const head = Array.from({ length: columns }, (_, i) => `column${i}`);
          const lines = [head, ...rows.map((row) => row.slice(0, columns).map((c) => `"${c}"`))];
          const text = lines.map((line) => line.join(delimiter)).join('\r\n');
          expect(detectDelimiter(text)).toEqual({ delimiter, found: true });
        },
      ),
    );
  });
  test('decimal commas do not win over semicolons', () => {
    const text = 'Artikel;Preis;Menge\nA1;1,50;2,0\nA2;2,50;1,0\nA3;3,75;1,5\n';
    expect(detectDelimiter(text).delimiter).toBe(';');
  });
  test('one column has none', () => {
    expect(detectDelimiter('email\na@b.de\n').found).toBe(false);
  });
});

describe('numbers', () => {
  const format = fc.constantFrom(
    { decimal: '.', group: '' },
    { decimal: ',', group: '' },
    { decimal: '.', group: ',' },
    { decimal: ',', group: '.' },
    { decimal: '.', group: "'" },
    { decimal: ',', group: ' ' },
  ) as fc.Arbitrary<Parameters<typeof parseNumber>[1]>;
  const write = (cents: number, style: Parameters<typeof parseNumber>[1]): string => {
    const digits = String(Math.abs(cents)).padStart(3, '0');
    const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+(?!\d))/g, style.group);
    return `${cents < 0 ? '-' : ''}${whole}${style.decimal}${digits.slice(-2)}`;
  };
  test('a column of amounts is read exactly in whichever way it is written', () => {
    fc.assert(
      fc.property(
        format,
        fc.array(fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }), { minLength: 1 }),
        (style, cents) => {
          const values = cents.map((amount) => write(amount, style));
          const guess = detectNumberFormat(values);
          expect(guess).toBeDefined();
          if (!guess) return;
          for (const [i, value] of values.entries()) {
            const exact = toDecimal(parseNumber(value, guess.format) ?? '');
            expect(exact && rescale(exact, 2).units).toBe(BigInt(cents[i] ?? 0));
          }
        },
      ),
    );
  });
  test('signs, brackets and currencies', () => {
    const german = { decimal: ',', group: '.' } as const;
    expect(parseNumber('1.234,50 €', german)).toBe('1234.50');
    expect(parseNumber('€ -3,20', german)).toBe('-3.20');
    expect(parseNumber('(12,00)', german)).toBe('-12.00');
    expect(parseNumber('7,5-', german)).toBe('-7.5');
    expect(parseNumber('1.23,4', german)).toBeUndefined();
    expect(parseNumber('', german)).toBeUndefined();
    expect(parseNumber('.', { decimal: '.', group: '' })).toBeUndefined();
    expect(parseNumber('1.5E-2', { decimal: '.', group: '' })).toBe('0.015');
  });
  test('what cannot be told apart follows the hint and says so', () => {
    expect(detectNumberFormat(['1,234', '5,678'], '.')).toMatchObject({ ambiguous: true });
    expect(detectNumberFormat(['1,234', '5,678'], ',')?.format.decimal).toBe(',');
    expect(detectNumberFormat(['1,234', '0,5'], '.')?.format.decimal).toBe(',');
    expect(detectNumberFormat(['rot', 'blau'])).toBeUndefined();
  });
  test('arithmetic is exact where floating point is not', () => {
    const decimal = (text: string) => toDecimal(text) ?? { units: 0n, scale: 0 };
    expect(decimalText(add(decimal('0.1'), decimal('0.2')))).toBe('0.3');
    expect(decimalText(rescale(decimal('1.005'), 2))).toBe('1.01');
    expect(decimalText(rescale(decimal('-1.005'), 2))).toBe('-1.01');
    expect(decimalText(multiply(decimal('74215'), decimal('1.04')))).toBe('77183.6');
    expect(decimalText(divide(decimal('10'), decimal('3'), 4))).toBe('3.3333');
    expect(toDecimal('123456789012')).toBeUndefined();
    expect(decimalText(decimal('-0.00'))).toBe('0');
  });
});

describe('dates', () => {
  const two = (n: number): string => String(n).padStart(2, '0');
  const instant = fc.integer({ min: Date.UTC(1991, 0, 1), max: Date.UTC(2099, 0, 1) });
  test('each notation gives the same instant', () => {
    fc.assert(
      fc.property(fc.array(instant, { minLength: 1, maxLength: 30 }), (instants) => {
        // The 31st keeps day and month apart.
        const walls = [Date.UTC(2024, 4, 31, 13, 5), ...instants].map(
          (at) => Math.floor(at / 60_000) * 60_000,
        );
        const write = (form: (d: Date) => string): string[] => walls.map((w) => form(new Date(w)));
        const time = (d: Date): string => `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
        const columns = [
          write((d) => d.toISOString()),
          write((d) => `${d.toISOString().slice(0, 10)} ${time(d)}:00`),
          write(
            (d) =>
              `${two(d.getUTCDate())}.${two(d.getUTCMonth() + 1)}.${d.getUTCFullYear()} ${time(d)}`,
          ),
          write((d) => `${d.getUTCMonth() + 1}/${d.getUTCDate()}/${d.getUTCFullYear()} ${time(d)}`),
          write((d) => String((d.getTime() - Date.UTC(1899, 11, 30)) / 86_400_000)),
          write((d) => String(d.getTime())),
        ];
        for (const column of columns) {
          const guess = detectDateFormat(column);
          expect(guess).toBeDefined();
          expect(column.map((text) => guess && parseDate(text, guess.format, 'UTC'))).toEqual(
            walls,
          );
        }
      }),
      { numRuns: 50 },
    );
  });
  test('a time on a clock is the instant at which that clock shows it', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'Europe/London', 'America/New_York', 'UTC');
    fc.assert(
      fc.property(instant, zones, (at, zone) => {
        const second = Math.floor(at / 1000) * 1000;
        const wall = second + offsetAt(second, zone);
        const back = wallToInstant(wall, zone);
        // In autumn an hour happens twice; the first one is meant then.
        expect(back + offsetAt(back, zone)).toBe(wall);
        expect(back).toBeLessThanOrEqual(second);
        expect(second - back).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });
  test('summer time in Berlin', () => {
    const at = (text: string): string =>
      new Date(parseDate(text, 'dmy', 'Europe/Berlin') ?? 0).toISOString();
    expect(at('15.01.2024 12:00')).toBe('2024-01-15T11:00:00.000Z');
    expect(at('15.07.2024 12:00')).toBe('2024-07-15T10:00:00.000Z');
    expect(at('31.03.2024 02:30')).toBe('2024-03-31T01:30:00.000Z');
    expect(at('27.10.2024 02:30')).toBe('2024-10-27T00:30:00.000Z');
    expect(at('27.10.2024')).toBe('2024-10-26T22:00:00.000Z');
  });
  test('no date is no date', () => {
    expect(parseDate('31.02.2024', 'dmy', 'UTC')).toBeUndefined();
    expect(parseDate('2024-13-01', 'iso', 'UTC')).toBeUndefined();
    expect(parseDate('gestern', 'iso', 'UTC')).toBeUndefined();
    expect(detectDateFormat(['1/2/2024', '3/4/2024'])).toMatchObject({
      format: 'mdy',
      ambiguous: true,
    });
    expect(detectDateFormat(['01/02/2024', '03/04/2024'])).toMatchObject({
      format: 'dmy',
      ambiguous: true,
    });
  });
  test('day and time in two columns', () => {
    expect(parseDateAndTime('15.07.2024', '8:05', 'dmy', 'Europe/Berlin')).toBe(
      Date.UTC(2024, 6, 15, 6, 5),
    );
    expect(parseDateAndTime('7/15/2024', '8:05 PM', 'mdy', 'UTC')).toBe(
      Date.UTC(2024, 6, 15, 20, 5),
    );
  });
});

test('no cell of the rejected file is a formula', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const cell = safeCell(text).replace(/^"/, '');
      if (!/^[+-]?\d/.test(cell)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
  expect(safeCell('-12,50')).toBe('"-12,50"');
  expect(safeCell('=SUM(A1)')).toBe("'=SUM(A1)");
  expect(safeCell('-1+cmd|x')).toBe("'-1+cmd|x");
});
