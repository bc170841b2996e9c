/**
 * WhatsApp through Meta's Cloud API. Free words only within 24 hours after the shopper last wrote; otherwise only a message
 * template that Meta has approved. Which of the two holds is looked up at the moment of sending.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  asText,
  type DeliveryReason,
  isMail,
  isObject,
  type RenderedShort,
  shortText,
} from '@augenblick/contract';
import {
  type ChannelDeps,
  type Outgoing,
  proven,
  type SendResult,
  type Transport,
} from '../../channel.ts';
import { field, section, Values } from '../field.ts';
import type { ChannelModule } from '../module.ts';
import {
  type Heard,
  NOTHING,
  type Notice,
  type NoticeRequest,
  saysStop,
  instantOf,
} from '../notice.ts';
import {
  callProvider,
  commonResult,
  healthOf,
  type ProviderAnswer,
  readJson,
  refusal,
  textOf,
  unanswered,
} from '../provider.ts';
import type { OwnWord } from '../said.ts';
import { addressHash } from '../push/subscription.ts';
import * as queries from '../queries.ts';
import type { Receipt } from '../receipt.ts';

/** WhatsApp settings, read. */
export interface WhatsAppSettings {
  phoneNumberId: string;
  token: string;
  appSecret: string;
  verifyToken: string;
  /** Name of the approved template by language; its body has {{1}} title and {{2}} text. */
  templates: { de: string | null; en: string | null };
}

const API = 'https://graph.facebook.com/v23.0';
const WINDOW_MS = 24 * 3_600_000;
/** So near to the end of the window Meta's clock may say that it is over; a template is taken either way. */
const MARGIN_MS = 60_000;
const CONCURRENCY = 20;
const PER_SECOND = 40;

/** The module of WhatsApp. */
export const whatsapp: ChannelModule<WhatsAppSettings> = {
  channel: {
    name: 'whatsapp',
    words: { de: 'WhatsApp', en: 'WhatsApp' },
    consent: 'whatsapp',
    rings: true,
    settings: [
      ...section({ de: 'Ihr Konto bei Meta', en: 'Your account at Meta' }, [
        field(
          'phoneNumberId',
          'text',
          { de: 'Kennung der Telefonnummer', en: 'Phone number id' },
          {
            required: true,
            hint: {
              de: 'Aus Metas Entwicklerkonsole, unter WhatsApp → API-Einrichtung.',
              en: 'From Meta’s developer console, under WhatsApp → API setup.',
            },
          },
        ),
        field(
          'token',
          'secret',
          { de: 'Dauerhafter Zugangsschlüssel', en: 'Permanent access token' },
          { required: true },
        ),
      ]),
      ...section({ de: 'Eingehende Meldungen', en: 'Incoming notices' }, [
        field(
          'appSecret',
          'secret',
          { de: 'App-Geheimnis', en: 'App secret' },
          {
            required: true,
            hint: {
              de: 'Damit werden eingehende Meldungen geprüft.',
              en: 'Incoming notices are checked with it.',
            },
          },
        ),
        field(
          'verifyToken',
          'secret',
          { de: 'Bestätigungswort', en: 'Verify token' },
          {
            hint: {
              de: 'Frei gewählt; dasselbe tragen Sie bei Meta als „Verify token“ ein.',
              en: 'Of your choice; enter the same one at Meta.',
            },
          },
        ),
      ]),
      ...section({ de: 'Freigegebene Vorlagen', en: 'Approved templates' }, [
        field(
          'templateDe',
          'text',
          { de: 'Vorlage, deutsch', en: 'Template, German' },
          {
            hint: {
              de: 'Name bei Meta, mit {{1}} für den Titel und {{2}} für den Text. Ohne sie gehen Nachrichten nur 24 Stunden nach einer Antwort hinaus.',
              en: 'Its name at Meta, with {{1}} for the title and {{2}} for the text. Without it messages leave only within 24 hours after a reply.',
            },
          },
        ),
        field('templateEn', 'text', {
          de: 'Vorlage, englisch',
          en: 'Template, English',
        }),
      ]),
    ],
    parse: (given) => {
      const values = new Values(given);
      return {
        phoneNumberId: values.text('phoneNumberId'),
        token: values.text('token'),
        appSecret: values.text('appSecret'),
        verifyToken: values.text('verifyToken'),
        templates: { de: values.maybe('templateDe'), en: values.maybe('templateEn') },
      };
    },
    addressOf: (person) => proven(person, 'phone'),
    open: openWhatsApp,
  },
  about: {
    de: 'Nachrichten über die WhatsApp Business Plattform von Meta.',
    en: 'Messages through Meta’s WhatsApp Business platform.',
  },
  modes: ['off', 'catcher', 'live'],
  testTo: { label: { de: 'Telefonnummer mit +', en: 'Phone number with +' }, needed: true },
  inbound: {
    de: 'Callback-URL: bei Meta unter WhatsApp → Konfiguration eintragen.',
    en: 'Callback URL: enter it at Meta under WhatsApp → Configuration.',
  },
  receive: async (settings, request) => readWhatsApp(settings, request),
};

