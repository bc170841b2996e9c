/** Tokens of links in messages: opaque, short, and nobody can make one up. They name one message of one retailer. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUuid, type RetailerId } from '@augenblick/contract';
import type { Random, Sql } from '../runtime/index.ts';

/** Bytes of the keyed hash: 80 bits, tried out over the network by nobody. */
const PROOF_BYTES = 10;
const BODY_BYTES = 20;

/** The token of a message: 40 letters, digits, - and _. */
export function linkToken(secret: Uint8Array, retailerId: RetailerId, deliveryId: string): string {
  const body = Buffer.alloc(BODY_BYTES);
  body.writeUInt32BE(retailerId, 0);
  body.write(deliveryId.replaceAll('-', ''), 4, 'hex');
  return Buffer.concat([body, proofOf(secret, body)]).toString('base64url');
}

/** Whose message it names; null when it was not made here. */
export function readToken(
  secret: Uint8Array,
  token: string,
): { retailerId: RetailerId; deliveryId: string } | null {
  if (!/^[\w-]{40}$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  const body = bytes.subarray(0, BODY_BYTES);
  if (!timingSafeEqual(bytes.subarray(BODY_BYTES), proofOf(secret, body))) return null;
  const hex = body.toString('hex', 4);
  const deliveryId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return isUuid(deliveryId) ? { retailerId: body.readUInt32BE(0) as RetailerId, deliveryId } : null;
}

function proofOf(secret: Uint8Array, body: Uint8Array): Buffer {
  return createHmac('sha256', secret).update('link').update(body).digest().subarray(0, PROOF_BYTES);
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
