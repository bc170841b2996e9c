/**
 * Reads what mail servers send back: delivery status notifications (RFC 3464), complaints (RFC 5965 ARF), bounces without
 * any form, unsubscribing by mail (RFC 2369), automatic answers. Pure but for the parser's promise.
 */
import type { DeliveryReason, ReceiptKind } from '@augenblick/contract';
import type { Attachment, Email } from 'postal-mime';
import { shortened } from './connection.ts';
import { enhancedCode, mailboxReason } from './result.ts';
import { readVerp } from './verp.ts';

/** What a mail says about one of ours. */
export interface MailReport {
  kind: Extract<ReceiptKind, 'delivered' | 'bounced' | 'complained' | 'unsubscribed'>;
  deliveryId: string;
  permanent: boolean;
  reason: DeliveryReason | null;
  words: string;
}

/** What was read. `about` null: a mail that tells nothing of a message of ours, with the reason in `words`. */
export interface MailRead {
  reports: MailReport[];
  why: 'read' | 'not_ours' | 'automatic_answer' | 'delayed' | 'no_report';
}

/** More is no bounce. */
export const REPORT_BYTES_MAX = 5_000_000;
const RECIPIENTS_MAX = 50;

/**
 * Reads a mail that was handed in. `key` is the retailer's key of bounce addresses: only with it does an address count.
 * Without such an address our Message-ID in the returned headers counts, which only the addressed server has seen.
 */
export async function readMailReport(raw: Uint8Array, key: Buffer): Promise<MailRead> {
  // Loaded with the first mail that comes back: most processes never see one.
  const { default: PostalMime } = await import('postal-mime');
  // Our own copy: the parser takes what lies under the view.
  const mail = await PostalMime.parse(Uint8Array.from(raw), {
    forceRfc822Attachments: true,
    attachmentEncoding: 'arraybuffer',
  });
  const verp = verpOf(mail, key);
  const id = verp?.id ?? returnedId(mail);
  if (id === null) return { reports: [], why: 'not_ours' };
  if (verp?.kind === 'u') return one({ kind: 'unsubscribed', deliveryId: id, ...QUIET });
  const feedback = part(mail, 'message/feedback-report');
  if (feedback !== null) return one(complaint(feedback, id));
  const status =
    part(mail, 'message/delivery-status') ?? part(mail, 'message/global-delivery-status');
  if (status !== null) return fromStatus(status, id);
  if (isAutomaticAnswer(mail)) return { reports: [], why: 'automatic_answer' };
  const bounce = fromText(mail, id);
  return bounce === null ? { reports: [], why: 'no_report' } : one(bounce);
}

const QUIET = { permanent: false, reason: null, words: '' } as const;

function one(report: MailReport): MailRead {
  return { reports: [report], why: 'read' };
}

