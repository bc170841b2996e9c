/** What the other side of a channel hands in: receipts, opt-outs, words of the shopper. */
import type { IdentityKind } from '@augenblick/contract';
import type { Receipt } from './receipt.ts';

/** A request at the door for hand-ins; the token in its address was right. */
export interface NoticeRequest {
  method: 'GET' | 'POST';
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** ms. */
  now: number;
}

/** A shopper said something through the channel. */
export interface Heard {
  /** Whose it is: the phone number, or the identifier a chat was begun with. */
  identity: { kind: IdentityKind; value: string };
  /** Where to speak to them from now on, when the channel needs more than the identifier (a chat id). */
  address: string | null;
  at: number;
  /** The other side's own number of what was said, so that the same notice twice is one event; null where it names none. */
  id: string | null;
  /** Stop = no more advertising through this channel; start = they began the conversation for it. */
  said: 'words' | 'stop' | 'start';
}

/** What was read of a request. */
export interface Notice {
  receipts: readonly Receipt[];
  heard: readonly Heard[];
  /** Addresses that are dead: what the channel keeps of them is removed. */
  gone?: readonly string[];
  /** Addresses whose holder wants nothing more: withdrawn for whoever they belong to, then removed. */
  left?: readonly { address: string; at: number; id: string | null }[];
  /** Sent back as plain text, where the other side wants to read something. */
  answer?: string;
}

/** An instant in seconds as the other side says it, ms; `now` where it says none, and never later. */
export function instantOf(seconds: unknown, now: number): number {
  const ms = Number(seconds) * 1000;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, now) : now;
}

/** Nothing to tell. */
export const NOTHING: Notice = { receipts: [], heard: [] };

const STOP =
  /^\s*(stop+|stopp|stop ?all|abmelden|abbestellen|unsubscribe|cancel|ende|end|quit)\W*$/i;

/** True where a reply says that nothing more is wanted. */
export function saysStop(text: string): boolean {
  return STOP.test(text);
}
