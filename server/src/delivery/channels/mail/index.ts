/** Mail: written by us, signed by us where a key was made, handed to the shop's own SMTP server. */
import { isMail, type DeliveryReason, type RenderedMail } from '@augenblick/contract';
import type { ChannelDeps, Outgoing, SendResult, Transport } from '../../channel.ts';
import { proven } from '../../channel.ts';
import { type ResolveHost, resolveHost } from '../guarded.ts';
import type { Caught, ChannelModule } from '../module.ts';
import { NOTHING, type Notice } from '../notice.ts';
import type { Receipt } from '../receipt.ts';
import { headBytes, mailBytes, type MailToWrite, writeMail, type WrittenMail } from './compose.ts';
import type { Envelope, SmtpAnswer } from './connection.ts';
import { createDkimSigner, type DkimSigner } from './dkim.ts';
import { asciiAddress } from './encode.ts';
import { MAIL_PORTS, onlyPublic } from './inner.ts';
import { MAIL_FIELDS, type MailSettings, parseMail } from './fields.ts';
import { createSmtpPool, type PoolOptions, type SmtpPool } from './pool.ts';
import { createDomainPace } from './rate.ts';
import { readMailReport, REPORT_BYTES_MAX } from './report.ts';
import { resultOf } from './result.ts';
import { verpAddress } from './verp.ts';
import { inBrackets } from '../said.ts';

export { type DkimKey, dkimRecord, makeDkimKey } from './dkim.ts';
export { type MailSettings, parseMail, readDkim } from './fields.ts';
export type { MailRead } from './report.ts';

/** Waits for a server; in tests they are shorter. */
export const MAIL_TIMEOUTS = { connectMs: 10_000, greetingMs: 15_000, idleMs: 60_000 };
const SEND_TIMEOUT_MS = 120_000;
const MAILS_PER_CONNECTION = 200;
/** For each connection: one that leaves, one the server is asked about meanwhile, one that comes after it. */
const MAILS_AT_HAND = 3;
/** When wrong credentials or a refused connection are looked at again. */
const LATER_MS = 60_000;

/** The module of mail. */
export const mail: ChannelModule<MailSettings> = {
  channel: {
    name: 'mail',
    words: { de: 'E-Mail', en: 'E-mail' },
    consent: 'email',
    rings: false,
    settings: MAIL_FIELDS,
    parse: parseMail,
    addressOf: (person) => proven(person, 'email'),
    open: (settings, deps) => openMail(settings, deps),
  },
  about: {
    de: 'Newsletter und ausgelöste Mails über den Mailserver Ihres Anbieters.',
    en: 'Newsletters and triggered mails through your provider’s mail server.',
  },
  modes: ['catcher', 'live', 'off'],
  testTo: { label: { de: 'E-Mail-Adresse', en: 'E-mail address' }, needed: true },
  inbound: {
    de: 'Rückläufer und Beschwerden: Ihr Mailserver gibt sie hier ab.',
    en: 'Bounces and complaints: your mail server hands them in here.',
  },
  makeOwn: (present, { random }) =>
    present['verpKey'] === undefined
      ? { ...present, verpKey: Buffer.from(random.bytes(32)).toString('base64') }
      : present,
  writer: (settings, deps) => catchingWriter(settings, deps),
  receive: async (settings, { body, now }) =>
    body.length > REPORT_BYTES_MAX
      ? null
      : noticeOf(await readMailReport(body, settings.verpKey), now),
};

function noticeOf({ reports }: Awaited<ReturnType<typeof readMailReport>>, now: number): Notice {
  const receipts = reports.map(
    (report): Receipt => ({ ...report, channel: 'mail', providerId: null, at: now }),
  );
  return { ...NOTHING, receipts };
}

/** How a transport differs in tests: shorter waits, certificates and names of its own. */
export interface MailTuning {
  timeouts: PoolOptions['server']['timeouts'];
  verifyCertificate: boolean;
  resolve?: ResolveHost;
}

