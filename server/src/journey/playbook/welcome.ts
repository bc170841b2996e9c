import { draw, type PlaybookEntry, PURCHASE_GOAL, send } from './entry.ts';

const name = { de: 'Willkommen', en: 'Welcome' };
const about = {
  de: 'Begrüßt alle, die ihre Anmeldung zum Newsletter bestätigt haben, sofort. Nie wird eine Mail so gern gelesen wie diese.',
  en: 'Greets everybody who confirmed their newsletter sign-up, at once. No mail is read as gladly as this one.',
};

/** After the double opt-in is confirmed. */
export const welcome: PlaybookEntry = {
  key: 'welcome',
  name,
  about,
  starts: {
    de: 'Eine Einwilligung in E-Mail-Werbung wurde erteilt',
    en: 'Consent to marketing by e-mail was given',
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
            id: 'consent',
            type: 'event',
            event: {
              names: ['Consent Granted'],
              where: [
                { property: 'purpose', test: { op: 'is', values: ['marketing'] } },
                { property: 'channel', test: { op: 'is', values: ['email'] } },
              ],
            },
            channels: [],
          },
        ],
        reentry: { mode: 'once', after: null },
        goal: PURCHASE_GOAL,
        nodes: [
          send('hello', 'welcome', shop.locale === 'de' ? 'Willkommensmail' : 'Welcome mail'),
        ],
        edges: ['start next hello'],
      },
    ),
};
