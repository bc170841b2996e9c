/**
 * Telegram through a bot of the shop's own. A chat begins with the shopper: a link of ours carries who they are, sealed
 * against forging; the bot hears it with /start.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  asText,
  IDENTITY_KINDS,
  isMail,
  isObject,
  type Identity,
  type RenderedShort,
  shortText,
} from '@augenblick/contract';
import type { ChannelDeps, SendResult, Transport } from '../../channel.ts';
import { field, Values } from '../field.ts';
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

/** Telegram settings, read. */
export interface TelegramSettings {
  token: string;
  bot: string;
  /** Key of start links. */
  linkKey: Buffer;
}

const API = 'https://api.telegram.org';
/** Telegram's limits: 30 a second over all chats. */
const PER_SECOND = 25;
const CAPTION_MAX = 1_024;
const TEXT_MAX = 4_096;
const MINUTE_MS = 60_000;

/** The module of Telegram. */
export const telegram: ChannelModule<TelegramSettings> = {
  channel: {
    name: 'telegram',
    words: { de: 'Telegram', en: 'Telegram' },
    consent: 'telegram',
    rings: true,
    settings: [
      field(
        'bot',
        'text',
        { de: 'Name des Bots', en: 'Name of the bot' },
        {
          required: true,
          hint: { de: 'Ohne @, etwa MusterladenBot.', en: 'Without @, such as SampleShopBot.' },
        },
      ),
      field(
        'token',
        'secret',
        { de: 'Schlüssel des Bots', en: 'Token of the bot' },
        {
          required: true,
          hint: { de: 'Von @BotFather.', en: 'From @BotFather.' },
        },
      ),
    ],
    parse: (given) => {
      const values = new Values(given);
      return {
        token: values.text('token'),
        bot: values.text('bot').replace(/^@/, ''),
        linkKey: Buffer.from(values.text('linkKey'), 'base64'),
      };
    },
    addressOf: (person) => person.kept[0] ?? null,
    kept: (sql, retailerId, profileIds) =>
      queries.addressesOf(sql, retailerId, 'telegram', profileIds),
    open: openTelegram,
  },
  about: {
    de: 'Nachrichten über einen eigenen Telegram-Bot, an alle, die ihn gestartet haben.',
    en: 'Messages through your own Telegram bot, to those who started it.',
  },
  modes: ['off', 'catcher', 'live'],
  testTo: { label: { de: 'Chat-Nummer', en: 'Chat number' }, needed: true },
  inbound: {
    de: 'Webhook des Bots: mit setWebhook bei Telegram eintragen.',
    en: 'Webhook of the bot: enter it at Telegram with setWebhook.',
  },
  makeOwn: (present, { random }) =>
    present['linkKey'] === undefined
      ? { ...present, linkKey: Buffer.from(random.bytes(32)).toString('base64') }
      : present,
  receive: async (settings, request) => readUpdate(settings, request),
};

function openTelegram(settings: TelegramSettings, deps: ChannelDeps): Transport {
  const { clock, fetch, sql, retailerId } = deps;
  const headers = { 'content-type': 'application/json' };
  const url = (method: string): string => `${API}/bot${settings.token}/${method}`;
  return {
    concurrency: 20,
    perSecond: PER_SECOND,
    send: async ({ address, content }) => {
      if (isMail(content)) return refusal('content_failed', true, 'short_needed' satisfies OwnWord);
      if (!/^-?\d{1,20}$/.test(address))
        return refusal('address_refused', true, 'no_chat' satisfies OwnWord);
      const { method, body } = messageOf(address, content);
      const call = {
        url: url(method),
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      } as const;
      const result = telegramResult(await callProvider(fetch, call), clock.now());
      if (result.outcome === 'refused' && result.reason === 'mailbox_gone')
        await queries.dropAddresses(sql, retailerId, 'telegram', [addressHash(address)]);
      return result;
    },
    check: async () =>
      healthOf(await callProvider(fetch, { url: url('getMe'), method: 'GET', headers }), {
        taken: { de: 'Telegram kennt den Bot.', en: 'Telegram knows the bot.' },
        refused: {
          de: 'Telegram lehnt den Schlüssel des Bots ab.',
          en: 'Telegram refuses the bot’s token.',
        },
        silent: { de: 'Telegram ist nicht erreichbar.', en: 'Telegram cannot be reached.' },
      }),
    close: async () => undefined,
  };
}

