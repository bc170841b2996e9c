import { draw, ON_PURCHASE, type PlaybookEntry, PURCHASE_GOAL, send } from './entry.ts';

const name = { de: 'Wieder da', en: 'Back in stock' };
const about = {
  de: 'Sagt Bescheid, sobald ein Artikel vom Wunschzettel oder einer, der lange angesehen wurde, wieder zu haben ist.',
  en: 'Tells at once when a product of the wish list, or one that was looked at, can be had again.',
};

/** When a wanted product can be had again. */
export const backInStock: PlaybookEntry = {
  key: 'back-in-stock',
  name,
  about,
  starts: {
    de: 'Ein gewünschter Artikel ist wieder verfügbar',
    en: 'A wanted product is available again',
  },
  needs: {
    de: 'Das Merkmal „availability“ der Artikel im Katalog (in stock, out of stock)',
    en: 'The attribute “availability” of products in the catalogue (in stock, out of stock)',
  },
  offer: null,
  draw: (shop) =>
    draw(
      shop,
      { name, about },
      {
        entries: [{ id: 'back', type: 'back_in_stock', viewed: true }],
        key: 'product',
        reentry: { mode: 'after', after: { n: 7, unit: 'day' } },
        exits: [ON_PURCHASE],
        goal: PURCHASE_GOAL,
        nodes: [send('mail', 'back-in-stock', shop.locale === 'de' ? 'Bescheid sagen' : 'Tell')],
        edges: ['start next mail'],
      },
    ),
};
