import {
  draw,
  ON_RETURN,
  type PlaybookEntry,
  PURCHASE_GOAL,
  SALE,
  send,
  until,
  wait,
} from './entry.ts';

const name = { de: 'Zubehör nach dem Kauf', en: 'Accessories after a purchase' };
const about = {
  de: 'Fünf Tage nach dem Kauf zeigt eine Mail, was zum Gekauften passt. Wer es zurückgibt, bekommt sie nicht.',
  en: 'Five days after a purchase a mail shows what goes with it. Whoever returns it does not get it.',
};

/** What goes with a recent purchase. */
export const accessories: PlaybookEntry = {
  key: 'accessories',
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
        exits: [ON_RETURN],
        goal: PURCHASE_GOAL,
        caps: [{ times: 1, per: 'week' }],
        nodes: [
          wait('days', 5, 'day'),
          until('morning', 10),
          send(
            'mail',
            'accessories',
            shop.locale === 'de' ? 'Was dazu passt' : 'What goes with it',
          ),
        ],
        edges: ['start next days', 'days next morning', 'morning next mail'],
      },
    ),
};
