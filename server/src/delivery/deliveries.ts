/** Messages as the rest of the house uses them: one of each part, put together. */
import type { IngestResult, ReceiptKind, RetailerId, Source } from '@augenblick/contract';
import { isMail } from '@augenblick/contract';
import type { SuppressionList } from '../consent/index.ts';
import type { Clock, Database, Ids, Live, Log, Metrics, Pause, Random } from '../runtime/index.ts';
import type { Channels } from './channel.ts';
import { compose, type LinkBase, passedOn } from './compose.ts';
import { createNews, type News } from './news.ts';
import type { Holds } from './hold.ts';
import { content } from './queries-read.ts';
import { type ReceiptNotice, takeReceipts } from './receipts.ts';
import { createSender, type Sender } from './sender.ts';
import { createLinkKey, type LinkRead, readToken } from './token.ts';
import type { Writer } from './writer.ts';

export interface DeliveriesDeps {
  database: Database;
  clock: Clock;
  ids: Ids;
  random: Random;
  pause: Pause;
  log: Log;
  metrics: Metrics;
  live: Pick<Live, 'publish'>;
  channels: Channels;
  writer: Writer;
  suppression: SuppressionList;
  holds: Holds;
  submit: (source: Source, items: readonly unknown[]) => Promise<IngestResult[]>;
  /** The retailer's own source of what messages bring. */
  sourceOf: (retailerId: RetailerId) => Promise<Source>;
  /** Where this installation is reached, without a slash at the end. */
  publicUrl: () => string;
  leaseMs?: number;
}

/** The messages of one process. */
export interface Deliveries {
  sender: Sender;
  news: News;
  /** Something may be due; after the COMMIT of whoever asked. */
  ring(): void;
  /** Takes notices of channels in; see `takeReceipts`. */
  receive(retailerId: RetailerId, notices: readonly ReceiptNotice[]): Promise<void>;
  /** Notes with a message what its reader did where the event comes from elsewhere (unsubscribed). */
  note(retailerId: RetailerId, deliveryId: string, kind: ReceiptKind, at: number): Promise<void>;
  /** Whose message a link's token names and for what; null when it was not made here. */
  readLink(token: string): Promise<LinkRead | null>;
  /** What a mail said, as it was sent, and its Message-ID; null while nothing left. */
  sentMail(
    retailerId: RetailerId,
    deliveryId: string,
  ): Promise<{ messageId: string | null; content: string } | null>;
  /** Where links in messages lead. */
  base(): Promise<LinkBase>;
  start(): void;
  stop(): Promise<void>;
}

/** Puts the parts together; nothing leaves before `start`. */
export function createDeliveries(deps: DeliveriesDeps): Deliveries {
  const { database, random, publicUrl } = deps;
  const key = createLinkKey({ sql: database.owner, random });
  const base = async (): Promise<LinkBase> => ({ secret: await key.of(), publicUrl: publicUrl() });
  // Sender and news need each other: `news` is made second, and called for the first time when something was sent.
  const ringNews = (): void => news.ring();
  const sender = createSender({ ...deps, sql: database.send, base, news: ringNews });
  const news = createNews({ ...deps, sql: database.owner, busy: () => sender.open() });
  const receipts = { ...deps, sql: database.owner, news: ringNews };
  return {
    sender,
    news,
    base,
    ring: () => sender.ring(),
    receive: (retailerId, notices) => takeReceipts(receipts, retailerId, notices),
    note: (retailerId, deliveryId, kind, at) =>
      takeReceipts(receipts, retailerId, [noteOf(deliveryId, kind, at)], { silent: true }),
    readLink: async (token) => readToken(await key.of(), token),
    sentMail: async (retailerId, deliveryId) => {
      const row = await content(database.owner, retailerId, deliveryId);
      if (row === undefined || row.status === 'waiting' || row.status === 'sending') return null;
      const { template_id: id, template_version: version } = row;
      const template = await deps.writer.template(retailerId, id, version);
      if (template === null) return null;
      const filling = { ...row, retailerId, template, data: JSON.parse(row.data) };
      const options = { pixel: false, passedOn: passedOn(row.origin_kind) };
      const { content: message } = compose(await base(), filling, options);
      return {
        messageId: row.provider_id,
        content: isMail(message) ? message.html : message.text,
      };
    },
    start: () => {
      sender.start();
      news.start();
    },
    stop: async () => {
      await sender.stop();
      await news.stop();
    },
  };
}

function noteOf(deliveryId: string, kind: ReceiptKind, at: number): ReceiptNotice {
  const none = { providerId: null, permanent: false, reason: null, words: '' };
  return { channel: 'mail', deliveryId, kind, at, ...none };
}