function openWhatsApp(settings: WhatsAppSettings, deps: ChannelDeps): Transport {
  const { clock, fetch } = deps;
  const headers = { authorization: `Bearer ${settings.token}`, 'content-type': 'application/json' };
  const lastHeard = createLookup(deps);
  const account = `${API}/${encodeURIComponent(settings.phoneNumberId)}`;
  return {
    concurrency: CONCURRENCY,
    perSecond: PER_SECOND,
    send: async (message) => {
      const { content, address } = message;
      if (isMail(content)) return refusal('content_failed', true, 'short_needed' satisfies OwnWord);
      if (!/^\+[1-9]\d{6,14}$/.test(address))
        return refusal('address_refused', true, 'no_number' satisfies OwnWord);
      const heard = await lastHeard(address);
      const open = heard !== null && clock.now() - heard < WINDOW_MS - MARGIN_MS;
      const body = open ? freeWords(message, content) : template(settings, message, content);
      if (body === null) return refusal('window_closed', true, 'no_template' satisfies OwnWord);
      const call = {
        url: `${account}/messages`,
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      } as const;
      return whatsAppResult(await callProvider(fetch, call), clock.now());
    },
    check: async () =>
      healthOf(await callProvider(fetch, { url: account, method: 'GET', headers }), {
        taken: { de: 'Meta nimmt die Zugangsdaten an.', en: 'Meta takes the credentials.' },
        refused: {
          de: 'Meta lehnt Nummer oder Zugangsschlüssel ab.',
          en: 'Meta refuses number or token.',
        },
        silent: { de: 'Meta ist nicht erreichbar.', en: 'Meta cannot be reached.' },
      }),
    close: async () => undefined,
  };
}

/** When a number was last heard from; questions of one turn of the event loop are one statement. */
function createLookup({ sql, retailerId }: ChannelDeps) {
  let open: { hashes: Set<string>; found: Promise<Map<string, number>> } | null = null;
  return async (address: string): Promise<number | null> => {
    const hash = addressHash(address).toString('hex');
    if (open === null) {
      const hashes = new Set<string>();
      const found = new Promise<void>((resolve) => {
        setImmediate(resolve);
      }).then(async () => {
        open = null;
        const rows = await queries.heardAt(sql, retailerId, 'whatsapp', [...hashes]);
        return new Map(
          rows.flatMap((row) => (row.at === null ? [] : [[row.hash, row.at.getTime()]])),
        );
      });
      open = { hashes, found };
    }
    open.hashes.add(hash);
    return (await open.found).get(hash) ?? null;
  };
}

const base = (address: string) => ({
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  to: address.slice(1),
});

function freeWords({ address }: Outgoing, content: RenderedShort) {
  const text = shortText(content, true).slice(0, 4_096);
  if (content.picture === null)
    return {
      ...base(address),
      type: 'text',
      text: { preview_url: content.url !== null, body: text },
    };
  return {
    ...base(address),
    type: 'image',
    image: { link: content.picture, caption: text.slice(0, 1_024) },
  };
}

function template(
  settings: WhatsAppSettings,
  { locale, address }: Outgoing,
  content: RenderedShort,
) {
  const name = settings.templates[locale] ?? settings.templates[locale === 'de' ? 'en' : 'de'];
  if (name === null) return null;
  const language = settings.templates[locale] === null ? (locale === 'de' ? 'en' : 'de') : locale;
  // A parameter may hold no line ends and no more than four blanks in a row.
  const parameter = (text: string) => ({
    type: 'text',
    text: text.replace(/\s+/g, ' ').trim() || '–',
  });
  const text = shortText({ ...content, title: '' }, false);
  return {
    ...base(address),
    type: 'template',
    template: {
      name,
      language: { code: language },
      components: [
        { type: 'body', parameters: [parameter(content.title), parameter(text.slice(0, 1_000))] },
      ],
    },
  };
}

