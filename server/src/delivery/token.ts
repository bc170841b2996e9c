/**
 * Tokens of links in messages: opaque, short, and nobody can make one up. They name one message of one retailer and what
 * they are good for.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUuid, type RetailerId } from '@augenblick/contract';
import type { Random, Sql } from '../runtime/index.ts';

/** Bytes of the keyed hash: 80 bits, tried out over the network by nobody. */
const PROOF_BYTES = 10;
const BODY_BYTES = 20;

/**
 * What a token is good for. `view` is told to web servers, statistics and whoever gets an address passed on: it counts, leads
 * on and shows the message, nothing more. `own` stands in the message alone and opens what only its reader may change.
 * `old` is of messages from before the two were told apart: it went everywhere, so that it may unsubscribe – that duty has
 * no end – and opens nothing else.
 */
export const LINK_PURPOSES = ['view', 'own', 'old'] as const;
/** One of `LINK_PURPOSES`. */
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

/** What the keyed hash is made of besides the message: no token can be turned into one of another purpose. */
const MARKS: Readonly<Record<LinkPurpose, string>> = { view: 'view', own: 'own', old: 'link' };

/** Whose message a token names, and what the token is good for. */
export interface LinkRead {
  retailerId: RetailerId;
  deliveryId: string;
  purpose: LinkPurpose;
}

/** The token of a message for a purpose: 40 letters, digits, - and _. */
export function linkToken(
  secret: Uint8Array,
  retailerId: RetailerId,
  deliveryId: string,
  purpose: LinkPurpose,
): string {
  const body = Buffer.alloc(BODY_BYTES);
  body.writeUInt32BE(retailerId, 0);
  body.write(deliveryId.replaceAll('-', ''), 4, 'hex');
  return Buffer.concat([body, proofOf(secret, body, purpose)]).toString('base64url');
}

/** Whose message it names and for what; null when it was not made here. */
export function readToken(secret: Uint8Array, token: string): LinkRead | null {
  if (!/^[\w-]{40}$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  const body = bytes.subarray(0, BODY_BYTES);
  const sent = bytes.subarray(BODY_BYTES);
  const purpose = LINK_PURPOSES.find((one) => timingSafeEqual(sent, proofOf(secret, body, one)));
  if (purpose === undefined) return null;
  const hex = body.toString('hex', 4);
  const deliveryId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (!isUuid(deliveryId)) return null;
  return { retailerId: body.readUInt32BE(0) as RetailerId, deliveryId, purpose };
}

function proofOf(secret: Uint8Array, body: Uint8Array, purpose: LinkPurpose): Buffer {
  const mac = createHmac('sha256', secret).update(MARKS[purpose]).update(body);
  return mac.digest().subarray(0, PROOF_BYTES);
}

/** The installation's key for links; made when first asked for. Remembered. */
export interface LinkKey {
  of(): Promise<Buffer>;
}

/** The key, read through the owner's pool. */
export function createLinkKey(deps: { sql: Sql; random: Random }): LinkKey {
  let known: Promise<Buffer> | undefined;
  const read = async (): Promise<Buffer> => {
    const fresh = Buffer.from(deps.random.bytes(32));
    await deps.sql`insert into delivery_key (key) values (${fresh}) on conflict do nothing`;
    const [row] = await deps.sql<{ key: Buffer }[]>`select key from delivery_key`;
    if (row === undefined) throw new Error('delivery_key is empty after insert');
    return row.key;
  };
  return {
    of: () => {
      if (known === undefined) {
        known = read();
        known.catch(() => (known = undefined));
      }
      return known;
    },
  };
}