/** Opens the way to the server; connections are made with the first mail. */
export function openMail(
  settings: MailSettings,
  deps: ChannelDeps,
  tuned: MailTuning = { timeouts: MAIL_TIMEOUTS, verifyCertificate: true },
): Transport {
  const { clock } = deps;
  const { resolve = resolveHost, ...tuning } = tuned;
  const write = createWriter(settings, deps);
  const pool =
    settings.server === null
      ? null
      : createSmtpPool({
          server: {
            ...settings.server,
            ...tuning,
            name: domainOf(senderOf(settings, deps)),
            publicOnly: onlyPublic(settings.server.port, deps.allowPrivateHosts) ? resolve : null,
          },
          clock,
          connections: settings.connections,
          mailsPerConnection: MAILS_PER_CONNECTION,
        });
  const pace = createDomainPace(clock, settings.perDomainPerMinute);
  const prepare = async (message: Outgoing): Promise<() => Promise<SendResult>> => {
    if (pool === null || settings.from === null) return no('channel_off', false, '');
    const to = asciiAddress(message.address);
    if (to === null) return no('address_refused', true, 'not an address');
    const written = await write({ ...message, address: to });
    if (written === null) return no('content_failed', true, 'not a mail');
    const { mail: made, from, messageId } = written;
    const bytes = [headBytes(made), made.body];
    return going(pool, { id: message.id, envelope: { from, to }, messageId, bytes });
  };
  // Made outside of `prepare`: a function made in there would keep the whole message in memory until its turn comes, and not
  // only the bytes that were made of it.
  const going =
    (open: SmtpPool, { id, envelope, messageId, bytes }: Ready) =>
    async () => {
      const domain = domainOf(envelope.to);
      const later = pace.take(domain, id);
      if (later !== null)
        return { ...refused('rate_limited', false, ''), retryAt: later, onlyThis: true };
      const answer = await open.send(envelope, bytes);
      if (answer.kind === 'accepted') pace.went(domain);
      // The Message-ID is what a mail is found by afterwards, here and at the receiver's.
      return resultOf(answer, messageId, () =>
        laterFor(answer, pace.slowDown, domain, clock.now()),
      );
    };
  return {
    concurrency: settings.connections,
    atHand: settings.connections * MAILS_AT_HAND,
    perSecond: settings.perSecond,
    timeoutMs: SEND_TIMEOUT_MS,
    prepare,
    send: async (message) => (await prepare(message))(),
    check: async () => healthOf(settings, (await pool?.verify()) ?? null),
    close: async () => pool?.close(),
  };
}

/** A "later" about this recipient slows its domain down; one about us (credentials, the server itself) does not. */
function laterFor(
  answer: SmtpAnswer,
  slowDown: (domain: string) => number,
  domain: string,
  now: number,
): number {
  const theirs =
    answer.kind === 'refused' && (answer.stage === 'recipient' || answer.stage === 'message');
  return theirs ? slowDown(domain) : now + LATER_MS;
}

function refused(reason: DeliveryReason, permanent: boolean, words: string) {
  return { outcome: 'refused', permanent, reason, words } satisfies SendResult;
}

function no(...why: Parameters<typeof refused>): () => Promise<SendResult> {
  return async () => refused(...why);
}

/** A mail that waits for its turn. */
interface Ready {
  id: string;
  envelope: Envelope;
  messageId: string;
  bytes: Buffer[];
}

/** A written mail and the address its bounces go to. */
interface Written {
  mail: WrittenMail;
  from: string;
  /** Name and address, as mail programs show them. */
  sender: string;
  messageId: string;
}

/** Writes and signs mails; null for what is no mail. Keys are read once. */
function createWriter(settings: MailSettings, deps: ChannelDeps) {
  const signer: DkimSigner | null = settings.dkim === null ? null : createDkimSigner(settings.dkim);
  const domain = domainOf(senderOf(settings, deps));
  return async (message: Outgoing): Promise<Written | null> => {
    const { content, id } = message;
    if (!isMail(content)) return null;
    const { bounce, verpKey } = settings;
    const sender = fromOf(settings, deps, content.sender);
    const marketing = message.basis === 'marketing';
    const { unsubscribe } = message.links;
    const mailto = bounce === null ? null : verpAddress(bounce, 'u', id, verpKey);
    const parts: MailToWrite = {
      messageId: `${id}@${domain}`,
      at: message.at,
      from: sender,
      replyTo: settings.replyTo ?? replyToOf(content.sender),
      to: message.address,
      subject: content.subject,
      html: content.pieces ?? [content.html],
      text: content.text,
      locale: message.locale,
      unsubscribe: marketing && unsubscribe !== null ? { url: unsubscribe, mailto } : null,
      feedbackId: marketing ? feedbackId(message, domain) : null,
      list: marketing
        ? { name: sender.name, id: `${message.retailerId}.augenblick.${domain}` }
        : null,
    };
    const plain = writeMail(parts);
    return {
      mail: signer === null ? plain : await signer(plain, message.at),
      from: bounce === null ? sender.address : verpAddress(bounce, 'b', id, verpKey),
      sender: sender.name === '' ? sender.address : `${sender.name} <${sender.address}>`,
      messageId: parts.messageId,
    };
  };
}

