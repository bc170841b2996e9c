/** A mail as bytes: pure, from the filled-in content and what the retailer has set. */
import type { HtmlPiece } from '@augenblick/contract';
import { BodyWriter, headerText, mailbox, oneLine } from './encode.ts';

/** What a mail is made of. Addresses are those of `asciiAddress`. */
export interface MailToWrite {
  /** `<id@domain>` without the brackets. */
  messageId: string;
  /** ms. */
  at: number;
  from: { name: string; address: string };
  replyTo: string | null;
  to: string;
  subject: string;
  html: readonly HtmlPiece[];
  text: string;
  locale: 'de' | 'en';
  /** Present on advertising: one-click address of RFC 8058, and a mailbox for the same. */
  unsubscribe: { url: string; mailto: string | null } | null;
  /** `campaign:customer:type:sender`, what mailbox providers count complaints by. */
  feedbackId: string | null;
  /** Name and id of the list, RFC 2919. */
  list: { name: string; id: string } | null;
}

/** A header in the order it is written: name, value (folded, without a line end at the end). */
export type Header = readonly [name: string, value: string];

/** A mail in two parts, because DKIM signs one and hashes the other. */
export interface WrittenMail {
  headers: Header[];
  body: Buffer;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An instant as RFC 5322 writes it, in UTC. */
export function mailDate(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  const day = `${DAYS[date.getUTCDay()]}, ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  return `${day} ${date.getUTCFullYear()} ${time} +0000`;
}

/**
 * Writes the mail: multipart/alternative, both parts quoted-printable. The boundary holds `=_`, which quoted-printable text
 * never does, so that no content can end a part.
 */
export function writeMail(mail: MailToWrite): WrittenMail {
  const boundary = `=_${mail.messageId.replace(/[^A-Za-z0-9]/g, '').slice(0, 60)}`;
  const headers: Header[] = [
    ['Message-ID', `<${mail.messageId}>`],
    ['Date', mailDate(mail.at)],
    ['From', mailbox(mail.from.name, mail.from.address)],
    ...optional('Reply-To', mail.replyTo === null ? null : `<${mail.replyTo}>`),
    ['To', `<${mail.to}>`],
    ['Subject', headerText(mail.subject)],
    ['Content-Language', mail.locale],
    ...listHeaders(mail),
    ...optional('Feedback-ID', mail.feedbackId),
    ['MIME-Version', '1.0'],
    ['Content-Type', `multipart/alternative;\r\n boundary="${boundary}"`],
  ];
  const part = (type: string): string =>
    `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\n` +
    'Content-Transfer-Encoding: quoted-printable\r\n\r\n';
  writer.begin();
  writer.raw(part('text/plain'));
  writer.quoted([mail.text]);
  writer.raw(`\r\n${part('text/html')}`);
  writer.quoted(mail.html);
  writer.raw(`\r\n--${boundary}--\r\n`);
  return { headers, body: writer.end() };
}

/** One mail is written at a time. */
const writer = new BodyWriter();

function listHeaders({ unsubscribe, list }: MailToWrite): Header[] {
  const name = list === null ? '' : oneLine(list.name).replace(/[^\x20-\x7e]|["<>\\]/g, '');
  const found: Header[] = [];
  if (list !== null) found.push(['List-ID', `${name === '' ? '' : `"${name}" `}<${list.id}>`]);
  if (unsubscribe === null) return found;
  const mailto = unsubscribe.mailto === null ? '' : `,\r\n <mailto:${unsubscribe.mailto}>`;
  found.push(['List-Unsubscribe', `<${unsubscribe.url}>${mailto}`]);
  // RFC 8058: the one-click counts for https only, and never without it.
  if (unsubscribe.url.startsWith('https://'))
    found.push(['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click']);
  return found;
}

function optional(name: string, value: string | null): Header[] {
  return value === null ? [] : [[name, value]];
}

/** The mail's headers as bytes, with the empty line behind them. */
export function headBytes({ headers }: WrittenMail): Buffer {
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`${head}\r\n`, 'latin1');
}

/** The whole mail as bytes. */
export function mailBytes(mail: WrittenMail): Buffer {
  return Buffer.concat([headBytes(mail), mail.body]);
}
