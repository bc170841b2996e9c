import type { ConsentChannel } from './consent.ts';

/** Every way in which a message leaves. A new one is appended here, gets words, a consent and one line in the registry. */
export const CHANNELS = [
  'mail',
  'push',
  'inbox',
  'sms',
  'whatsapp',
  'telegram',
  'webhook',
  'staff',
] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** True for the name of a channel. */
export function isChannel(text: string): text is ChannelName {
  return (CHANNELS as readonly string[]).includes(text);
}

type TwoLanguages = Readonly<{ de: string; en: string }>;

/** Each channel as people name it. */
export const CHANNEL_WORDS: Readonly<Record<ChannelName, TwoLanguages>> = {
  mail: { de: 'E-Mail', en: 'E-mail' },
  push: { de: 'Push-Nachricht', en: 'Push message' },
  inbox: { de: 'Posteingang im Kundenpass', en: 'Inbox of the shopper pass' },
  sms: { de: 'SMS', en: 'SMS' },
  whatsapp: { de: 'WhatsApp', en: 'WhatsApp' },
  telegram: { de: 'Telegram', en: 'Telegram' },
  webhook: { de: 'Webhook', en: 'Webhook' },
  staff: { de: 'Hinweis ans Team', en: 'Hint for the team' },
};

/** Through which consent a channel speaks; null = it addresses no shopper (a system, the team). */
export const CHANNEL_CONSENT: Readonly<Record<ChannelName, ConsentChannel | null>> = {
  mail: 'email',
  push: 'push',
  inbox: 'app',
  sms: 'sms',
  whatsapp: 'whatsapp',
  telegram: 'telegram',
  webhook: null,
  staff: null,
};

/**
 * marketing = needs a basis (consent, or the existing-customer rule for mail) at the instant of sending; service = order,
 * pick-up, opt-in confirmation: needs none and carries no advertising.
 */
export const MESSAGE_BASES = ['marketing', 'service'] as const;
export type MessageBasis = (typeof MESSAGE_BASES)[number];

/**
 * A piece of a mail's HTML. What is the same in every message of a template is the same object every time, so that what was
 * made of it can be kept.
 */
export type HtmlPiece = string | { readonly text: string };

/** A mail, filled in. */
export interface RenderedMail {
  subject: string;
  /** The line mail programs show after the subject; already hidden in `html`, too. */
  preheader: string;
  html: string;
  /** `html` in pieces, for whoever writes thousands; absent in previews. */
  pieces?: readonly HtmlPiece[];
  text: string;
  /** Whom the brand kit names as its sender, for what the channel's own settings leave open; '' = nothing. */
  sender?: { readonly name: string; readonly email: string; readonly replyTo: string };
}

/** A short message, filled in. Plain texts; what a channel cannot show (a picture in an SMS) it leaves out. */
export interface RenderedShort {
  title: string;
  text: string;
  url: string | null;
  picture: string | null;
}

/** What a template became for one shopper: mail is `RenderedMail`, every other channel `RenderedShort`. */
export type RenderedMessage = RenderedMail | RenderedShort;

/** True for a mail. */
export function isMail(message: RenderedMessage): message is RenderedMail {
  return 'html' in message;
}

/** Own addresses of one message, absolute. Null in previews and tests where nothing stands behind them. */
export interface MessageLinks {
  /** Page to unsubscribe; its POST is the one-click of RFC 8058. */
  unsubscribe: string | null;
  /** Preference centre without log-in. */
  preferences: string | null;
  /** The message in the browser. */
  browser: string | null;
}

/** Kinds of fields a channel's settings are made of; the console draws them. */
export const SETTING_KINDS = [
  'text',
  'secret',
  'number',
  'switch',
  'choice',
  'address',
  'url',
] as const;
export type SettingKind = (typeof SETTING_KINDS)[number];

/** One field of a channel's settings. */
export interface SettingField {
  /** Name in the settings object. */
  key: string;
  /** Heading under which it stands with its neighbours of the same heading; null where few fields need none. */
  section: TwoLanguages | null;
  kind: SettingKind;
  label: TwoLanguages;
  hint: TwoLanguages | null;
  /** `secret` fields are encrypted at rest and never sent back. */
  required: boolean;
  /** For `choice`. */
  choices: readonly { value: string; label: TwoLanguages }[];
  /** For `switch`: on until somebody turns it off. */
  on?: true;
  /** Only shown while another field has one of these values. */
  when: { key: string; values: readonly string[] } | null;
}

/** How a channel is doing, in words for the console. */
export interface ChannelHealth {
  state: 'ready' | 'warning' | 'failing';
  words: TwoLanguages;
}
