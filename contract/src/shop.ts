/** First steps of the addresses below /shop that are pages; every other is answered with 404. */
export const SHOP_PAGES = [
  'suche',
  'sortiment',
  'artikel',
  'vergleich',
  'ratgeber',
  'filialen',
  'warenkorb',
  'merkzettel',
  'post',
  'kasse',
  'danke',
  'bewerten',
  'hilfe',
  'impressum',
  'datenschutz',
] as const;
export type ShopPage = (typeof SHOP_PAGES)[number];
