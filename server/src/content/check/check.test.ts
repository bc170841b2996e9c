import type { Block, Brand, TemplateDraft } from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOfEntry } from '../book/index.ts';
import { compileTemplate } from '../compile.ts';
import { EXAMPLE_BRAND, EXAMPLE_ORIGIN, EXAMPLE_SHOP } from '../example.ts';
import { CHECKS, checkTemplate } from './index.ts';

async function failed(draft: TemplateDraft, brand: Brand = EXAMPLE_BRAND): Promise<string[]> {
  const compiling = await compileTemplate(draft, brand, { origin: EXAMPLE_ORIGIN });
  const report = checkTemplate({
    draft,
    brand,
    compiling,
    origin: EXAMPLE_ORIGIN,
    shop: EXAMPLE_SHOP,
    currency: 'EUR',
  });
  return report.checks.filter(({ state }) => state === 'failed').map(({ key }) => key);
}

const sound = (channel: 'mail' | 'sms' | 'push' = 'mail', key = 'cart-1'): TemplateDraft =>
  structuredClone(draftOfEntry(key, { channel, form: 'sie', locale: 'de' }));

/** A mail that lacks nothing, changed in both languages. */
function mail(change: {
  subject?: string;
  preheader?: string;
  blocks?: (blocks: Block[]) => Block[];
  basis?: 'service';
}): TemplateDraft {
  const draft = sound();
  if (change.basis) draft.basis = change.basis;
  for (const locale of ['de', 'en'] as const) {
    const content = draft.contents[locale];
    if (content.kind !== 'mail') throw new Error('a mail');
    content.subject = change.subject ?? content.subject;
    content.preheader = change.preheader ?? content.preheader;
    content.blocks = change.blocks?.(content.blocks) ?? content.blocks;
  }
  return draft;
}

const plain = { id: 'n', ground: 'paper', onlyWith: null } as const;
const text = (words: string): Block => ({ ...plain, kind: 'text', text: words, align: 'left' });
const button = (url: string, label = 'Zu den Lampen'): Block => ({
  ...plain,
  kind: 'button',
  label,
  url,
  look: 'filled',
  align: 'left',
});
const picture = (own: Partial<Extract<Block, { kind: 'picture' }>>): Block => ({
  ...plain,
  kind: 'picture',
  url: '/media/x.jpg',
  alt: 'Eine Lampe auf einem Tisch',
  link: '',
  width: 'full',
  ...own,
});
const heading = (level: 1 | 2): Block => ({
  ...plain,
  kind: 'heading',
  text: 'Mehr dazu',
  level,
  align: 'left',
});
const grid: Block = {
  ...plain,
  kind: 'products',
  source: 'chosen',
  productIds: [],
  title: '',
  columns: 2,
  max: 2,
  price: true,
  button: '',
};
const choice: Block = {
  ...plain,
  kind: 'question',
  question: 'Was?',
  scale: 'choice',
  options: ['nur eine'],
  ends: { low: '', high: '' },
  url: '/',
};
const put = (...more: Block[]) => ({
  blocks: (blocks: Block[]) => [...blocks.slice(0, -1), ...more, ...blocks.slice(-1)],
});
const without = (kind: Block['kind']) => ({
  blocks: (blocks: Block[]) => blocks.filter((block) => block.kind !== kind),
});
const imprint = { ...EXAMPLE_BRAND.imprint, company: '' };

