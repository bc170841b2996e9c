import { smsParts } from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { absolute } from './address.ts';
import { contrast, READABLE, readableOn } from './contrast.ts';
import { EXAMPLE_BRAND } from './example.ts';
import { markedHtml, markedText, readMarkup } from './markup.ts';
import { closeGaps } from './text.ts';
import { themeOf } from './theme.ts';

const style = { paragraph: 'p', list: 'l', item: 'i', link: 'a' };
const html = (source: string): string => {
  const { text, links } = readMarkup(source);
  return markedHtml(text, links, style).replaceAll(/ style="[pli]"/g, '');
};

describe('markup', () => {
  it('becomes paragraphs, lists, stress and links', () => {
    expect(html('Eins **zwei** _drei_\nvier\n\nfünf')).toBe(
      '<p>Eins <strong>zwei</strong> <em>drei</em><br>vier</p><p>fünf</p>',
    );
    expect(html('- a\n- b\n\n1. c')).toBe('<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol>');
    expect(html('[Laden](/x)')).toContain('<a href="/x" style="a" target="_blank">Laden</a>');
    expect(html('snake_case_name und 2 * 3 ** 4')).toBe('<p>snake_case_name und 2 * 3 ** 4</p>');
    expect(html('<b>&</b>')).toBe('<p>&lt;b&gt;&amp;&lt;/b&gt;</p>');
  });

  it('reads as plain text', () => {
    const { text } = readMarkup('**A**\n\n- b\n- c\n\n[d](x)');
    expect(markedText(text, ['https://d.example/'])).toBe('A\n- b\n- c\n\nd (https://d.example/)');
  });
});

describe('gaps of unknown names', () => {
  it.each([
    ['Hallo , schön', 'Hallo, schön'],
    [', noch da?', 'Noch da?'],
    ['Alles Gute, ', 'Alles Gute'],
    ['Wie geht es Ihnen, ?', 'Wie geht es Ihnen?'],
    ['Guten Tag ,\n\nwir', 'Guten Tag,\n\nwir'],
  ])('%j closes to %j', (text, closed) => {
    expect(closeGaps(text, false).trimEnd()).toBe(closed);
  });
});

describe('addresses', () => {
  const places = { origin: 'https://a.example', shopUrl: 'https://s.example/de/' };
  it.each([
    ['/p/1', 'https://s.example/de/p/1'],
    ['?q=1', 'https://s.example/de/?q=1'],
    ['/media/x.jpg', 'https://a.example/media/x.jpg'],
    ['https://x.example/y', 'https://x.example/y'],
    ['mailto:a@b.de', 'mailto:a@b.de'],
    ['tel:+49911', 'tel:+49911'],
    ['javascript:alert(1)', ''],
    ['//x.example', ''],
    ['data:text/html,x', ''],
    ['https://x.example/"onload=', ''],
  ])('%s is %s', (text, complete) => {
    expect(absolute(text, places)).toBe(complete);
  });
  it('without a shop, relative ones lead nowhere', () => {
    expect(absolute('/cart', { origin: 'https://a.example', shopUrl: '' })).toBe('');
    expect(absolute('/cart', { origin: 'https://a.example', shopUrl: '/shop' })).toBe(
      'https://a.example/shop/cart',
    );
  });
});

describe('colours', () => {
  const colour = fc
    .integer({ min: 0, max: 0xffffff })
    .map((n) => `#${n.toString(16).padStart(6, '0')}`);
  it('of any brand can be read, by day and by night', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    fc.assert(
      fc.property(colour, colour, colour, (accent, ink, paper) => {
        expect(contrast(readableOn(ink, paper), paper)).toBeGreaterThanOrEqual(READABLE);
        const colours = { accent, ink, paper, ground: paper };
        const theme = themeOf({ ...EXAMPLE_BRAND, colours });
        const grounds = [...Object.values(theme.grounds), ...Object.values(theme.dark.grounds)];
        for (const one of grounds) {
          for (const words of [one.ink, one.muted, one.link]) {
            expect(contrast(words, one.paper)).toBeGreaterThanOrEqual(READABLE);
          }
          expect(contrast(one.buttonInk, one.button)).toBeGreaterThanOrEqual(READABLE);
        }
      }),
    );
  });
});

describe('an SMS', () => {
  it.each([
    ['', 0, 0, false],
    ['a'.repeat(160), 1, 160, false],
    ['a'.repeat(161), 2, 161, false],
    ['€'.repeat(80), 1, 160, false],
    ['✓', 1, 1, true],
    ['✓'.repeat(71), 2, 71, true],
  ])('%# takes the parts the network counts', (text, parts, characters, unicode) => {
    expect(smsParts(text)).toEqual({ parts, characters, unicode });
  });
});
