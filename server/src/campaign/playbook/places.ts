import type { Content, PlacementKind } from '@augenblick/contract';
import type { PlacementBody } from '@augenblick/contract/api/placement.ts';
import type { Locale, Words } from '../words.ts';

/** A place that most shops have. */
interface Place {
  key: string;
  kind: PlacementKind;
  name: Words;
  where: Words;
  minHeight: number;
  fallback?: { de: Partial<Content>; en: Partial<Content> };
}

const CONTENT: Content = {
  look: 'card',
  headline: '',
  text: '',
  picture: null,
  button: null,
  links: [],
  code: false,
  products: 'none',
};

/** The places that the playbook's campaigns stand in. Fallbacks name nobody: everybody may see them. */
export const PLACES: readonly Place[] = [
  {
    key: 'bar-top',
    kind: 'web',
    name: { de: 'Leiste oben', en: 'Bar at the top' },
    where: { de: 'Schmale Leiste über jeder Seite', en: 'Narrow bar above every page' },
    minHeight: 48,
  },
  {
    key: 'home-hero',
    kind: 'web',
    name: { de: 'Startseite, großes Bild', en: 'Home page, main picture' },
    where: { de: 'Ganz oben auf der Startseite', en: 'Top of the home page' },
    minHeight: 320,
    fallback: {
      de: {
        look: 'banner',
        headline: 'Schönes für zu Hause, gut ausgesucht',
        text: 'Sehen Sie sich um. Wenn Sie Fragen haben, sind wir da.',
        button: { label: 'Zum Sortiment', url: '/search' },
      },
      en: {
        look: 'banner',
        headline: 'Good things for your home, well chosen',
        text: 'Have a look around. If you have a question, we are here.',
        button: { label: 'See the range', url: '/search' },
      },
    },
  },
  {
    key: 'category-top',
    kind: 'web',
    name: { de: 'Über der Produktliste', en: 'Above the product list' },
    where: { de: 'Kategorieseite, über der Liste', en: 'Category page, above the list' },
    minHeight: 120,
  },
  {
    key: 'product-advice',
    kind: 'web',
    name: { de: 'Beratung am Produkt', en: 'Advice beside the product' },
    where: { de: 'Produktseite, unter dem Preis', en: 'Product page, below the price' },
    minHeight: 140,
    fallback: {
      de: {
        headline: 'Fragen zum Artikel?',
        text: 'Wir beraten Sie gern, im Laden und am Telefon.',
        button: { label: 'So erreichen Sie uns', url: '/help' },
      },
      en: {
        headline: 'Questions about this product?',
        text: 'We are glad to advise you, in the store and on the phone.',
        button: { label: 'How to reach us', url: '/help' },
      },
    },
  },
  {
    key: 'product-more',
    kind: 'web',
    name: { de: 'Unter der Beschreibung', en: 'Below the description' },
    where: {
      de: 'Produktseite, unter der Beschreibung',
      en: 'Product page, below the description',
    },
    minHeight: 160,
  },
  {
    key: 'search-empty',
    kind: 'web',
    name: { de: 'Suche ohne Treffer', en: 'Search without a result' },
    where: {
      de: 'Suchseite, wenn nichts gefunden wurde',
      en: 'Search page when nothing was found',
    },
    minHeight: 160,
    fallback: {
      de: {
        headline: 'Nichts gefunden',
        text: 'Versuchen Sie es mit einem anderen Wort oder stöbern Sie in den Kategorien.',
        button: { label: 'Alle Kategorien', url: '/' },
      },
      en: {
        headline: 'Nothing found',
        text: 'Try another word, or browse the categories.',
        button: { label: 'All categories', url: '/' },
      },
    },
  },
  {
    key: 'cart-top',
    kind: 'web',
    name: { de: 'Über dem Warenkorb', en: 'Above the cart' },
    where: { de: 'Warenkorb, oben', en: 'Cart page, top' },
    minHeight: 72,
  },
  {
    key: 'checkout-help',
    kind: 'web',
    name: { de: 'Hilfe an der Kasse', en: 'Help at the checkout' },
    where: { de: 'Neben den Schritten der Kasse', en: 'Beside the steps of the checkout' },
    minHeight: 96,
  },
  {
    key: 'guide-end',
    kind: 'web',
    name: { de: 'Ende eines Ratgebers', en: 'End of a guide' },
    where: { de: 'Ratgeber und Anleitungen, am Ende', en: 'Guides and how-tos, at the end' },
    minHeight: 160,
  },
  {
    key: 'order-thanks',
    kind: 'web',
    name: { de: 'Dankeseite', en: 'Thank-you page' },
    where: {
      de: 'Nach dem Kauf, unter der Bestätigung',
      en: 'After the purchase, below the confirmation',
    },
    minHeight: 160,
  },
  {
    key: 'staff-hint',
    kind: 'staff',
    name: { de: 'Hinweis fürs Team', en: 'Hint for the team' },
    where: { de: 'App der Mitarbeitenden, beim Scannen', en: 'Staff app, when scanning' },
    minHeight: 0,
  },
  {
    key: 'app-card',
    kind: 'app',
    name: { de: 'Karte in der App', en: 'Card in the app' },
    where: { de: 'App, erste Karte', en: 'App, first card' },
    minHeight: 0,
  },
  {
    key: 'kiosk-start',
    kind: 'kiosk',
    name: { de: 'Startbild des Terminals', en: 'First screen of the kiosk' },
    where: { de: 'Terminal im Laden', en: 'Kiosk in the store' },
    minHeight: 0,
  },
  {
    key: 'mail-block',
    kind: 'mail',
    name: { de: 'Baustein im Newsletter', en: 'Block in the newsletter' },
    where: { de: 'Newsletter, nach der Anrede', en: 'Newsletter, after the greeting' },
    minHeight: 0,
  },
];

/** A place of the list as it is added to a shop. */
export function placeBody(
  { key, kind, name, where, minHeight, fallback }: Place,
  locale: Locale,
): PlacementBody {
  return {
    key,
    kind,
    name: name[locale],
    where: where[locale],
    minHeight,
    status: 'live',
    fallback: fallback
      ? { de: { ...CONTENT, ...fallback.de }, en: { ...CONTENT, ...fallback.en } }
      : null,
  };
}
