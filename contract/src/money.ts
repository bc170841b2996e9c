/** An amount in minor units (cents) of one ISO 4217 currency. */
export interface Money {
  amountMinor: number;
  currency: string;
}

/** Currencies whose minor unit is not 1/100 (ISO 4217). */
const EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

/** Number of decimal places of a currency: 2 for EUR, 0 for JPY. */
export function currencyExponent(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/**
 * Turns a decimal amount as clients send it (19.9, "19.90") into minor units, rounding half away from zero on the
 * decimal text, so that 1.005 becomes 101 and not 100. Undefined when it is not a number or not a safe integer.
 */
export function toMinor(amount: unknown, currency: string): number | undefined {
  const text =
    typeof amount === 'number'
      ? numberText(amount)
      : typeof amount === 'string'
        ? amount.trim()
        : '';
  const match = /^([+-]?)(\d{0,15})(?:\.(\d*))?$/.exec(text);
  if (!match || (match[2] === '' && (match[3] ?? '') === '')) return undefined;
  const exponent = currencyExponent(currency);
  const fraction = (match[3] ?? '').padEnd(exponent + 1, '0');
  const kept = Number(`${match[2]}${fraction.slice(0, exponent)}`);
  const rounded = kept + (fraction.charCodeAt(exponent) >= 53 ? 1 : 0);
  if (!Number.isSafeInteger(rounded)) return undefined;
  return match[1] === '-' && rounded !== 0 ? -rounded : rounded;
}

/** Minor units as a decimal number for display libraries (Intl): 1990 EUR → 19.9. */
export function fromMinor(money: Money): number {
  return money.amountMinor / 10 ** currencyExponent(money.currency);
}

/** A currency code as ISO writes it, or undefined. */
export function asCurrency(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const code = value.trim().toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : undefined;
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) return '';
  const text = String(value);
  return text.includes('e') ? value.toFixed(10) : text;
}
