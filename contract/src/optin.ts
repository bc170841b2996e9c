import type { DeliveryReason } from './delivery.ts';
import type { AddressForm } from './template.ts';

/** A text a shopper reads, in both languages. */
export interface LocalText {
  de: string;
  en: string;
}

/**
 * What a message needs so that it may leave at this very instant. `none_needed`: the channel addresses no shopper or
 * the message is about something the shopper asked for (an order, a confirmation).
 */
export const SPEECH_BASES = ['consent', 'existing_customer', 'service', 'none_needed'] as const;
export type SpeechBasis = (typeof SPEECH_BASES)[number];

/** Why a message has no basis; the part of delivery's reasons that consent decides. */
export type SpeechRefusal = Extract<
  DeliveryReason,
  | 'consent_missing'
  | 'objected'
  | 'topic_off'
  | 'paused'
  | 'suppressed'
  | 'bounced_before'
  | 'complained_before'
>;

/**
 * Why an address is on the suppression list. `unsubscribed` and `erased` end with a newer consent of the shopper;
 * `bounced` and `complained` end when the address is confirmed anew; `manual` only when staff take it off.
 */
export const SUPPRESSION_REASONS = [
  'unsubscribed',
  'erased',
  'bounced',
  'complained',
  'manual',
] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** How often somebody wants to hear at most. */
export const MESSAGE_FREQUENCIES = ['all', 'weekly', 'monthly'] as const;
export type MessageFrequency = (typeof MESSAGE_FREQUENCIES)[number];

/**
 * Traits that the preference centre writes. Traits, and not a table: they follow a shopper through joining and parting,
 * segments and journeys read them, export and erasure know them.
 */
export const PREFERENCE_TRAITS = {
  /** List of topic keys the shopper does not want. */
  topicsOff: 'message_topics_off',
  /** One of MESSAGE_FREQUENCIES. */
  frequency: 'message_frequency',
  /** ISO instant until which nothing but service messages is wanted. */
  pausedUntil: 'message_paused_until',
  /** 'de' or 'en'. */
  language: 'language',
} as const;

/** What a shopper wants to hear of, how often, until when not, and in which language; read from the traits. */
export interface MessagePreferences {
  topicsOff: string[];
  frequency: MessageFrequency;
  /** ms since 1970, null when nothing is paused. */
  pausedUntil: number | null;
  language: 'de' | 'en' | null;
}

/** A subject that shoppers can choose. Messages name it as `data.topic` of their MessageRequest. */
export interface Topic {
  key: string;
  name: LocalText;
  about: LocalText;
}

/** The rule of §7 (3) UWG: who may be written to without consent because they bought. Off unless switched on. */
export interface ExistingCustomerRule {
  on: boolean;
  /** Since when (ms) the notice is shown wherever an address is taken at a sale; a sale before does not count. */
  noticeSince: number | null;
  /** The notice as customers read it at the sale and in every message. */
  notice: LocalText;
  /** Sources of sales where the notice is shown. */
  sourceIds: number[];
  /** `all`: the whole range is one kind of goods; `category`: a message names what it advertises as `data.categories`. */
  similar: 'all' | 'category';
  /** Sales older than this many months do not count. */
  months: number;
}

/** What a retailer has set for consent. */
export interface ConsentSettings {
  topics: Topic[];
  existingCustomers: ExistingCustomerRule;
}

/** Words a shopper agrees to; every change is a new version and the old ones are kept. */
export interface Wording {
  id: string;
  name: string;
  version: number;
  texts: LocalText;
  changedAt: number;
}

export const FORM_KINDS = ['inline', 'popup'] as const;
export type FormKind = (typeof FORM_KINDS)[number];
export const FORM_STATUSES = ['draft', 'live', 'paused'] as const;
export type FormStatus = (typeof FORM_STATUSES)[number];

/** What a form says in one language. */
export interface FormTexts {
  headline: string;
  text: string;
  button: string;
  /** After it was sent: that a mail is on its way. */
  thanks: string;
}

/** When and where a pop-up shows. Whichever comes first; null = never by this. */
export interface PopupRule {
  afterSeconds: number | null;
  /** Per cent of the page. */
  afterScroll: number | null;
  /** When the mouse leaves the page at its top. */
  onLeave: boolean;
  position: 'corner' | 'centre';
  /** Days until it shows again to somebody who closed it. */
  againAfterDays: number;
}

/** What staff write of a form. */
export interface FormDraft {
  name: string;
  kind: FormKind;
  address: AddressForm;
  wordingId: string;
  /** Topics that can be chosen in the form; empty = none are asked for. */
  topics: string[];
  askFirstName: boolean;
  texts: { de: FormTexts; en: FormTexts };
  popup: PopupRule;
  /** Host names of pages that may use it; empty = any. */
  hosts: string[];
}

export interface SignupForm extends FormDraft {
  id: string;
  status: FormStatus;
  changedAt: number;
}

/** Where a sign-up stands. */
export const OPTIN_STATES = ['waiting', 'confirmed', 'expired', 'withdrawn'] as const;
export type OptinState = (typeof OPTIN_STATES)[number];
