import { createHmac } from 'node:crypto';
import type { Random, Sql } from '../runtime/index.ts';
import type { RetailerId } from '@augenblick/contract';
import * as queries from './queries-code.ts';

/** Letters and digits that nobody mixes up, neither read nor heard: no 0 O, 1 I L, U. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 30^12: 59 bits. Nobody guesses one, online or with the table of hashes in hand (the key is not beside it). */
const LENGTH = 12;
/** Bytes from here on would favour the first letters. */
const FAIR = 256 - (256 % ALPHABET.length);

/** A code as people read it: `7KQ4-M2XR-9TBW`. */
export function readable(letters: string): string {
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** What was entered, in the one spelling that is hashed: capitals, without hyphens and blanks. */
export function normaliseCode(entered: string): string {
  return entered.toUpperCase().replace(/[\s\u2010-\u2015-]/g, '');
}

/** A code from the operating system's randomness. */
export function randomCode(random: Random): string {
  let letters = '';
  while (letters.length < LENGTH) letters += lettersOf(random.bytes(LENGTH));
  return letters.slice(0, LENGTH);
}

/**
 * The code of one shopper: a keyed function of offer, shopper and count, so that they see the same one on every page
 * while its text is stored nowhere.
 */
export function shopperCode(
  key: Buffer,
  offerId: string,
  shopperId: string,
  serial: number,
): string {
  let letters = '';
  for (let block = 0; letters.length < LENGTH; block += 1) {
    const text = `code:${offerId}:${shopperId}:${serial}:${block}`;
    letters += lettersOf(createHmac('sha256', key).update(text).digest());
  }
  return letters.slice(0, LENGTH);
}

/** What is stored and looked up by. */
export function hashCode(key: Buffer, code: string): Buffer {
  return createHmac('sha256', key)
    .update(`hash:${normaliseCode(code)}`)
    .digest();
}

/** The end of a code, to recognise it by: `…-9TBW`. */
export function hintOf(code: string): string {
  return `…-${normaliseCode(code).slice(-4)}`;
}

function lettersOf(bytes: Uint8Array): string {
  let letters = '';
  for (const byte of bytes) if (byte < FAIR) letters += ALPHABET.charAt(byte % ALPHABET.length);
  return letters;
}

/** The keys of codes, one a retailer, made when first needed and remembered. */
export interface CodeKeys {
  of(retailerId: RetailerId): Promise<Buffer>;
}

/** Reads keys over the owner's connection: other connections never see them. */
export function createCodeKeys(deps: { sql: Sql; random: Random }): CodeKeys {
  const known = new Map<RetailerId, Promise<Buffer>>();
  return {
    of: (retailerId) => {
      let key = known.get(retailerId);
      if (key === undefined) {
        key = queries.ensureKey(deps.sql, retailerId, Buffer.from(deps.random.bytes(32)));
        known.set(retailerId, key);
        // A demo that was removed and made anew has a new key under a new number; a failure is tried again.
        key.catch(() => known.delete(retailerId));
      }
      return key;
    },
  };
}
