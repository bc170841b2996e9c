/**
 * Addresses to which bounces come back (VERP): `bounce+b<delivery><proof>@news.shop.example`. The delivery's id is in the
 * address itself, so that a bounce without any form can be told whose it is; the proof keeps strangers from making them up.
 * Only lower-case letters and digits, because servers on the way may change the case.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** b = bounce, u = unsubscribe by mail. */
export type VerpKind = 'b' | 'u';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const ID_LETTERS = 26;
const PROOF_BYTES = 6;
const PROOF_LETTERS = 10;

/** The address for one delivery, made from the retailer's bounce address. */
export function verpAddress(bounce: string, kind: VerpKind, id: string, key: Buffer): string {
  const at = bounce.lastIndexOf('@');
  const text = base32(Buffer.from(id.replaceAll('-', ''), 'hex'));
  return `${bounce.slice(0, at)}+${kind}${text}${proof(kind, text, key)}${bounce.slice(at)}`;
}

/** What an address says, null when it is none of ours. */
export function readVerp(address: string, key: Buffer): { kind: VerpKind; id: string } | null {
  const found = /\+([bu])([a-z2-7]{26})([a-z2-7]{10})@/.exec(address.toLowerCase());
  if (found === null) return null;
  const [, kind = '', text = '', said = ''] = found;
  if (kind !== 'b' && kind !== 'u') return null;
  const right = Buffer.from(proof(kind, text, key));
  if (!timingSafeEqual(right, Buffer.from(said))) return null;
  const hex = unbase32(text).toString('hex').slice(0, 32);
  const id = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ];
  return { kind, id: id.join('-') };
}

function proof(kind: VerpKind, text: string, key: Buffer): string {
  const mac = createHmac('sha256', key).update(`${kind}:${text}`).digest();
  return base32(mac.subarray(0, PROOF_BYTES)).slice(0, PROOF_LETTERS);
}

function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((value >> bits) & 31);
    }
  }
  return bits > 0 ? text + ALPHABET.charAt((value << (5 - bits)) & 31) : text;
}

function unbase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of text.slice(0, ID_LETTERS)) {
    value = ((value << 5) | ALPHABET.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 255);
    }
  }
  return Buffer.from(bytes);
}
