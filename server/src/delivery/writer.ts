/** What sending needs of templates. Content provides it; tests and benchmarks have their own. */
import type {
  FilledMessage,
  JsonObject,
  MessageBasis,
  MessageData,
  ProfileId,
  ProfileState,
  RetailerId,
} from '@augenblick/contract';

/** A published template, ready to be filled. */
export interface ReadyTemplate {
  id: string;
  version: number;
  basis: MessageBasis;
  /** It tells how to object and has the link for it; a part of the existing-customer rule. */
  notice: boolean;
  /**
   * Fills it in for one shopper. Pure. `track` makes of the n-th address of the message what stands in it; `pixel` is HTML at
   * the end of a mail. Throws when a text cannot be filled.
   */
  fill(
    data: MessageData,
    locale: 'de' | 'en',
    variant: string | null,
    track: (n: number, address: string) => string,
    pixel?: string,
  ): FilledMessage;
}

/** A message that is about to be filled. */
export interface ToFill {
  profileId: ProfileId;
  /** Without traits, cart, views and searches where the shopper withdrew personalisation. */
  state: ProfileState;
  template: ReadyTemplate;
  locale: 'de' | 'en';
  /** Facts of the trigger. */
  data: JsonObject;
  /** Goods of these categories only; null = any. */
  within: readonly string[] | null;
}

/** Templates of all retailers, remembered per process. */
export interface Writer {
  /** A published version; null when there is none. */
  template(retailerId: RetailerId, id: string, version: number): Promise<ReadyTemplate | null>;
  /** Facts for many messages at once, in order; `links` all null, they are set when it is filled. */
  gather(retailerId: RetailerId, messages: readonly ToFill[]): Promise<MessageData[]>;
}