function messageOf(chat: string, content: RenderedShort) {
  const text = shortText(content, true);
  if (content.picture !== null && text.length <= CAPTION_MAX)
    return { method: 'sendPhoto', body: { chat_id: chat, photo: content.picture, caption: text } };
  return { method: 'sendMessage', body: { chat_id: chat, text: text.slice(0, TEXT_MAX) } };
}

function telegramResult(answer: ProviderAnswer, now: number): SendResult {
  if (answer.kind !== 'answer') return unanswered(answer, now);
  const body = isObject(answer.json) ? answer.json : {};
  const result = isObject(body['result']) ? body['result'] : {};
  if (body['ok'] === true)
    return { outcome: 'sent', providerId: asText(result['message_id']) ?? null };
  const said = textOf(asText(body['description']) ?? '');
  const words = `telegram ${answer.status} ${said}`;
  // 403 is about the chat (the bot was blocked), 401 and 404 about the bot.
  if (answer.status === 403) return refusal('mailbox_gone', true, words);
  if (answer.status === 400 && /chat not found|user is deactivated|peer/i.test(said))
    return refusal('mailbox_gone', true, words);
  if (answer.status === 401 || answer.status === 404)
    return refusal('credentials_refused', false, words, now + 5 * MINUTE_MS);
  const parameters = isObject(body['parameters']) ? body['parameters'] : {};
  const wait = Number(parameters['retry_after']);
  if (answer.status === 429)
    return refusal(
      'rate_limited',
      false,
      words,
      now + (Number.isFinite(wait) ? wait * 1000 : MINUTE_MS / 2),
    );
  return commonResult(answer, now) ?? refusal('message_refused', true, words);
}

/** Telegram allows 64 letters, digits, `_` and `-` in a start link. */
const PAYLOAD_MAX = 64;
const PROOF_LETTERS = 11;

/** The address at which a shopper begins a chat, null where the identifier is too long for it. */
export function startLink(settings: TelegramSettings, identity: Identity): string | null {
  const text = Buffer.from(`${IDENTITY_KINDS.indexOf(identity.kind)}${identity.value}`).toString(
    'base64url',
  );
  const payload = `${proofOf(settings.linkKey, text)}${text}`;
  if (payload.length > PAYLOAD_MAX) return null;
  return `https://t.me/${encodeURIComponent(settings.bot)}?start=${payload}`;
}

function readStart(settings: TelegramSettings, payload: string): Identity | null {
  const text = payload.slice(PROOF_LETTERS);
  const right = Buffer.from(proofOf(settings.linkKey, text));
  const said = Buffer.from(payload.slice(0, PROOF_LETTERS));
  if (right.length !== said.length || !timingSafeEqual(right, said)) return null;
  const read = Buffer.from(text, 'base64url').toString('utf8');
  const kind = IDENTITY_KINDS[Number(read.slice(0, 1))];
  return kind === undefined || read.length < 2 ? null : { kind, value: read.slice(1) };
}

function proofOf(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url').slice(0, PROOF_LETTERS);
}

function readUpdate(settings: TelegramSettings, request: NoticeRequest): Notice | null {
  const update = readJson(request.body.toString('utf8'));
  if (!isObject(update) || update['update_id'] === undefined) return null;
  const member = isObject(update['my_chat_member']) ? update['my_chat_member'] : {};
  const status = isObject(member['new_chat_member'])
    ? asText(member['new_chat_member']['status'])
    : '';
  if (status === 'kicked') return { ...NOTHING, gone: [chatOf(member)] };
  const message = isObject(update['message']) ? update['message'] : {};
  const chat = chatOf(message);
  const text = asText(message['text']) ?? '';
  if (chat === '') return NOTHING;
  // Telegram's own instant: an update that comes late or twice must not count as something new.
  const at = instantOf(message['date'], request.now);
  const id = asText(update['update_id']) ?? null;
  if (saysStop(text.replace(/^\//, ''))) return { ...NOTHING, left: [{ address: chat, at, id }] };
  const start = /^\/start (\S{12,64})$/.exec(text)?.[1];
  const identity = start === undefined ? null : readStart(settings, start);
  if (identity === null) return NOTHING;
  const heard: Heard = { identity, address: chat, at, id, said: 'start' };
  return { ...NOTHING, heard: [heard] };
}

function chatOf(message: Readonly<Record<string, unknown>>): string {
  const chat = isObject(message['chat']) ? asText(message['chat']['id']) : undefined;
  return chat ?? '';
}
