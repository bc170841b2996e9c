/**
 * A DKIM verifier written after RFC 6376 from the reader's side, sharing nothing with the signer: it parses the raw bytes,
 * canonicalises header and body itself, and asks node:crypto. Knows rsa-sha256 with simple and relaxed forms.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';

export interface DkimVerdict {
  ok: boolean;
  why: string;
  domain: string;
  /** Names in `h=`, lower case. */
  signed: string[];
}

/** Verifies the first signature of a mail; `record` is the TXT value for `<selector>._domainkey.<domain>`. */
export function verifyDkim(raw: Buffer, record: (name: string) => string | undefined): DkimVerdict {
  const text = raw.toString('latin1');
  const split = text.indexOf('\r\n\r\n');
  const head = text.slice(0, split + 2);
  const body = text.slice(split + 4);
  const fields = head.match(/[^\r\n]+(?:\r\n[ \t][^\r\n]*)*\r\n/g) ?? [];
  const signature = fields.find((field) => /^dkim-signature:/i.test(field));
  const verdict: DkimVerdict = { ok: false, why: '', domain: '', signed: [] };
  if (signature === undefined) return { ...verdict, why: 'no signature' };
  const tags = tagsOf(signature.slice(signature.indexOf(':') + 1));
  const domain = tags.get('d') ?? '';
  const signed = (tags.get('h') ?? '').split(':').map((name) => name.trim().toLowerCase());
  const known = { ...verdict, domain, signed };
  if (tags.get('a') !== 'rsa-sha256') return { ...known, why: 'algorithm' };
  const [headerForm = 'simple', bodyForm = 'simple'] = (tags.get('c') ?? '').split('/');
  const hash = createHash('sha256').update(bodyOf(body, bodyForm), 'latin1').digest('base64');
  if (hash !== tags.get('bh')?.replace(/\s/g, '')) return { ...known, why: 'body hash' };
  const published = record(`${tags.get('s') ?? ''}._domainkey.${domain}`);
  if (published === undefined) return { ...known, why: 'no record' };
  const der = Buffer.from(tagsOf(published).get('p')?.replace(/\s/g, '') ?? '', 'base64');
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  const emptied = signature.replace(/(\bb=)[^;]*$/i, '$1').replace(/(\bb=)[^;]*;/i, '$1;');
  const data = `${pick(fields, signed, headerForm)}${headerOf(`${emptied.trimEnd()}\r\n`, headerForm).replace(/\r\n$/, '')}`;
  const b = Buffer.from(tags.get('b')?.replace(/\s/g, '') ?? '', 'base64');
  const ok = verify('sha256', Buffer.from(data, 'latin1'), key, b);
  return { ...known, ok, why: ok ? 'good' : 'signature' };
}

function tagsOf(text: string): Map<string, string> {
  return new Map(
    text.split(';').flatMap((tag) => {
      const at = tag.indexOf('=');
      return at < 0 ? [] : [[tag.slice(0, at).trim(), tag.slice(at + 1).trim()]];
    }),
  );
}

/** From the bottom up: the n-th mention of a name is the n-th field of that name from the end. */
function pick(fields: readonly string[], names: readonly string[], form: string): string {
  const left = [...fields];
  let text = '';
  for (const name of names) {
    const at = left.findLastIndex((field) => field.toLowerCase().startsWith(`${name}:`));
    if (at < 0) continue;
    text += headerOf(left[at] ?? '', form);
    left.splice(at, 1);
  }
  return text;
}

function headerOf(field: string, form: string): string {
  if (form === 'simple') return field;
  const colon = field.indexOf(':');
  const value = field
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${field.slice(0, colon).trim().toLowerCase()}:${value}\r\n`;
}

function bodyOf(body: string, form: string): string {
  const lines =
    form === 'relaxed' ? body.replace(/[ \t]+(?=\r\n)/g, '').replace(/[ \t]+/g, ' ') : body;
  const trimmed = lines.replace(/(\r\n)+$/, '');
  return trimmed === '' && form === 'relaxed' ? '' : `${trimmed}\r\n`;
}