/** `campaign:customer:type:sender`; no part may hold a colon. */
function feedbackId({ origin, retailerId }: Outgoing, domain: string): string {
  const campaign = origin.id.replace(/[^\w.-]/g, '').slice(0, 60);
  return `${campaign}:${retailerId}:${origin.kind}:${domain}`;
}

/** The sender's address; before anybody has set one, one that shows where it comes from. */
function senderOf(settings: MailSettings, deps: Pick<ChannelDeps, 'publicUrl'>): string {
  if (settings.from !== null) return settings.from.address;
  const { hostname } = new URL(deps.publicUrl);
  return `shop@${asciiAddress(`a@${hostname}`) === null ? 'localhost' : hostname}`;
}

type BrandSender = RenderedMail['sender'];

/** Who a mail says it comes from; what nobody has set for the channel is taken from the brand kit. */
function fromOf(
  settings: MailSettings,
  deps: Pick<ChannelDeps, 'publicUrl'>,
  brand: BrandSender,
): { name: string; address: string } {
  const { from } = settings;
  if (from !== null && from.name !== '') return from;
  const name = brand?.name.trim() ?? '';
  if (from !== null) return { name, address: from.address };
  return { name, address: asciiAddress(brand?.email ?? '') ?? senderOf(settings, deps) };
}

/** Answers go where the brand kit says, unless the channel says otherwise; null: to the sender. */
function replyToOf(brand: BrandSender): string | null {
  return brand === undefined ? null : asciiAddress(brand.replyTo);
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** Writes mails for the catcher: the very bytes that would have left. */
function catchingWriter(settings: MailSettings, deps: ChannelDeps) {
  const write = createWriter(settings, deps);
  return async (message: Outgoing): Promise<Caught> => {
    const address = asciiAddress(message.address) ?? 'nobody@invalid';
    const written = await write({ ...message, address });
    const { content } = message;
    if (written === null || !isMail(content)) throw new TypeError('a mail is needed');
    const { subject, text: body, html } = content;
    const source = mailBytes(written.mail);
    const { sender, messageId: providerId } = written;
    return { sender, subject, body, html, url: null, picture: null, source, providerId };
  };
}

function healthOf(settings: MailSettings, fault: SmtpAnswer | null) {
  if (settings.server === null || settings.from === null) {
    const words = {
      de: 'Absender oder Mailserver fehlen noch.',
      en: 'Sender or mail server is still missing.',
    };
    return { state: 'failing', words } as const;
  }
  if (fault === null) {
    const { host } = settings.server;
    const de = `Der Mailserver ${host} ist erreichbar und nimmt die Zugangsdaten an.`;
    const en = `The mail server ${host} can be reached and takes the credentials.`;
    return { state: 'ready', words: { de, en } } as const;
  }
  if (fault.kind === 'away' && fault.stage === 'inner') return innerHealth(settings.server);
  const said = inBrackets(fault.words);
  if (fault.kind === 'refused' && fault.stage === 'auth') {
    const de = `Der Mailserver lehnt Benutzername oder Passwort ab${said.de}.`;
    const en = `The mail server refuses user name or password${said.en}.`;
    return { state: 'failing', words: { de, en } } as const;
  }
  const de = `Der Mailserver ist nicht erreichbar${said.de}. Bitte Name, Port und Verschlüsselung prüfen.`;
  const en = `The mail server cannot be reached${said.en}. Check name, port and encryption.`;
  return { state: 'failing', words: { de, en } } as const;
}

/** What somebody can do about a mail server in the inner network at an unusual port. */
function innerHealth({ host, port }: NonNullable<MailSettings['server']>) {
  const ports = [...MAIL_PORTS].join(', ');
  const de = `${host} steht im eigenen Netz. Dort sind nur die Ports für Mail erlaubt (${ports}), nicht ${port}. Ist das Ihr Mailserver, setzt ALLOW_PRIVATE_HOSTS=true, wer diese Installation betreibt.`;
  const en = `${host} is in the inner network. Only the ports of mail are allowed there (${ports}), not ${port}. If it is your mail server, whoever runs this installation sets ALLOW_PRIVATE_HOSTS=true.`;
  return { state: 'failing', words: { de, en } } as const;
}
