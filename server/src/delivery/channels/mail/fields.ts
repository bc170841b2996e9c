/** What a shop owner enters for mail, and what the transport reads of it. */
import { Failure, type SettingField } from '@augenblick/contract';
import { field, isHost, section, Values } from '../field.ts';
import { asciiAddress } from './encode.ts';
import type { SmtpServer } from './connection.ts';
import type { DkimKey } from './dkim.ts';

/** The fields in the order of the page. */
export const MAIL_FIELDS: readonly SettingField[] = [
  ...section({ de: 'Absender', en: 'Sender' }, [
    field(
      'fromName',
      'text',
      { de: 'Name des Absenders', en: 'Sender’s name' },
      {
        required: true,
        hint: {
          de: 'So steht er im Posteingang, etwa „Musterladen“.',
          en: 'As it stands in the inbox, such as “Sample Shop”.',
        },
      },
    ),
    field(
      'fromAddress',
      'address',
      { de: 'Adresse des Absenders', en: 'Sender’s address' },
      {
        required: true,
        hint: {
          de: 'Unter Ihrer eigenen Domain, etwa neues@news.ihr-laden.de.',
          en: 'At your own domain, such as news@news.your-shop.com.',
        },
      },
    ),
    field(
      'replyTo',
      'address',
      { de: 'Antworten gehen an', en: 'Replies go to' },
      {
        hint: {
          de: 'Leer: wie im Markenauftritt, sonst an die Adresse des Absenders.',
          en: 'Empty: as in the brand kit, else to the sender’s address.',
        },
      },
    ),
  ]),
  ...section({ de: 'Mailserver', en: 'Mail server' }, [
    field(
      'host',
      'text',
      { de: 'Adresse (SMTP)', en: 'Address (SMTP)' },
      {
        required: true,
        hint: {
          de: 'Nennt Ihnen Ihr Anbieter, etwa smtp.anbieter.de.',
          en: 'Your provider tells you, such as smtp.provider.com.',
        },
      },
    ),
    field(
      'port',
      'number',
      { de: 'Port', en: 'Port' },
      {
        hint: {
          de: 'Leer: 587, mit TLS von Anfang an 465.',
          en: 'Empty: 587, with TLS from the start 465.',
        },
      },
    ),
    field(
      'security',
      'choice',
      { de: 'Verschlüsselung', en: 'Encryption' },
      {
        hint: { de: 'Leer: STARTTLS.', en: 'Empty: STARTTLS.' },
        choices: [
          { value: 'starttls', label: { de: 'STARTTLS (üblich)', en: 'STARTTLS (usual)' } },
          { value: 'tls', label: { de: 'TLS von Anfang an', en: 'TLS from the start' } },
          {
            value: 'none',
            label: {
              de: 'Keine (nur für einen Server auf diesem Rechner)',
              en: 'None (only for a server on this machine)',
            },
          },
        ],
      },
    ),
    field('user', 'text', { de: 'Benutzername', en: 'User name' }),
    field(
      'password',
      'secret',
      { de: 'Passwort', en: 'Password' },
      {
        hint: {
          de: 'Nach einem Wechsel des Mailservers bitte neu eingeben.',
          en: 'Please enter it anew after changing the mail server.',
        },
      },
    ),
  ]),
  ...section({ de: 'Rückläufer und Unterschrift', en: 'Bounces and signing' }, [
    field(
      'bounceAddress',
      'address',
      { de: 'Adresse für Rückläufer', en: 'Address for bounces' },
      {
        hint: {
          de: 'Ein Postfach unter Ihrer Domain, das Adressen mit Plus annimmt. Leer: Rückläufer gehen an den Absender.',
          en: 'A mailbox at your domain that takes plus addresses. Empty: bounces go to the sender.',
        },
      },
    ),
    field(
      'sign',
      'switch',
      { de: 'Mails mit DKIM unterschreiben', en: 'Sign mails with DKIM' },
      {
        on: true,
        hint: {
          de: 'Sobald ein Schlüssel erzeugt ist. Aus, wenn Ihr Anbieter selbst unterschreibt.',
          en: 'As soon as a key was made. Off when your provider signs.',
        },
      },
    ),
  ]),
  ...section({ de: 'Wie schnell', en: 'How fast' }, [
    field(
      'perSecond',
      'number',
      { de: 'Höchstens Mails je Sekunde', en: 'At most mails per second' },
      {
        hint: {
          de: 'Leer: so schnell der Server annimmt.',
          en: 'Empty: as fast as the server takes them.',
        },
      },
    ),
    field(
      'perDomainPerMinute',
      'number',
      { de: 'Höchstens je Minute an einen Anbieter', en: 'At most per minute to one provider' },
      {
        hint: {
          de: 'Etwa 300 für neue Domains; gmail.com und web.de zählen je für sich.',
          en: 'Such as 300 for a new domain; gmail.com and others count each on its own.',
        },
      },
    ),
    field(
      'connections',
      'number',
      { de: 'Verbindungen zugleich', en: 'Connections at once' },
      {
        hint: { de: 'Leer: 5.', en: 'Empty: 5.' },
      },
    ),
  ]),
];

