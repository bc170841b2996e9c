/** What comes back: noted with the message, and news for the shopper's events – in one transaction, so that neither is lost. */
import type {
  ChannelName,
  DeliveryReason,
  JsonObject,
  ReceiptKind,
  RetailerId,
} from '@augenblick/contract';
import type { SuppressionList } from '../consent/index.ts';
import type { Clock, Ids, Live, Pause, Sql } from '../runtime/index.ts';

import { barAddresses, type Learned } from './dead.ts';
import { insertNews } from './queries-send.ts';
import * as queries from './queries-read.ts';

/** A notice about one message; named by its id, or by the other side's own number. */
export interface ReceiptNotice {
  channel: ChannelName;
  kind: ReceiptKind;
  deliveryId: string | null;
  providerId: string | null;
  /** Of bounces: never again to this address. */
  permanent: boolean;
  reason: DeliveryReason | null;
  words: string;
  /** ms. */
  at: number;
  /** Said with the event: the address that was clicked. */
  detail?: JsonObject;
}

export interface ReceiptDeps {
  sql: Sql;
  clock: Clock;
  ids: Ids;
  pause: Pause;
  live: Pick<Live, 'publish'>;
  suppression: SuppressionList;
  /** There is news to be told. */
  news: () => void;
}

/** One receipt as news: becomes an event. */
export interface ReceiptNews {
  id: string;
  kind: ReceiptKind;
  at: number;
  permanent: boolean;
  detail: JsonObject;
}

const TOLD_MAX = 4;
/**
 * A receipt may be here before the answer that tells the other side's number is written: numbers nobody knows are looked
 * for again after these pauses (ms). Longer than a result takes to be written, shorter than a provider waits.
 */
const EARLY_MS = [100, 400, 1_500] as const;

/**
 * Takes notices in. The same one twice changes nothing; a message that is not known is passed over. A click is news each
 * time it leads to another address; everything else once a message. `silent`: noted only, its event comes from elsewhere.
 * Takes up to two seconds where a number is not known.
 */
export async function takeReceipts(
  deps: ReceiptDeps,
  retailerId: RetailerId,
  notices: readonly ReceiptNotice[],
  options: { silent?: boolean } = {},
): Promise<void> {
  const nameable = notices.filter((one) => one.deliveryId !== null || one.providerId !== null);
  let named = await withIds(deps.sql, retailerId, nameable);
  for (const ms of EARLY_MS) {
    if (named.length === nameable.length) break;
    await deps.pause(ms);
    named = await withIds(deps.sql, retailerId, nameable);
  }
  if (named.length === 0) return;
  const writes = named.map(({ id, notice }) => {
    const { kind, at, reason, words } = notice;
    return { id, kind, at, reason, words: words.replaceAll('\u0000', '').slice(0, 300) };
  });
  const told = (await deps.sql.begin(async (tx) => {
    const fresh = await queries.writeReceipts(tx, retailerId, writes);
    const first = new Set(fresh.map(({ id, kind }) => `${id} ${kind}`));
    const news = named.flatMap(({ id, notice }): ReceiptNews[] => {
      const { kind, at, permanent, detail = {} } = notice;
      if (!first.has(`${id} ${kind}`) && kind !== 'clicked') return [];
      return [{ id, kind, at, permanent, detail }];
    });
    const learned = news.flatMap(({ id, kind, permanent, at }): Learned[] => {
      if (kind === 'complained') return [{ id, reason: kind, at }];
      return kind === 'bounced' && permanent ? [{ id, reason: kind, at }] : [];
    });
    await barAddresses(tx, deps.suppression, retailerId, learned);
    if (news.length > 0 && options.silent !== true) {
      const { clock, ids } = deps;
      await insertNews(tx, retailerId, ids.uuid7(), { receipts: news }, clock.now());
    }
    return fresh;
  })) as { id: string }[];
  deps.news();
  for (const { id } of told.slice(0, TOLD_MAX))
    deps.live.publish({ retailerId, topic: 'message', data: id });
}

async function withIds(
  sql: Sql,
  retailerId: RetailerId,
  notices: readonly ReceiptNotice[],
): Promise<{ id: string; notice: ReceiptNotice }[]> {
  const byChannel = new Map<ChannelName, Map<string, string>>();
  for (const channel of new Set(notices.map((one) => one.channel))) {
    const numbers = notices.flatMap((one) =>
      one.channel === channel && one.deliveryId === null && one.providerId !== null
        ? [one.providerId]
        : [],
    );
    if (numbers.length > 0)
      byChannel.set(channel, await queries.idsByProvider(sql, retailerId, channel, numbers));
  }
  return notices.flatMap((notice) => {
    const { deliveryId, providerId, channel } = notice;
    const id = deliveryId ?? byChannel.get(channel)?.get(providerId ?? '') ?? null;
    return id === null ? [] : [{ id, notice }];
  });
}
