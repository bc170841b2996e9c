import { afterEach, describe, expect, it } from 'vitest';
import {
  activateLanguage,
  defineTexts,
  onLanguage,
  preferredLanguage,
  textFaults,
  variablesOf,
} from './language.ts';

const area = defineTexts('test', {
  en: { shoppers: '{count, plural, one {# shopper} other {# shoppers}} in {shop}' },
  de: { shoppers: '{count, plural, one {# Kunde} other {# Kunden}} in {shop}' },
});

afterEach(() => activateLanguage('de'));

describe('texts', () => {
  it('reads ICU messages in the present language with its numbers', () => {
    expect(area.text('shoppers', { count: 1200, shop: 'Köln' })).toBe('1.200 Kunden in Köln');
    activateLanguage('en');
    expect(area.text('shoppers', { count: 1200, shop: 'Köln' })).toBe('1,200 shoppers in Köln');
    expect(area.text('shoppers', { count: 1, shop: 'Köln' })).toBe('1 shopper in Köln');
  });

  it('tells listeners about a change of language and stops when asked', () => {
    let calls = 0;
    const stop = onLanguage(() => (calls += 1));
    activateLanguage('en');
    activateLanguage('en');
    stop();
    activateLanguage('de');
    expect(calls).toBe(1);
  });

  it('chooses the first language of the reader that we speak', () => {
    expect(preferredLanguage(['fr-CH', 'en-GB', 'de'])).toBe('en');
    expect(preferredLanguage(['fr'])).toBe('de');
  });

  it('finds what differs between the languages', () => {
    expect(variablesOf('{a} {n, plural, one {# {b}} other {x}}')).toEqual(['a', 'b', 'n:plural']);
    const en: Record<string, string> = { a: 'Hi {name}', b: 'Stop!', c: 'only here' };
    const de: Record<string, string> = { a: 'Hallo {vorname}', b: 'Halt' };
    expect(textFaults({ name: 'x', de, en })).toEqual([
      'x.a has different variables in de and en',
      'x.b shouts',
      'x.c is missing in one language',
    ]);
  });
});
