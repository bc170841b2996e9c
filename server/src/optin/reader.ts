import {
  CHANNEL_CONSENT,
  CONSENT_CHANNELS,
  type ConsentChannel,
  isChannel,
  type Identity,
  type JsonObject,
  type MessageFrequency,
  MESSAGE_FREQUENCIES,
  PREFERENCE_TRAITS,
  type ProfileState,
  type RetailerId,
} from '@augenblick/contract';
import {
  addressKindOf,
  carrying,
  consentSettings,
  preferencesOf,
  strongestOf,
} from '../consent/index.ts';
import { normaliseIdentity } from '../ingest/index.ts';
import type { OptinDeps } from './deps.ts';
import type { PageLanguage } from './look.ts';
import * as queries from './queries.ts';
import { ON_PAGE, placeOf } from './signup.ts';

/** Whoever holds a message in their hands: all that the link in it says of them. */
export interface Reader {
  retailerId: RetailerId;
  deliveryId: string;
  profileId: string;
  /** The consent the message spoke through; mail where it spoke through none. */
  channel: ConsentChannel;
  /** Where it went; null where there is no address. */
  address: string | null;
  /** True when the message went out because they had bought, without a consent. */
  asCustomer: boolean;
  /** True when the link came by mail to an address that is theirs. */
  mailbox: boolean;
  /** True for a link from before tokens had purposes: it stood in places that others read, and only unsubscribes. */
  old: boolean;
  /** What a mail of ours asked its reader, see `matterOf`; null for every other message. */
  matter: string | null;
  /** When the message was asked for (ms). */
  askedAt: number;
  /** True for what staff sent themselves to try it: filled in for somebody, whose wishes are none of its reader's. */
  test: boolean;
  /** Null when the person was erased since. */
  shopper: { state: ProfileState; identities: Identity[] } | null;
}

/** From where a page was used. */
export interface Caller {
  ip: string | null;
  userAgent: string | null;
}

/**
 * The reader of a link; null when the link was not made here, or made to be passed on. A message that is gone – its reader was erased – still has a
 * reader: somebody who wants to hear no more must never be told that their link is unknown.
 */
export async function readerOf(deps: OptinDeps, token: string): Promise<Reader | null> {
  const named = await deps.readLink(token);
  if (named === null || named.purpose === 'view') return null;
  const { retailerId, deliveryId } = named;
  const old = named.purpose === 'old';
  const sql = deps.database.owner;
  const row = await queries.messageRow(sql, retailerId, deliveryId);
  const nobody = { profileId: '', address: null, asCustomer: false, mailbox: false } as const;
  const asked = { old, matter: null, askedAt: row?.asked_at.getTime() ?? 0 };
  const gone = { retailerId, deliveryId, channel: 'email', ...nobody, ...asked } as const;
  if (row === undefined) return { ...gone, test: false, shopper: null };
  const name = row.channel ?? row.lane;
  const channel = (isChannel(name) ? CHANNEL_CONSENT[name] : null) ?? 'email';
  if (row.origin_kind === 'test') return { ...gone, channel, test: true, shopper: null };
  const kind = addressKindOf(channel);
  // The address's owner before the message's: shoppers may have been joined since, and it is the address that is spoken of.
  const owner =
    kind !== null && row.address !== null
      ? await queries.ownerOf(sql, retailerId, kind, row.address)
      : undefined;
  const profileId =
    owner ?? (await queries.profileNow(sql, retailerId, row.profile_id)) ?? row.profile_id;
  const found = await queries.shopperOf(sql, retailerId, profileId);
  const shopper = found ? { ...found, identities: found.identities as Identity[] } : null;
  return {
    retailerId,
    deliveryId,
    profileId,
    channel,
    address: row.address,
    asCustomer: row.basis === 'existing_customer',
    mailbox: name === 'mail' && isOwn(shopper, row.address),
    ...asked,
    matter: row.origin_kind === 'optin' ? row.origin_step : null,
    test: false,
    shopper,
  };
}

