/** From facts to the message that leaves: the template is filled, links lead through this house, a pixel where it is allowed. */
import {
  type ChannelName,
  type MessageData,
  type MessageLinks,
  type RenderedMessage,
  type RetailerId,
} from '@augenblick/contract';
import type { Outgoing } from './channel.ts';
import type { Reserved } from './reserve.ts';
import { type LinkPurpose, linkToken } from './token.ts';
import type { ReadyTemplate } from './writer.ts';

/** Where links lead. */
export interface LinkBase {
  secret: Uint8Array;
  /** Such as https://shop.example, without a slash at the end. */
  publicUrl: string;
}

/** Tokens of one message: for what is passed on, and for what is its reader's alone. */
interface Tokens {
  view: string;
  own: string;
}

function tokensOf({ secret }: LinkBase, retailerId: RetailerId, id: string): Tokens {
  const of = (purpose: LinkPurpose): string => linkToken(secret, retailerId, id, purpose);
  return { view: of('view'), own: of('own') };
}

/** The own addresses of a message. */
export function linksOf(base: LinkBase, retailerId: RetailerId, id: string): MessageLinks {
  return linksWith(base, tokensOf(base, retailerId, id));
}

/** The own addresses of a message from before tokens had purposes. */
export function oldLinksOf(base: LinkBase, retailerId: RetailerId, id: string): MessageLinks {
  const old = linkToken(base.secret, retailerId, id, 'old');
  return linksWith(base, { view: old, own: old });
}

function linksWith({ publicUrl }: LinkBase, { view, own }: Tokens): MessageLinks {
  const under = (what: string, token: string): string => `${publicUrl}/m/${what}/${token}`;
  return {
    unsubscribe: under('u', own),
    preferences: under('p', own),
    browser: under('b', view),
  };
}

/** True for a page of ours, such as the reader's preferences or a confirmation: no visit to the shop, and its reader's alone. */
export function isOwnPage({ publicUrl }: LinkBase, address: string): boolean {
  return address.startsWith(`${publicUrl}/m/`);
}

/** Channels whose links are not followed: their readers are systems and the team. */
const UNTRACKED: ReadonlySet<ChannelName> = new Set(['webhook', 'staff']);

/** What is filled in, and with what; enough to make the same message again. */
export interface Filling {
  retailerId: RetailerId;
  id: string;
  channel: ChannelName;
  template: ReadyTemplate;
  variant: string | null;
  locale: 'de' | 'en';
  data: MessageData;
}

/**
 * True for what a reader may pass on. A mail that asks for a confirmation has its link in its text, so that nobody is given
 * an address under which it can be seen.
 */
export function passedOn(originKind: string): boolean {
  return originKind !== 'optin';
}

/** The message as it is sent, with the addresses it leads to. Pure. Throws when a text cannot be filled. */
export function compose(
  base: LinkBase,
  filling: Filling,
  options: { pixel: boolean; passedOn: boolean },
): { content: RenderedMessage; links: MessageLinks; addresses: string[] } {
  const { retailerId, id, template, locale, variant } = filling;
  const tokens = tokensOf(base, retailerId, id);
  const made = linksWith(base, tokens);
  const links = options.passedOn ? made : { ...made, browser: null };
  // A link that counts clicks is known to many; behind it must not stand what only the reader may open.
  const track = (n: number, address: string): string =>
    UNTRACKED.has(filling.channel) || !/^https?:/i.test(address) || isOwnPage(base, address)
      ? address
      : `${base.publicUrl}/m/k/${tokens.view}/${n}`;
  const pixel = options.pixel
    ? `<img src="${base.publicUrl}/m/o/${tokens.view}.gif" width="1" height="1" alt="">`
    : '';
  const data = { ...filling.data, links };
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a template's own method
  const { links: addresses, ...content } = template.fill(data, locale, variant, track, pixel);
  return { content, links, addresses };
}

/** A reserved message as its channel takes it. Throws when a text cannot be filled. */
export function outgoing(
  base: LinkBase,
  retailerId: RetailerId,
  message: Reserved,
  now: number,
): Outgoing {
  const { id, channel, template, variant, locale, data, profileId, address, basis } = message;
  const filling = { retailerId, id, channel: channel.name, template, variant, locale, data };
  const { origin_kind: kind, origin_id: originId } = message.due.row;
  const options = { pixel: message.measured, passedOn: passedOn(kind) };
  const { content, links } = compose(base, filling, options);
  const origin = { kind, id: originId };
  const { attempt } = message;
  return {
    id,
    retailerId,
    profileId,
    address,
    locale,
    basis,
    content,
    links,
    origin,
    at: now,
    attempt,
  };
}
