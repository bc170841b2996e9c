/** Hints for the team about a shopper, shown in the console until somebody ticks them off. */
import { isMail } from '@augenblick/contract';
import type { ChannelDeps, Transport } from '../../channel.ts';
import { createBatch } from '../batch.ts';
import type { ChannelModule } from '../module.ts';
import { refusal } from '../provider.ts';
import type { OwnWord } from '../said.ts';
import * as queries from '../queries-own.ts';

/** The module of hints. */
export const staff: ChannelModule = {
  channel: {
    name: 'staff',
    words: { de: 'Hinweis ans Team', en: 'Hint for the team' },
    consent: null,
    rings: false,
    settings: [],
    parse: () => ({}),
    addressOf: () => 'team',
    open: openStaff,
  },
  about: {
    de: 'Sagt Ihrem Team, was für eine Kundin oder einen Kunden jetzt hilft.',
    en: 'Tells your team what would help a shopper now.',
  },
  modes: ['live', 'off'],
  testTo: { label: { de: 'Geht an das Team', en: 'Goes to the team' }, needed: false },
};

function openStaff(
  _settings: Record<string, unknown>,
  { sql, retailerId }: ChannelDeps,
): Transport {
  const put = createBatch<queries.HintInsert>((rows) => queries.insertHints(sql, retailerId, rows));
  return {
    concurrency: 250,
    perSecond: null,
    send: async ({ id, profileId, content, at }) => {
      if (isMail(content)) return refusal('content_failed', true, 'short_needed' satisfies OwnWord);
      const { title, text: body, url } = content;
      await put({ id, profileId, at, title, body, url });
      return { outcome: 'sent', providerId: null };
    },
    ask: async (id) => ((await queries.hasHint(sql, retailerId, id)) ? 'sent' : 'not_sent'),
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
