import {
  asText,
  type Cap,
  type ConsentChannel,
  type ConsentEntry,
  type ExistingCustomerRule,
  MESSAGE_FREQUENCIES,
  type MessageBasis,
  type MessagePreferences,
  PREFERENCE_TRAITS,
  type ProfileState,
  type SpeechBasis,
  type SpeechRefusal,
  type SuppressionReason,
  type Trait,
} from '@augenblick/contract';

/** One entry of the suppression list about an address. */
export interface Suppressed {
  reason: SuppressionReason;
  /** ms since 1970. */
  at: number;
}

/** A sale at which this very address was taken, and what was bought; see `existingCustomers`. */
export interface Sale {
  at: number;
  /** Narrowest parts of the categories bought. */
  categories: readonly string[];
  event: string;
}

/** The four checks of §7 (3) UWG need the rule, the sale, and what the message advertises. */
export interface ExistingCustomer {
  rule: ExistingCustomerRule;
  /** Null: the address was not taken at a sale that counts. */
  sale: Sale | null;
  /** Categories the message advertises; null when it does not say. */
  advertised: readonly string[] | null;
  /** The message tells how to object, at no cost, and has the link for it. */
  noticeInMessage: boolean;
}

/** Everything the question "may this message leave now?" depends on. */
export interface SpeechQuestion {
  basis: MessageBasis;
  /** Null: the channel addresses no shopper. */
  channel: ConsentChannel | null;
  consents: Readonly<Record<string, ConsentEntry>>;
  traits: ProfileState['traits'];
  topic: string | null;
  /** Entries about the address it goes to. */
  suppressed: readonly Suppressed[];
  /** Null where the existing-customer rule is off or was not looked up. */
  existing: ExistingCustomer | null;
  now: number;
}

export type SpeechAnswer =
  | { allowed: true; basis: SpeechBasis; event: string | null }
  | { allowed: false; reason: SpeechRefusal };

const refused = (reason: SpeechRefusal): SpeechAnswer => ({ allowed: false, reason });

/**
 * Whether a message has a basis at this instant, and which. Pure. Asked in this order: objection, consent or else the sale,
 * the shopper's own wishes (pause, topic), the suppression list. A consent must name the channel: §7 (2) UWG
 * wants it express, and "advertising in general" is not. A withdrawal in general counts for every channel.
 */
export function speechBasis(question: SpeechQuestion): SpeechAnswer {
  const { basis, channel, suppressed } = question;
  if (channel === null) return { allowed: true, basis: 'none_needed', event: null };
  if (basis === 'service') {
    // What somebody ordered is told them even when they want no advertising; a dead mailbox takes nothing.
    if (suppressed.some(({ reason }) => reason === 'bounced')) return refused('bounced_before');
    return { allowed: true, basis: 'service', event: null };
  }
  const own = entryOf(question.consents, channel);
  if (objected(own, entryOf(question.consents, 'any'))) return refused('objected');
  const found = foundation(question, own);
  if (found === null) return refused('consent_missing');
  const wishes = preferencesOf(question.traits);
  if (wishes.pausedUntil !== null && question.now < wishes.pausedUntil) return refused('paused');
  if (question.topic !== null && wishes.topicsOff.includes(question.topic))
    return refused('topic_off');
  const barred = suppression(suppressed, own);
  return barred === null ? found : refused(barred);
}

function entryOf(
  consents: Readonly<Record<string, ConsentEntry>>,
  channel: ConsentChannel,
): ConsentEntry | undefined {
  const key = `marketing:${channel}`;
  return Object.hasOwn(consents, key) ? consents[key] : undefined;
}

/** A withdrawal of the channel, or of everything unless the channel was granted afterwards. */
function objected(own: ConsentEntry | undefined, any: ConsentEntry | undefined): boolean {
  if (own?.state === 'withdrawn') return true;
  if (any?.state !== 'withdrawn') return false;
  return own?.state !== 'granted' || own.at <= any.at;
}

function foundation(question: SpeechQuestion, own: ConsentEntry | undefined): SpeechAnswer | null {
  if (own?.state === 'granted') return { allowed: true, basis: 'consent', event: own.event };
  const sale = question.channel === 'email' ? existingCustomer(question) : null;
  return sale === null ? null : { allowed: true, basis: 'existing_customer', event: sale.event };
}

/**
 * §7 (3) UWG, all four: the address came with a sale; own similar goods; no objection (asked before); notice at the sale
 * and in this message. Only the address of the sale itself counts, and only sales since the notice is shown.
 */
function existingCustomer({ existing, now }: SpeechQuestion): Sale | null {
  if (existing === null) return null;
  const { rule, sale, advertised, noticeInMessage } = existing;
  if (!rule.on || sale === null || !noticeInMessage) return null;
  if (rule.noticeSince === null || sale.at < rule.noticeSince || sale.at > now) return null;
  if (sale.at < monthsBefore(now, rule.months)) return null;
  if (rule.similar === 'all') return sale;
  if (advertised === null || advertised.length === 0) return null;
  return advertised.every((category) => sale.categories.includes(category)) ? sale : null;
}

/** The same day of the month some months ago; the last day of a shorter month. UTC. */
function monthsBefore(now: number, months: number): number {
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, last));
}

/** What the list says against advertising to this address; a newer consent ends what the shopper's own word began. */
function suppression(
  entries: readonly Suppressed[],
  own: ConsentEntry | undefined,
): SpeechRefusal | null {
  const reasons = new Set(
    entries
      .filter(({ reason, at }) => {
        const byShopper = reason === 'unsubscribed' || reason === 'erased';
        return !(byShopper && own?.state === 'granted' && own.at > at);
      })
      .map(({ reason }) => reason),
  );
  if (reasons.has('manual') || reasons.has('erased')) return 'suppressed';
  if (reasons.has('unsubscribed')) return 'objected';
  if (reasons.has('complained')) return 'complained_before';
  return reasons.has('bounced') ? 'bounced_before' : null;
}

/** The shopper's wishes as their traits say them; what cannot be read counts as not said. Pure. */
export function preferencesOf(traits: ProfileState['traits']): MessagePreferences {
  const of = (key: string): Trait['value'] | undefined =>
    Object.hasOwn(traits, key) ? traits[key]?.value : undefined;
  const off = of(PREFERENCE_TRAITS.topicsOff);
  const frequency = of(PREFERENCE_TRAITS.frequency);
  const until = Date.parse(asText(of(PREFERENCE_TRAITS.pausedUntil)) ?? '');
  const language = asText(of(PREFERENCE_TRAITS.language))?.slice(0, 2).toLowerCase();
  return {
    topicsOff: Array.isArray(off) ? off.filter((one) => typeof one === 'string') : [],
    frequency: MESSAGE_FREQUENCIES.find((known) => known === frequency) ?? 'all',
    pausedUntil: Number.isNaN(until) ? null : until,
    language: language === 'de' || language === 'en' ? language : null,
  };
}

/** The cap over all advertising that a shopper asked for; none when they want everything. */
export function wishedCap(preferences: Pick<MessagePreferences, 'frequency'>): Cap | null {
  if (preferences.frequency === 'all') return null;
  return { times: 1, per: preferences.frequency === 'weekly' ? 'week' : 'month' };
}
