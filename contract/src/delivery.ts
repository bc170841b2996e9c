import type { Cap } from './campaign.ts';
import type { ChannelName } from './channel.ts';
import type { ProfileId } from './id.ts';
import type { JsonObject } from './json.ts';

/** Who asked for a message. */
export const ORIGIN_KINDS = ['broadcast', 'journey', 'optin', 'test', 'api'] as const;
export type OriginKind = (typeof ORIGIN_KINDS)[number];

/** What a message comes from. `id` is the broadcast's, journey's, form's …; caps of the request count per `id`. */
export interface MessageOrigin {
  kind: OriginKind;
  id: string;
  /** The node of a journey, or null. */
  step: string | null;
  /** Published version of the origin. */
  version: number;
  /** Arm of an A/B test, or null. */
  variant: string | null;
}

/** A message that is asked for. What becomes of it is decided when it is due, never when it is asked for. */
export interface MessageRequest {
  /** Unique at the retailer: `b:<broadcast>:<profile>`, `j:<run>:<node>:<visit>`. Asking twice is asking once. */
  key: string;
  profileId: ProfileId;
  /** One, or several in order of preference: the first that is allowed and reachable, by what the shopper answers to. */
  channels: ChannelName[];
  origin: MessageOrigin;
  /** Which template in which published version for which channel. */
  templateIds: Partial<Record<ChannelName, { id: string; version: number }>>;
  /**
   * Facts of the trigger: event properties, cart, code. Reaches the template as `event`; `code` (a text) also as `code`.
   * `topic` (of the preference centre) and `categories` (what is advertised) are read by the guard.
   */
  data: JsonObject;
  /** Not before this instant (ms). */
  notBefore: number;
  /** Dropped when it could not be sent by then (ms); null = it keeps. */
  notAfter: number | null;
  /** Per shopper and `origin.id`; of a newsletter over all newsletters, for each shopper gets one of them once. */
  caps: Cap[];
  /** Of messages with the same group a shopper gets one a day. */
  exclusiveGroup: string | null;
  /**
   * Only for opt-in confirmations and test messages: this address instead of a proven one of the shopper. The guard then
   * asks for no proof, because sending there is how it is proven; the suppression list holds all the same.
   */
  address?: string;
  /** Where this message was asked for in a language, a form's say: that one instead of the shopper's. */
  locale?: 'de' | 'en';
}

/**
 * waiting → dropped | sending → sent | failed | unknown, and later delivered | bounced | complained. `unknown`: handed over
 * and no answer; asked for where the channel can be asked, never sent again.
 */
