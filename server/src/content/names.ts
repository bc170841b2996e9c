import { LIQUID_NAMES, MESSAGE_EXTRA_NAMES } from '@augenblick/contract';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import type { Vocabulary } from '../campaign/index.ts';

/** Every name that a text of a message may use. */
export const MESSAGE_VOCABULARY: Vocabulary = {
  names: new Set([...LIQUID_NAMES, ...MESSAGE_EXTRA_NAMES]),
  open: new Set(['event', 'traits']),
};

/** A name with what it stands for and an example, for the editor. */
export interface NameWords {
  name: string;
  words: Words;
  example: Words;
}

const one = (name: string, de: string, en: string, exampleDe: string, exampleEn = exampleDe) => ({
  name,
  words: { de, en },
  example: { de: exampleDe, en: exampleEn },
});

/** The names in the order in which the editor offers them. `event.…` and `traits.…` stand for any property. */
export const NAME_WORDS: readonly NameWords[] = [
  one('first_name', 'Vorname', 'First name', 'Mara'),
  one('shop.name', 'Name des Ladens', 'Name of the shop', 'Morgenrot'),
  one('product.name', 'Artikel', 'Product', 'Wiesenlampe Juno', 'Juno meadow lamp'),
  one('product.price', 'Preis des Artikels', 'Price of the product', '49 €', '€49'),
  one('product.url', 'Adresse des Artikels', 'Address of the product', '/p/juno'),
  one('product.category', 'Warengruppe des Artikels', 'Category of the product', 'Lampen', 'Lamps'),
  one('product.brand', 'Marke des Artikels', 'Brand of the product', 'Juno'),
  one('category', 'Warengruppe', 'Category', 'Lampen', 'Lamps'),
  one('search', 'Letzte Suche', 'Last search', 'Gartenlampe', 'garden lamp'),
  one('cart.count', 'Artikel im Warenkorb', 'Items in the cart', '2'),
  one('cart.total', 'Summe des Warenkorbs', 'Total of the cart', '39,80 €', '€39.80'),
  one('cart.url', 'Adresse des Warenkorbs', 'Address of the cart', '/cart'),
  one(
    'cart.missing_for_free_shipping',
    'Was bis zum Gratisversand fehlt',
    'What is missing for free shipping',
    '10,20 €',
    '€10.20',
  ),
  one('offer.title', 'Angebot', 'Offer', '10 % auf Ihren Einkauf', '10% off your purchase'),
  one('offer.until', 'Angebot gilt bis', 'Offer until', '24. Dezember', '24 December'),
  one('code', 'Gutscheincode', 'Voucher code', 'MUST-ERCD-E2KQ'),
  one('points', 'Punktestand', 'Points', '240'),
  one('store.name', 'Nächste Filiale', 'Nearest store', 'Altstadt'),
  one('store.city', 'Ort der Filiale', 'City of the store', 'Nürnberg'),
  one('store.url', 'Adresse der Filialseite', 'Address of the store page', '/stores/altstadt'),
  one('links.unsubscribe', 'Abmeldelink', 'Link to unsubscribe', 'https://…'),
  one('links.preferences', 'Link zu den Einstellungen', 'Link to the preferences', 'https://…'),
  one('links.browser', 'Link zur Ansicht im Browser', 'Link to the browser view', 'https://…'),
  one('event.order_id', 'Bestellnummer des Auslösers', 'Order number of the trigger', 'A-1042'),
  one(
    'event.total',
    'Betrag des Auslösers, mit | money',
    'Amount of the trigger, with | money',
    '89.9',
  ),
  one('event.name', 'Name aus dem Auslöser', 'Name from the trigger', 'Wiesenlampe', 'Meadow lamp'),
];
