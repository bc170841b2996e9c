import { activateLanguage } from '@augenblick/ui';
import { afterEach, describe, expect, it } from 'vitest';
import { changeSentence, isTelling, type Wording } from './changes.ts';
import { changeTexts } from './texts.ts';

const wording: Wording = {
  text: changeTexts.text,
  eventWords: (name) => (name === 'Product Viewed' ? 'Artikel angesehen' : name),
  time: (at) => `Zeit ${at}`,
  language: 'de',
};
const words = { de: 'wie der Server sagt', en: 'as the server says' };
const change = (path: string, before: unknown, after: unknown) => ({ path, before, after, words });

afterEach(() => activateLanguage('de'));

describe('a change of the profile as a sentence', () => {
  it('counts events in shop words', () => {
    const sentence = (count: number) =>
      changeSentence(change('counts.Product Viewed', [count - 1, 1], [count, 2]), wording);
    expect(sentence(1)).toBe('Zum ersten Mal: Artikel angesehen');
    expect(sentence(3)).toBe('Zum 3. Mal: Artikel angesehen');
    activateLanguage('en');
    expect(sentence(1)).toBe('Artikel angesehen, for the first time');
    expect(sentence(3)).toBe('Artikel angesehen, 3 times so far');
  });

  it('gives instants in the zone of the reader', () => {
    expect(changeSentence(change('lastOrderAt', null, 7), wording)).toBe(
      'Letzte Bestellung: Zeit 7',
    );
  });

  it('takes the words of the server for everything else', () => {
    expect(changeSentence(change('cart', [], []), wording)).toBe('wie der Server sagt');
    expect(changeSentence(change('lastOrderAt', 7, null), wording)).toBe('wie der Server sagt');
    expect(changeSentence(change('cart', [], []), { ...wording, language: 'en' })).toBe(
      'as the server says',
    );
  });

  it('leaves out a fact that was only stated once more', () => {
    const city = (value: string, at: number) => ({ value, at, event: `e${at}` });
    expect(isTelling(change('traits.city', city('Ulm', 1), city('Ulm', 2)))).toBe(false);
    expect(isTelling(change('traits.city', city('Ulm', 1), city('Köln', 2)))).toBe(true);
    expect(isTelling(change('traits.city', null, city('Köln', 2)))).toBe(true);
  });

  it('leaves out what moves with every event, and nothing else of that name', () => {
    expect(['events', 'hours', 'cartAt'].some((path) => isTelling(change(path, 0, 1)))).toBe(false);
    expect(
      ['cart', 'counts.events', 'traits.hours'].every((path) => isTelling(change(path, 0, 1))),
    ).toBe(true);
  });
});
