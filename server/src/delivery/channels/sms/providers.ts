/** What SMS providers want and how they answer. One entry each; the formats are those of their public API references. */
import { asText, isObject } from '@augenblick/contract';
import type { SendResult } from '../../channel.ts';
import { type Answered, type ProviderCall, refusal, textOf } from '../provider.ts';

/** One SMS. `to` in E.164 with plus. */
export interface Sms {
  id: string;
  to: string;
  text: string;
  from: string;
  /** Where receipts are to go, null = nowhere. */
  callback: string | null;
}

/** Credentials: which of them counts is the provider's affair. */
export interface SmsAccount {
  key: string;
  secret: string;
}

/** A receipt as a provider sends it. */
export interface SmsReceipt {
  providerId: string;
  state: 'delivered' | 'failed' | 'underway';
  words: string;
}
export interface SmsReply {
  from: string;
  text: string;
  /** The provider's number of the reply, null where it names none. */
  id: string | null;
}

/** One provider. */
export interface SmsProvider {
  send(account: SmsAccount, sms: Sms): ProviderCall;
  /** Of an answer that was neither 401, 403, 429 nor 5xx. */
  read(answer: Answered, now: number): SendResult;
  /** A call that shows whether the account works, without sending. */
  look(account: SmsAccount): ProviderCall;
  /** Reads what was handed in; null = no notice of this provider. */
  notice(fields: Readonly<Record<string, unknown>>): SmsReceipt | SmsReply | null;
}

const MINUTE_MS = 60_000;
const json = { 'content-type': 'application/json', accept: 'application/json' };
const unclear = (text: string): SendResult => refusal('message_refused', true, textOf(text));

/** seven.io, `POST /api/sms`. */
const seven: SmsProvider = {
  send: ({ key }, { id, to, text, from }) => ({
    url: 'https://gateway.seven.io/api/sms',
    method: 'POST',
    headers: { ...json, 'x-api-key': key },
    body: JSON.stringify({ to, text, from, foreign_id: id }),
  }),
  read: (answer, now) => {
    const body = isObject(answer.json) ? answer.json : {};
    const [first] = Array.isArray(body['messages']) ? body['messages'] : [];
    const message = isObject(first) ? first : {};
    const code = asText(message['error']) ?? asText(body['success']) ?? answer.text.trim();
    if (code === '100' && message['success'] !== false)
      return { outcome: 'sent', providerId: asText(message['id']) ?? null };
    const words = `seven ${code} ${asText(message['error_text']) ?? ''}`.trim();
    if (code === '202') return refusal('address_refused', true, words);
    if (code === '900' || code === '901' || code === '902' || code === '903')
      return refusal('credentials_refused', false, words, now + 5 * MINUTE_MS);
    if (code === '500') return refusal('budget_used_up', false, words, now + 30 * MINUTE_MS);
    if (code === '305' || code === '401') return refusal('too_large', true, words);
    return unclear(words);
  },
  look: ({ key }) => ({
    url: 'https://gateway.seven.io/api/balance',
    method: 'GET',
    headers: { accept: 'application/json', 'x-api-key': key },
  }),
  notice: (fields) => {
    const data = isObject(fields['data']) ? fields['data'] : {};
    if (fields['webhook_event'] === 'sms_mo') {
      const from = asText(data['sender']);
      const id = asText(data['id']) ?? null;
      return from === undefined ? null : { from, text: asText(data['text']) ?? '', id };
    }
    const providerId = asText(data['msg_id']);
    if (fields['webhook_event'] !== 'dlr' || providerId === undefined) return null;
    const status = asText(data['status'])?.toUpperCase() ?? '';
    const failed = ['NOTDELIVERED', 'FAILED', 'REJECTED', 'EXPIRED'].includes(status);
    const state = status === 'DELIVERED' ? 'delivered' : failed ? 'failed' : 'underway';
    return { providerId, state, words: status };
  },
};