/** Meta's error codes: which of them say what. */
const ERRORS: ReadonlyMap<number, readonly [DeliveryReason, boolean]> = new Map([
  [190, ['credentials_refused', false]],
  [10, ['credentials_refused', false]],
  [130_429, ['rate_limited', false]],
  [131_048, ['rate_limited', false]],
  [131_056, ['rate_limited', false]],
  [80_007, ['rate_limited', false]],
  [4, ['rate_limited', false]],
  [131_016, ['channel_down', false]],
  [131_026, ['address_refused', true]],
  [131_030, ['address_refused', true]],
  [131_047, ['window_closed', true]],
  [131_049, ['capped', true]],
  [131_050, ['objected', true]],
]);
const MINUTE_MS = 60_000;

function whatsAppResult(answer: ProviderAnswer, now: number): SendResult {
  if (answer.kind !== 'answer') return unanswered(answer, now);
  const body = isObject(answer.json) ? answer.json : {};
  const [first] = Array.isArray(body['messages']) ? body['messages'] : [];
  const id = isObject(first) ? asText(first['id']) : undefined;
  if (answer.status < 300 && id !== undefined) return { outcome: 'sent', providerId: id };
  const error = isObject(body['error']) ? body['error'] : {};
  const known = ERRORS.get(Number(error['code']));
  const words = `meta ${asText(error['code']) ?? answer.status} ${textOf(asText(error['message']) ?? '')}`;
  if (known !== undefined) {
    const [reason, permanent] = known;
    return permanent
      ? refusal(reason, true, words)
      : refusal(reason, false, words, now + MINUTE_MS);
  }
  return commonResult(answer, now) ?? refusal('message_refused', true, words);
}

/** Meta's webhook: the handshake with GET, then signed notices. */
function readWhatsApp(settings: WhatsAppSettings, request: NoticeRequest): Notice | null {
  const { method, query, headers, body, now } = request;
  if (method === 'GET') {
    const right = settings.verifyToken !== '' && query['hub.verify_token'] === settings.verifyToken;
    return right ? { ...NOTHING, answer: query['hub.challenge'] ?? '' } : null;
  }
  if (!isSigned(settings.appSecret, headers['x-hub-signature-256'] ?? '', body)) return null;
  const read = readJson(body.toString('utf8'));
  if (read === null) return null;
  const values = list(read, 'entry')
    .flatMap((entry) => list(entry, 'changes'))
    .map((change) => (isObject(change) ? change['value'] : null));
  return {
    receipts: values
      .flatMap((value) => list(value, 'statuses'))
      .flatMap((one) => receiptOf(one, now)),
    heard: values.flatMap((value) => list(value, 'messages')).flatMap((one) => heardOf(one, now)),
  };
}

function list(of: unknown, key: string): unknown[] {
  const found = isObject(of) ? of[key] : null;
  return Array.isArray(found) ? found : [];
}

function isSigned(secret: string, header: string, body: Buffer): boolean {
  if (secret === '') return false;
  const right = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const said = Buffer.from(header);
  return right.length === said.length && timingSafeEqual(right, said);
}

function receiptOf(one: unknown, now: number): Receipt[] {
  if (!isObject(one)) return [];
  const providerId = asText(one['id']);
  const status = asText(one['status']) ?? '';
  const kinds: Readonly<Record<string, Receipt['kind']>> = {
    delivered: 'delivered',
    read: 'opened',
    failed: 'bounced',
  };
  const kind = Object.hasOwn(kinds, status) ? kinds[status] : undefined;
  if (providerId === undefined || kind === undefined) return [];
  const [error] = Array.isArray(one['errors']) ? one['errors'] : [];
  const code = isObject(error) ? Number(error['code']) : Number.NaN;
  const known = ERRORS.get(code);
  return [
    {
      channel: 'whatsapp',
      kind,
      deliveryId: null,
      providerId,
      permanent: kind === 'bounced' && known?.[0] === 'address_refused',
      reason: kind === 'bounced' ? (known?.[0] ?? 'message_refused') : null,
      words: kind === 'bounced' ? `meta ${code}` : '',
      at: instantOf(one['timestamp'], now),
    },
  ];
}

function heardOf(one: unknown, now: number): Heard[] {
  if (!isObject(one)) return [];
  const from = asText(one['from']);
  if (from === undefined || !/^\d{7,15}$/.test(from)) return [];
  const text = isObject(one['text']) ? (asText(one['text']['body']) ?? '') : '';
  const value = `+${from}`;
  const said = saysStop(text) ? 'stop' : 'words';
  return [
    {
      identity: { kind: 'phone', value },
      address: value,
      at: instantOf(one['timestamp'], now),
      id: asText(one['id']) ?? null,
      said,
    },
  ];
}
