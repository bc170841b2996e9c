/**
 * Channels: how they are set up, how they are doing, what the catcher caught, and the DNS of the sending domain.
 *
 * Console (session or API key), below /api/r/:retailerId:
 * GET    /channels                         message.read  → ChannelList
 * GET    /channels/:channel                message.read  → ChannelView
 * PUT    /channels/:channel                message.write ChangeChannel → ChannelView
 * POST   /channels/:channel/check          message.write → ChannelHealthView; asks the other side now
 * POST   /channels/:channel/test           message.write TestSend → TestSent
 * POST   /channels/:channel/inbound        message.write → InboundAddress; a new secret address, the former one ends
 * POST   /channels/mail/dkim               message.write NewDkim → ChannelView; makes a key pair, keeps the private key
 * GET    /channels/mail/dns?domain=        message.read  → DnsCheck; without a domain that of the sender's address
 * GET    /caught?channel=&search=&before=  message.read + shopper.read → CaughtList, newest first
 * GET    /caught/:id                       message.read + shopper.read → CaughtOne
 * GET    /caught/:id/source                message.read + shopper.read → message/rfc822 as it would have left (mail)
 * DELETE /caught                           message.write → 204; empties the catcher
 * GET    /hints                            shopper.read  → HintList, the open ones, newest first
 * POST   /hints/:id/done                   shopper.write → 204; ticks one off
 *
 * Public:
 * POST /v1/inbound/:token                  the mail server hands in bounces and complaints (message/rfc822), providers of
 *                                          SMS, WhatsApp and Telegram their notices; answers 200 { read: number }
 * GET  /v1/push/key?writeKey=              → PushKey
 * POST /v1/push/subscribe                  PushSubscribe → { ok: true }
 * POST /v1/push/unsubscribe                PushUnsubscribe → { ok: true }
 * POST /v1/inbox                           InboxAsk → Inbox; a page's key needs the shop's proof of who it is
 *
 * All times are milliseconds since 1970 (UTC).
 */
import { z } from 'zod';
import { CHANNELS, MESSAGE_BASES, SETTING_KINDS } from '../channel.ts';
import { CONSENT_CHANNELS } from '../consent.ts';
import { Words } from './phrase.ts';
import { localeSchema } from './session.ts';
import { TemplateBody } from './template.ts';

/**
 * off = nothing leaves; catcher = messages are written as they would leave and kept in the console, nobody gets them;
 * live = they leave.
 */
export const CHANNEL_MODES = ['off', 'catcher', 'live'] as const;
export type ChannelMode = (typeof CHANNEL_MODES)[number];

export const SettingFieldView = z.object({
  key: z.string(),
  section: Words.nullable(),
  kind: z.enum(SETTING_KINDS),
  label: Words,
  hint: Words.nullable(),
  required: z.boolean(),
  choices: z.array(z.object({ value: z.string(), label: Words })),
  when: z.object({ key: z.string(), values: z.array(z.string()) }).nullable(),
});
export type SettingFieldView = z.infer<typeof SettingFieldView>;

/** A value of a setting; null = empty. */
export const SettingValue = z.union([z.string().max(8000), z.number(), z.boolean(), z.null()]);
export type SettingValue = z.infer<typeof SettingValue>;

/** `at` null: not looked at yet. `facts` are figures worth seeing, such as the server's name. */
export const ChannelHealthView = z.object({
  state: z.enum(['ready', 'warning', 'failing', 'unknown']),
  words: Words,
  at: z.number().nullable(),
});
export type ChannelHealthView = z.infer<typeof ChannelHealthView>;

/** The public half of the key that signs mail, and where it belongs in the DNS. */
export const DkimView = z.object({
  domain: z.string(),
  selector: z.string(),
  /** Name of the TXT record: `<selector>._domainkey.<domain>`. */
  recordName: z.string(),
  recordValue: z.string(),
});
export type DkimView = z.infer<typeof DkimView>;

