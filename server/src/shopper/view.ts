import {
  asText,
  CONSENT_CHANNELS,
  CONSENT_PURPOSES,
  IDENTITY_KINDS,
  isSignup,
  signupIdentity,
  type ProfileState,
} from '@augenblick/contract';
import type { ConsentStateView } from '@augenblick/contract/api/consent.ts';
import type { MoneyAmount } from '@augenblick/contract/api/phrase.ts';
import type {
  AffinityView,
  IdentityFactView,
  ShopperDetail,
} from '@augenblick/contract/api/shopper.ts';
import { affinityWeight } from '../profile/index.ts';
import type { IdentityRow, SignupRow } from './queries.ts';

/** Interests weaker than this, compared with the strongest of their kind, are noise. */
const AFFINITY_SHARE_MIN = 0.05;
const AFFINITIES_SHOWN_MAX = 6;

/** A shopper as the console shows one: everything follows from the state and the identifiers. Pure. */
export function shopperDetail(
  { id, state, signups }: { id: string; state: ProfileState; signups: readonly SignupRow[] },
  identities: readonly IdentityRow[],
  now: number,
): ShopperDetail {
  const events = Math.max(1, state.events);
  return {
    id,
    displayName:
      displayName(state) ?? identities.find((one) => one.kind === 'user_id')?.value ?? null,
    identified: state.identified,
    simulated: state.simulated,
    firstSeenAt: state.firstAt,
    lastSeenAt: state.lastAt,
    events: state.events,
    worth: Object.entries(state.money).map(([currency, totals]) => ({ currency, ...totals })),
    firstOrderAt: state.firstOrderAt,
    lastOrderAt: state.lastOrderAt,
    identities: identityViews(identities, signups),
    claims: claimsOf(state, identities),
    traits: Object.entries(state.traits)
      .filter(([, trait]) => trait.value !== null)
      .map(([key, { value, at, event }]) => ({ key, value, at, eventId: event })),
    channels: Object.entries(state.channels)
      .map(([channel, [count, at]]) => ({ channel, count, share: count / events, at }))
      .sort((a, b) => b.count - a.count),
    hours: Array.from({ length: 24 }, (_, hour) => state.hours[hour] ?? 0),
    affinities: affinitiesOf(state, now),
    cart: {
      id: state.cartId,
      at: state.cartAt,
      lines: state.cart,
      totals: cartTotals(state),
    },
    wishlist: [...state.wishlist].reverse(),
    viewed: [...state.viewed].reverse(),
    searches: [...state.searches].reverse(),
    consents: consentsOf(state),
    groups: state.groups,
    lastPage: state.lastPage,
    lastStore: state.lastStore,
  };
}

/** Identifiers as the console shows them, those of sign-ups with the form they came by. */
export function identityViews(
  rows: readonly IdentityRow[],
  signups: readonly SignupRow[],
): IdentityFactView[] {
  const formOf = new Map(signups.map(({ id, form }) => [signupIdentity(id), form]));
  return rows.map((row) => {
    const form = isSignup(row) ? formOf.get(row.value) : undefined;
    return {
      kind: row.kind,
      value: row.value,
      shared: row.shared,
      firstSeenAt: row.first_at.getTime(),
      firstEventId: row.event_id,
      signup: form === undefined ? null : { form },
    };
  });
}

/** What to call a shopper: the name, else the e-mail. Null when neither is known. */
export function displayName(state: ProfileState): string | null {
  const trait = (key: string) =>
    asText(Object.hasOwn(state.traits, key) ? state.traits[key]?.value : undefined);
  const joined = [trait('firstName'), trait('lastName')].filter(Boolean).join(' ');
  return trait('name') ?? (joined || (trait('email') ?? state.claims.email ?? null));
}

/** Revenue less what was given back, per currency, largest first. */
export function worthOf(state: ProfileState): MoneyAmount[] {
  return Object.entries(state.money)
    .map(([currency, totals]) => ({
      currency,
      amountMinor: totals.revenueMinor - totals.refundedMinor,
    }))
    .sort((a, b) => b.amountMinor - a.amountMinor);
}

/** The channel with most events. */
export function mainChannel(state: ProfileState): string | null {
  const [first] = Object.entries(state.channels).sort(([, a], [, b]) => b[0] - a[0]);
  return first?.[0] ?? null;
}

/** True when marketing on some channel is granted at present. */
export function hasMarketingConsent(state: ProfileState): boolean {
  return Object.entries(state.consents).some(
    ([key, entry]) => key.startsWith('marketing:') && entry.state === 'granted',
  );
}

/** The present consents in the order of the contract's lists. */
export function consentsOf(state: ProfileState): ConsentStateView[] {
  return CONSENT_PURPOSES.flatMap((purpose) =>
    CONSENT_CHANNELS.flatMap((channel): ConsentStateView[] => {
      const entry = state.consents[`${purpose}:${channel}`];
      if (entry === undefined) return [];
      return [{ purpose, channel, state: entry.state, at: entry.at, eventId: entry.event }];
    }),
  );
}

/** What was only typed; what has been proven since is an identifier and no claim any more. */
function claimsOf(
  state: ProfileState,
  identities: readonly IdentityRow[],
): ShopperDetail['claims'] {
  const proven = new Set(identities.map(({ kind, value }) => `${kind} ${value}`));
  return IDENTITY_KINDS.flatMap((kind) => {
    const value = state.claims[kind];
    return value === undefined || proven.has(`${kind} ${value}`) ? [] : [{ kind, value }];
  });
}

/** Interests at this instant, strongest first, with their share of the strongest of the kind and a plain sentence. */
export function affinitiesOf(state: ProfileState, now: number): AffinityView[] {
  return (['category', 'brand', 'size'] as const).flatMap((kind) => {
    const weighted = Object.entries(state.affinities[kind])
      .map(([value, stored]) => ({ value, weight: affinityWeight(stored, now) }))
      .sort((a, b) => b.weight - a.weight);
    const strongest = weighted[0]?.weight ?? 0;
    return weighted
      .slice(0, AFFINITIES_SHOWN_MAX)
      .filter(({ weight }) => strongest > 0 && weight / strongest >= AFFINITY_SHARE_MIN)
      .map(({ value, weight }) => {
        const share = weight / strongest;
        return { kind, value, share, words: interestWords(kind, value, weight, share) };
      });
  });
}

/** "Bought and looked at a lot lately" needs about two orders' worth of weight; one look is a passing interest. */
const STRONG_WEIGHT = 12;
const CLEAR_WEIGHT = 3;

function interestWords(kind: AffinityView['kind'], value: string, weight: number, share: number) {
  if (kind === 'size') {
    return share === 1
      ? { de: `Nimmt meist Größe ${value}`, en: `Usually takes size ${value}` }
      : { de: `Manchmal auch ${value}`, en: `Sometimes ${value}, too` };
  }
  if (weight >= STRONG_WEIGHT) return { de: `Mag ${value} sehr`, en: `Likes ${value} a lot` };
  if (weight >= CLEAR_WEIGHT) return { de: `Mag ${value}`, en: `Likes ${value}` };
  return { de: `Hat sich ${value} angesehen`, en: `Has looked at ${value}` };
}

function cartTotals(state: ProfileState): MoneyAmount[] {
  const totals = new Map<string, number>();
  for (const { unitPriceMinor, currency, quantity } of state.cart) {
    if (unitPriceMinor === null || currency === null) continue;
    totals.set(currency, (totals.get(currency) ?? 0) + Math.round(unitPriceMinor * quantity));
  }
  return [...totals].map(([currency, amountMinor]) => ({ currency, amountMinor }));
}