/** Twilio, `POST /2010-04-01/Accounts/{Sid}/Messages.json`. */
const twilio: SmsProvider = {
  send: ({ key, secret }, { to, text, from, callback }) => ({
    url: `https://api.twilio.com/2010-04-01/Accounts/${encodeURIComponent(key)}/Messages.json`,
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
    },
    body: new URLSearchParams({
      To: to,
      [from.startsWith('MG') ? 'MessagingServiceSid' : 'From']: from,
      Body: text,
      ...(callback === null ? {} : { StatusCallback: callback }),
    }).toString(),
  }),
  read: (answer, now) => {
    const body = isObject(answer.json) ? answer.json : {};
    const sid = asText(body['sid']);
    if (answer.status < 300 && sid !== undefined) return { outcome: 'sent', providerId: sid };
    const code = Number(body['code'] ?? 0);
    const words = `twilio ${code} ${textOf(asText(body['message']) ?? '')}`;
    if (code === 21_610) return refusal('objected', true, words);
    if (code === 21_211 || code === 21_614 || code === 21_408)
      return refusal('address_refused', true, words);
    if (code === 21_617) return refusal('too_large', true, words);
    if (code === 20_003) return refusal('credentials_refused', false, words, now + 5 * MINUTE_MS);
    if (code === 20_429 || code === 14_107)
      return refusal('rate_limited', false, words, now + MINUTE_MS / 2);
    return unclear(words);
  },
  look: ({ key, secret }) => ({
    url: `https://api.twilio.com/2010-04-01/Accounts/${encodeURIComponent(key)}.json`,
    method: 'GET',
    headers: { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` },
  }),
  notice: (fields) => {
    const providerId = asText(fields['MessageSid']);
    const status = asText(fields['MessageStatus']);
    if (providerId !== undefined && status !== undefined) {
      const failed = status === 'failed' || status === 'undelivered';
      const state = status === 'delivered' ? 'delivered' : failed ? 'failed' : 'underway';
      return { providerId, state, words: `${status} ${asText(fields['ErrorCode']) ?? ''}`.trim() };
    }
    const from = asText(fields['From']);
    return from !== undefined && fields['Body'] !== undefined
      ? { from, text: asText(fields['Body']) ?? '', id: providerId ?? null }
      : null;
  },
};

/** Vonage, `POST /sms/json`. */
const vonage: SmsProvider = {
  send: ({ key, secret }, { id, to, text, from, callback }) => ({
    url: 'https://rest.nexmo.com/sms/json',
    method: 'POST',
    headers: json,
    body: JSON.stringify({
      api_key: key,
      api_secret: secret,
      to: to.replace('+', ''),
      from,
      text,
      type: /^[\x20-\x7e\n]*$/.test(text) ? 'text' : 'unicode',
      'client-ref': id,
      ...(callback === null ? {} : { callback }),
    }),
  }),
  read: (answer, now) => {
    const body = isObject(answer.json) ? answer.json : {};
    const [first] = Array.isArray(body['messages']) ? body['messages'] : [];
    const message = isObject(first) ? first : {};
    const status = asText(message['status']) ?? '';
    if (status === '0')
      return { outcome: 'sent', providerId: asText(message['message-id']) ?? null };
    const words = `vonage ${status} ${textOf(asText(message['error-text']) ?? '')}`;
    if (status === '1') return refusal('rate_limited', false, words, now + MINUTE_MS / 2);
    if (status === '4' || status === '14')
      return refusal('credentials_refused', false, words, now + 5 * MINUTE_MS);
    if (status === '9') return refusal('budget_used_up', false, words, now + 30 * MINUTE_MS);
    if (status === '5') return refusal('channel_down', false, words, now + MINUTE_MS);
    if (status === '7' || status === '15' || status === '33')
      return refusal('address_refused', true, words);
    return unclear(words);
  },
  look: ({ key, secret }) => ({
    url: `https://rest.nexmo.com/account/get-balance?${new URLSearchParams({ api_key: key, api_secret: secret }).toString()}`,
    method: 'GET',
    headers: { accept: 'application/json' },
  }),
  notice: (fields) => {
    const providerId = asText(fields['messageId']);
    const status = asText(fields['status']);
    if (providerId !== undefined && status !== undefined) {
      const failed = ['failed', 'rejected', 'expired'].includes(status);
      const state = status === 'delivered' ? 'delivered' : failed ? 'failed' : 'underway';
      return { providerId, state, words: `${status} ${asText(fields['err-code']) ?? ''}`.trim() };
    }
    const from = asText(fields['msisdn']);
    return from !== undefined && fields['text'] !== undefined
      ? { from, text: asText(fields['text']) ?? '', id: providerId ?? null }
      : null;
  },
};

/** The providers by the name of the setting. */
export const SMS_PROVIDERS = { seven, twilio, vonage } as const satisfies Record<
  string,
  SmsProvider
>;
export type SmsProviderName = keyof typeof SMS_PROVIDERS;
