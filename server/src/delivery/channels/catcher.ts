/** The catcher: messages are written as they would leave and kept for the console; nobody gets them. */
import { isMail, NO_PROFILE, type ChannelName, type RetailerId } from '@augenblick/contract';
import type { ChannelDeps, Outgoing, Transport } from '../channel.ts';
import { createBatch } from './batch.ts';
import type { Caught, ChannelModule } from './module.ts';
import * as queries from './queries.ts';

/**
 * As many at once as one statement takes without much memory: a mail weighs 100 KB and is there several times meanwhile, and
 * what outlives a turn of the collector stays until it next looks at everything, minutes later.
 */
const CONCURRENCY = 8;

/** A transport that keeps. Asked about a message, it knows. */
export function openCatcher(
  module: ChannelModule,
  settings: Record<string, unknown>,
  deps: ChannelDeps,
): Transport {
  const { sql, retailerId } = deps;
  const { name } = module.channel;
  const write = module.writer?.(settings, deps);
  const keep = createBatch<queries.CaughtInsert>((rows) =>
    queries.insertCaught(sql, retailerId, rows),
  );
  return {
    concurrency: CONCURRENCY,
    perSecond: null,
    send: async (message) => {
      const caught = (await write?.(message)) ?? plainCaught(message);
      await keep(rowOf(deps, name, message, caught));
      return { outcome: 'sent', providerId: caught.providerId };
    },
    check: async () => ({
      state: 'warning',
      words: {
        de: 'Nachrichten werden nur gesammelt: Niemand bekommt sie, Sie lesen sie hier.',
        en: 'Messages are only collected: nobody gets them, you read them here.',
      },
    }),
    ask: (id) => askCaught(deps, retailerId, id),
    close: async () => undefined,
  };
}

/** A message's texts as they are. */
export function plainCaught({ content }: Outgoing): Caught {
  if (isMail(content)) {
    const { subject, html, text: body } = content;
    return { ...NOTHING, subject, body, html };
  }
  const { title, text, url, picture } = content;
  return { ...NOTHING, subject: title, body: text, url, picture };
}

const NOTHING = {
  sender: null,
  html: null,
  url: null,
  picture: null,
  source: null,
  providerId: null,
} as const;

function rowOf(
  deps: ChannelDeps,
  channel: ChannelName,
  message: Outgoing,
  caught: Caught,
): queries.CaughtInsert {
  const { profileId, id, basis, address, origin } = message;
  const { source, providerId: _providerId, ...texts } = caught;
  return {
    ...texts,
    id: deps.ids.uuid7(),
    at: deps.clock.now(),
    channel,
    profileId: profileId === NO_PROFILE ? null : profileId,
    deliveryId: id,
    test: origin.kind === 'test',
    basis,
    address,
    // The same bytes: a copy of each mail of a newsletter is room that the collector gives back late.
    source: source && Buffer.from(source.buffer, source.byteOffset, source.byteLength),
  };
}

async function askCaught(
  { sql }: ChannelDeps,
  retailerId: RetailerId,
  id: string,
): Promise<'sent' | 'not_sent'> {
  return (await queries.caughtByDelivery(sql, retailerId, id)) === undefined ? 'not_sent' : 'sent';
}
