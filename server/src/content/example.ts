import type { Brand, MessageData, TemplateDraft } from '@augenblick/contract';
import { freshBlocks } from './blocks/index.ts';
import { guessedBrand } from './brand.ts';
import { sampleMessage } from './sample.ts';

/** A complete brand kit, for tests and benchmarks. */
export const EXAMPLE_BRAND: Brand = {
  ...guessedBrand({ name: 'Morgenrot', colour: '#b4552d' }),
  shopUrl: 'https://laden.example',
  imprint: {
    company: 'Morgenrot GmbH',
    street: 'Königstraße 12',
    city: '90402 Nürnberg',
    country: 'Deutschland',
    represented: 'Mara Muster',
    register: 'Amtsgericht Nürnberg, HRB 12345',
    vatId: 'DE123456789',
    email: 'hallo@laden.example',
    phone: '+49 911 123456',
  },
  pages: { imprint: '/impressum', privacy: '/datenschutz', terms: '/agb' },
  social: [{ kind: 'instagram', url: 'https://instagram.com/morgenrot' }],
};

/** Where the installation of tests is reached. */
export const EXAMPLE_ORIGIN = 'https://augenblick.example';
export const EXAMPLE_SHOP = { name: 'Morgenrot', zone: 'Europe/Berlin' };

/** A mail with every kind of block. */
export function exampleDraft(): TemplateDraft {
  const blocks = freshBlocks('sie');
  const content = (locale: 'de' | 'en') => ({
    kind: 'mail' as const,
    subject: locale === 'de' ? 'Hallo {{ first_name }}, Neues' : 'Hello {{ first_name }}, news',
    preheader: '{{ product.name }}',
    blocks: blocks.map((block) => block[locale]),
  });
  return {
    name: 'Alles',
    channel: 'mail',
    basis: 'marketing',
    contents: { de: content('de'), en: content('en') },
    variants: [],
  };
}

/** Facts with a value for everything. */
export function exampleData(locale: 'de' | 'en' = 'de'): MessageData {
  return sampleMessage(locale, EXAMPLE_SHOP, 'EUR');
}
