import { draw, event, ON_RETURN, type PlaybookEntry, SALE, send, until, wait } from './entry.ts';

const name = { de: 'Um eine Bewertung bitten', en: 'Ask for a review' };
const about = {
  de: 'Zehn Tage nach dem Kauf wird um eine Bewertung gebeten. Wer schon bewertet oder zurückgegeben hat, wird nicht gefragt.',
  en: 'Ten days after a purchase a review is asked for. Whoever has reviewed or returned already is not asked.',
};

/** Ten days after a purchase. */
export const review: PlaybookEntry = {
  key: 'review',
  name,
  about,
  starts: { de: 'Ein Kauf, egal wo', en: 'A purchase, anywhere' },
  needs: null,
  offer: null,
  draw: (shop) =>
    draw(
      shop,
      { name, about },
      {
        entries: [{ id: 'bought', type: 'event', event: SALE, channels: [] }],
        key: 'order',
        reentry: { mode: 'once', after: null },
        exits: [
          ON_RETURN,
          { id: 'reviewed', type: 'event', event: event('Product Reviewed'), sameKey: false },
        ],
        goal: { event: event('Product Reviewed'), sameKey: false, ends: false },
        caps: [{ times: 1, per: 'month' }],
        nodes: [
          wait('days', 10, 'day'),
          until('morning', 10),
          send('ask', 'review', shop.locale === 'de' ? 'Um Bewertung bitten' : 'Ask for a review'),
        ],
        edges: ['start next days', 'days next morning', 'morning next ask'],
      },
    ),
};
