import { isMail, type MessageData, type TemplateDraft } from '@augenblick/contract';
import fc from 'fast-check';
import { createTransport } from 'nodemailer';
import { parse } from 'parse5';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { compileText, isProblem, renderText } from '../campaign/index.ts';
import { checkTemplate } from './check/index.ts';
import { type CompiledMessage, compileTemplate } from './compile.ts';
import {
  EXAMPLE_BRAND,
  EXAMPLE_ORIGIN,
  EXAMPLE_SHOP,
  exampleData,
  exampleDraft,
} from './example.ts';
import { MESSAGE_VOCABULARY } from './names.ts';
import { render } from './render.ts';
import { messageScope, namedIn, washed } from './scope.ts';
import { closeGaps, readText } from './text.ts';

/** An element as parse5 gives it. */
interface Node {
  nodeName: string;
  attrs?: { name: string; value: string }[];
  childNodes?: Node[];
  value?: string;
}

function elements(node: Node): Node[] {
  return [node, ...(node.childNodes ?? []).flatMap(elements)];
}
const read = (html: string): Node[] => elements(parse(html) as unknown as Node);
const attr = (node: Node, name: string): string | undefined =>
  node.attrs?.find((one) => one.name === name)?.value;

/** Tags and attributes, without what they say: what no value may change. */
const shape = (html: string): string =>
  read(html)
    .filter(({ nodeName }) => nodeName !== '#text' && nodeName !== 'br')
    .map(({ nodeName, attrs = [] }) => `${nodeName} ${attrs.map(({ name }) => name).join()}`)
    .join('\n');

async function compiledOf(draft: TemplateDraft): Promise<CompiledMessage> {
  const { compiled, problems } = await compileTemplate(draft, EXAMPLE_BRAND, {
    origin: EXAMPLE_ORIGIN,
  });
  if (compiled === null) throw new Error(JSON.stringify(problems));
  return compiled;
}

function htmlOf(compiled: CompiledMessage, data: MessageData, locale: 'de' | 'en' = 'de'): string {
  const made = render(compiled, data, locale);
  if (!isMail(made)) throw new Error('a mail');
  return made.html;
}

