import fc from 'fast-check';
import { expect, it } from 'vitest';
import { htmlOf, keyFrom } from './kinds.ts';

it('makes a key that pages can name', () => {
  expect(keyFrom('Startseite, oben!')).toBe('startseite-oben');
  expect(keyFrom('Größe & Maß')).toBe('groesse-mass');
  expect(keyFrom('Café – Théâtre')).toBe('cafe-theatre');
});

it('never makes a key that the server refuses, unless nothing is left of the name', () => {
  const allowed = /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/;
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (name) => {
      const key = keyFrom(name);
      expect(key === '' || allowed.test(key)).toBe(true);
    }),
  );
});

it('keeps the room free in the page itself', () => {
  expect(htmlOf('home', 120)).toBe('<div data-augenblick="home" style="min-height: 120px"></div>');
  expect(htmlOf('home', 0)).toBe('<div data-augenblick="home"></div>');
});
