/** A browser's push subscription as it is kept, and its place in the table. Pure. */
import { createHash } from 'node:crypto';
import { isObject } from '@augenblick/contract';
import { readJson } from '../provider.ts';

/** What the browser gave (RFC 8030, RFC 8291). */
export interface Subscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

/** A message goes to this many of a shopper's devices, those that subscribed last. */
const DEVICES_MAX = 10;

/** The address of a shopper: the subscriptions of all their devices, one a line; null without any. */
export function devicesAddress(kept: readonly string[]): string | null {
  const devices = [...new Set(kept.flatMap((one) => one.split('\n')))].slice(0, DEVICES_MAX);
  return devices.length === 0 ? null : devices.join('\n');
}

/** The subscriptions of such an address; one alone may stand in several lines, as a person pastes it. */
export function readDevices(address: string): Subscription[] {
  const alone = readSubscription(address);
  return alone === null
    ? address.split('\n').flatMap((line) => readSubscription(line) ?? [])
    : [alone];
}

/** The subscription of a kept text, null where it is none. */
function readSubscription(text: string): Subscription | null {
  const read = readJson(text);
  if (!isObject(read) || !isObject(read['keys'])) return null;
  const { endpoint, keys } = read;
  const { p256dh, auth } = keys as Record<string, unknown>;
  return typeof endpoint === 'string' && typeof p256dh === 'string' && typeof auth === 'string'
    ? { endpoint, keys: { p256dh, auth } }
    : null;
}

/** Under which an address is found again: the endpoint is the subscription. */
export function addressHash(address: string): Buffer {
  return createHash('sha256').update(address).digest();
}