export const ChannelView = z.object({
  channel: z.enum(CHANNELS),
  words: Words,
  /** One sentence: what it is for and what it needs. */
  about: Words,
  consent: z.enum(CONSENT_CHANNELS).nullable(),
  mode: z.enum(CHANNEL_MODES),
  /** Modes this channel can have: an inbox of our own needs no catcher. */
  modes: z.array(z.enum(CHANNEL_MODES)),
  fields: z.array(SettingFieldView),
  /** Present values by field; of secrets only whether there is one, see `secrets`. */
  values: z.record(z.string(), SettingValue),
  /** Keys of secrets that are set. */
  secrets: z.array(z.string()),
  /** What is missing before it can be live, in words; empty = it can. */
  missing: z.array(z.object({ key: z.string(), words: Words })),
  /** What would go wrong once it is live, though nothing keeps it from being so. */
  warnings: z.array(Words),
  health: ChannelHealthView,
  /** Mail only. */
  dkim: DkimView.nullable(),
  /** Where the other side hands in bounces, receipts and replies; null = this channel takes none, or not made yet. */
  inbound: z.object({ possible: z.boolean(), words: Words, set: z.boolean() }),
  /** What this channel's test-send asks for. */
  testTo: z.object({ label: Words, needed: z.boolean() }),
  updatedAt: z.number().nullable(),
});
export type ChannelView = z.infer<typeof ChannelView>;

export const ChannelList = z.object({ channels: z.array(ChannelView) });
export type ChannelList = z.infer<typeof ChannelList>;

/**
 * New mode and values. A key that is not named stays; null empties it. `updatedAt` of what was edited: when somebody else
 * saved since, the answer is `conflict`.
 */
export const ChangeChannel = z.object({
  mode: z.enum(CHANNEL_MODES),
  values: z.record(z.string().max(60), SettingValue),
  updatedAt: z.number().nullable(),
});
export type ChangeChannel = z.infer<typeof ChangeChannel>;

/**
 * Sends one test message with made-up content, past no guard: `to` is an address of one's own. With `template` it says what
 * that draft says, filled in with made-up facts; its channel must be the one that is tested.
 */
export const TestSend = z.object({
  to: z.string().trim().max(500),
  locale: localeSchema,
  template: z.object({ draft: TemplateBody, variant: z.string().max(1) }).optional(),
});
export type TestSend = z.infer<typeof TestSend>;
export const TestSent = z.object({
  outcome: z.enum(['sent', 'caught', 'refused', 'unknown']),
  words: Words,
  providerId: z.string().nullable(),
  /** Where it can be read, when it was caught. */
  caughtId: z.string().nullable(),
});
export type TestSent = z.infer<typeof TestSent>;

/** The secret address for hand-ins; shown this once. */
export const InboundAddress = z.object({ url: z.string(), words: Words });
export type InboundAddress = z.infer<typeof InboundAddress>;

/** Where one shopper begins the chat with the shop; null while the channel is off or nothing known of them fits in a link. */
export const ChatLink = z.object({ url: z.string().nullable() });
export type ChatLink = z.infer<typeof ChatLink>;

export const NewDkim = z.object({
  domain: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/),
});
export type NewDkim = z.infer<typeof NewDkim>;

export const DNS_RECORDS = ['mx', 'spf', 'dkim', 'dmarc', 'bounce'] as const;

export const DnsQuery = z.object({ domain: NewDkim.shape.domain.optional() });

/** One record: what stands there, what should, and the sentence about it. */
export const DnsFinding = z.object({
  record: z.enum(DNS_RECORDS),
  state: z.enum(['good', 'warning', 'missing', 'unknown']),
  /** Name asked for. */
  name: z.string(),
  type: z.enum(['TXT', 'MX']),
  found: z.array(z.string()),
  /** The value to be entered at the domain's provider, when something is to be entered. */
  wanted: z.string().nullable(),
  words: Words,
});
export type DnsFinding = z.infer<typeof DnsFinding>;

export const DnsCheck = z.object({
  domain: z.string().nullable(),
  /** The result in one sentence. */
  words: Words,
  state: z.enum(['good', 'warning', 'missing', 'unknown']),
  findings: z.array(DnsFinding),
  checkedAt: z.number(),
});
export type DnsCheck = z.infer<typeof DnsCheck>;