/** Mail settings, read. */
export interface MailSettings {
  /** Null where nobody has set a sender yet; the catcher makes one up. */
  from: { name: string; address: string } | null;
  replyTo: string | null;
  server: Omit<SmtpServer, 'name' | 'timeouts' | 'verifyCertificate' | 'publicOnly'> | null;
  bounce: string | null;
  /** Key of bounce addresses. */
  verpKey: Buffer;
  dkim: DkimKey | null;
  perSecond: number | null;
  perDomainPerMinute: number | null;
  connections: number;
}

const CONNECTIONS = 5;
const CONNECTIONS_MAX = 50;

/** Reads stored values; throws `Failure('bad_request')` that names the field. */
export function parseMail(given: unknown): MailSettings {
  const values = new Values(given);
  const sender = values.maybe('fromAddress');
  const host = values.maybe('host');
  if (host !== null && !isHost(host)) throw new Failure('bad_request', 'host');
  const security = securityOf(values.text('security', 'starttls'));
  const port = values.number('port', security === 'tls' ? 465 : 587);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Failure('bad_request', 'port');
  const dkim = readDkim(values.maybe('dkim'));
  return {
    from:
      sender === null
        ? null
        : { name: values.text('fromName'), address: ascii('fromAddress', sender) },
    replyTo: optionalAddress('replyTo', values.maybe('replyTo')),
    server:
      host === null
        ? null
        : { host, port, security, user: values.maybe('user'), password: values.maybe('password') },
    bounce: optionalAddress('bounceAddress', values.maybe('bounceAddress')),
    verpKey: Buffer.from(values.text('verpKey'), 'base64'),
    dkim: values.flag('sign', true) ? dkim : null,
    perSecond: limit(values.number('perSecond', 0)),
    perDomainPerMinute: limit(values.number('perDomainPerMinute', 0)),
    connections: Math.max(
      1,
      Math.min(CONNECTIONS_MAX, Math.floor(values.number('connections', CONNECTIONS))),
    ),
  };
}

/** The key among our own keys, null where none was made. */
export function readDkim(text: string | null): DkimKey | null {
  if (text === null) return null;
  const { domain, selector, privateKey } = JSON.parse(text) as DkimKey;
  return { domain, selector, privateKey };
}

function limit(value: number): number | null {
  return value > 0 ? value : null;
}

function securityOf(text: string): SmtpServer['security'] {
  return text === 'tls' || text === 'none' ? text : 'starttls';
}

function ascii(key: string, address: string): string {
  const read = asciiAddress(address);
  if (read === null) throw new Failure('bad_request', key);
  return read;
}

function optionalAddress(key: string, address: string | null): string | null {
  return address === null ? null : ascii(key, address);
}
