/** SMS through a provider's HTTP API. */
import { isMail, isObject, shortText, smsParts } from '@augenblick/contract';
import { type ChannelDeps, proven, type Transport } from '../../channel.ts';
import { field, section, Values } from '../field.ts';
import type { ChannelModule } from '../module.ts';
import { type Heard, NOTHING, type NoticeRequest, saysStop } from '../notice.ts';
import {
  callProvider,
  commonResult,
  healthOf,
  readJson,
  refusal,
  unanswered,
} from '../provider.ts';
import type { OwnWord } from '../said.ts';
import type { Receipt } from '../receipt.ts';
import { SMS_PROVIDERS, type SmsProviderName } from './providers.ts';

/** SMS settings, read. */
export interface SmsSettings {
  provider: SmsProviderName;
  key: string;
  secret: string;
  from: string;
  perSecond: number;
  callback: string | null;
}

/** Longer ones cost as much as a letter. */
const PARTS_MAX = 6;
const CONCURRENCY = 10;
const PER_SECOND = 10;

/** The module of SMS. */
export const sms: ChannelModule<SmsSettings> = {
  channel: {
    name: 'sms',
    words: { de: 'SMS', en: 'SMS' },
    consent: 'sms',
    rings: true,
    settings: [
      ...section({ de: 'Ihr Konto beim Anbieter', en: 'Your account with the provider' }, [
        field(
          'provider',
          'choice',
          { de: 'Anbieter', en: 'Provider' },
          {
            required: true,
            choices: [
              { value: 'seven', label: { de: 'seven.io', en: 'seven.io' } },
              { value: 'twilio', label: { de: 'Twilio', en: 'Twilio' } },
              { value: 'vonage', label: { de: 'Vonage', en: 'Vonage' } },
            ],
          },
        ),
        field(
          'key',
          'text',
          { de: 'Kontonummer oder Schlüssel-ID', en: 'Account or key id' },
          {
            required: true,
            when: { key: 'provider', values: ['twilio', 'vonage'] },
          },
        ),
        field(
          'secret',
          'secret',
          { de: 'Geheimer Schlüssel', en: 'Secret key' },
          { required: true },
        ),
      ]),
      ...section({ de: 'Wie sie ankommt', en: 'How it arrives' }, [
        field(
          'from',
          'text',
          { de: 'Absender', en: 'Sender' },
          {
            required: true,
            hint: {
              de: 'Nummer mit Landesvorwahl oder bis zu 11 Buchstaben.',
              en: 'Number with country code or up to 11 letters.',
            },
          },
        ),
        field('perSecond', 'number', { de: 'Höchstens je Sekunde', en: 'At most per second' }),
      ]),
    ],
    parse: (given) => {
      const values = new Values(given);
      const provider = values.text('provider', 'seven');
      return {
        provider: provider in SMS_PROVIDERS ? (provider as SmsProviderName) : 'seven',
        key: values.text('key'),
        secret: values.text('secret'),
        from: values.text('from'),
        perSecond: values.number('perSecond', PER_SECOND) || PER_SECOND,
        callback: values.maybe('inboundUrl'),
      };
    },
    addressOf: (person) => proven(person, 'phone'),
    open: openSms,
  },
  about: {
    de: 'Kurze Nachrichten aufs Telefon. Braucht ein Konto bei einem Anbieter; jede SMS kostet.',
    en: 'Short messages to the phone. Needs an account with a provider; every SMS costs.',
  },
  modes: ['off', 'catcher', 'live'],
  testTo: { label: { de: 'Telefonnummer mit +', en: 'Phone number with +' }, needed: true },
  inbound: {
    de: 'Empfangsbestätigungen und Antworten: diese Adresse beim Anbieter eintragen.',
    en: 'Receipts and replies: enter this address at the provider.',
  },
  receive: async (settings, request) => readSms(settings, request),
};

function openSms(settings: SmsSettings, { clock, fetch }: ChannelDeps): Transport {
  const account = { key: settings.key || settings.secret, secret: settings.secret };
  const used = settings.provider === 'seven' ? { key: settings.secret, secret: '' } : account;
  const provider = SMS_PROVIDERS[settings.provider];
  return {
    concurrency: CONCURRENCY,
    perSecond: settings.perSecond,
    send: async ({ id, address, content }) => {
      if (isMail(content)) return refusal('content_failed', true, 'short_needed' satisfies OwnWord);
      if (!/^\+[1-9]\d{6,14}$/.test(address))
        return refusal('address_refused', true, 'no_number' satisfies OwnWord);
      const text = shortText(content, false);
      const { parts } = smsParts(text);
      if (parts > PARTS_MAX) return refusal('too_large', true, `${parts} parts`);
      const message = { id, to: address, text, from: settings.from, callback: settings.callback };
      const answer = await callProvider(fetch, provider.send(used, message));
      if (answer.kind !== 'answer') return unanswered(answer, clock.now());
      return commonResult(answer, clock.now()) ?? provider.read(answer, clock.now());
    },
    check: async () =>
      healthOf(await callProvider(fetch, provider.look(used)), {
        taken: {
          de: 'Der Anbieter nimmt die Zugangsdaten an.',
          en: 'The provider takes the credentials.',
        },
        refused: {
          de: 'Der Anbieter lehnt die Zugangsdaten ab.',
          en: 'The provider refuses the credentials.',
        },
        silent: { de: 'Der Anbieter ist nicht erreichbar.', en: 'The provider cannot be reached.' },
      }),
    close: async () => undefined,
  };
}

/** JSON or a form; Vonage also asks with GET. */
export function fieldsOf({ method, query, headers, body }: NoticeRequest): Record<string, unknown> {
  if (method === 'GET') return { ...query };
  const text = body.toString('utf8');
  if ((headers['content-type'] ?? '').includes('json') || text.trimStart().startsWith('{')) {
    const read = readJson(text);
    return isObject(read) ? { ...read } : {};
  }
  return Object.fromEntries(new URLSearchParams(text));
}

function readSms(settings: SmsSettings, request: NoticeRequest) {
  const read = SMS_PROVIDERS[settings.provider].notice(fieldsOf(request));
  if (read === null) return null;
  if ('from' in read) {
    const value = `+${read.from.replace(/^\+|^00/, '').replace(/\D/g, '')}`;
    const said = saysStop(read.text) ? 'stop' : 'words';
    const heard: Heard = {
      identity: { kind: 'phone', value },
      address: null,
      at: request.now,
      id: read.id,
      said,
    };
    return { ...NOTHING, heard: [heard] };
  }
  if (read.state === 'underway') return NOTHING;
  const failed = read.state === 'failed';
  const receipt: Receipt = {
    channel: 'sms',
    kind: failed ? 'bounced' : 'delivered',
    deliveryId: null,
    providerId: read.providerId,
    permanent: false,
    reason: failed ? 'address_refused' : null,
    words: read.words,
    at: request.now,
  };
  return { ...NOTHING, receipts: [receipt] };
}
