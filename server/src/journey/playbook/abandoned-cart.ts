import {
  draw,
  OFFER,
  ON_PURCHASE,
  percentOff,
  type PlaybookEntry,
  PURCHASE_GOAL,
  send,
  wait,
} from './entry.ts';

const name = { de: 'Liegengebliebener Warenkorb', en: 'Abandoned cart' };
const about = {
  de: 'Drei Mails: erinnern, helfen, zuletzt ein Gutschein. Wer inzwischen kauft, online oder an der Kasse, hört nichts mehr.',
  en: 'Three mails: remind, help, at last a voucher. Whoever buys meanwhile, online or at the till, hears no more.',
};

/** Three mails, until anything is bought anywhere. */
export const abandonedCart: PlaybookEntry = {
  key: 'abandoned-cart',
  name,
  about,
  starts: {
    de: 'Etwas liegt im Warenkorb, und es wurde still',
    en: 'Something is in the cart, and it went quiet',
  },
  needs: null,
  offer: (shop) =>
    percentOff(shop, {
      name: { de: 'Warenkorb: 5 %', en: 'Cart: 5%' },
      title: { de: '5 % auf Ihren Warenkorb', en: '5% off your cart' },
      percent: 5,
      budgetMinor: null,
    }),
  draw: (shop) => {
    const say = (de: string, en: string): string => (shop.locale === 'de' ? de : en);
    return draw(
      shop,
      { name, about },
      {
        entries: [{ id: 'cart', type: 'signal', names: ['abandoned_cart'] }],
        key: 'cart',
        reentry: { mode: 'after', after: { n: 7, unit: 'day' } },
        exits: [ON_PURCHASE],
        goal: PURCHASE_GOAL,
        nodes: [
          send('first', 'cart-1', say('Erinnern', 'Remind')),
          wait('day', 1, 'day'),
          send('second', 'cart-2', say('Helfen', 'Help')),
          wait('days', 2, 'day'),
          { id: 'code', type: 'code', offerId: OFFER },
          send('third', 'cart-3', say('Gutschein', 'Voucher')),
        ],
        edges: [
          'start next first',
          'first next day',
          'day next second',
          'second next days',
          'days next code',
          'code next third',
          'code none third',
        ],
      },
    );
  },
};