/** True for a mail address that belongs to this shopper today. */
function isOwn(shopper: Reader['shopper'], address: string | null): boolean {
  const email = normaliseIdentity('email', address);
  return (
    email !== undefined &&
    (shopper?.identities ?? []).some(({ kind, value }) => kind === 'email' && value === email.value)
  );
}

/**
 * Ends advertising on some channels, now: the addresses go on the suppression list, the withdrawal becomes an event of the
 * shopper, and both are committed when this answers. Whoever has left already leaves no second time: the first withdrawal is
 * the proof, and two that come at once are one event.
 */
export async function leave(
  deps: OptinDeps,
  reader: Reader,
  channels: readonly ConsentChannel[],
  by: Caller & { method: string },
): Promise<void> {
  const { retailerId, deliveryId } = reader;
  if (reader.test) return;
  const now = deps.clock.now();
  const entries = channels.flatMap((channel) => {
    const kind = addressKindOf(channel);
    const own =
      kind === null
        ? []
        : (reader.shopper?.identities ?? [])
            .filter((one) => one.kind === kind)
            .map(({ value }) => value);
    const written =
      kind !== null && channel === reader.channel && reader.address !== null
        ? [normaliseIdentity(kind, reader.address)?.value ?? reader.address]
        : [];
    return [...new Set([...written, ...own])].map((value) => ({
      address: { kind: kind as 'email' | 'phone', value },
      reason: 'unsubscribed' as const,
      note: null,
      at: now,
    }));
  });
  await deps.database.withRetailer(retailerId, (sql) => deps.list.put(sql, retailerId, entries));
  if (!hasLeft(reader, channels))
    await tell(deps, reader, by, {
      event: 'Unsubscribed',
      properties: { channels: [...channels], method: by.method, delivery_id: deliveryId },
      once: `left:${deliveryId}:${channels.join('+')}:${saidAt(reader, channels)}`,
    });
  if (channels.includes(reader.channel)) await deps.leftBy(retailerId, deliveryId, now);
}

/** When the reader last said anything about one of these channels (ms), 0 = never: who comes back may leave anew. Pure. */
function saidAt({ shopper }: Reader, channels: readonly ConsentChannel[]): number {
  const consents: ProfileState['consents'] = shopper?.state.consents ?? {};
  const said = channels.map((channel) => {
    const key = `marketing:${channel}`;
    return Object.hasOwn(consents, key) ? (consents[key]?.at ?? 0) : 0;
  });
  return Math.max(0, ...said);
}

/** True when the reader's present word on each of these channels is no. Pure. */
export function hasLeft({ shopper }: Reader, channels: readonly ConsentChannel[]): boolean {
  const consents: ProfileState['consents'] = shopper?.state.consents ?? {};
  return channels.every((channel) => {
    const key = `marketing:${channel}`;
    return Object.hasOwn(consents, key) && consents[key]?.state === 'withdrawn';
  });
}

/** Every channel there is: leaving everything leaves nothing out. */
export const EVERYTHING: readonly ConsentChannel[] = CONSENT_CHANNELS;

/** An event of the reader, from a source that is believed; nothing when nobody is left to have it. */
async function tell(
  deps: OptinDeps,
  reader: Reader,
  by: Caller,
  said: ({ event: string; properties: JsonObject } | { traits: JsonObject }) & { once?: string },
): Promise<void> {
  const strongest = strongestOf(reader.shopper?.identities ?? []);
  if (strongest === undefined) return;
  const names = carrying(strongest);
  const context = { ...(names.context as JsonObject | undefined), ...placeOf(by), ...ON_PAGE };
  const { once, ...words } = said;
  const item = {
    type: 'traits' in words ? 'identify' : 'track',
    // A new id each time: an old message's link must work again after its reader came back.
    messageId: `reader:${once ?? deps.ids.uuid7()}`,
    timestamp: new Date(deps.clock.now()).toISOString(),
    ...names,
    context,
    ...words,
  };
  const source = await deps.sourceOf(reader.retailerId, 'consent');
  const [result] = await deps.submit(source, [item]);
  if (result === undefined || result.outcome === 'dropped') {
    throw new Error(`a reader's word was dropped: ${result?.reason}`);
  }
}

