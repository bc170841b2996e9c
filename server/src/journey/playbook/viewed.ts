import { draw, ON_PURCHASE, type PlaybookEntry, PURCHASE_GOAL, send, until } from './entry.ts';

const name = { de: 'Angesehen, nicht gekauft', en: 'Viewed, not bought' };
const about = {
  de: 'Erinnert am Abend an einen Artikel, der mehrmals angesehen wurde. Einmal je Artikel und höchstens einmal die Woche.',
  en: 'Reminds in the evening of a product that was looked at several times. Once a product and at most once a week.',
};

/** One mail in the evening about what was looked at. */
export const viewedNotBought: PlaybookEntry = {
  key: 'viewed-not-bought',
  name,
  about,
  starts: {
    de: 'Ein Artikel wurde mehrmals angesehen und nicht gekauft',
    en: 'A product was viewed several times and not bought',
  },
  needs: null,
  offer: null,
  draw: (shop) =>
    draw(
      shop,
      { name, about },
      {
        entries: [{ id: 'viewed', type: 'signal', names: ['viewed_not_bought'] }],
        key: 'product',
        reentry: { mode: 'after', after: { n: 30, unit: 'day' } },
        exits: [ON_PURCHASE],
        goal: PURCHASE_GOAL,
        caps: [{ times: 1, per: 'week' }],
        nodes: [
          until('evening', 18),
          send('mail', 'viewed', shop.locale === 'de' ? 'Erinnern' : 'Remind'),
        ],
        edges: ['start next evening', 'evening next mail'],
      },
    ),
};
