import { draw, ON_PURCHASE, type PlaybookEntry, PURCHASE_GOAL, send } from './entry.ts';

const name = { de: 'Günstiger auf dem Wunschzettel', en: 'Cheaper on the wish list' };
const about = {
  de: 'Meldet, wenn ein Artikel vom Wunschzettel mindestens fünf Prozent günstiger geworden ist.',
  en: 'Tells when a product of the wish list has become cheaper by five percent or more.',
};

/** When a wished-for product has become cheaper. */
export const priceDrop: PlaybookEntry = {
  key: 'price-drop',
  name,
  about,
  starts: {
    de: 'Ein Artikel vom Wunschzettel wird günstiger',
    en: 'A product of the wish list becomes cheaper',
  },
  needs: { de: 'Preise im Katalog', en: 'Prices in the catalogue' },
  offer: null,
  draw: (shop) =>
    draw(
      shop,
      { name, about },
      {
        entries: [{ id: 'cheaper', type: 'price_drop', percentBp: 500 }],
        key: 'product',
        reentry: { mode: 'after', after: { n: 14, unit: 'day' } },
        exits: [ON_PURCHASE],
        goal: PURCHASE_GOAL,
        nodes: [send('mail', 'price-drop', shop.locale === 'de' ? 'Bescheid sagen' : 'Tell')],
        edges: ['start next mail'],
      },
    ),
};
