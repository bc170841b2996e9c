import { draw, OFFER, percentOff, type PlaybookEntry, PURCHASE_GOAL, send } from './entry.ts';

const name = { de: 'Geburtstag', en: 'Birthday' };
const about = {
  de: 'Gratuliert am Geburtstag um neun Uhr mit einem persönlichen Gutschein. Einmal im Jahr.',
  en: 'Wishes a happy birthday at nine in the morning with a personal voucher. Once a year.',
};

/** On the day in the trait `birthday`. */
export const birthday: PlaybookEntry = {
  key: 'birthday',
  name,
  about,
  starts: { de: 'Der Geburtstag, um 9 Uhr', en: 'The birthday, at 9 o’clock' },
  needs: {
    de: 'Das Geburtsdatum Ihrer Kunden (Merkmal „Geburtstag“, für Entwickler: birthday)',
    en: 'Your shoppers’ date of birth (trait “Birthday”, for developers: birthday)',
  },
  offer: (shop) =>
    percentOff(shop, {
      name: { de: 'Geburtstag: 10 %', en: 'Birthday: 10%' },
      title: { de: '10 % zum Geburtstag', en: '10% for your birthday' },
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
            id: 'birthday',
            type: 'date',
            basis: 'anniversary',
            trait: 'birthday',
            days: 0,
            minute: 540,
            factor: 1,
            minDays: 1,
            elseDays: null,
          },
        ],
        reentry: { mode: 'after', after: { n: 300, unit: 'day' } },
        goal: PURCHASE_GOAL,
        nodes: [
          { id: 'code', type: 'code', offerId: OFFER },
          send('wish', 'birthday', shop.locale === 'de' ? 'Gratulieren' : 'Wish a happy birthday'),
        ],
        edges: ['start next code', 'code next wish', 'code none wish'],
      },
    ),
};
