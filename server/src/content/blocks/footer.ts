import type { Brand, MessageLinks } from '@augenblick/contract';
import { absolute } from '../address.ts';
import type { Filling } from '../parts.ts';
import type { Pen } from '../pen.ts';
import { type BlockDefinition, type BlockOf, row, wordsCell } from './block.ts';

const WORDS = {
  de: {
    unsubscribe: 'Abmelden',
    preferences: 'Einstellungen',
    browser: 'Im Browser ansehen',
    imprint: 'Impressum',
    privacy: 'Datenschutz',
    terms: 'AGB',
    vatId: 'USt-IdNr.',
    represented: 'Vertreten durch',
    phone: 'Telefon',
  },
  en: {
    unsubscribe: 'Unsubscribe',
    preferences: 'Preferences',
    browser: 'View in browser',
    imprint: 'Imprint',
    privacy: 'Privacy',
    terms: 'Terms',
    vatId: 'VAT ID',
    represented: 'Represented by',
    phone: 'Phone',
  },
} as const;

/** The lines of the imprint that have a value. */
function imprintLines({ imprint }: Brand, locale: 'de' | 'en'): string[] {
  const words = WORDS[locale];
  const named = (label: string, value: string): string =>
    value === '' ? '' : `${label}: ${value}`;
  const { company, street, city, country } = imprint;
  return [
    [company, street, city, country].filter((part) => part !== '').join(', '),
    named(words.represented, imprint.represented),
    [imprint.register, named(words.vatId, imprint.vatId)].filter((part) => part !== '').join(' · '),
    [imprint.email, named(words.phone, imprint.phone)].filter((part) => part !== '').join(' · '),
  ].filter((line) => line !== '');
}

/** The links of the footer: of this very message, and of the shop. */
function footerLinks(
  pen: Pen,
): { label: string; href: string; test: ((f: Filling) => boolean) | null }[] {
  const { basis, brand, locale, places, names } = pen.sheet;
  const words = WORDS[locale];
  if (basis === 'marketing') names.add('links.unsubscribe');
  const own = (name: keyof MessageLinks) => ({
    label: words[name],
    // Not counted as a click and never written anew: unsubscribing must work without us looking on.
    href: pen.hole(({ data }) => webAddress(data.links[name])),
    test: ({ data }: Filling) => webAddress(data.links[name]) !== '',
  });
  const pages = (['imprint', 'privacy', 'terms'] as const).flatMap((name) => {
    const to = absolute(brand.pages[name], places);
    return to === '' ? [] : [{ label: words[name], href: pen.fixed(to), test: null }];
  });
  // There is nothing to unsubscribe from in a message about an order.
  const ways = basis === 'marketing' ? [own('unsubscribe')] : [];
  return [...ways, own('preferences'), own('browser'), ...pages];
}

const webAddress = (address: string | null): string =>
  address !== null && /^https?:\/\/[^\s"'<>]+$/i.test(address) ? address : '';

/** Why it came, the ways out, and who is responsible. */
export const footer: BlockDefinition<BlockOf<'footer'>> = {
  kind: 'footer',
  words: { de: 'Fuß mit Impressum und Abmeldung', en: 'Footer with imprint and unsubscribe' },
  fresh: (locale, form) => ({
    kind: 'footer',
    text:
      locale === 'en'
        ? 'You receive this mail because you signed up with {{ shop.name }}.'
        : form === 'du'
          ? 'Du bekommst diese Mail, weil du dich bei {{ shop.name }} dafür angemeldet hast.'
          : 'Sie erhalten diese Mail, weil Sie sich bei {{ shop.name }} dafür angemeldet haben.',
  }),
  texts: ({ text }) => [{ field: 'text', text, kind: 'rich' }],
  html: ({ text }, pen) => {
    const { brand, locale } = pen.sheet;
    const style = `color:${pen.colours.muted};text-decoration:underline`;
    const links = footerLinks(pen).map(({ label, href, test }) => {
      const made = `<a href="${href}" style="${style}" target="_blank">${label}</a> &nbsp; `;
      return test === null ? made : pen.whenInside(test, made);
    });
    const lines = imprintLines(brand, locale).map((line) => pen.fixed(line));
    const muted = { size: 13, tone: 'muted' as const };
    const why = pen.at(pen.field, {
      ground: pen.ground,
      colours: { ...pen.colours, ink: pen.colours.muted, link: pen.colours.muted },
    });
    return row(
      pen,
      [
        text === '' ? '' : wordsCell(pen, why.rich('text', text), { ...muted, padding: '8px 0 0' }),
        wordsCell(pen, links.join(''), { ...muted, padding: '4px 0' }),
        lines.length === 0
          ? ''
          : wordsCell(pen, lines.join('<br>'), { ...muted, padding: '8px 0' }),
      ].join(''),
      '16px 24px 24px',
    );
  },
  text: ({ text }, pen) => {
    const links = footerLinks(pen).map(({ label, href, test }) => {
      const made = `${label}: ${href}\n`;
      return test === null ? made : pen.whenInside(test, made);
    });
    const lines = imprintLines(pen.sheet.brand, pen.sheet.locale).map((line) => pen.fixed(line));
    return `--\n${pen.rich('text', text)}\n\n${links.join('')}\n${lines.join('\n')}\n`;
  },
};
