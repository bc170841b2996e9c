import { TIMELINE_PHRASES } from '@augenblick/contract/api/shopper.ts';
import { activateLanguage } from '@augenblick/ui';
import { afterEach, describe, expect, it } from 'vitest';
import { sentence } from './sentence.ts';
import { timelineTexts } from './texts-timeline.ts';
import { wordTexts } from './texts-words.ts';

afterEach(() => activateLanguage('de'));

const said = (key: (typeof TIMELINE_PHRASES)[number], values = {}) =>
  sentence({ key, values }, timelineTexts.text, wordTexts.text);

describe('sentences of the timeline', () => {
  it.each(['de', 'en'] as const)(
    'words every phrase in %s, with and without details',
    (language) => {
      activateLanguage(language);
      for (const key of TIMELINE_PHRASES) {
        const values = { name: 'Email Opened', kind: 'email', purpose: 'marketing', quantity: 2 };
        for (const words of [said(key, values), said(key, { name: 'Own Event' })]) {
          expect(words, key).not.toBe('');
          expect(words, key).not.toMatch(/[{}]|undefined|null|event\.|identity\./);
        }
      }
    },
  );

  it('names what is known and stays silent about what is not', () => {
    expect(said('event.searched', { query: 'Kerze' })).toBe('Hat nach „Kerze“ gesucht');
    expect(said('event.searched', { query: null })).toBe('Hat gesucht');
    expect(said('event.added', { product: 'Tasse', quantity: 1 })).toBe(
      'Hat Tasse in den Warenkorb gelegt',
    );
    expect(said('event.added', { product: 'Tasse', quantity: 3 })).toBe(
      'Hat 3 × Tasse in den Warenkorb gelegt',
    );
    expect(said('consent.granted', { purpose: 'marketing', channel: 'email' })).toBe(
      'Hat zugestimmt: Werbung per E-Mail',
    );
  });

  it('names traits in the reader’s words and leaves the retailer’s own as they are', () => {
    expect(said('event.identified', { traits: 'email, lastName, hobby, …' })).toBe(
      'Hat sich zu erkennen gegeben: E-Mail, Nachname, hobby, …',
    );
  });

  it('keeps a retailer’s own event name and words those of the vocabulary', () => {
    expect(said('event.other', { name: 'Sofa Configured' })).toBe('Sofa Configured');
    expect(said('event.other', { name: 'Points Earned' })).toBe('Hat Punkte gesammelt');
  });
});
