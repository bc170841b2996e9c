import type { Content, ContentData } from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileContent, renderContent } from './content.ts';
import { sampleData } from './scope.ts';

const contentOf = (change: Partial<Content>): Content => ({
  look: 'card',
  headline: 'Hallo',
  text: '',
  picture: null,
  button: null,
  links: [],
  code: false,
  products: 'none',
  ...change,
});
const NOTHING: ContentData = {
  firstName: null,
  product: null,
  category: null,
  search: null,
  cart: null,
  freeShippingFromMinor: null,
  offer: null,
  code: null,
  store: null,
  shop: { name: 'Morgenrot', zone: 'Europe/Berlin' },
  cartProducts: [],
  viewedProducts: [],
};
const SAMPLE = sampleData('de', NOTHING.shop, 'EUR');

function shown(change: Partial<Content>, data: ContentData = SAMPLE, locale: 'de' | 'en' = 'de') {
  const { compiled, problems } = compileContent(contentOf(change));
  if (compiled === null)
    throw new Error(problems.map(({ field, words }) => `${field}: ${words.de}`).join());
  return renderContent(compiled, data, locale);
}
/** What a text must never show in place of a missing value. */
const GAP = /undefined|null|\[object|\{\{/;
const problem = (change: Partial<Content>) => compileContent(contentOf(change)).problems[0];

describe('the texts of a content', () => {
  it('name what is known of the shopper', () => {
    const rendered = shown({
      headline:
        '{{ first_name }}, noch {{ cart.missing_for_free_shipping }} bis zum kostenlosen Versand',
      text: '{% if cart.count > 1 %}{{ cart.count }} Artikel{% else %}Ein Artikel{% endif %} für {{ cart.total }}.',
      button: { label: 'Zum Warenkorb', url: '{{ cart.url }}' },
    });
    expect(rendered?.headline).toMatch(/^Mara, noch 10,20\s€ bis zum kostenlosen Versand$/);
    expect(rendered?.text).toMatch(/^2 Artikel für 39,80\s€\.$/);
    expect(rendered?.button).toEqual({ label: 'Zum Warenkorb', url: '/cart' });
  });

  it('leave no gap where nothing is known', () => {
    const rendered = shown(
      {
        headline: '{{ first_name }}, {{ product.name }} wartet',
        text: 'Hallo {{ first_name }}, schön. {{ store.name | upcase }} in {{ store.city | default: "der Stadt" }}',
        button: { label: 'Ansehen', url: '{{ product.url }}' },
      },
      NOTHING,
    );
    expect(rendered).toMatchObject({
      headline: 'Dieser Artikel wartet',
      text: 'Hallo, schön. UNSERE FILIALE in der Stadt',
      button: { url: '/' },
    });
  });

  it('stay plain text, and addresses stay addresses', () => {
    const hostile = '"><img src=x onerror=alert(1)>&go=//evil.example';
    const data = { ...SAMPLE, firstName: hostile, search: hostile };
    const rendered = shown(
      {
        headline: 'Hallo {{ first_name }}',
        button: { label: 'Suchen', url: '/search?q={{ search }}' },
        links: [
          { label: 'Skript', url: 'javascript:alert(1)' },
          { label: 'Fremd', url: '//evil.example' },
          { label: 'Rat', url: 'https://shop.example/rat?p={{ product.name }}' },
          { label: 'Versteckt', url: '{{ first_name }}' },
        ],
      },
      data,
    );
    // Whoever draws it sets it as text; nothing is changed on the way.
    expect(rendered?.headline).toBe(`Hallo ${hostile}`);
    expect(rendered?.button?.url).toBe(`/search?q=${encodeURIComponent(hostile)}`);
    expect(rendered?.links).toEqual([
      { label: 'Rat', url: 'https://shop.example/rat?p=Wiesenlampe%20Juno' },
    ]);
  });

  it('reach nothing but the listed names', () => {
    expect(problem({ headline: '{{ traits.email }}' })?.words.de).toContain('traits.email');
    expect(problem({ headline: '{{ product.name.constructor }}' })).toBeDefined();
    expect(problem({ headline: '{{ "a" | date: "%Y" }}' })?.words.de).toContain('date');
    expect(problem({ headline: '{% include "x" %}' })?.words.de).toContain('include');
    expect(problem({ headline: '{{ product.name' })?.words.de).toContain('nicht geschlossen');
    expect(problem({ text: 'x'.repeat(10_001) })?.words.de).toContain('zu lang');
    expect(problem({ headline: '{{ product["constructor"] }}' })).toBeDefined();
    const hidden = '{% assign x = "constructor" %}a{{ product[x] }}b';
    expect(shown({ headline: hidden })?.headline).toBe('Ab');
  });

  it('cannot run away', () => {
    const loop = '{% for a in (1..10000) %}x{% endfor %}';
    expect(problem({ text: loop })?.words.de).toContain('for');
    // Doubling 20 times would be a million characters.
    const grow = '{% assign a = "xxxxxxxxxx" %}'.concat(
      '{% assign a = a | append: a %}'.repeat(20),
      '{{ a }}',
    );
    expect(shown({ text: grow })).toBeNull();
  });

  it('show a code only when there is one, and nothing when all is empty', () => {
    expect(shown({ code: true })?.code?.text).toBe('MUST-ERCD-E2KQ');
    expect(shown({ code: true }, NOTHING)?.code).toBeNull();
    expect(shown({ headline: '{{ first_name }}' }, NOTHING)).toBeNull();
  });

  it('render in both languages, whatever is known', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('de' as const, 'en' as const),
        fc.boolean(),
        (name, locale, known) => {
          // A shopper may be called "null" or "{{"; the name is shown as it is, and only the rest is looked at.
          fc.pre(!GAP.test(name));
          const data = { ...(known ? SAMPLE : NOTHING), firstName: name };
          const text =
            '{{ first_name }} {{ product.price }} {{ offer.until }} {{ category | downcase }}';
          const rendered = shown({ text }, data, locale);
          expect(rendered?.text).not.toMatch(GAP);
          expect(rendered).toEqual(shown({ text }, data, locale));
        },
      ),
    );
  });
});
