import { describe, expect, it } from 'vitest';
import { preferenceText, storeName, traitText } from './names.ts';
import type { WordText } from './names.ts';

describe('Names of what is known', () => {
  it('names countries and languages instead of their codes', () => {
    expect(traitText('language', 'en', 'de')).toBe('Englisch');
    expect(traitText('address', { city: 'Leeds', country: 'GB' }, 'en')).toBe(
      'Leeds, United Kingdom',
    );
    expect(traitText('country', 'nirgendwo', 'de')).toBe('nirgendwo');
    expect(traitText('size', 38, 'de')).toBe('38');
  });

  it('says what was set in the preference centre, topics by their names', () => {
    const word: WordText = (key) => `<${key}>`;
    const say = {
      word,
      day: (at: number) => new Date(at).toISOString().slice(0, 10),
      topic: (key: string) => (key === 'neues' ? 'Neu im Laden' : key),
    };
    const told = (key: string, value: unknown) => preferenceText({ key, value }, say);
    expect(told('message_topics_off', ['neues', 'x'])).toBe('Neu im Laden, x');
    expect(told('message_frequency', 'weekly')).toBe('<frequency.weekly>');
    expect(told('message_frequency', 'never')).toBeNull();
    expect(told('message_paused_until', '2026-05-01T00:00:00.000Z')).toBe('2026-05-01');
    expect(told('message_paused_until', null)).toBeNull();
    expect(told('city', 'weekly')).toBeNull();
  });

  it('writes short names of stores as names and leaves numbers alone', () => {
    expect(storeName('altstadt')).toBe('Altstadt');
    expect(storeName('köln-ehrenfeld')).toBe('Köln Ehrenfeld');
    expect(storeName('0147')).toBe('0147');
    expect(storeName('Filiale A')).toBe('Filiale A');
  });
});
