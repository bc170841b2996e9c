import { describe, expect, it } from 'vitest';
import { createFormats } from './formats.ts';

const de = createFormats('de', 'Europe/Berlin');
const en = createFormats('en', 'Europe/London');
const NOW = Date.UTC(2026, 10, 21, 21, 5, 9);
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('formats', () => {
  it('shows money from minor units in the currency’s own decimals', () => {
    expect(plain(de.money({ amountMinor: 199_090, currency: 'EUR' }))).toBe('1.990,90 €');
    expect(plain(de.money({ amountMinor: 500, currency: 'JPY' }))).toBe('500 ¥');
    expect(plain(en.money({ amountMinor: -1990, currency: 'GBP' }))).toBe('-£19.90');
    expect(plain(de.moneyRound({ amountMinor: 1_240_050, currency: 'EUR' }))).toBe('12.401 €');
  });

  it('shows numbers and shares', () => {
    expect(de.number(1234.56)).toBe('1.234,6');
    expect(de.number(3, 2)).toBe('3,00');
    expect(plain(de.percent(0.123, 1))).toBe('12,3 %');
    expect(en.percent(0.5)).toBe('50%');
  });

  it('says how long ago, and gives the date when that says more', () => {
    expect(de.relative(NOW - 3000, NOW)).toBe('jetzt');
    expect(de.relative(NOW - 125_000, NOW)).toBe('vor 2 Minuten');
    expect(en.relative(NOW - 3 * 86_400_000, NOW)).toBe('3 days ago');
    expect(de.relative(NOW + 7_300_000, NOW)).toBe('in 2 Stunden');
    expect(de.relative(NOW - 90 * 86_400_000, NOW)).toBe('23. Aug. 2026');
  });

  it('shows a time in the zone it was made for', () => {
    expect(de.time(NOW)).toBe('22:05');
    expect(en.time(NOW)).toBe('21:05');
    expect(de.timeSeconds(NOW)).toBe('22:05:09');
    expect(de.exact(NOW)).toContain('MEZ');
  });

  it('names a day as a person would, by the zone’s midnight', () => {
    const lateEvening = Date.UTC(2026, 10, 20, 23, 30);
    expect(de.day(lateEvening, NOW)).toBe('Heute');
    expect(en.day(lateEvening, NOW)).toBe('Yesterday');
    expect(de.day(Date.UTC(2026, 10, 16, 12), NOW)).toBe('Montag, 16. November');
    expect(de.day(Date.UTC(2025, 10, 16, 12), NOW)).toBe('Sonntag, 16. November 2025');
  });

  it('shows sizes and durations', () => {
    expect(plain(de.bytes(1_420_000))).toBe('1,4 MB');
    expect(plain(en.duration(200_000))).toBe('3 mins 20 secs');
    expect(plain(de.duration(340))).toBe('340 ms');
    expect(plain(de.duration(4 * 3_600_000))).toBe('4 Std.');
    expect(plain(de.duration(4 * 3_600_000 + 60_000))).toBe('4 Std. 1 Min.');
    expect(plain(en.duration(120_000))).toBe('2 mins');
  });
});
