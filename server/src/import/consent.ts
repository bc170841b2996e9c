import type { JsonObject } from '@augenblick/contract';
import type { ImportSettings } from '@augenblick/contract/api/import.ts';
import { type Item, itemOf, whoOf } from './item.ts';
import type { RowValues } from './row.ts';

/** What exports write for "gets the newsletter", compared in lower case, letters and digits only. */
const YES = words(
  'ja j yes y 1 true wahr x on an ok aktiv active abonniert subscribed angemeldet bestaetigt confirmed ' +
    'optin doubleoptin doi granted erteilt zugestimmt eingewilligt accepted',
);
/** For "has left it again". A plain "no" says only that nobody agreed, and is not written down. */
const LEFT = words(
  'abgemeldet unsubscribed unsubscribe optout abbestellt widerrufen withdrawn gekuendigt blocked gesperrt',
);

/** What a row says about the newsletter: agreed, left, or nothing that could be proven. */
export type NewsletterWord = 'granted' | 'withdrawn' | null;

/**
 * What a customer row says about the newsletter. A day of consent alone is a yes; words nobody knows, such as "pending", are
 * none, because a consent has to be clear. Without an e-mail address there is nothing to agree to. Pure.
 */
export function newsletterWord(row: RowValues): NewsletterWord {
  if (row.email === undefined) return null;
  if (row.newsletter === undefined) return row.newsletter_at === undefined ? null : 'granted';
  const said = plain(String(row.newsletter));
  if (LEFT.has(said)) return 'withdrawn';
  return YES.has(said) ? 'granted' : null;
}

/**
 * The call that writes it down, with a message id of its own: a file that comes again with other names or streets, or with
 * another day entered for rows that name none, says the same consent once, so that nobody who left in the meantime is brought back. Null where it cannot be proven: a consent needs the
 * wording that people agreed to and its day. Pure.
 */
export function consentOfRow(
  row: RowValues,
  key: string,
  settings: Pick<ImportSettings, 'consent'>,
): NonNullable<Item['also']> | null {
  const word = newsletterWord(row);
  if (word === null) return null;
  const own = typeof row.newsletter_at === 'number' ? row.newsletter_at : undefined;
  const at = own ?? settings.consent?.at;
  const wording = settings.consent?.wording.trim() ?? '';
  if (word === 'granted' && (wording === '' || at === null || at === undefined)) return null;
  const properties: JsonObject = {
    purpose: 'marketing',
    channel: 'email',
    method: 'import',
    ...(word === 'granted' ? { wording } : {}),
  };
  const event = word === 'granted' ? 'Consent Granted' : 'Consent Withdrawn';
  const who = whoOf(row);
  const { call } = itemOf({ kind: 'customer', key, event, who, at: at ?? null, properties });
  return { word, call: { ...call, messageId: `import:consent:${key}:${word}:${own ?? ''}` } };
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replace(/[^a-z0-9]/g, '');
}
