import { createHash } from 'node:crypto';
import type { RetailerId } from '@augenblick/contract';

/** The id of the message with this key: a hash in the form of a UUID (version 8), so that asking twice is asking once. */
export function deliveryId(retailerId: RetailerId, key: string): string {
  const digest = createHash('sha256').update(`delivery ${retailerId}\n${key}`).digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
