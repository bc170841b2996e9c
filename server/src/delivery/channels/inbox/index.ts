/** The inbox in the shopper's pass and on the site: a row, read where the shopper looks. */
import { isMail } from '@augenblick/contract';
import type { ChannelDeps, Transport } from '../../channel.ts';
import { createBatch } from '../batch.ts';
import type { ChannelModule } from '../module.ts';
import { refusal } from '../provider.ts';
import type { OwnWord } from '../said.ts';
import * as queries from '../queries-own.ts';

/** The module of the inbox. */
export const inbox: ChannelModule = {
  channel: {
    name: 'inbox',
    words: { de: 'Posteingang im Kundenpass', en: 'Inbox of the shopper pass' },
    consent: 'app',
    rings: false,
    settings: [],
    parse: () => ({}),
    addressOf: (person) => person.profileId,
    open: openInbox,
  },
  about: {
    de: 'Nachrichten, die im Kundenpass und auf Ihrer Seite bereitliegen. Braucht keinen Anbieter.',
    en: 'Messages that lie ready in the pass and on your site. Needs no provider.',
  },
  modes: ['live', 'off'],
  testTo: {
    label: {
      de: 'Ohne Empfänger: der Test prüft nur das Ablegen',
      en: 'Nobody: the test only writes',
    },
    needed: false,
  },
};

function openInbox(
  _settings: Record<string, unknown>,
  { sql, retailerId }: ChannelDeps,
): Transport {
  const put = createBatch<queries.InboxInsert>((rows) =>
    queries.insertInbox(sql, retailerId, rows),
  );
  return {
    concurrency: 250,
    perSecond: null,
    send: async ({ id, profileId, content, locale, at }) => {
      if (isMail(content)) return refusal('content_failed', true, 'short_needed' satisfies OwnWord);
      const { title, text: body, url, picture } = content;
      await put({ id, profileId, at, locale, title, body, url, picture });
      return { outcome: 'sent', providerId: null };
    },
    ask: async (id) => ((await queries.hasInbox(sql, retailerId, id)) ? 'sent' : 'not_sent'),
    check: async () => ({
      state: 'ready',
      words: {
        de: 'Bereit; es muss nichts eingerichtet werden.',
        en: 'Ready; nothing is to be set up.',
      },
    }),
    close: async () => undefined,
  };
}
