import { describe, expect, it } from 'vitest';
import { storeName, traitText } from './names.ts';

describe('Names of what is known', () => {
  it('names countries and languages instead of their codes', () => {
    expect(traitText('language', 'en', 'de')).toBe('Englisch');
    expect(traitText('address', { city: 'Leeds', country: 'GB' }, 'en')).toBe(
      'Leeds, United Kingdom',
    );
    expect(traitText('country', 'nirgendwo', 'de')).toBe('nirgendwo');
    expect(traitText('size', 38, 'de')).toBe('38');
  });

  it('writes short names of stores as names and leaves numbers alone', () => {
    expect(storeName('altstadt')).toBe('Altstadt');
    expect(storeName('köln-ehrenfeld')).toBe('Köln Ehrenfeld');
    expect(storeName('0147')).toBe('0147');
    expect(storeName('Filiale A')).toBe('Filiale A');
  });
});
