import type { FormDraft, RetailerId } from '@augenblick/contract';
import { SYSTEM } from '../access/index.ts';
import { consentSettings, putConsentSettings } from '../consent/index.ts';
import type { OptinDeps } from './deps.ts';
import { addForm, putWording } from './forms.ts';
import * as formQueries from './queries-form.ts';

const TOPICS = [
  {
    key: 'neues',
    name: { de: 'Neu im Laden', en: 'New in the shop' },
    about: { de: 'Was frisch eingetroffen ist.', en: 'What has just come in.' },
  },
  {
    key: 'angebote',
    name: { de: 'Angebote', en: 'Offers' },
    about: { de: 'Preise, die sich lohnen.', en: 'Prices worth a look.' },
  },
  {
    key: 'ratgeber',
    name: { de: 'Tipps und Anleitungen', en: 'Tips and guides' },
    about: { de: 'Pflege, Ideen, Selbermachen.', en: 'Care, ideas, making things.' },
  },
];

const WORDING = {
  name: 'Newsletter',
  texts: {
    de: 'Ja, ich möchte von Musterladen Morgenrot per E-Mail über Neuheiten, Angebote und Tipps informiert werden. Ich kann mich jederzeit abmelden, ein Link dazu steht in jeder Mail.',
    en: 'Yes, I would like Musterladen Morgenrot to tell me about news, offers and tips by e-mail. I can unsubscribe at any time, every mail has a link for it.',
  },
};

const POPUP = {
  afterSeconds: 20,
  afterScroll: 60,
  onLeave: false,
  position: 'corner',
  againAfterDays: 60,
} as const;

const shared = (wordingId: string) =>
  ({ address: 'sie', wordingId, topics: TOPICS.map(({ key }) => key), hosts: [] }) as const;

function drafts(wordingId: string): FormDraft[] {
  const common = shared(wordingId);
  const thanks = {
    de: 'Fast geschafft: Bitte schauen Sie in Ihr Postfach und bestätigen Sie die Anmeldung dort.',
    en: 'Almost done: please look into your mailbox and confirm your sign-up there.',
  };
  return [
    {
      ...common,
      topics: [...common.topics],
      hosts: [],
      name: 'Fußzeile',
      kind: 'inline',
      askFirstName: true,
      popup: POPUP,
      texts: {
        de: {
          headline: 'Post aus dem Laden',
          text: 'Alle zwei Wochen, was neu ist und was sich lohnt.',
          button: 'Anmelden',
          thanks: thanks.de,
        },
        en: {
          headline: 'Mail from the shop',
          text: 'Every two weeks: what is new and worth a look.',
          button: 'Sign up',
          thanks: thanks.en,
        },
      },
    },
    {
      ...common,
      topics: [],
      hosts: [],
      name: 'Willkommen in der Ecke',
      kind: 'popup',
      askFirstName: false,
      popup: POPUP,
      texts: {
        de: {
          headline: 'Zuerst erfahren, was neu ist',
          text: 'Ein kurzer Brief alle zwei Wochen, mehr nicht.',
          button: 'Gern',
          thanks: thanks.de,
        },
        en: {
          headline: 'Be the first to know what is new',
          text: 'A short letter every two weeks, nothing more.',
          button: 'Yes, please',
          thanks: thanks.en,
        },
      },
    },
  ];
}

/**
 * Fills a shop to look at: topics, a wording, two live forms. Does nothing where there is a wording already, so it may be
 * called again.
 */
export async function openForms(
  deps: Pick<OptinDeps, 'database' | 'clock' | 'ids' | 'audit'>,
  retailerId: RetailerId,
): Promise<void> {
  await deps.database.withRetailer(retailerId, async (sql) => {
    if ((await formQueries.versions(sql, retailerId)).length > 0) return;
    const by = SYSTEM;
    await putConsentSettings(sql, retailerId, {
      ...(await consentSettings(sql, retailerId)),
      topics: TOPICS,
    });
    const wordingId = await putWording(deps, sql, { retailerId, id: null, body: WORDING, by });
    for (const form of drafts(wordingId)) {
      await addForm(deps, sql, { retailerId, form, by, status: 'live' });
    }
  });
}