const cases: [string, TemplateDraft, Brand?][] = [
  ['subject', mail({ subject: ' ' })],
  [
    'subject_length',
    mail({
      subject: 'Ein Betreff, der nicht aufhört und immer weitergeht, bis niemand mehr hinsieht',
    }),
  ],
  ['subject_shouting', mail({ subject: 'NUR HEUTE!! GRATIS' })],
  ['preheader', mail({ preheader: '' })],
  [
    'text',
    mail({
      blocks: (blocks) => blocks.filter(({ kind }) => kind === 'header' || kind === 'footer'),
    }),
  ],
  ['empty_blocks', mail(put(text('  ')))],
  ['dummy_text', mail(put(text('Lorem ipsum dolor')))],
  ['placeholders', mail(put(text('{{ kundenname }}')))],
  ['leaks', mail(put(text('Ein {{ "x" | append: "{" | append: "{" }} zu viel')))],
  ['fallbacks', mail(put(text('Ihre Nummer: {{ event.order_id }}')))],
  ['code_without_voucher', mail(put(text('Ihr Code: {{ code }}')))],
  ['products_chosen', mail(put(grid))],
  ['question_answers', mail(put(choice))],
  ['link_missing', mail(put(button('')))],
  ['link_broken', mail(put(button('javascript:alert(1)')))],
  ['shop_url', sound(), { ...EXAMPLE_BRAND, shopUrl: '' }],
  ['link_insecure', mail(put(button('http://laden.de/a')))],
  ['link_nowhere', mail(put(button('https://localhost:4400/x')))],
  ['link_shortener', mail(put(button('https://bit.ly/abc')))],
  ['link_words', mail(put(text('Zur Auswahl: [hier](/a)')))],
  ['link_disguised', mail(put(text('[https://bank.de](https://woanders.de/x)')))],
  [
    'many_links',
    mail(put(text(Array.from({ length: 32 }, (_, i) => `[Lampe ${i}](/l${i})`).join(' ')))),
  ],
  [
    'next_step',
    mail({ blocks: (blocks) => [text('Schön war es bei Ihnen.'), ...blocks.slice(-1)] }),
  ],
  ['picture_missing', mail(put(picture({ url: '' })))],
  ['alt_missing', mail(put(picture({ alt: '', link: '/x' })))],
  ['alt_decorative', mail(put(picture({ alt: 'IMG_2041.jpg' })))],
  ['picture_foreign', mail(put(picture({ url: 'https://bilder.anderswo.de/a.jpg' })))],
  ['picture_kind', mail(put(picture({ url: '/media/x.webp' })))],
  [
    'only_pictures',
    mail({
      blocks: (blocks) => [
        picture({ link: '/x' }),
        { ...(blocks.at(-1) as Block), text: '' } as Block,
      ],
    }),
  ],
  ['footer', mail(without('footer'))],
  ['imprint', sound(), { ...EXAMPLE_BRAND, imprint }],
  ['imprint_service', sound('mail', 'order'), { ...EXAMPLE_BRAND, imprint }],
  [
    'service_is_service',
    mail({ basis: 'service', ...put(text('Mit diesem Gutschein sparen Sie.')) }),
  ],
  ['sender', sound(), { ...EXAMPLE_BRAND, sender: { name: '', email: '', replyTo: '' } }],
  [
    'contrast',
    sound(),
    { ...EXAMPLE_BRAND, colours: { ...EXAMPLE_BRAND.colours, ink: '#cccccc' } },
  ],
  ['headings', mail(put(heading(1)))],
  ['long_paragraphs', mail(put(text('Wort '.repeat(130))))],
  ['address_form', mail(put(text('Du wirst es mögen.')))],
  ['spam_words', mail(put(text('Sie haben gewonnen, nur noch heute.')))],
  [
    'clipping',
    mail(
      put(
        ...Array.from({ length: 60 }, () =>
          text('Ein Absatz mit **einigen** Wörtern. '.repeat(12)),
        ),
      ),
    ),
  ],
];

describe('the check before sending', () => {
  it('has at least forty points, each with words in both languages', () => {
    expect(CHECKS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(CHECKS.map(({ key }) => key)).size).toBe(CHECKS.length);
    for (const { title } of CHECKS) {
      expect(title.de).not.toBe(title.en);
      expect(`${title.de}${title.en}`).not.toContain('!');
    }
  });

  it('finds nothing in a sound mail', async () => {
    expect(await failed(sound())).toEqual([]);
  });

  it.each(cases)('finds %s', async (key, draft, brand) => {
    expect(await failed(draft, brand ?? EXAMPLE_BRAND)).toContain(key);
  });

  it('looks at short messages, too', async () => {
    const sms = sound('sms', 'birthday');
    expect(await failed(sms)).toEqual([]);
    for (const locale of ['de', 'en'] as const) {
      const content = sms.contents[locale];
      if (content.kind === 'short') content.text = `Von uns allen: ${'viel Glück '.repeat(20)} ✓`;
    }
    expect(await failed(sms)).toEqual(
      expect.arrayContaining(['objection', 'short_sender', 'sms_parts']),
    );
    const push = sound('push', 'birthday');
    for (const locale of ['de', 'en'] as const) {
      const content = push.contents[locale];
      if (content.kind === 'short') content.text = 'sehr lang '.repeat(40);
    }
    expect(await failed(push)).toContain('short_length');
  });

  it('compares languages and variants', async () => {
    const draft = sound();
    draft.variants = [{ id: 'b', name: 'B', contents: structuredClone(draft.contents) }];
    expect(await failed(draft)).toEqual(['variants']);
    const english = draft.contents.en;
    if (english.kind === 'mail') english.blocks = english.blocks.slice(1);
    expect(await failed(draft)).toContain('languages');
  });

  it('covers every point by a case that fails it', () => {
    const covered = new Set([
      ...cases.map(([key]) => key),
      'objection',
      'short_sender',
      'sms_parts',
      'short_length',
      'variants',
      'languages',
    ]);
    expect(CHECKS.map(({ key }) => key).filter((key) => !covered.has(key))).toEqual([]);
  });

  it('never throws, whatever a draft says', async () => {
    const word = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom('{{', '{% if %}', '[a](b', '__proto__', 'https://', '\uD800'),
    );
    await fc.assert(
      fc.asyncProperty(word, word, word, async (subject, rich, url) => {
        await failed(
          mail({
            subject,
            ...put(text(rich), button(url), picture({ url, alt: rich, link: url })),
          }),
        );
      }),
      { numRuns: 40 },
    );
  });
});
