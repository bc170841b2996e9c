/** A shopper as sending sees them: which language, which zone, what they answer to, how to reach them. Pure. */
import {
  asText,
  CHANNEL_CONSENT,
  type ChannelName,
  type Identity,
  type ProfileId,
  type ProfileState,
  receiptEvent,
} from '@augenblick/contract';
import { preferencesOf } from '../consent/index.ts';
import type { Calendar } from '../decision/index.ts';
import type { Channel, Reachable } from './channel.ts';

/** A shopper with what belongs to them. */
export interface Person {
  id: ProfileId;
  version: number;
  state: ProfileState;
  identities: readonly Identity[];
}

function trait({ traits }: ProfileState, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = asText(Object.hasOwn(traits, name) ? traits[name]?.value : undefined);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The language to write in: what the shopper chose, what their devices say, else the shop's. */
export function localeOf(state: ProfileState, shop: 'de' | 'en'): 'de' | 'en' {
  const chosen = preferencesOf(state.traits).language;
  if (chosen !== null) return chosen;
  const told = trait(state, 'locale')?.slice(0, 2).toLowerCase();
  return told === 'de' || told === 'en' ? told : shop;
}

/** The zone the shopper lives in, where it is known and a real one; else the shop's. */
export function zoneOf(state: ProfileState, shop: string, calendar: Calendar): string {
  const told = trait(state, 'timezone', 'timeZone', 'time_zone');
  return told !== undefined && told.length <= 60 && calendar.knows(told) ? told : shop;
}

/** The state without what the shopper did and is called, for those who do not want to be chosen for. */
export function impersonal(state: ProfileState): ProfileState {
  return { ...state, traits: {}, cart: [], viewed: [], searches: [], wishlist: [] };
}

/** True when the shopper withdrew that anything is chosen for them. */
export function unchosen({ consents }: ProfileState): boolean {
  return ['personalisation:any', 'profiling:any'].some(
    (key) => Object.hasOwn(consents, key) && consents[key]?.state === 'withdrawn',
  );
}

/** True when the shopper agreed that the shop sees what they do with a message. */
export function measured({ consents }: ProfileState): boolean {
  const key = 'analytics:any';
  return Object.hasOwn(consents, key) && consents[key]?.state === 'granted';
}

/**
 * The order in which channels are tried: those first that the shopper answered to most (opened and clicked, per message),
 * in the order of the asker where nothing is known or all is even. One channel stays one channel.
 */
export function orderOf(channels: readonly ChannelName[], state: ProfileState): ChannelName[] {
  if (channels.length < 2) return [...channels];
  const count = (name: string): number =>
    Object.hasOwn(state.counts, name) ? (state.counts[name]?.[0] ?? 0) : 0;
  const answers = (channel: ChannelName): number => {
    if (CHANNEL_CONSENT[channel] === null) return 0;
    const sent = count(receiptEvent('sent', channel));
    const done = count(receiptEvent('opened', channel)) + count(receiptEvent('clicked', channel));
    return sent < ENOUGH ? 0 : done / sent;
  };
  return [...channels].sort((a, b) => answers(b) - answers(a));
}

/** Below this many messages a share of answers says little. */
const ENOUGH = 5;

/** Where a message through a channel goes: what was given with the request, else a proven address of the shopper's. */
export function addressFor(
  channel: Channel,
  person: Person,
  kept: readonly string[],
  given: string | undefined,
): string | null {
  if (given !== undefined) return given;
  const reachable: Reachable = {
    profileId: person.id,
    identities: person.identities,
    state: person.state,
    kept,
  };
  return channel.addressOf(reachable);
}
