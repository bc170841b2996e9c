import { draw, ON_RETURN, type PlaybookEntry, PURCHASE_GOAL, SALE, send, wait } from './entry.ts';

const name = { de: 'Danke für den Einkauf im Laden', en: 'Thank you for shopping with us' };
const about = {
  de: 'Eine Stunde nach einem Einkauf an der Kasse kommt ein Dank mit Tipps zu dem, was gekauft wurde. So bleibt der Laden auch zu Hause im Kopf.',
  en: 'An hour after a purchase at the till a thank-you comes with tips on what was bought. So the shop is remembered at home, too.',
};

/** After a purchase at the till. */
export const thankYou: PlaybookEntry = {
  key: 'thank-you',
  name,
  about,
  starts: { de: 'Ein Kauf an der Kasse', en: 'A purchase at the till' },
  needs: {
    de: 'Käufe an der Kasse mit Kundenkarte oder Pass',
    en: 'Purchases at the till with a card or pass',
  },
  offer: null,
  draw: (shop) =>
    draw(
      shop,
      { name, about },
      {
        entries: [
          {
            id: 'till',
            type: 'event',
            event: SALE,
            channels: ['till', 'store', 'kiosk'],
          },
        ],
        key: 'order',
        reentry: { mode: 'once', after: null },
        exits: [ON_RETURN],
        goal: PURCHASE_GOAL,
        caps: [{ times: 1, per: 'week' }],
        nodes: [
          wait('hour', 1, 'hour'),
          send('thanks', 'thank-you', shop.locale === 'de' ? 'Dank' : 'Thanks'),
        ],
        edges: ['start next hour', 'hour next thanks'],
      },
    ),
};
