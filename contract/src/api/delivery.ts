/**
 * Messages: what was sent to whom, what was not and why.
 *
 * Console (permission):
 * GET  /api/r/:retailerId/messages message.read + shopper.read MessageQuery → MessageList (newest first)
 * GET  /api/r/:retailerId/messages/summary message.read MessageSummaryQuery → MessageSummary
 * GET  /api/r/:retailerId/messages/:messageId message.read + shopper.read → MessageDetail (with the message as it was sent)
 * POST /api/r/:retailerId/messages/:messageId/cancel message.write → 204 (takes back what waits; `conflict` when it left)
 * GET  /api/r/:retailerId/shoppers/:profileId/messages shopper.read MessageQuery → MessageList
 * GET  /api/r/:retailerId/messages/settings message.read → MessageSettings
 * PUT  /api/r/:retailerId/messages/settings message.write MessageSettings → MessageSettings
 *
 * Public, from links in messages:
 * GET /m/o/:token.gif   an empty picture; notes that the message was opened, where the shopper agreed to being measured
 * GET /m/k/:token/:n    on to the n-th address of the message
 * GET /m/b/:token       the message in the browser
 *
 * Live topic: `message` (items are message ids).
 */
import { z } from 'zod';
import { CHANNELS } from '../channel.ts';
import { DELIVERY_GUARDS, DELIVERY_REASONS, DELIVERY_STATUSES, ORIGIN_KINDS } from '../delivery.ts';
import { Words } from './phrase.ts';

/** Most messages of one page. */
export const MESSAGES_MAX = 100;

export const MessageQuery = z.object({
  status: z.enum(DELIVERY_STATUSES).optional(),
  channel: z.enum(CHANNELS).optional(),
  origin: z.enum(ORIGIN_KINDS).optional(),
  originId: z.string().max(200).optional(),
  /** `next` of the page before. */
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(MESSAGES_MAX).default(30),
});
export type MessageQuery = z.infer<typeof MessageQuery>;

export const MessageShown = z.object({
  id: z.string(),
  profileId: z.string(),
  /** Name of the shopper, or null. */
  person: z.string().nullable(),
  askedAt: z.number(),
  /** When its present status was decided (ms); for `waiting` the instant it is looked at again. */
  at: z.number(),
  status: z.enum(DELIVERY_STATUSES),
  statusWords: Words,
  reason: z.enum(DELIVERY_REASONS).nullable(),
  /** A whole sentence: what became of it, through which channel, and why. */
  words: Words,
  guard: z.enum(DELIVERY_GUARDS).nullable(),
  /** The one it left through, else the one that was asked for first. */
  channel: z.enum(CHANNELS),
  channels: z.array(z.enum(CHANNELS)),
  /** The address with its middle left out. */
  address: z.string().nullable(),
  origin: z.object({
    kind: z.enum(ORIGIN_KINDS),
    id: z.string(),
    step: z.string().nullable(),
    /** Name of the newsletter or journey; null for other origins and for what was removed. */
    name: z.string().nullable(),
  }),
  variant: z.string().nullable(),
  /** Name of the template. */
  template: z.string().nullable(),
  sentAt: z.number().nullable(),
  deliveredAt: z.number().nullable(),
  openedAt: z.number().nullable(),
  clickedAt: z.number().nullable(),
  bouncedAt: z.number().nullable(),
  complainedAt: z.number().nullable(),
  unsubscribedAt: z.number().nullable(),
  repliedAt: z.number().nullable(),
});
export type MessageShown = z.infer<typeof MessageShown>;

export const MessageList = z.object({
  messages: z.array(MessageShown),
  next: z.string().nullable(),
});
export type MessageList = z.infer<typeof MessageList>;

export const MessageDetail = MessageShown.extend({
  /** What the other side said. */
  answer: z.string().nullable(),
  attempts: z.number(),
  /** On what it was allowed to leave: consent, existing_customer, service, none_needed. */
  basis: z.string().nullable(),
  /**
   * Why it cannot be shown: it was never filled in, what it said is kept no longer (`RETENTION_BOUNDS.messagesDays`), or its
   * template cannot make it again. Null when it can.
   */
  unseen: z.enum(['never_filled', 'not_kept', 'template_gone']).nullable(),
  /** As it was sent; null where `unseen` says why not. Links lead where the retailer wrote. */
  shown: z
    .object({
      locale: z.enum(['de', 'en']),
      title: z.string(),
      text: z.string(),
      /** For mail. Show it in a sandboxed frame. */
      html: z.string().nullable(),
      url: z.string().nullable(),
      picture: z.string().nullable(),
    })
    .nullable(),
});
export type MessageDetail = z.infer<typeof MessageDetail>;

export const MessageSummaryQuery = z.object({
  days: z.coerce.number().int().min(1).max(366).default(30),
});
export type MessageSummaryQuery = z.infer<typeof MessageSummaryQuery>;

/** Counts of the last days. */
export const MessageSummary = z.object({
  byChannel: z.array(
    z.object({
      channel: z.enum(CHANNELS),
      sent: z.number(),
      delivered: z.number(),
      opened: z.number(),
      clicked: z.number(),
      bounced: z.number(),
      complained: z.number(),
      unsubscribed: z.number(),
      failed: z.number(),
      unknown: z.number(),
    }),
  ),
  /** Why messages were left out or failed, the most frequent first. */
  reasons: z.array(
    z.object({
      reason: z.enum(DELIVERY_REASONS),
      words: Words,
      guard: z.enum(DELIVERY_GUARDS).nullable(),
      messages: z.number(),
    }),
  ),
  waiting: z.number(),
});
export type MessageSummary = z.infer<typeof MessageSummary>;

/** What holds for all messages of a shop; how often and when stand with the decisions (one cap, one quiet night). */
export const MessageSettings = z.object({
  /** Most messages a month through a channel; a channel that is absent has no limit. */
  monthly: z.partialRecord(z.enum(CHANNELS), z.number().int().min(0).max(100_000_000)),
});
export type MessageSettings = z.infer<typeof MessageSettings>;
