import {
  draw,
  OFFER,
  ON_PURCHASE,
  percentOff,
  type PlaybookEntry,
  PURCHASE_GOAL,
  send,
  until,
} from './entry.ts';

const name = { de: 'Zurückgewinnen', en: 'Win back' };
const about = {
  de: 'Meldet sich, wenn jemand doppelt so lange nicht gekauft hat wie sonst, denn dann wird eine Rückkehr von selbst immer unwahrscheinlicher.',
  en: 'Gets in touch when somebody has not bought for twice as long as usual, for then it becomes unlikely that they return by themselves.',
};

/** At twice the shopper's own interval between purchases. */
export const winBack: PlaybookEntry = {
  key: 'win-back',
  name,
  about,
  starts: {
    de: 'Doppelt so lange kein Kauf wie üblich (mindestens 45 Tage; nach einem einzigen Kauf 120 Tage)',
    en: 'No purchase for twice as long as usual (45 days at least; 120 days after a single purchase)',
  },
  needs: null,
  offer: (shop) =>
    percentOff(shop, {
      name: { de: 'Zurückgewinnen: 10 %', en: 'Win back: 10%' },
      title: { de: '10 % zum Wiedersehen', en: '10% to see you again' },
      percent: 10,
      budgetMinor: null,
    }),
  draw: (shop) =>
    draw(
      shop,
      { name, about },
      {
        entries: [
          {
            id: 'silent',
            type: 'date',
            basis: 'own_rhythm',
            trait: '',
            days: 0,
            minute: 600,
            factor: 2,
            minDays: 45,
            elseDays: 120,
          },
        ],
        reentry: { mode: 'after', after: { n: 90, unit: 'day' } },
        exits: [ON_PURCHASE],
        goal: PURCHASE_GOAL,
        nodes: [
          until('morning', 10, [2, 3, 4]),
          { id: 'code', type: 'code', offerId: OFFER },
          send('mail', 'win-back', shop.locale === 'de' ? 'Wir vermissen Sie' : 'We miss you'),
        ],
        edges: ['start next morning', 'morning next code', 'code next mail', 'code none mail'],
      },
    ),
};
