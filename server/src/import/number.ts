import type { NumberFormat } from '@augenblick/contract/api/import.ts';

/** A number without any doubt left: sign, digits, point, digits ("-1234.5"). Never in scientific notation. */
export type DecimalText = string;

/** Formats in order of preference where a point is the natural decimal sign. */
const FORMATS: readonly NumberFormat[] = [
  { decimal: '.', group: '' },
  { decimal: ',', group: '' },
  { decimal: '.', group: ',' },
  { decimal: ',', group: '.' },
  { decimal: '.', group: "'" },
  { decimal: ',', group: "'" },
  { decimal: ',', group: ' ' },
  { decimal: '.', group: ' ' },
];
/** A column must read as numbers this far to be taken as one. */
const SHARE = 0.9;

export interface NumberGuess {
  format: NumberFormat;
  /** Share of the non-empty values that are numbers in this format. */
  share: number;
  /** True when another decimal sign fits just as well ("1,234" only): the hint decided. */
  ambiguous: boolean;
}

/**
 * The way in which a column writes numbers, or undefined when it holds none. `hint` is the decimal sign that the rest of
 * the file suggests; it decides only where the values themselves do not.
 */
export function detectNumberFormat(
  values: readonly string[],
  hint: '.' | ',' = '.',
): NumberGuess | undefined {
  const filled = values.filter((value) => value.trim() !== '');
  if (filled.length === 0) return undefined;
  const ordered = [...FORMATS].sort(
    (a, b) => Number(b.decimal === hint) - Number(a.decimal === hint),
  );
  let best: { format: NumberFormat; valid: number } | undefined;
  const counts = new Map<NumberFormat, number>();
  for (const format of ordered) {
    let valid = 0;
    for (const value of filled) if (parseNumber(value, format) !== undefined) valid++;
    counts.set(format, valid);
    if (!best || valid > best.valid) best = { format, valid };
  }
  if (!best || best.valid < SHARE * filled.length || best.valid === 0) return undefined;
  const chosen = best;
  const ambiguous =
    filled.some((value) => /[.,]/.test(value)) &&
    ordered.some((f) => f.decimal !== chosen.format.decimal && counts.get(f) === chosen.valid);
  return { format: chosen.format, share: chosen.valid / filled.length, ambiguous };
}

const SIGNS =
  /^(?:EUR|GBP|USD|CHF|PLN|CZK|SEK|DKK|NOK|[€£$¥])|(?:EUR|GBP|USD|CHF|PLN|CZK|SEK|DKK|NOK|[€£$¥])$/i;
const PLAIN = /^-?\d+(?:\.\d+)?$/;
const patterns = new Map<string, RegExp>();

/** Reads one number; undefined when it is none. Currency signs, "(5.00)" and "5.00-" as negatives are understood. */
export function parseNumber(sent: string, format: NumberFormat): DecimalText | undefined {
  if (format.decimal === '.' && PLAIN.test(sent)) return sent;
  let text = sent.replace(/[\u00a0\u202f\u2009]/g, ' ').trim();
  let negative = false;
  if (text.startsWith('(') && text.endsWith(')')) {
    negative = true;
    text = text.slice(1, -1).trim();
  }
  text = text.replace(SIGNS, '').trim();
  if (/^[+\-−–]/.test(text)) {
    if (!text.startsWith('+')) negative = !negative;
    text = text.slice(1).trim();
  } else if (text.endsWith('-')) {
    negative = !negative;
    text = text.slice(0, -1).trim();
  }
  text = text.replace(SIGNS, '').trim().replaceAll('’', "'");
  const match = patternOf(format).exec(text);
  if (!match) return scientific(text, format, negative);
  const whole = format.group === '' ? match[1] : match[1]?.replaceAll(format.group, '');
  const fraction = match[2] ?? '';
  const digits = fraction === '' ? whole || '0' : `${whole || '0'}.${fraction}`;
  return negative ? `-${digits}` : digits;
}

function patternOf(format: NumberFormat): RegExp {
  const key = format.decimal + format.group;
  const known = patterns.get(key);
  if (known) return known;
  const decimal = format.decimal === '.' ? '\\.' : ',';
  const group = format.group === '.' ? '\\.' : format.group;
  const whole = group === '' ? '\\d+' : `\\d{1,3}(?:${group}\\d{3})+|\\d+`;
  const pattern = new RegExp(`^(?=.*\\d)(${whole}|)(?:${decimal}(\\d+)|${decimal})?$`);
  patterns.set(key, pattern);
  return pattern;
}

/** Excel writes very large and very small numbers as 1.5E-05. */
function scientific(text: string, format: NumberFormat, negative: boolean): string | undefined {
  if (!/^\d+(?:[.,]\d+)?e[+-]?\d{1,2}$/i.test(text)) return undefined;
  const value = Number(format.decimal === ',' ? text.replace(',', '.') : text);
  if (!Number.isFinite(value) || value >= 1e15) return undefined;
  const digits = value.toFixed(9).replace(/\.?0+$/, '');
  return negative ? `-${digits}` : digits;
}

/** An exact number: `units` / 10^scale. */
export interface Decimal {
  units: bigint;
  scale: number;
}

/** Digits after the point that are kept of what a file says; more are cut off by rounding half away from zero. */
const SCALE_MAX = 9;
/** Digits in front of the point that money and quantities can sensibly have. */
const WHOLE_MAX = 11;

/** Exact value of a decimal text; undefined when it is too large to be money or a quantity. */
export function toDecimal(text: DecimalText): Decimal | undefined {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  if (whole.replace(/^0+/, '').length > WHOLE_MAX) return undefined;
  const units = BigInt(whole + fraction);
  const signed = { units: negative ? -units : units, scale: fraction.length };
  return fraction.length > SCALE_MAX ? rescale(signed, SCALE_MAX) : signed;
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: widen(a, scale) + widen(b, scale), scale };
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

/** a / b to `scale` places, rounded half away from zero. b must not be zero. */
export function divide(a: Decimal, b: Decimal, scale: number): Decimal {
  const numerator = a.units * 10n ** BigInt(scale + 1 + b.scale);
  const denominator = b.units * 10n ** BigInt(a.scale);
  return rescale({ units: numerator / denominator, scale: scale + 1 }, scale);
}

/** The same number with `scale` places, rounded half away from zero. */
export function rescale(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return { units: widen(value, scale), scale };
  const factor = 10n ** BigInt(value.scale - scale);
  const half = factor / 2n;
  const units = value.units < 0n ? (value.units - half) / factor : (value.units + half) / factor;
  return { units, scale };
}

export const ZERO: Decimal = { units: 0n, scale: 0 };

/** Decimal text of a number, without needless zeros. */
export function decimalText(value: Decimal): DecimalText {
  const negative = value.units < 0n;
  const digits = (negative ? -value.units : value.units).toString().padStart(value.scale + 1, '0');
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = digits.slice(digits.length - value.scale).replace(/0+$/, '');
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && text !== '0' ? `-${text}` : text;
}

function widen(value: Decimal, scale: number): bigint {
  return value.scale === scale ? value.units : value.units * 10n ** BigInt(scale - value.scale);
}
