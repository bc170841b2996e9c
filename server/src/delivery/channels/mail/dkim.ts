/**
 * Signing mail: DKIM (RFC 6376), rsa-sha256, relaxed/relaxed. The signature covers the one-click headers, as RFC 8058 asks.
 * The RSA work is done beside the main thread (signing.ts); everything else is a hash over bytes in hand.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { Header, WrittenMail } from './compose.ts';
import { signature } from './signing.ts';

/** A retailer's key as it is kept: PKCS 8 in PEM. */
export interface DkimKey {
  domain: string;
  selector: string;
  privateKey: string;
}

/** Adds the signature to a mail. */
export type DkimSigner = (mail: WrittenMail, at: number) => Promise<WrittenMail>;

/** Headers that are signed where they stand; whoever adds a second From breaks the signature (it is named once more). */
const SIGNED = new Set([
  'from',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'to',
  'mime-version',
  'content-type',
  'content-language',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'feedback-id',
]);
/** 1024 is refused by receivers, 4096 does not fit everybody's DNS. */
const BITS = 2048;

/** Makes a key pair. */
export async function makeDkimKey(domain: string, selector: string): Promise<DkimKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: BITS,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { domain, selector, privateKey };
}

/** What is to stand in the DNS: name and value of the TXT record. */
export function dkimRecord(key: DkimKey): { recordName: string; recordValue: string } {
  const spki = createPublicKey(key.privateKey).export({ type: 'spki', format: 'der' });
  return {
    recordName: `${key.selector}._domainkey.${key.domain}`,
    recordValue: `v=DKIM1; k=rsa; p=${spki.toString('base64')}`,
  };
}

/** A signer with this key. Throws when the key cannot be read. */
export function createDkimSigner({ domain, selector, privateKey }: DkimKey): DkimSigner {
  const key = createPrivateKey(privateKey);
  return async (mail, at) => {
    const headers = mail.headers.filter(([name]) => SIGNED.has(name.toLowerCase()));
    const names = [...headers.map(([name]) => name.toLowerCase()), 'from'];
    const bodyHash = createHash('sha256').update(mail.body).digest('base64');
    const unsigned =
      `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=${selector};\r\n` +
      ` t=${Math.floor(at / 1000)}; h=${foldNames(names)};\r\n bh=${bodyHash};\r\n b=`;
    const head = headers.map((header) => `${relaxed(header)}\r\n`).join('');
    const signed = await signature(`${head}${relaxed(['DKIM-Signature', unsigned])}`, key);
    const value = `${unsigned}${(signed.match(/.{1,72}/g) ?? []).join('\r\n ')}`;
    return { body: mail.body, headers: [['DKIM-Signature', value], ...mail.headers] };
  };
}

/** A header in relaxed form (RFC 6376 3.4.2). */
function relaxed([name, value]: Header): string {
  const lines = value.includes('\r\n') ? value.replace(/\r\n(?=[ \t])/g, '') : value;
  const text = DENSE.test(lines) ? lines : lines.replace(/[ \t]+/g, ' ').trim();
  return `${name.toLowerCase()}:${text}`;
}

/** Single blanks, none at the ends: most headers as they are. */
const DENSE = /^[^ \t\r\n]+(?: [^ \t\r\n]+)*$/;

/** `from:to:…` in lines; blanks around a colon are allowed. */
function foldNames(names: readonly string[]): string {
  const lines: string[] = [];
  let open = '';
  for (const name of names) {
    const more = open === '' ? name : `${open}:${name}`;
    if (more.length > 68) {
      lines.push(`${open}:`);
      open = name;
    } else {
      open = more;
    }
  }
  return [...lines, open].join('\r\n ');
}