/** Texts that break out of things, and any other. */
const nasty = fc.oneof(
  fc.constantFrom(
    '"><script>alert(1)</script>',
    "' onload='x",
    '{{ shop.name }}',
    '{% if true %}x{% endif %}',
    '</td></tr></table>',
    '<!--',
    '[x](javascript:alert(1))',
    '**fett**',
    '__proto__',
    'null',
    'a\r\nBcc: x@example.com',
    '\uE0F0h1\uE0F1',
    '\uE001\uE002\uE007',
    '\uD800',
    '&amp;&lt;',
    'javascript:alert(1)',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
);

const product = fc.record({
  id: nasty,
  name: nasty,
  url: fc.option(nasty, { nil: null }),
  image: fc.option(nasty, { nil: null }),
  priceMinor: fc.option(fc.integer({ min: -5, max: 1e9 }), { nil: null }),
  currency: fc.constantFrom('EUR', 'JPY'),
});

describe('a value', () => {
  it('changes what a mail says and never how it is built', async () => {
    const compiled = await compiledOf(exampleDraft());
    const base = exampleData();
    const url = 'https://laden.example/p';
    const known = base.viewedProducts.map((one) => ({ ...one, url, image: `${url}.jpg` }));
    const data = { ...base, viewedProducts: known, recommended: known };
    const whole = shape(htmlOf(compiled, data));
    fc.assert(
      fc.property(nasty, nasty, nasty, nasty, (first, name, code, search) => {
        const changed: MessageData = {
          ...data,
          firstName: `x${first}`,
          search,
          code: { text: `x${code}`, until: null },
          offer: { title: { de: `x${name}`, en: name }, until: null },
          viewedProducts: known.map((one) => ({ ...one, name: `x${name}` })),
          shop: { name: `x${search}`, zone: 'Europe/Berlin' },
          event: { confirm_url: first, name },
        };
        expect(shape(htmlOf(compiled, changed))).toBe(whole);
      }),
      { numRuns: 150 },
    );
  });

  it('never leads anywhere but to a web address, and never runs', async () => {
    const compiled = await compiledOf(exampleDraft());
    fc.assert(
      fc.property(fc.array(product, { maxLength: 4 }), nasty, (products, text) => {
        const data: MessageData = {
          ...exampleData(),
          viewedProducts: products,
          recommended: products,
          product: products[0] ? { ...products[0], category: text, brand: text } : null,
          links: { unsubscribe: text, preferences: text, browser: null },
        };
        for (const node of read(htmlOf(compiled, data))) {
          expect(node.nodeName).not.toMatch(/^(script|iframe|object|embed|form|base)$/);
          for (const { name, value } of node.attrs ?? []) {
            expect(name).not.toMatch(/^on/);
            if (name === 'href' || name === 'src') expect(value).toMatch(/^https?:\/\//);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('stands literally: Liquid and markup in it mean nothing, and a header has one line', async () => {
    const draft = exampleDraft();
    const compiled = await compiledOf(draft);
    const data = { ...exampleData(), firstName: '{{ shop.name }} **x**\r\nBcc: y' };
    const made = render(compiled, data, 'de');
    if (!isMail(made)) throw new Error('a mail');
    expect(made.subject).toBe('Hallo {{ shop.name }} **x** Bcc: y, Neues');
    expect(made.html).not.toContain('<strong>x</strong>');
    expect(made.text).toContain('{{ shop.name }} **x**');
  });

  it('that an event brought leads only to the shop or to us', async () => {
    const draft = exampleDraft();
    const content = draft.contents.de;
    if (content.kind !== 'mail') throw new Error('a mail');
    const button = content.blocks.find(({ kind }) => kind === 'button');
    if (button?.kind !== 'button') throw new Error('a button');
    const url = '{{ event.target }}';
    content.blocks = [{ ...button, url }];
    const compiled = await compiledOf(draft);
    const linksFor = (target: string) =>
      render(compiled, { ...exampleData(), event: { target } }, 'de').links;
    expect(linksFor('https://laden.example/cart?c=1&d=2')).toEqual([
      'https://laden.example/cart?c=1&d=2',
    ]);
    expect(linksFor(`${EXAMPLE_ORIGIN}/m/c/abc`)).toEqual([`${EXAMPLE_ORIGIN}/m/c/abc`]);
    for (const target of [
      'https://evil.example/',
      'https://laden.example.evil.example/',
      '//evil.example',
      'javascript:x',
      'https://laden.example@evil.example/',
    ]) {
      expect(linksFor(target)).toEqual([]);
    }
  });
});

describe('a text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '{{ first_name }}',
      '{{ product.name }}',
      '{{ code }}',
      '{{ points }}',
      '{{ event.a }}',
      '{{ first_name | default: "Sie" }}',
      '{{ search | upcase }}',
      '{% if first_name %}',
      '{% endif %}',
      '{% else %}',
      '{{',
      '}}',
      '{%',
      '**',
      '_',
      '[a](/b)',
      '[a](',
      '\n\n',
      '\n- ',
      '\n1. ',
      '<b>',
      '&',
      '"',
      '{% raw %}{{ x }}{% endraw %}',
      '{% capture a %}<i>{% endcapture %}{{ a }}',
      '\uE001',
      '\uE0F0b1\uE0F1',
    ),
    fc.string({ maxLength: 8 }),
  );
  const text = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));

  it('of any kind is read without harm, and what comes out is whole', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, text, async (rich, label, url) => {
        const draft = exampleDraft();
        for (const locale of ['de', 'en'] as const) {
          const content = draft.contents[locale];
          if (content.kind !== 'mail') continue;
          content.blocks = content.blocks.map((block) =>
            block.kind === 'text'
              ? { ...block, text: rich }
              : block.kind === 'button'
                ? { ...block, label, url }
                : block,
          );
        }
        const compiling = await compileTemplate(draft, EXAMPLE_BRAND, { origin: EXAMPLE_ORIGIN });
        checkTemplate({
          draft,
          brand: EXAMPLE_BRAND,
          compiling,
          origin: EXAMPLE_ORIGIN,
          shop: EXAMPLE_SHOP,
          currency: 'EUR',
        });
        if (compiling.compiled === null) return;
        const html = htmlOf(compiling.compiled, exampleData());
        const nodes = read(html);
        const forbidden = nodes.filter(({ nodeName }) => /^(script|b|i)$/.test(nodeName));
        expect(forbidden).toEqual([]);
        // The footer is still a link in the body, whatever stood before it.
        expect(nodes.some((node) => attr(node, 'href') === exampleData().links.unsubscribe)).toBe(
          true,
        );
        const count = (tag: string): [number, number] => [
          html.match(new RegExp(`<${tag}[\\s>]`, 'g'))?.length ?? 0,
          html.match(new RegExp(`</${tag}>`, 'g'))?.length ?? 0,
        ];
        for (const tag of ['p', 'strong', 'em', 'ul', 'ol', 'li', 'a', 'td', 'table']) {
          const [opened, closed] = count(tag);
          expect([tag, closed]).toEqual([tag, opened]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('filled the quick way is the same as filled by Liquid', () => {
    const simple = fc.array(
      fc.oneof(
        fc.constantFrom(
          '{{ first_name }}',
          '{{product.name}}',
          '{{ event.a }}',
          '{{ search | default: "nichts" }}',
          "{{ cart.total | default: 'x' }}",
          '{{ store.url }}',
          '{{ traits.size }}',
          '{{ cart.count }}',
          '{{ event.list }}',
        ),
        fc.string({ maxLength: 6 }).filter((part) => !/[{}%]/.test(part)),
      ),
      { maxLength: 8 },
    );
    const value = fc.oneof(nasty, fc.constant(''));
    fc.assert(
      fc.property(simple, value, value, fc.boolean(), (parts, first, event, address) => {
        const source = parts.join('');
        const compiled = compileText(source, address, MESSAGE_VOCABULARY);
        const filler = readText(source, address);
        if (isProblem(compiled) || 'problem' in filler) throw new Error('both are read');
        const data: MessageData = {
          ...exampleData(),
          firstName: first,
          search: event.isWellFormed() ? event : '',
          event: { a: event.toWellFormed(), list: [1, { x: 2 }] },
          traits: { size: 42 },
        };
        data.firstName = first.toWellFormed();
        const scope = messageScope(data, 'de', 'sie', namedIn(filler.names));
        const own = filler.fill(scope, () => washed(scope));
        expect(closeGaps(own, address)).toBe(
          closeGaps(renderText(compiled, washed(scope)), address),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('a mail', () => {
  it('is whole to an independent reader, in HTML and in plain text', async () => {
    const compiled = await compiledOf(exampleDraft());
    const made = render(compiled, exampleData(), 'de');
    if (!isMail(made)) throw new Error('a mail');
    const transport = createTransport({ streamTransport: true, buffer: true });
    const { subject, html, text } = made;
    const sent = await transport.sendMail({
      from: 'a@example.com',
      to: 'b@example.com',
      subject,
      html,
      text,
    });
    const parsed = await PostalMime.parse(sent.message as Buffer);
    expect(parsed.subject).toBe('Hallo Mara, Neues');
    expect(parsed.text?.trim()).toBe(text.trim());
    expect(parsed.html?.trim()).toBe(html.trim());
    expect(text).toContain('Abmelden: https://example.com/m/u/muster');
    expect(text).not.toMatch(/<[a-z]+[ >]/i);
  });

  it('can be read aloud: language, order, tables that only lay out, pictures that say what they show', async () => {
    const compiled = await compiledOf(exampleDraft());
    for (const locale of ['de', 'en'] as const) {
      const nodes = read(htmlOf(compiled, exampleData(locale), locale));
      const one = (name: string): Node | undefined =>
        nodes.find(({ nodeName }) => nodeName === name);
      expect(attr(one('html') ?? { nodeName: '' }, 'lang')).toBe(locale);
      const titles = one('title')
        ?.childNodes?.map(({ value }) => value)
        .join('');
      expect(titles?.trim()).not.toBe('');
      for (const node of nodes) {
        if (node.nodeName === 'table') expect(attr(node, 'role')).toBe('presentation');
        if (node.nodeName === 'img') expect(attr(node, 'alt')).toBeDefined();
        // No font, picture or script is loaded from anybody else.
        if (node.nodeName === 'link') throw new Error('a link');
      }
      expect(nodes.filter(({ nodeName }) => nodeName === 'h1')).toHaveLength(1);
    }
  });

  it('leaves out what it has nothing for', async () => {
    const compiled = await compiledOf(exampleDraft());
    const data = {
      ...exampleData(),
      code: null,
      points: null,
      recommended: [],
      viewedProducts: [],
    };
    const html = htmlOf(compiled, data);
    expect(html).not.toContain('Das könnte zu Ihnen passen');
    expect(html).not.toContain('Punkte');
    expect(html).not.toContain('dashed');
    expect(htmlOf(compiled, exampleData())).toContain('dashed');
  });

  it('names each address once and asks what stands for it; its own links stay', async () => {
    const compiled = await compiledOf(exampleDraft());
    const made = render(compiled, exampleData(), 'de', {
      track: (n) => `https://t.example/k/${n}`,
    });
    if (!isMail(made)) throw new Error('a mail');
    expect(new Set(made.links).size).toBe(made.links.length);
    const hrefs = read(made.html).flatMap((node) => attr(node, 'href') ?? []);
    const followed = new Set(hrefs.filter((href) => href.startsWith('https://t.example/k/')));
    expect(followed.size).toBe(made.links.length);
    expect(hrefs).toContain('https://example.com/m/u/muster');
    expect(made.text).toContain('https://t.example/k/0');
  });
});
