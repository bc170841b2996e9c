import { expect, it } from 'vitest';
import { readable } from './readable.ts';

it('shows the first wording, with gaps for names', () => {
  const words = '{% if first_name %}Hallo {{ first_name }}{% else %}Guten Tag{% endif %}, noch da?';
  expect(readable(words)).toBe('Hallo …, noch da?');
  expect(readable('Für {{ cart.total | default: "alles" }}.')).toBe('Für …');
  expect(readable('Nur Worte.')).toBe('Nur Worte.');
});
