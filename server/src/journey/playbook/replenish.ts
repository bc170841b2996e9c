import { draw, ON_PURCHASE, type PlaybookEntry, PURCHASE_GOAL, send, until } from './entry.ts';

const name = { de: 'Nachschub', en: 'Replenishment' };
const about = {
  de: 'Erinnert, wenn etwas zur Neige geht: zum vorhergesagten Tag, sonst nach dem eigenen üblichen Abstand zwischen zwei Käufen.',
  en: 'Reminds when something runs out: on the predicted day, else after the shopper’s own usual time between purchases.',
};

/** When something runs out, by prediction or by the shopper's own rhythm. */
export const replenish: PlaybookEntry = {
  key: 'replenish',
  name,
  about,
  starts: {
    de: 'Der Tag im Merkmal „replenishment“; ohne das der eigene Kaufabstand (ab zwei Käufen)',
    en: 'The day in the trait “replenishment”; without it, the shopper’s own interval (from two purchases on)',
  },
  needs: null,
  offer: null,
  draw: (shop) =>
    draw(
      shop,
      { name, about },
      {
        entries: [
          { id: 'due', type: 'signal', names: ['replenishment_due'] },
          {
            id: 'rhythm',
            type: 'date',
            basis: 'own_rhythm',
            trait: '',
            days: 0,
            minute: 600,
            factor: 1,
            minDays: 7,
            elseDays: null,
          },
        ],
        reentry: { mode: 'after', after: { n: 14, unit: 'day' } },
        exits: [ON_PURCHASE],
        goal: PURCHASE_GOAL,
        caps: [{ times: 2, per: 'month' }],
        nodes: [
          until('morning', 10),
          send('mail', 'replenish', shop.locale === 'de' ? 'Nachschub?' : 'Running low?'),
        ],
        edges: ['start next morning', 'morning next mail'],
      },
    ),
};