/** The bounce address the mail was sent to, from every header a server may have put it into. */
function verpOf(mail: Email, key: Buffer): ReturnType<typeof readVerp> {
  const places = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'to', 'cc'];
  const texts = mail.headers
    .filter((header) => places.includes(header.key))
    .map(({ value }) => value);
  // A complaint carries ours as the envelope of the mail complained about.
  for (const type of ['message/feedback-report', 'message/rfc822', 'text/rfc822-headers'])
    texts.push(
      ...(part(mail, type)
        ?.split(/\r?\n/)
        .filter((line) => RETURN_LINES.test(line)) ?? []),
    );
  for (const text of texts)
    for (const address of text.match(/[^\s<>,;:"']+@[^\s<>,;:"']+/g) ?? []) {
      const read = readVerp(address, key);
      if (read !== null) return read;
    }
  return null;
}

const RETURN_LINES = /^(return-path|original-mail-from|x-original-mail-from|list-unsubscribe):/i;

/** The id in our Message-ID (`<uuid@domain>`) within the returned mail or headers. */
function returnedId(mail: Email): string | null {
  for (const type of ['message/rfc822', 'text/rfc822-headers', 'message/global']) {
    const found = /^message-id:\s*<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/im.exec(
      part(mail, type) ?? '',
    );
    if (found?.[1] !== undefined) return found[1].toLowerCase();
  }
  return null;
}

function part(mail: Email, type: string): string | null {
  const found = mail.attachments.find((one: Attachment) => one.mimeType.toLowerCase() === type);
  if (found === undefined) return null;
  const { content } = found;
  return typeof content === 'string'
    ? content
    : Buffer.from(content as ArrayBuffer).toString('utf8');
}

/** Groups of `Name: value` lines, folded lines joined; names in lower case. */
export function statusGroups(text: string): Map<string, string>[] {
  const groups = text
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split(/\n{2,}/);
  return groups
    .map((group) => {
      const fields = new Map<string, string>();
      for (const line of group.split('\n')) {
        const colon = line.indexOf(':');
        if (colon > 0)
          fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
      }
      return fields;
    })
    .filter((fields) => fields.size > 0);
}

function complaint(text: string, deliveryId: string): MailReport {
  const fields = statusGroups(text)[0];
  const type = fields?.get('feedback-type')?.toLowerCase() ?? 'abuse';
  // `not-spam` takes a complaint back; it is no complaint.
  if (type === 'not-spam') return { kind: 'delivered', deliveryId, ...QUIET };
  return { kind: 'complained', deliveryId, permanent: true, reason: null, words: shortened(type) };
}

function fromStatus(text: string, deliveryId: string): MailRead {
  const recipients = statusGroups(text)
    .filter((fields) => fields.has('action') || fields.has('status'))
    .slice(0, RECIPIENTS_MAX);
  const reports: MailReport[] = [];
  let delayed = false;
  for (const fields of recipients) {
    const action = (fields.get('action') ?? '').toLowerCase().split(/\s/)[0];
    const status = enhancedCode(fields.get('status') ?? '');
    const said = (fields.get('diagnostic-code') ?? '').replace(/^[\w-]+;\s*/, '');
    if (action === 'delayed') delayed = true;
    else if (action === 'delivered' || action === 'relayed' || action === 'expanded')
      reports.push({ kind: 'delivered', deliveryId, ...QUIET });
    else if (action === 'failed' || status?.startsWith('5') || status?.startsWith('4'))
      reports.push(bounced(deliveryId, status ?? enhancedCode(said), said));
  }
  if (reports.length === 0) return { reports, why: delayed ? 'delayed' : 'no_report' };
  return { reports, why: 'read' };
}

/**
 * `failed` with 4.x.x says that the server gave up on something that may pass. Servers also write 4.x.x or 5.0.0 beside a
 * reply of the other kind; the reply (550, 452) of the receiving server is nearer to the truth.
 */
function bounced(deliveryId: string, status: string | null, said: string): MailReport {
  const reply = /(?:^|\D)([45])\d{2}(?:[ -]|$)/.exec(said)?.[1];
  const inner = enhancedCode(said);
  const enhanced = inner ?? status;
  const reason = mailboxReason(enhanced, said);
  const kind = reply ?? enhanced?.[0] ?? '5';
  // A full mailbox may be emptied, whatever the code says.
  const permanent = kind === '5' && reason !== 'mailbox_full' && reason !== 'message_refused';
  const words = shortened(`${enhanced ?? ''} ${said}`);
  return { kind: 'bounced', deliveryId, permanent, reason, words };
}

function isAutomaticAnswer(mail: Email): boolean {
  const value = (key: string): string =>
    mail.headers.find((header) => header.key === key)?.value.toLowerCase() ?? '';
  const submitted = value('auto-submitted');
  if (submitted.startsWith('auto-replied')) return true;
  return (
    value('x-autoreply') !== '' ||
    value('x-autorespond') !== '' ||
    value('precedence') === 'auto_reply'
  );
}

/** A bounce without form (qmail, old Exchange): by its sender and the code in its text. */
function fromText(mail: Email, deliveryId: string): MailReport | null {
  const from = mail.from?.address?.toLowerCase() ?? '';
  const bySystem =
    from === '' ||
    /^(mailer-daemon|postmaster|mail-daemon|bounce)/.test(from) ||
    returnPathEmpty(mail);
  if (!bySystem) return null;
  const text = (mail.text ?? mail.html ?? '').slice(0, 20_000);
  const line = text
    .split(/\r?\n/)
    .find((one) => /\b[45]\.\d{1,3}\.\d{1,3}\b|\b[45]\d\d[ -]/.test(one));
  if (line === undefined) {
    const gone = mailboxReason(null, text) === 'mailbox_gone';
    return gone ? bounced(deliveryId, '5.1.1', text.slice(0, 200)) : null;
  }
  return bounced(deliveryId, enhancedCode(line), line);
}

function returnPathEmpty(mail: Email): boolean {
  return mail.headers.some(
    (header) => header.key === 'return-path' && header.value.trim() === '<>',
  );
}
