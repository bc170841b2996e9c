/** Web push: straight to the browser's push service, with the retailer's own VAPID keys. */
import { isMail } from '@augenblick/contract';
import type { ChannelDeps, SendResult, Transport } from '../../channel.ts';
import { field, Values } from '../field.ts';
import { guardedPost, type GuardTuning } from '../guarded.ts';
import type { ChannelModule } from '../module.ts';
import { commonResult, unanswered, type ProviderAnswer, refusal } from '../provider.ts';
import type { OwnWord } from '../said.ts';
import * as queries from '../queries.ts';
import { PAYLOAD_MAX, pushPayload } from './payload.ts';
import { addressHash, devicesAddress, readDevices, type Subscription } from './subscription.ts';

export { addressHash, type Subscription } from './subscription.ts';

/** Push settings, read. */
export interface PushSettings {
  publicKey: string;
  privateKey: string;
  /** `mailto:` or https: whom the push service may write to. */
  contact: string | null;
  /** Page a message without an address leads to. */
  home: string | null;
}

const DAY_S = 86_400;
const TIMEOUT_MS = 20_000;
const CONCURRENCY = 40;

/** Loaded with the first key or message: most processes never send a push. */
const webPush = async () => (await import('web-push')).default;

/** The module of web push. */
export const push: ChannelModule<PushSettings> = {
  channel: {
    name: 'push',
    words: { de: 'Push-Nachricht', en: 'Push message' },
    consent: 'push',
    rings: true,
    settings: [
      field(
        'home',
        'url',
        { de: 'Startseite Ihres Shops', en: 'Your shop’s front page' },
        {
          hint: {
            de: 'Dorthin führt eine Nachricht ohne eigene Adresse.',
            en: 'A message without an address of its own leads there.',
          },
        },
      ),
      field(
        'contact',
        'address',
        { de: 'Ansprechpartner für Push-Dienste', en: 'Contact for push services' },
        {
          required: true,
          hint: {
            de: 'Browser-Hersteller schreiben dorthin, wenn etwas nicht stimmt.',
            en: 'Browser makers write there when something is wrong.',
          },
        },
      ),
    ],
    parse: (given) => {
      const values = new Values(given);
      const contact = values.maybe('contact');
      return {
        publicKey: values.text('vapidPublic'),
        privateKey: values.text('vapidPrivate'),
        contact: contact === null ? null : `mailto:${contact}`,
        home: values.maybe('home'),
      };
    },
    addressOf: (person) => devicesAddress(person.kept),
    kept: (sql, retailerId, profileIds) => queries.addressesOf(sql, retailerId, 'push', profileIds),
    open: (settings, deps) => openPush(settings, deps),
  },
  about: {
    de: 'Kurze Nachrichten an Browser, die zugestimmt haben; auch wenn Ihr Shop gerade nicht offen ist.',
    en: 'Short messages to browsers that agreed, even while your shop is not open.',
  },
  modes: ['off', 'catcher', 'live'],
  testTo: {
    label: { de: 'Anmeldung eines Browsers (JSON)', en: 'Subscription of a browser (JSON)' },
    needed: true,
  },
  makeOwn: async (present) => {
    if (present['vapidPublic'] !== undefined) return present;
    const { publicKey, privateKey } = (await webPush()).generateVAPIDKeys();
    return { ...present, vapidPublic: publicKey, vapidPrivate: privateKey };
  },
};

/** `tuning`: tests bring their own resolver and patience. */
export function openPush(
  settings: PushSettings,
  deps: ChannelDeps,
  tuning: GuardTuning = {},
): Transport {
  const { clock, sql, retailerId, allowPrivateHosts, publicUrl } = deps;
  return {
    concurrency: CONCURRENCY,
    perSecond: null,
    send: async ({ address, content, id, locale }) => {
      if (isMail(content)) return refusal('content_failed', true, 'short_needed' satisfies OwnWord);
      const devices = readDevices(address);
      if (devices.length === 0)
        return refusal('address_refused', true, 'no_subscription' satisfies OwnWord);
      const payload = pushPayload(content, { id, locale, home: settings.home ?? publicUrl });
      if (Buffer.byteLength(payload) > PAYLOAD_MAX)
        return refusal('too_large', true, `${Buffer.byteLength(payload)} bytes`);
      const guard = { timeoutMs: TIMEOUT_MS, allowPrivateHosts, ...tuning };
      const results = await Promise.all(
        devices.map(async (device) => {
          const details = await encrypt(settings, device, payload, publicUrl);
          if (details === null)
            return refusal('address_refused', true, 'no_subscription' satisfies OwnWord);
          const { endpoint: url, headers, body } = details;
          return pushResult(await guardedPost({ url, headers, body, ...guard }), clock.now());
        }),
      );
      const gone = devices.filter((_, i) => isGone(results[i]));
      if (gone.length > 0) {
        const hashes = gone.map(({ endpoint }) => addressHash(endpoint));
        await queries.dropAddresses(sql, retailerId, 'push', hashes);
      }
      return ofAll(results);
    },
    check: async () =>
      settings.publicKey === ''
        ? {
            state: 'failing',
            words: { de: 'Die Schlüssel fehlen noch.', en: 'The keys are still missing.' },
          }
        : {
            state: 'ready',
            words: {
              de: 'Schlüssel sind da; Browser können sich anmelden.',
              en: 'Keys are there; browsers can subscribe.',
            },
          },
    close: async () => undefined,
  };
}

function isGone(result: SendResult | undefined): boolean {
  return result?.outcome === 'refused' && result.reason === 'mailbox_gone';
}

/**
 * What came of a message that went to several devices: it was sent when one of them took it, because a second try would reach
 * that one twice; it is not known when one may have; else the most hopeful refusal counts.
 */
function ofAll(results: readonly SendResult[]): SendResult {
  const found =
    results.find(({ outcome }) => outcome === 'sent') ??
    results.find(({ outcome }) => outcome === 'unknown') ??
    results.find((one) => one.outcome === 'refused' && !one.permanent) ??
    results.find((one) => !isGone(one)) ??
    results[0];
  return found ?? refusal('address_refused', true, 'no_subscription' satisfies OwnWord);
}

async function encrypt(
  settings: PushSettings,
  subscription: Subscription,
  payload: string,
  publicUrl: string,
): Promise<{ endpoint: string; headers: Record<string, string>; body: Uint8Array } | null> {
  const subject =
    settings.contact ?? (publicUrl.startsWith('https:') ? publicUrl : 'mailto:push@localhost');
  const library = await webPush();
  try {
    const { endpoint, headers, body } = library.generateRequestDetails(subscription, payload, {
      vapidDetails: { subject, publicKey: settings.publicKey, privateKey: settings.privateKey },
      TTL: DAY_S,
      urgency: 'normal',
      contentEncoding: 'aes128gcm',
    });
    return { endpoint, headers: textHeaders(headers), body: body ?? new Uint8Array() };
  } catch {
    // The point is not on the curve, or the keys have the wrong length.
    return null;
  }
}

function textHeaders(headers: object): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function pushResult(answer: ProviderAnswer, now: number): SendResult {
  if (answer.kind === 'away' && (answer.words === 'private' || answer.words === 'not_http'))
    return refusal('address_refused', true, answer.words);
  if (answer.kind !== 'answer') return unanswered(answer, now);
  const { status } = answer;
  if (status >= 200 && status < 300) return { outcome: 'sent', providerId: null };
  if (status === 404 || status === 410) return refusal('mailbox_gone', true, String(status));
  if (status === 413) return refusal('too_large', true, '413');
  return commonResult(answer, now) ?? refusal('message_refused', true, String(status));
}
