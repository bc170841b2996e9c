/**
 * Webhook: a signed notice to a system of the shop (Standard Webhooks 1.0.0). The id stays the same over all tries, so that
 * the receiver can tell a repetition; that is why a try without an answer is simply made again.
 */
import { createHmac } from 'node:crypto';
import { isMail } from '@augenblick/contract';
import type { ChannelDeps, Outgoing, SendResult, Transport } from '../../channel.ts';
import { field, Values } from '../field.ts';
import { addressFor, guardedPost, type GuardTuning } from '../guarded.ts';
import type { ChannelModule } from '../module.ts';
import { type ProviderAnswer, refusal, refusedForNow } from '../provider.ts';
import { asSentence, type OwnWord } from '../said.ts';

/** Webhook settings, read. */
export interface WebhookSettings {
  url: string;
  /** `whsec_…`; several at once while one replaces the other. */
  secrets: readonly string[];
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Pauses after the first, second … try that failed, as the standard recommends; then it is given up. */
export const RETRY_PAUSES_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];
const TIMEOUT_MS = 20 * SECOND_MS;
/** Pauses are up to a tenth longer, so that tries of one outage do not all come back in the same second. */
const JITTER = 0.1;
const BODY_MAX = 20_000;
const PREFIX = 'whsec_';

/** `v1,<base64>` of `{id}.{timestamp}.{body}` under one secret. */
export function webhookSignature(
  secret: string,
  signed: { id: string; timestamp: number; body: string },
): string {
  const key = Buffer.from(secret.replace(PREFIX, ''), 'base64');
  const text = `${signed.id}.${signed.timestamp}.${signed.body}`;
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}

/** The module of webhooks. */
export const webhook: ChannelModule<WebhookSettings> = {
  channel: {
    name: 'webhook',
    words: { de: 'Webhook', en: 'Webhook' },
    consent: null,
    rings: false,
    settings: [
      field(
        'url',
        'url',
        { de: 'Adresse Ihres Systems', en: 'Address of your system' },
        {
          required: true,
          hint: { de: 'Beginnt mit https://', en: 'Begins with https://' },
        },
      ),
      field(
        'secret',
        'secret',
        { de: 'Geheimnis der Unterschrift', en: 'Signing secret' },
        {
          required: true,
          hint: {
            de: 'Beginnt mit whsec_; dasselbe trägt Ihr System ein (Standard Webhooks).',
            en: 'Begins with whsec_; your system is given the same one (Standard Webhooks).',
          },
        },
      ),
      field(
        'formerSecret',
        'secret',
        { de: 'Bisheriges Geheimnis', en: 'Former secret' },
        {
          hint: {
            de: 'Nur während eines Wechsels: Es wird mit beiden unterschrieben.',
            en: 'Only while changing: both sign.',
          },
        },
      ),
    ],
    parse: (given) => {
      const values = new Values(given);
      const secrets = [values.text('secret'), values.text('formerSecret')];
      return { url: values.text('url'), secrets: secrets.filter((secret) => secret !== '') };
    },
    addressOf: () => 'webhook',
    open: (settings, deps) => openWebhook(settings, deps),
  },
  about: {
    de: 'Sagt einem Ihrer Systeme Bescheid, unterschrieben und mit Wiederholungen.',
    en: 'Tells one of your systems, signed and with repetitions.',
  },
  modes: ['off', 'catcher', 'live'],
  testTo: {
    label: { de: 'Geht an die eingetragene Adresse', en: 'Goes to the address above' },
    needed: false,
  },
  missing: (values) => {
    const found = [];
    const url = values['url'];
    if (typeof url === 'string' && !url.startsWith('https://'))
      found.push({
        key: 'url',
        words: {
          de: 'Die Adresse muss mit https:// beginnen.',
          en: 'The address must begin with https://.',
        },
      });
    return found;
  },
};

/** `tuning`: tests bring their own resolver and patience. */
export function openWebhook(
  settings: WebhookSettings,
  deps: ChannelDeps,
  tuning: GuardTuning = {},
): Transport {
  const { clock, random, allowPrivateHosts } = deps;
  return {
    concurrency: 10,
    perSecond: null,
    timeoutMs: TIMEOUT_MS + 10 * SECOND_MS,
    send: async (message) => {
      const body = bodyOf(message);
      if (body === null) return refusal('content_failed', true, 'short_needed' satisfies OwnWord);
      if (body.length > BODY_MAX) return refusal('too_large', true, `${body.length} bytes`);
      const timestamp = Math.floor(clock.now() / 1000);
      const signed = { id: message.id, timestamp, body };
      const answer = await guardedPost({
        url: settings.url,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Augenblick-Webhook/1',
          'webhook-id': message.id,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': settings.secrets
            .map((one) => webhookSignature(one, signed))
            .join(' '),
        },
        body,
        timeoutMs: TIMEOUT_MS,
        allowPrivateHosts,
        ...tuning,
      });
      const pause = RETRY_PAUSES_MS[message.attempt - 1];
      const retryAt =
        pause === undefined ? null : clock.now() + Math.round(pause * (1 + random.next() * JITTER));
      return webhookResult(answer, retryAt, clock.now());
    },
    check: async () => {
      const found = await addressFor({ url: settings.url, allowPrivateHosts, ...tuning });
      if (typeof found !== 'string')
        return {
          state: 'ready',
          words: {
            de: `${found.url.hostname} ist bekannt; ein Testversand zeigt, ob Ihr System annimmt.`,
            en: `${found.url.hostname} is known; a test shows whether your system takes it.`,
          },
        };
      return { state: 'failing', words: asSentence(found) };
    },
    close: async () => undefined,
  };
}

function bodyOf(message: Outgoing): string | null {
  const { content, profileId, locale, origin, at } = message;
  if (isMail(content)) return null;
  const { title, text, url, picture } = content;
  return JSON.stringify({
    type: 'shopper.message',
    timestamp: new Date(at).toISOString(),
    data: {
      delivery_id: message.id,
      shopper_id: profileId,
      locale,
      origin,
      title,
      text,
      url,
      picture,
    },
  });
}

/** "Not now" among the answers that otherwise call the request wrong. */
const LATER = new Set([408, 425, 429]);

/**
 * 2xx is success. What the other system calls wrong (4xx) would be wrong the next time, too, and ends it; no answer, 5xx and
 * the rest are tried again until the pauses are used up.
 */
function webhookResult(answer: ProviderAnswer, retryAt: number | null, now: number): SendResult {
  if (answer.kind === 'answer' && answer.status >= 200 && answer.status < 300)
    return { outcome: 'sent', providerId: null };
  const words = answer.kind === 'answer' ? String(answer.status) : answer.words;
  const never =
    answer.kind === 'away' && (answer.words === 'private' || answer.words === 'not_http');
  if (never) return refusal('address_refused', true, words);
  const wrong =
    answer.kind === 'answer' &&
    answer.status >= 400 &&
    answer.status < 500 &&
    !LATER.has(answer.status);
  if (wrong || retryAt === null) return refusal('message_refused', true, words);
  const asked =
    answer.kind === 'answer' && answer.retryAfterMs !== null ? now + answer.retryAfterMs : 0;
  const slow = answer.kind === 'answer' && answer.status === 429;
  return refusedForNow(slow ? 'rate_limited' : 'channel_down', words, Math.max(retryAt, asked));
}