export const DELIVERY_STATUSES = [
  'waiting',
  'sending',
  'sent',
  'delivered',
  'bounced',
  'complained',
  'failed',
  'unknown',
  'dropped',
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** The questions every message is asked before it leaves, in this order. The first that says no is the reason. */
export const DELIVERY_GUARDS = [
  'identity',
  'consent',
  'suppression',
  'quiet_hours',
  'caps',
  'budget',
  'holdout',
  'exclusivity',
] as const;
export type DeliveryGuard = (typeof DELIVERY_GUARDS)[number];

/**
 * Why a message was not sent, or not yet. Closed list: before the guards, the guards in their order, what came after. A new
 * one gets words in DELIVERY_WORDS.
 */
export const DELIVERY_REASONS = [
  // Before the guards.
  'taken_back',
  'too_late',
  'journey_paused',
  'journey_ended',
  'newsletter_paused',
  'received_already',
  'shopper_gone',
  'template_missing',
  'channel_off',
  // The guards.
  'address_missing',
  'consent_missing',
  'objected',
  'topic_off',
  'paused',
  'suppressed',
  'bounced_before',
  'complained_before',
  'quiet_hours',
  'capped',
  'capped_overall',
  'capped_wish',
  'budget_used_up',
  'global_holdout',
  'group_taken',
  // After them.
  'content_failed',
  'address_refused',
  'message_refused',
  'credentials_refused',
  'window_closed',
  'too_large',
  'rate_limited',
  'channel_down',
  'no_answer',
  'mailbox_full',
  'mailbox_gone',
] as const;
export type DeliveryReason = (typeof DELIVERY_REASONS)[number];

/** What comes back about a message. */
export const RECEIPT_KINDS = [
  'delivered',
  'opened',
  'clicked',
  'bounced',
  'complained',
  'unsubscribed',
  'replied',
] as const;
export type ReceiptKind = (typeof RECEIPT_KINDS)[number];

/** Receipts and sendings as events; the names of Segment's e-mail spec, and the same for the other channels. */
export const RECEIPT_EVENTS: Readonly<
  Record<ReceiptKind | 'sent', { mail: string; other: string }>
> = {
  sent: { mail: 'Email Sent', other: 'Message Sent' },
  delivered: { mail: 'Email Delivered', other: 'Message Delivered' },
  opened: { mail: 'Email Opened', other: 'Message Opened' },
  clicked: { mail: 'Email Link Clicked', other: 'Message Link Clicked' },
  bounced: { mail: 'Email Bounced', other: 'Message Bounced' },
  complained: { mail: 'Email Marked as Spam', other: 'Message Marked as Spam' },
  unsubscribed: { mail: 'Unsubscribed', other: 'Unsubscribed' },
  replied: { mail: 'Email Replied', other: 'Message Replied' },
};

/** Events that tell what was done to a shopper, not what they did: no sign of life, no habit. */
export const TOLD_EVENTS: ReadonlySet<string> = new Set(
  (['sent', 'delivered', 'bounced', 'complained'] as const).flatMap((kind) => [
    RECEIPT_EVENTS[kind].mail,
    RECEIPT_EVENTS[kind].other,
  ]),
);

/** The event's name for a receipt through a channel. */
export function receiptEvent(kind: ReceiptKind | 'sent', channel: ChannelName): string {
  return RECEIPT_EVENTS[kind][channel === 'mail' ? 'mail' : 'other'];
}

type TwoLanguages = Readonly<{ de: string; en: string }>;

/** Each status as the console says it. */
export const DELIVERY_STATUS_WORDS: Readonly<Record<DeliveryStatus, TwoLanguages>> = {
  waiting: { de: 'wartet', en: 'waiting' },
  sending: { de: 'wird gesendet', en: 'being sent' },
  sent: { de: 'gesendet', en: 'sent' },
  delivered: { de: 'zugestellt', en: 'delivered' },
  bounced: { de: 'zurückgekommen', en: 'bounced' },
  complained: { de: 'als Spam gemeldet', en: 'marked as spam' },
  failed: { de: 'nicht gesendet', en: 'not sent' },
  unknown: { de: 'ohne Antwort', en: 'no answer' },
  dropped: { de: 'ausgelassen', en: 'left out' },
};

/** Each guard as the console names it. */
export const DELIVERY_GUARD_WORDS: Readonly<Record<DeliveryGuard, TwoLanguages>> = {
  identity: { de: 'Bestätigte Adresse', en: 'Proven address' },
  consent: { de: 'Einwilligung', en: 'Consent' },
  suppression: { de: 'Sperrliste und Widerspruch', en: 'Suppression list and objection' },
  quiet_hours: { de: 'Ruhezeit', en: 'Quiet hours' },
  caps: { de: 'Wie oft', en: 'How often' },
  budget: { de: 'Budget', en: 'Budget' },
  holdout: { de: 'Vergleichsgruppe', en: 'Comparison group' },
  exclusivity: { de: 'Eine je Gruppe', en: 'One per group' },
};

/** Each reason as the console says it; a half sentence that goes on after "weil" or "because". */
export const DELIVERY_WORDS: Readonly<Record<DeliveryReason, TwoLanguages>> = {
  taken_back: { de: 'sie zurückgenommen wurde', en: 'it was taken back' },
  too_late: {
    de: 'sie bis zu ihrer Frist nicht gesendet werden konnte',
    en: 'its deadline passed',
  },
  journey_paused: { de: 'ihre Strecke pausiert', en: 'its journey is paused' },
  journey_ended: { de: 'ihre Strecke beendet wurde', en: 'its journey was ended' },
  newsletter_paused: { de: 'der Newsletter angehalten ist', en: 'the newsletter is paused' },
  received_already: {
    de: 'derselbe Newsletter schon über ein anderes Profil an diese Person oder Adresse geht',
    en: 'the same newsletter already goes to this person or address through another profile',
  },
  shopper_gone: {
    de: 'es die Person hier nicht mehr gibt',
    en: 'this person is no longer known here',
  },
  template_missing: {
    de: 'es keine veröffentlichte Vorlage dafür gibt',
    en: 'there is no published template for it',
  },
  channel_off: { de: 'der Kanal nicht eingerichtet ist', en: 'the channel is not set up' },
  address_missing: {
    de: 'keine bestätigte Adresse vorliegt',
    en: 'there is no proven address',
  },
  consent_missing: { de: 'keine Einwilligung vorliegt', en: 'there is no consent' },
  objected: { de: 'die Person widersprochen hat', en: 'this person objected' },
  topic_off: {
    de: 'die Person dieses Thema abgewählt hat',
    en: 'this person switched the topic off',
  },
  paused: { de: 'die Person um eine Pause gebeten hat', en: 'this person asked for a pause' },
  suppressed: { de: 'die Adresse auf der Sperrliste steht', en: 'the address is suppressed' },
  bounced_before: {
    de: 'frühere Nachrichten an die Adresse zurückkamen',
    en: 'earlier messages to this address bounced',
  },
  complained_before: {
    de: 'eine frühere Nachricht als Spam gemeldet wurde',
    en: 'an earlier message was marked as spam',
  },
  quiet_hours: { de: 'gerade Ruhezeit ist', en: 'it is quiet hours' },
  capped: {
    de: 'die Person davon schon so viel bekommen hat wie erlaubt',
    en: 'this person already got as many of these as allowed',
  },
  capped_overall: {
    de: 'die Person insgesamt schon so viel bekommen hat wie erlaubt',
    en: 'this person already got as much in all as allowed',
  },
  capped_wish: {
    de: 'die Person seltener angeschrieben werden möchte',
    en: 'this person wants to be written to less often',
  },
  budget_used_up: {
    de: 'das Kontingent des Kanals für diesen Monat aufgebraucht ist',
    en: 'the channel’s quota for this month is used up',
  },
  global_holdout: {
    de: 'die Person zur Vergleichsgruppe des Ladens gehört',
    en: 'this person is in the shop’s comparison group',
  },
  group_taken: {
    de: 'heute schon eine andere Nachricht derselben Gruppe kam',
    en: 'another message of its group came today',
  },
  content_failed: {
    de: 'sich der Text mit den Angaben der Person nicht füllen ließ',
    en: 'its text could not be filled in for this person',
  },
  address_refused: { de: 'die Adresse abgelehnt wurde', en: 'the address was refused' },
  message_refused: { de: 'die Gegenstelle sie abgelehnt hat', en: 'the other side refused it' },
  credentials_refused: {
    de: 'der Versanddienst die Zugangsdaten ablehnt',
    en: 'the sending service refuses the credentials',
  },
  window_closed: {
    de: 'das Zeitfenster für freie Antworten vorbei ist',
    en: 'the window for free replies is over',
  },
  too_large: { de: 'sie für den Kanal zu groß ist', en: 'it is too large for the channel' },
  rate_limited: {
    de: 'die Gegenstelle gerade nicht mehr annimmt',
    en: 'the other side takes no more for the moment',
  },
  channel_down: {
    de: 'der Versanddienst nicht erreichbar war',
    en: 'the sending service could not be reached',
  },
  no_answer: {
    de: 'nach der Übergabe keine Antwort kam; sie wird nicht noch einmal gesendet',
    en: 'no answer came after it was handed over; it is not sent again',
  },
  mailbox_full: { de: 'das Postfach voll ist', en: 'the mailbox is full' },
  mailbox_gone: { de: 'es das Postfach nicht gibt', en: 'the mailbox does not exist' },
};
