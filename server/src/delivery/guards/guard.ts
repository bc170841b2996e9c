import type { Cap, DeliveryGuard, DeliveryReason, MessageBasis } from '@augenblick/contract';
import type { SpeechAnswer } from '../../consent/index.ts';
import type { CapTime, TouchMemory } from '../../decision/index.ts';

/** All that is known of one message through one channel at the instant at which it is to leave. */
export interface Speech {
  /** Null where the channel addresses no shopper. */
  shopper: boolean;
  /** True for a hint to the team: it is chosen for a shopper, though it does not go to them. */
  hint: boolean;
  basis: MessageBasis;
  /** Proven, or given with the request; null when there is none. */
  address: string | null;
  /** What consent says of it at this instant. */
  allowed: SpeechAnswer;
  /** Personalisation or profiling was withdrawn. */
  unchosen: boolean;
  /** End of the quiet hours the instant lies in (ms); null = it is not quiet. */
  quietUntil: number | null;
  /** Without an earlier try of this message. */
  memory: TouchMemory | null;
  at: CapTime;
  caps: readonly Cap[];
  /** Key of the origin in the memory. */
  originKey: string;
  /** The shop's caps over everything. */
  overall: readonly Cap[];
  /** The shopper's own wish over all messages. */
  wished: Cap | null;
  /** Key of the group in the memory; null = in none. */
  groupKey: string | null;
  /** Messages left this month; null = no limit. */
  left: number | null;
  held: boolean;
}

/** Says no, and until when only, where it knows. */
export interface Refusal {
  reason: DeliveryReason;
  /** Ask again at this instant (ms). */
  until?: number;
}

/** One of the questions that every message must pass. A function of its arguments only. */
export interface Guard {
  name: DeliveryGuard;
  /** The reasons it may give; each belongs to one guard only. */
  reasons: readonly DeliveryReason[];
  /** Null lets it pass. */
  check(speech: Speech): Refusal | null;
}