export const CaughtQuery = z.object({
  channel: z.enum(CHANNELS).optional(),
  /** In address and subject. */
  search: z.string().trim().max(120).optional(),
  /** `next` of the page before. */
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type CaughtQuery = z.input<typeof CaughtQuery>;

export const CaughtRow = z.object({
  id: z.string(),
  channel: z.enum(CHANNELS),
  at: z.number(),
  to: z.string(),
  /** Subject of a mail, title of a short message. */
  subject: z.string(),
  /** First words of the text. */
  preview: z.string(),
  basis: z.enum(MESSAGE_BASES),
  /** True for test-sends. */
  test: z.boolean(),
  /** Whose it is, where it is a shopper's. */
  profileId: z.string().nullable(),
  /** The row of the message history. */
  deliveryId: z.string().nullable(),
});
export type CaughtRow = z.infer<typeof CaughtRow>;
export const CaughtList = z.object({
  messages: z.array(CaughtRow),
  total: z.number().int(),
  next: z.string().nullable(),
});
export type CaughtList = z.infer<typeof CaughtList>;

/** A caught message whole. `html` is to be shown in a sandboxed frame only. */
export const CaughtOne = CaughtRow.extend({
  from: z.string().nullable(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  html: z.string().nullable(),
  text: z.string(),
  url: z.string().nullable(),
  picture: z.string().nullable(),
  /** Bytes of the mail as it would have left. */
  size: z.number().int(),
});
export type CaughtOne = z.infer<typeof CaughtOne>;

/** What a browser needs to subscribe: the retailer's VAPID key (base64url, uncompressed P-256 point). */
export const PushKey = z.object({ publicKey: z.string() });
const subscription = z.object({
  endpoint: z.url({ protocol: /^https$/ }).max(2000),
  keys: z.object({
    p256dh: z.string().regex(/^[\w-]{80,100}$/),
    auth: z.string().regex(/^[\w-]{20,30}$/),
  }),
});

/** The subscription of a browser, with the proof of consent to marketing by push. */
export const PushSubscribe = z.object({
  writeKey: z.string().max(100),
  anonymousId: z.string().min(1).max(200),
  subscription,
  locale: z.string().max(35).optional(),
  /** The sentence the shopper agreed to, and its version. */
  wording: z.string().min(1).max(4000),
  wordingVersion: z.string().max(60).optional(),
  page: z.string().max(2000).optional(),
});
export type PushSubscribe = z.infer<typeof PushSubscribe>;

export const PushUnsubscribe = z.object({
  writeKey: z.string().max(100),
  anonymousId: z.string().min(1).max(200),
  endpoint: z.string().max(2000),
});
export type PushUnsubscribe = z.infer<typeof PushUnsubscribe>;

/** A hint for the team. */
export const Hint = z.object({
  id: z.string(),
  at: z.number(),
  title: z.string(),
  text: z.string(),
  url: z.string().nullable(),
  profileId: z.string(),
  /** The shopper's name, null where none is known. */
  name: z.string().nullable(),
});
export type Hint = z.infer<typeof Hint>;
export const HintList = z.object({ hints: z.array(Hint), total: z.number().int() });
export type HintList = z.infer<typeof HintList>;

/**
 * Asks for a signed-in shopper's inbox. With the key of a page or app `userProof` is needed: hex of HMAC-SHA-256 of the user
 * id under the source's secret, made by the shop's server. `read`: messages that were opened since.
 */
export const InboxAsk = z.object({
  writeKey: z.string().max(100),
  userId: z.string().min(1).max(200),
  userProof: z.string().max(200).optional(),
  read: z.array(z.uuid()).max(100).default([]),
});
export type InboxAsk = z.input<typeof InboxAsk>;
export const InboxMessage = z.object({
  id: z.string(),
  at: z.number(),
  title: z.string(),
  text: z.string(),
  url: z.string().nullable(),
  picture: z.string().nullable(),
  read: z.boolean(),
});
/** The newest 50 messages of the last 180 days. */
export const Inbox = z.object({ unread: z.number().int(), messages: z.array(InboxMessage) });
export type Inbox = z.infer<typeof Inbox>;
