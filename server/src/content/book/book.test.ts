import { ADDRESS_FORMS, isMail } from '@augenblick/contract';
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../check/index.ts';
import { compileTemplate } from '../compile.ts';
import { EXAMPLE_BRAND, EXAMPLE_ORIGIN, EXAMPLE_SHOP, exampleData } from '../example.ts';
import { render } from '../render.ts';
import { draftOf } from './entry.ts';
import { ENTRIES } from './index.ts';

const cases = ENTRIES.flatMap((entry) =>
  entry.channels.flatMap((channel) =>
    ADDRESS_FORMS.map((form) => [`${entry.key} ${channel} ${form}`, entry, channel, form] as const),
  ),
);

describe('ready-made templates', () => {
  it.each(cases)('%s passes every point of the check', async (_name, entry, channel, form) => {
    const brand = { ...EXAMPLE_BRAND, address: form };
    const draft = draftOf(entry, { channel, form, locale: 'de' });
    const compiling = await compileTemplate(draft, brand, { origin: EXAMPLE_ORIGIN });
    const report = checkTemplate({
      draft,
      brand,
      compiling,
      origin: EXAMPLE_ORIGIN,
      shop: EXAMPLE_SHOP,
      currency: 'EUR',
    });
    const failed = report.checks
      .filter(({ state }) => state === 'failed')
      .flatMap(({ findings }) => findings.map(({ field, words }) => `${field}: ${words.en}`));
    expect(failed).toEqual([]);
    expect(report.ready).toBe(true);
  });

  it.each(cases)('%s reads well when nothing is known', async (_name, entry, channel, form) => {
    const brand = { ...EXAMPLE_BRAND, address: form };
    const draft = draftOf(entry, { channel, form, locale: 'de' });
    const { compiled } = await compileTemplate(draft, brand, { origin: EXAMPLE_ORIGIN });
    if (compiled === null) throw new Error('does not compile');
    const nothing = {
      ...exampleData(),
      firstName: null,
      product: null,
      category: null,
      cart: null,
      cartProducts: [],
      viewedProducts: [],
      eventProducts: [],
      recommended: [],
      chosen: {},
      code: null,
      offer: null,
      points: null,
      event: {},
    };
    for (const locale of ['de', 'en'] as const) {
      const made = render(compiled, nothing, locale);
      const said = isMail(made) ? [made.subject, made.text] : [made.title, made.text];
      for (const text of said) {
        expect(text).not.toMatch(/undefined|null|NaN|\[object|\{\{|\}\}|\{%/);
        // No gap before a sign, no comma before the end of a sentence, no two spaces.
        expect(text).not.toMatch(/[^\s:] +[,.;:?!](?:\s|$)|,\s*[.?!]| {3,}\S/);
      }
      expect(said.every((text) => text.trim() !== '' || !isMail(made))).toBe(true);
    }
  });
});
