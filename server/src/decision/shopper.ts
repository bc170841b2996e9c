/** A shopper's state as deciding sees it at an instant. Pure. */
import {
  type AudienceMemory,
  MOMENT_KINDS,
  type PresentMoment,
  type ProfileState,
  SIGNAL_NAMES,
  type SignalName,
  STAGES,
} from '@augenblick/contract';
import type { LocalTime } from './calendar.ts';
import { NO_KIND } from './compile.ts';
import { featuresOf } from './features.ts';
import { shopperHash } from './holdout.ts';
import type { ShopperFacts } from './question.ts';

/** What surrounds a question about a shopper. */
export interface Surroundings {
  profileId: string;
  salt: string;
  now: number;
  local: LocalTime;
  currency: string;
  identity: ShopperFacts['identity'];
  phone: boolean;
}

const NONE: ReadonlySet<string> = new Set();

/** The facts of a shopper at the instant. */
export function shopperFacts(
  state: ProfileState,
  audience: AudienceMemory,
  about: Surroundings,
): ShopperFacts {
  const { now, local } = about;
  const present = presentMoment(state, now);
  const kind = present === null ? NO_KIND : MOMENT_KINDS.indexOf(present.kind);
  const stage = present === null ? -1 : STAGES.indexOf(present.stage);
  const confidence = present?.confidence ?? 0;
  const signals = signalBits(state, now);
  const facts = { kind, stage, confidence, signals, phone: about.phone, now };
  const { weekday, minutes } = local;
  return {
    hash: shopperHash(about.salt, about.profileId),
    identity: about.identity,
    consents: state.consents,
    kind,
    stage,
    confidence,
    signals,
    segments: Object.keys(audience.in ?? {}).map(Number),
    basketMinor: cartWorth(state, about.currency),
    usedOffers: NONE,
    heldOffers: NONE,
    features: featuresOf(state, { ...facts, weekday, minutes }),
  };
}

/** The moment that is open at the instant, or null. */
export function presentMoment(state: ProfileState, now: number): PresentMoment | null {
  const present = state.moment?.present;
  return present !== undefined && present.until > now ? present : null;
}

/** One bit a signal that holds. */
export function signalBits(state: ProfileState, now: number): number {
  let bits = 0;
  for (const [name, , until] of state.moment?.holding ?? []) {
    if (until > now) bits |= 1 << SIGNAL_NAMES.indexOf(name);
  }
  return bits;
}

/** The names behind the bits. */
export function signalNames(bits: number): SignalName[] {
  return SIGNAL_NAMES.filter((_, i) => (bits & (1 << i)) !== 0);
}

/** What lies in the cart; null when it is empty or in another currency. */
export function cartWorth(state: ProfileState, currency: string): number | null {
  let sum = 0;
  for (const line of state.cart) {
    if (line.currency === null || line.currency === currency) {
      sum += Math.round((line.unitPriceMinor ?? 0) * line.quantity);
    }
  }
  return sum > 0 ? sum : null;
}
