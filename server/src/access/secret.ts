import { createHash } from 'node:crypto';
import type { Ids } from '../runtime/index.ts';

/** What a key says at its front, so that people and secret scanners recognise it. */
export const API_KEY_PREFIX = 'agb_sk_';
/** The same for write keys of sources. */
export const WRITE_KEY_PREFIX = 'agb_wk_';

/**
 * A secret right after it was made: the text to show once, the hash to keep, the hint to recognise
 * it by.
 */
export interface NewSecret {
  text: string;
  hash: Buffer;
  hint: string;
}

/** Makes a secret of 256 random bits behind a prefix. */
export function newSecret(ids: Ids, prefix = ''): NewSecret {
  const text = prefix + ids.token(32);
  return { text, hash: hashSecret(text), hint: `${text.slice(0, prefix.length + 4)}…` };
}

/**
 * SHA-256 of a secret. Enough for random secrets of 256 bits: nobody can try them out. Looking up
 * by hash also means that the time of the comparison says nothing about the secret.
 */
export function hashSecret(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
