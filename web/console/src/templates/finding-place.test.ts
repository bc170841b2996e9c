import type { Block, TemplateDraft } from '@augenblick/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeOf } from './finding-place.ts';

const block = (id: string): Block => ({ id, kind: 'divider', ground: 'paper', onlyWith: null });
const content = (...ids: string[]) => ({
  kind: 'mail' as const,
  subject: '',
  preheader: '',
  blocks: ids.map(block),
});
const draft: TemplateDraft = {
  name: 'Neu',
  channel: 'mail',
  basis: 'marketing',
  contents: { de: content('a', 'b'), en: content('b', 'a') },
  variants: [{ id: 'c', name: 'C', contents: { de: content('x'), en: content() } }],
};

it('finds the block or the line that a path means', () => {
  expect(placeOf(draft, 'contents.de.blocks.1.alt')).toEqual({
    writing: { variant: 'a', language: 'de' },
    block: 'b',
    line: null,
  });
  expect(placeOf(draft, 'contents.en.blocks.1')).toMatchObject({ block: 'a' });
  expect(placeOf(draft, 'variants.0.contents.de.blocks.0.columns.1.0.text')).toEqual({
    writing: { variant: 'c', language: 'de' },
    block: 'x',
    line: null,
  });
  expect(placeOf(draft, 'variants.0.contents.en.subject')).toEqual({
    writing: { variant: 'c', language: 'en' },
    block: null,
    line: 'subject',
  });
  expect(placeOf(draft, 'name')).toBeNull();
  expect(placeOf(draft, 'brand.imprint')).toBeNull();
});

it('takes any path without breaking', () => {
  const part = fc.oneof(
    fc.constantFrom('contents', 'variants', 'de', 'en', 'blocks', '0', '7', '__proto__', 'length'),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 7 }), (parts) => {
      const place = placeOf(draft, parts.join('.'));
      if (place?.block) expect(['a', 'b', 'x']).toContain(place.block);
    }),
  );
});
