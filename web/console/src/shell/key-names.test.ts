import { expect, it } from 'vitest';
import { keyNames } from './key-names.ts';

it('names keys as the keyboard in front of the reader does', () => {
  expect(keyNames('Ctrl Shift Z', 'de')).toBe('Strg Umschalt Z');
  expect(keyNames('Ctrl Shift Z', 'en')).toBe('Ctrl Shift Z');
  expect(keyNames('PgUp', 'de')).toBe('Bild ↑');
  expect(keyNames('Alt + ↑', 'de')).toBe('Alt + ↑');
  expect(keyNames('⌘K', 'de')).toBe('⌘K');
});