/** A channel in the preference centre. */
export interface ReaderChannel {
  channel: ConsentChannel;
  on: boolean;
  /** It can be switched on from here: mail, once whoever came from their own mailbox confirms it there. */
  back: boolean;
}

/**
 * Channels the preference centre lists: those that were ever granted or withdrawn, and the one the reader came by. Whoever
 * left everything withdrew each channel there is: that says of none that they had ever agreed to it.
 */
export function channelsOf(reader: Reader): ReaderChannel[] {
  const consents: ProfileState['consents'] = reader.shopper?.state.consents ?? {};
  const leftAll = hasLeft(reader, EVERYTHING);
  return CONSENT_CHANNELS.filter((channel) => channel !== 'any').flatMap((channel) => {
    const key = `marketing:${channel}`;
    const entry = Object.hasOwn(consents, key) ? consents[key] : undefined;
    if ((entry === undefined || leftAll) && channel !== reader.channel) return [];
    if (entry?.state === 'requested' && channel !== reader.channel) return [];
    const customer = entry === undefined && reader.asCustomer;
    const back = channel === 'email' && reader.mailbox;
    return [{ channel, on: customer || entry?.state === 'granted', back }];
  });
}

/** What a reader sent of the preference centre. */
export interface Wishes {
  /** Topics that are wanted. */
  topics: readonly string[];
  channels: readonly string[];
  frequency: string;
  /** `keep`, `none`, or days. */
  pause: string;
  language: PageLanguage;
}

const PAUSE_DAYS: Readonly<Record<string, number>> = { '14': 14, '30': 30, '90': 90 };

/**
 * Saves what the reader wishes: as traits, so that it follows them, and channels as withdrawals. Answers true when they want
 * mail again: that takes a confirmation from their mailbox, since a message may have been forwarded.
 */
export async function saveWishes(
  deps: OptinDeps,
  reader: Reader,
  wishes: Wishes,
  by: Caller,
): Promise<boolean> {
  const { topics } = await consentSettings(deps.database.owner, reader.retailerId);
  const before = preferencesOf(reader.shopper?.state.traits ?? {});
  const days = Object.hasOwn(PAUSE_DAYS, wishes.pause) ? PAUSE_DAYS[wishes.pause] : undefined;
  const until = days === undefined ? null : deps.clock.now() + days * 86_400_000;
  const kept = wishes.pause === 'keep' ? before.pausedUntil : until;
  const frequency: MessageFrequency =
    MESSAGE_FREQUENCIES.find((known) => known === wishes.frequency) ?? before.frequency;
  await tell(deps, reader, by, {
    traits: {
      [PREFERENCE_TRAITS.topicsOff]: topics
        .map(({ key }) => key)
        .filter((key) => !wishes.topics.includes(key)),
      [PREFERENCE_TRAITS.frequency]: frequency,
      [PREFERENCE_TRAITS.pausedUntil]: kept === null ? null : new Date(kept).toISOString(),
      [PREFERENCE_TRAITS.language]: wishes.language,
    },
  });
  const shown = channelsOf(reader);
  const off = shown.filter(({ channel, on }) => on && !wishes.channels.includes(channel));
  if (off.length > 0) {
    const channels = off.map(({ channel }) => channel);
    await leave(deps, reader, channels, { ...by, method: 'preference_centre' });
  }
  const returns = shown.some(({ on, back }) => back && !on);
  return returns && wishes.channels.includes('email');
}

/** The reader of a mail wants mail again: proven by a fresh link, which only their mailbox has. Once for each link. */
export async function comeBack(
  deps: OptinDeps,
  reader: Reader,
  by: Caller & { wording: string },
): Promise<void> {
  await tell(deps, reader, by, {
    once: `return:${reader.deliveryId}`,
    event: 'Consent Granted',
    properties: {
      purpose: 'marketing',
      channel: 'email',
      method: 'preference_centre',
      wording: by.wording,
      wording_version: 'preference centre',
      place: 'preference centre',
      delivery_id: reader.deliveryId,
    },
  });
}
