/** Messages in words: what was sent to whom, what was not and why. */
import {
  CHANNEL_WORDS,
  DELIVERY_STATUS_WORDS,
  DELIVERY_WORDS,
  Failure,
  isMail,
  isUuid,
  type MessageData,
  type ProfileId,
  type RenderedMessage,
  type RetailerId,
} from '@augenblick/contract';
import type {
  MessageDetail,
  MessageList,
  MessageQuery,
  MessageShown,
  MessageSummary,
} from '@augenblick/contract/api/delivery.ts';
import type { Database, TransactionSql } from '../runtime/index.ts';
import { guardOf } from './guards/registry.ts';
import { deliveryId } from './id.ts';
import * as queries from './queries-read.ts';
import type { Writer } from './writer.ts';

const DAY_MS = 86_400_000;

/** A page of messages, newest first: all, or one shopper's. */
export async function messageList(
  sql: TransactionSql,
  retailerId: RetailerId,
  query: MessageQuery,
  profileId?: ProfileId,
): Promise<MessageList> {
  const { limit, after, ...filter } = query;
  const start = after === undefined ? undefined : readCursor(after);
  const rows = await queries.messages(sql, retailerId, {
    ...filter,
    profileId,
    after: start,
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last ? `${last.position}_${last.id}` : null;
  return { messages: await shownAll(sql, retailerId, page), next };
}

function readCursor(text: string): { at: number; id: string } {
  const [at = '', id = ''] = text.split('_');
  if (!/^\d{1,18}$/.test(at) || !isUuid(id)) throw new Failure('bad_request', 'after');
  return { at: Number(at), id };
}

async function shownAll(
  sql: TransactionSql,
  retailerId: RetailerId,
  rows: readonly queries.MessageRow[],
): Promise<MessageShown[]> {
  const ids = rows.flatMap((row) => [row.origin_id, ...templatesOf(row)]).filter(isUuid);
  const names = await queries.names(sql, retailerId, ids);
  return rows.map((row) => shown(row, names));
}

function templatesOf({ templates, channel, channels }: queries.MessageRow): string[] {
  const byChannel = JSON.parse(templates) as Record<string, { id: string }>;
  const used = byChannel[channel ?? channels[0] ?? ''];
  return used === undefined ? [] : [used.id];
}

function shown(row: queries.MessageRow, names: ReadonlyMap<string, string>): MessageShown {
  const { status, reason } = row;
  const [template] = templatesOf(row);
  const decided = row.decided ?? row.asked;
  return {
    id: row.id,
    profileId: row.profile_id,
    person: row.person,
    askedAt: row.asked,
    at: status === 'waiting' ? row.from : (row.sent ?? decided),
    status,
    statusWords: DELIVERY_STATUS_WORDS[status],
    reason,
    words: sentence(row),
    guard: reason === null ? null : guardOf(reason),
    channel: row.channel ?? row.channels[0] ?? 'mail',
    channels: row.channels,
    address: row.address === null ? null : masked(row.address),
    origin: {
      kind: row.origin_kind,
      id: row.origin_id,
      step: row.origin_step,
      name: names.get(row.origin_id) ?? null,
    },
    variant: row.variant,
    template: (template === undefined ? undefined : names.get(template)) ?? null,
    sentAt: row.sent,
    deliveredAt: row.delivered,
    openedAt: row.opened,
    clickedAt: row.clicked,
    bouncedAt: row.bounced,
    complainedAt: row.complained,
    unsubscribedAt: row.unsubscribed,
    repliedAt: row.replied,
  };
}

interface TwoLanguages {
  de: string;
  en: string;
}

/** What became of messages, a sentence each, by the keys under which they were asked for; none for those that are not there. */
export async function fatesOf(
  sql: TransactionSql,
  retailerId: RetailerId,
  keys: readonly string[],
): Promise<Map<string, TwoLanguages>> {
  if (keys.length === 0) return new Map();
  const keyOf = new Map(keys.map((key) => [deliveryId(retailerId, key), key]));
  const rows = await queries.fates(sql, retailerId, [...keyOf.keys()]);
  return new Map(rows.map((row) => [keyOf.get(row.id) ?? '', sentence(row)]));
}

/** A sentence such as "E-Mail ausgelassen, weil keine Einwilligung vorliegt." */
function sentence(
  row: Pick<queries.MessageRow, 'status' | 'reason' | 'channel' | 'channels'>,
): TwoLanguages {
  const { status, reason } = row;
  const channel = CHANNEL_WORDS[row.channel ?? row.channels[0] ?? 'mail'];
  const words = DELIVERY_STATUS_WORDS[status];
  const why = reason === null ? null : DELIVERY_WORDS[reason];
  if (status === 'waiting' && why !== null)
    return {
      de: `${channel.de} aufgeschoben, weil ${why.de}.`,
      en: `${channel.en} put off because ${why.en}.`,
    };
  const de =
    why === null ? `${channel.de} ${words.de}.` : `${channel.de} ${words.de}, weil ${why.de}.`;
  const en =
    why === null ? `${channel.en} ${words.en}.` : `${channel.en} ${words.en} because ${why.en}.`;
  return { de, en };
}

/** `an…@example.com`, `+49…67`, or the two ends of a longer token. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@');
  if (at > 0) return `${address.slice(0, Math.min(2, at))}…${address.slice(at)}`;
  if (address.startsWith('+')) return `${address.slice(0, 3)}…${address.slice(-2)}`;
  return address.length > 12 ? `${address.slice(0, 4)}…${address.slice(-4)}` : '…';
}

/** One message with what it said. Throws `not_found`. */
export async function messageDetail(
  deps: { database: Database; writer: Writer },
  retailerId: RetailerId,
  id: string,
): Promise<MessageDetail> {
  if (!isUuid(id)) throw new Failure('not_found');
  const found = await deps.database.withRetailer(retailerId, async (sql) => {
    const rows = await queries.messages(sql, retailerId, { messageId: id, limit: 1 });
    const [message] = await shownAll(sql, retailerId, rows);
    const content = await queries.content(sql, retailerId, id);
    return { row: rows[0], message, content };
  });
  const { row, message, content } = found;
  if (row === undefined || message === undefined) throw new Failure('not_found');
  const again = content === undefined ? null : await sentAgain(deps.writer, retailerId, content);
  return {
    ...message,
    answer: row.words,
    attempts: row.attempt,
    basis: row.basis,
    unseen: again ? null : unseen(row, content !== undefined),
    shown: again && content ? { locale: content.locale, ...plain(again.message) } : null,
  };
}

/** Why a message cannot be made again. What was reserved once had a content; where there is none now, it was let go of. */
function unseen({ attempt }: queries.MessageRow, kept: boolean): MessageDetail['unseen'] {
  if (kept) return 'template_gone';
  return attempt > 0 ? 'not_kept' : 'never_filled';
}

function plain(message: RenderedMessage) {
  if (isMail(message)) {
    const { subject, text, html } = message;
    return { title: subject, text, html, url: null, picture: null };
  }
  const { title, text, url, picture } = message;
  return { title, text, html: null, url, picture };
}

/**
 * The message as it was sent, made again from what it was filled with; links lead where the retailer wrote. Null when its
 * template is gone or cannot be filled any more.
 */
export async function sentAgain(
  writer: Writer,
  retailerId: RetailerId,
  content: queries.ContentRow,
  track: (n: number, address: string) => string = (_n, address) => address,
  links: MessageData['links'] = { unsubscribe: null, preferences: null, browser: null },
): Promise<{ message: RenderedMessage; addresses: string[] } | null> {
  const { template_id: id, template_version: version, locale, variant } = content;
  const template = await writer.template(retailerId, id, version);
  if (template === null) return null;
  try {
    const data = { ...(JSON.parse(content.data) as MessageData), links };
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a template's own method
    const { links: addresses, ...message } = template.fill(data, locale, variant, track);
    return { message, addresses };
  } catch {
    return null;
  }
}

/** Counts of the last days by channel and reason. */
export async function messageSummary(
  sql: TransactionSql,
  retailerId: RetailerId,
  days: number,
  now: number,
): Promise<MessageSummary> {
  const since = new Date(now - days * DAY_MS);
  const byChannel = await queries.counts(sql, retailerId, since);
  const { reasons, waiting } = await queries.reasons(sql, retailerId, since);
  return {
    byChannel,
    reasons: reasons.map(({ reason, messages }) => ({
      reason,
      words: DELIVERY_WORDS[reason],
      guard: guardOf(reason),
      messages,
    })),
    waiting,
  };
}
