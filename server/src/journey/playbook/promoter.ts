import { draw, type PlaybookEntry, send, wait } from './entry.ts';

const name = { de: 'Begeisterte um Empfehlung bitten', en: 'Ask fans to recommend you' };
const about = {
  de: 'Wer sehr zufrieden war, wird am nächsten Tag um eine Empfehlung oder eine öffentliche Bewertung gebeten.',
  en: 'Whoever was very content is asked the next day to recommend you or to write a public review.',
};

/** After a very good rating. */
export const promoter: PlaybookEntry = {
  key: 'promoter',
  name,
  about,
  starts: {
    de: 'Eine Bewertung von 9 oder 10 (von 10) oder 5 (von 5)',
    en: 'A rating of 9 or 10 (of 10) or 5 (of 5)',
  },
  needs: null,
  offer: null,
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
              where: [{ property: 'score', test: { op: 'above', value: 9 } }],
            },
            channels: [],
          },
          {
            id: 'rating',
            type: 'event',
            event: {
              names: ['Feedback Submitted', 'Product Reviewed'],
              where: [{ property: 'rating', test: { op: 'above', value: 5 } }],
            },
            channels: [],
          },
        ],
        reentry: { mode: 'after', after: { n: 180, unit: 'day' } },
        caps: [{ times: 1, per: 'month' }],
        nodes: [
          wait('day', 1, 'day'),
          send(
            'ask',
            'promoter',
            shop.locale === 'de' ? 'Um Empfehlung bitten' : 'Ask to recommend',
          ),
        ],
        edges: ['start next day', 'day next ask'],
      },
    ),
};
