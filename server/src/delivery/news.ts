/**
 * Results and receipts become events of their shoppers, so that timeline, segments and journeys see them. They wait in the
 * database until ingest has them; an event's id is made from the message's, so telling twice is telling once.
 */
import {
  CHANNEL_CONSENT,
  type ChannelName,
  type IngestResult,
  type JsonObject,
  receiptEvent,
  type RetailerId,
  type Source,
} from '@augenblick/contract';
import { carrying } from '../consent/index.ts';
import { type Clock, createRounds, type Log, type Sql } from '../runtime/index.ts';
import type { ReceiptNews } from './receipts.ts';
import * as queries from './queries-read.ts';

export interface NewsDeps {
  sql: Sql;
  clock: Clock;
  log: Log;
  submit: (source: Source, items: readonly unknown[]) => Promise<IngestResult[]>;
  /** The retailer's own source of what messages bring. */
  sourceOf: (retailerId: RetailerId) => Promise<Source>;
  /** Messages under way in this process: what is sent goes before what is told. */
  busy: () => number;
}

/** Tells news; one a process. */
export interface News {
  ring(): void;
  /** Tells everything that waits now; answers how many batches. */
  round(): Promise<number>;
  start(): void;
  stop(): Promise<void>;
}

interface Told {
  sent?: string[];
  receipts?: ReceiptNews[];
}

/** Batches of results told at once: each holds up to some hundred, most of them a few. */
const BATCHES = 16;
const POLL_MS = 1_000;
/** News are gathered for this long: each telling costs two transactions, and nobody waits for it. */
const GATHER_MS = 250;
/** With a large newsletter under way its events are told no faster than this. */
const BUSY = 100;
const BUSY_PAUSE_MS = 1_000;

/** Creates the teller; nothing is told before `start`. */
export function createNews(deps: NewsDeps): News {
  const { clock, log } = deps;
  const pauseAfter = (told: number): number => {
    if (told === 0) return POLL_MS;
    if (deps.busy() > BUSY) return BUSY_PAUSE_MS;
    return told < BATCHES ? GATHER_MS : 0;
  };
  const { ring, start, stop } = createRounds({
    clock,
    log,
    round: async () => {
      const told = await tell(deps);
      return clock.now() + pauseAfter(told);
    },
    retryMs: POLL_MS,
    failed: 'results of messages wait to be told',
  });
  return {
    ring: () => ring(clock.now() + GATHER_MS),
    round: async () => {
      let told = 0;
      for (let now = await tell(deps); now > 0; now = await tell(deps)) told += now;
      return told;
    },
    start,
    stop,
  };
}

/** Tells some; the rows stay locked until ingest has them, and go then. */
async function tell(deps: NewsDeps): Promise<number> {
  return (await deps.sql.begin(async (tx) => {
    const rows = await queries.lockNews(tx, BATCHES);
    const byRetailer = new Map<RetailerId, queries.NewsRow[]>();
    for (const row of rows) {
      const own = byRetailer.get(row.retailer_id) ?? [];
      own.push(row);
      byRetailer.set(row.retailer_id, own);
    }
    for (const [retailerId, own] of byRetailer) {
      const items = await itemsOf(
        deps,
        retailerId,
        own.map(({ news }) => JSON.parse(news) as Told),
      );
      if (items.length > 0) await deps.submit(await deps.sourceOf(retailerId), items);
      await queries.deleteNews(
        tx,
        retailerId,
        own.map(({ id }) => id),
      );
    }
    return rows.length;
  })) as number;
}

async function itemsOf(
  { sql }: NewsDeps,
  retailerId: RetailerId,
  news: readonly Told[],
): Promise<unknown[]> {
  const sent = news.flatMap((one) => one.sent ?? []);
  const receipts = news.flatMap((one) => one.receipts ?? []);
  const rows = await queries.toldOf(sql, retailerId, [...sent, ...receipts.map(({ id }) => id)]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const items: unknown[] = [];
  for (const id of sent) {
    const row = byId.get(id);
    if (row === undefined || row.origin_kind === 'test') continue;
    items.push(item(row, 'sent', row.sent ?? 0, `message:${id}:sent`, {}));
  }
  for (const { id, kind, at, permanent, detail } of receipts) {
    const row = byId.get(id);
    if (row === undefined || row.origin_kind === 'test') continue;
    // Clicks on other links of the same message are events of their own; the same one again within a minute is not.
    const once =
      kind === 'clicked' ? `:${JSON.stringify(detail.link ?? 0)}:${Math.floor(at / 60_000)}` : '';
    const more: JsonObject = kind === 'bounced' ? { ...detail, permanent } : detail;
    items.push(item(row, kind, at, `message:${id}:${kind}${once}`, more));
  }
  return items;
}

const named = (channel: ChannelName): string => (channel === 'mail' ? 'email' : channel);

function item(
  row: queries.ToldRow,
  kind: Parameters<typeof receiptEvent>[0],
  at: number,
  messageId: string,
  more: JsonObject,
): JsonObject {
  const { id, channel, origin_kind, origin_id, origin_step, variant, template } = row;
  const { simulated, ...said } = more;
  return {
    type: 'track',
    event: receiptEvent(kind, channel),
    messageId,
    timestamp: new Date(at).toISOString(),
    ...carrying(row),
    properties: {
      ...said,
      delivery_id: id,
      // Leaving withdraws the consent of this name.
      channel: (kind === 'unsubscribed' ? CHANNEL_CONSENT[channel] : null) ?? named(channel),
      template_id: template,
      ...(variant === null ? {} : { variant }),
      [`${origin_kind}_id`]: origin_id,
      ...(origin_step === null ? {} : { step: origin_step }),
    },
    // Openings and clicks of the demo's shoppers are labelled as everything else of theirs.
    ...(simulated === true ? { context: { simulated } } : {}),
  };
}
