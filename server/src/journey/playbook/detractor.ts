import { draw, OFFER, percentOff, type PlaybookEntry, send } from './entry.ts';

const name = { de: 'Enttäuschte zurückholen', en: 'Make up for a bad experience' };
const about = {
  de: 'Nach einer schlechten Bewertung bekommt das Team einen Hinweis und die Person eine ehrliche Nachricht mit einer Wiedergutmachung.',
  en: 'After a bad rating the team gets a hint and the person an honest message with something to make up for it.',
};

/** After a bad rating. */
export const detractor: PlaybookEntry = {
  key: 'detractor',
  name,
  about,
  starts: {
    de: 'Eine Bewertung von 0 bis 6 (von 10) oder 1 bis 2 (von 5)',
    en: 'A rating of 0 to 6 (of 10) or 1 to 2 (of 5)',
  },
  needs: null,
  offer: (shop) =>
    percentOff(shop, {
      name: { de: 'Wiedergutmachung: 15 %', en: 'Making up: 15%' },
      title: { de: '15 % als Wiedergutmachung', en: '15% to make up for it' },
      percent: 15,
      budgetMinor: null,
    }),
  draw: (shop) =>
    draw(
      shop,
      { name, about },
      {
        entries: [
          {
            id: 'score',
            type: 'event',
            event: {
              names: ['Feedback Submitted'],
              where: [{ property: 'score', test: { op: 'below', value: 6 } }],
            },
            channels: [],
          },
          {
            id: 'rating',
            type: 'event',
            event: {
              names: ['Feedback Submitted', 'Product Reviewed'],
              where: [{ property: 'rating', test: { op: 'below', value: 2 } }],
            },
            channels: [],
          },
        ],
        reentry: { mode: 'after', after: { n: 30, unit: 'day' } },
        nodes: [
          { id: 'hint', type: 'task', templateId: 'detractor' },
          { id: 'code', type: 'code', offerId: OFFER },
          send('sorry', 'detractor', shop.locale === 'de' ? 'Um Verzeihung bitten' : 'Say sorry'),
        ],
        edges: ['start next hint', 'hint next code', 'code next sorry', 'code none sorry'],
      },
    ),
};
