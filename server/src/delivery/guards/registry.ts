/** The guards. Each is a few lines: what they need to know is gathered before. */
import type { DeliveryGuard, DeliveryReason } from '@augenblick/contract';
import { isCapped } from '../../decision/index.ts';
import type { Guard, Refusal, Speech } from './guard.ts';

/** Key under which all messages together are counted, for the shopper's own wish. */
export const ALL_MESSAGES = 'm';
/** Key of all newsletters together: a shopper gets each one once, so a count of its own would say nothing. */
export const ALL_NEWSLETTERS = 'o:broadcast';

/** Advertising to a shopper: what the shop's own restraint is for. What somebody ordered is told them at any hour. */
const advertises = ({ shopper, basis }: Speech): boolean => shopper && basis === 'marketing';

/** A message goes to an address that was proven to be the shopper's, never to one that somebody typed. */
const identity: Guard = {
  name: 'identity',
  reasons: ['address_missing'],
  check: ({ address }) => (address === null ? { reason: 'address_missing' } : null),
};

/** The basis at this very instant: consent for the channel, or the sale that allows advertising by mail. */
const consent: Guard = {
  name: 'consent',
  reasons: ['consent_missing'],
  check: ({ allowed }) =>
    !allowed.allowed && allowed.reason === 'consent_missing' ? { reason: allowed.reason } : null,
};

/** Objections, wishes, the suppression list; a hint to the team is no secret way around an objection. */
const suppression: Guard = {
  name: 'suppression',
  reasons: ['objected', 'topic_off', 'paused', 'suppressed', 'bounced_before', 'complained_before'],
  check: ({ allowed, hint, unchosen }) => {
    if (hint && unchosen) return { reason: 'objected' };
    return allowed.allowed ? null : { reason: allowed.reason };
  },
};

/** At night nothing rings; it is put off until morning in the shopper's zone. */
const quietHours: Guard = {
  name: 'quiet_hours',
  reasons: ['quiet_hours'],
  check: (speech) =>
    advertises(speech) && speech.quietUntil !== null
      ? { reason: 'quiet_hours', until: speech.quietUntil }
      : null,
};

/** How often: of this origin, of everything the shop shows and says, of what the shopper wants to hear. */
const caps: Guard = {
  name: 'caps',
  reasons: ['capped', 'capped_overall', 'capped_wish'],
  check: (speech) => {
    const { memory, at, wished } = speech;
    if (!advertises(speech)) return null;
    if (isCapped(speech.caps, memory?.c?.[speech.originKey], at)) return { reason: 'capped' };
    if (isCapped(speech.overall, memory?.a, at)) return { reason: 'capped_overall' };
    const tired = wished !== null && isCapped([wished], memory?.c?.[ALL_MESSAGES], at);
    return tired ? { reason: 'capped_wish' } : null;
  },
};

/** What a channel may cost: a number of messages a month. */
const budget: Guard = {
  name: 'budget',
  reasons: ['budget_used_up'],
  check: ({ left }) => (left !== null && left <= 0 ? { reason: 'budget_used_up' } : null),
};

/** The comparison group of the shop hears nothing, through no channel; what they ordered they are told. */
const holdout: Guard = {
  name: 'holdout',
  reasons: ['global_holdout'],
  check: (speech) =>
    speech.held && (advertises(speech) || speech.hint) ? { reason: 'global_holdout' } : null,
};

const ONE_A_DAY = [{ times: 1, per: 'day' }] as const;

/** Of messages that say the same in other words, one a day. */
const exclusivity: Guard = {
  name: 'exclusivity',
  reasons: ['group_taken'],
  check: (speech) => {
    const { groupKey, memory, at } = speech;
    if (groupKey === null || !advertises(speech)) return null;
    return isCapped(ONE_A_DAY, memory?.c?.[groupKey], at) ? { reason: 'group_taken' } : null;
  },
};

/** Every guard, in the order of DELIVERY_GUARDS. */
export const GUARDS: readonly Guard[] = [
  identity,
  consent,
  suppression,
  quietHours,
  caps,
  budget,
  holdout,
  exclusivity,
];

const GUARD_OF: ReadonlyMap<DeliveryReason, DeliveryGuard> = new Map(
  GUARDS.flatMap(({ name, reasons }) => reasons.map((reason) => [reason, name] as const)),
);

/** The guard that gives this reason; null when it comes from before or after them. */
export function guardOf(reason: DeliveryReason): DeliveryGuard | null {
  return GUARD_OF.get(reason) ?? null;
}

/** The first guard's refusal; null lets the message leave. Pure. */
export function guarded(speech: Speech): Refusal | null {
  for (const guard of GUARDS) {
    const refusal = guard.check(speech);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** What may not have changed between reserving and handing over: proof, consent, objection. Asked again right before. Pure. */
export function stillAllowed(speech: Pick<Speech, 'address' | 'allowed'>): Refusal | null {
  if (speech.address === null) return { reason: 'address_missing' };
  return speech.allowed.allowed ? null : { reason: speech.allowed.reason };
}

/** The keys under which a message that leaves is counted in the shopper's memory. Pure. */
export function countedUnder(speech: Speech): string[] {
  if (!advertises(speech)) return [];
  const keys = [ALL_MESSAGES];
  // A newsletter without limits counts for those of the next one.
  if (speech.caps.length > 0 || speech.originKey === ALL_NEWSLETTERS) keys.push(speech.originKey);
  if (speech.groupKey !== null) keys.push(speech.groupKey);
  return keys;
}
