/** What a channel is: one definition and one line in the registry (docs/recipes/channel.md). */
import type {
  ChannelHealth,
  ChannelName,
  ConsentChannel,
  DeliveryReason,
  Identity,
  MessageBasis,
  MessageLinks,
  OriginKind,
  ProfileId,
  ProfileState,
  RenderedMessage,
  RetailerId,
  SettingField,
} from '@augenblick/contract';
import type { Clock, Ids, Log, Random, Sql, TransactionSql } from '../runtime/index.ts';

/** Who is to be reached, as a channel sees it. */
export interface Reachable {
  profileId: ProfileId;
  /** Proven identifiers of their own (never shared ones), the newest first. A typed claim is not among them. */
  identities: readonly Identity[];
  state: ProfileState;
  /** What the channel itself keeps (see `kept`): a push subscription, a chat id; newest first, empty where it keeps none. */
  kept: readonly string[];
}

/** What a channel is opened with. */
export interface ChannelDeps {
  /** Owner's pool; for channels that keep something themselves (inbox, catcher, push subscriptions). */
  sql: Sql;
  clock: Clock;
  ids: Ids;
  random: Random;
  log: Log;
  retailerId: RetailerId;
  /** Such as https://shop.example, without a slash at the end; for addresses inside messages. */
  publicUrl: string;
  /** Host names may be loopback or private: only where the operator allowed it, and in tests. */
  allowPrivateHosts: boolean;
  fetch: typeof fetch;
}

/** One message, ready to leave. */
export interface Outgoing {
  /** Id of the delivery: the same in every try. Message-ID, VERP and idempotency keys are made from it. */
  id: string;
  retailerId: RetailerId;
  profileId: ProfileId;
  address: string;
  locale: 'de' | 'en';
  basis: MessageBasis;
  content: RenderedMessage;
  links: MessageLinks;
  origin: { kind: OriginKind; id: string };
  /** When it was reserved, ms. */
  at: number;
  /** First try = 1. */
  attempt: number;
}

/**
 * What came of handing a message over. `refused`: it was certainly not taken; with `permanent` false it is tried again, not
 * before `retryAt` (ms) where the other side named an instant. `unknown`: it may have been taken; never sent again. `words`
 * is what the other side said (shortened, no address in it), for the console.
 */
export type SendResult =
  | { outcome: 'sent'; providerId: string | null }
  | {
      outcome: 'refused';
      permanent: boolean;
      reason: DeliveryReason;
      words: string;
      retryAt?: number;
      /** "Later" holds for this message alone (its mailbox, its receiver); others may leave at once. */
      onlyThis?: boolean;
    }
  | { outcome: 'unknown'; words: string };

/** A channel of one retailer, opened with its settings. Many sends at once. */
export interface Transport {
  /** Hands one message over. Never throws for what the other side does; a throw counts as unknown. */
  send(message: Outgoing): Promise<SendResult>;
  /**
   * What can be done before the message's turn comes (writing, signing); answers how to hand it over, for one call, with
   * what `send` promises. A throw: the message cannot be made. Absent where there is nothing to do ahead.
   */
  prepare?(message: Outgoing): Promise<() => Promise<SendResult>>;
  /** Most sends under way at once. */
  concurrency: number;
  /** Most sends it takes at once where some may wait inside it, so that what comes next is known; `concurrency` where absent. */
  atHand?: number;
  /** Most sends a second, all processes of the installation together being near enough; null = no limit. */
  perSecond: number | null;
  /** Longest wait for one send, ms; after it the result is unknown. 60,000 where absent. */
  timeoutMs?: number;
  /** Looks whether it works, without sending to anybody. */
  check(): Promise<ChannelHealth>;
  /** What became of a message without an answer, by the id of its delivery; absent where nobody can be asked. */
  ask?(id: string): Promise<'sent' | 'not_sent' | 'unknown'>;
  close(): Promise<void>;
}

/** The definition of a channel. `S` is its settings object; secrets arrive decrypted. */
export interface Channel<S = Record<string, unknown>> {
  name: ChannelName;
  words: Readonly<{ de: string; en: string }>;
  /** Null: it addresses no shopper. */
  consent: ConsentChannel | null;
  /** Bothers at night: quiet hours hold. */
  rings: boolean;
  /** What the console asks for. */
  settings: readonly SettingField[];
  /** Checks settings from the console; throws `Failure('bad_request', field)`. */
  parse(settings: unknown): S;
  /** The proven address, or null. Pure. For channels that address no shopper: any constant text. */
  addressOf(person: Reachable): string | null;
  /** What this channel itself keeps of shoppers, one statement for all; absent where it keeps nothing. */
  kept?(
    sql: Sql | TransactionSql,
    retailerId: RetailerId,
    profileIds: readonly ProfileId[],
  ): Promise<ReadonlyMap<ProfileId, readonly string[]>>;
  open(settings: S, deps: ChannelDeps): Transport;
}

/** The newest proven identifier of a kind, or null. */
export function proven(person: Reachable, kind: Identity['kind']): string | null {
  return person.identities.find((identity) => identity.kind === kind)?.value ?? null;
}

/**
 * Open channels of the retailers, remembered per process; CHANNELS provides it (delivery/channels). `open` answers null
 * where the retailer has not set the channel up or switched it off. A transport stays usable until its settings change;
 * then it is closed after its sends are done.
 */
export interface Channels {
  definition(name: ChannelName): Channel;
  open(retailerId: RetailerId, name: ChannelName): Promise<Transport | null>;
  close(): Promise<void>;
}
