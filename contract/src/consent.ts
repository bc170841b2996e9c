/** What a shopper can agree to. */
export const CONSENT_PURPOSES = [
  'analytics',
  'personalisation',
  'marketing',
  'profiling',
  'location',
] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

/** Through which channel; "any" where the purpose knows none (analytics on the site). */
export const CONSENT_CHANNELS = [
  'any',
  'email',
  'sms',
  'push',
  'whatsapp',
  'telegram',
  'phone',
  'post',
  'app',
  'ads',
] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

/** requested = double opt-in asked for and not yet confirmed: counts as not given. */
export const CONSENT_STATES = ['granted', 'requested', 'withdrawn'] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

/** The present state of one purpose × channel, folded from the facts. */
export interface ConsentEntry {
  state: ConsentState;
  /** When the shopper said so (ms since 1970, UTC). */
  at: number;
  /** The event that carries the proof. */
  event: string;
}
