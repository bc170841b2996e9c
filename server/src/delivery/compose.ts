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
import { linkToken } from './token.ts';
import type { ReadyTemplate } from './writer.ts';

/** Where links lead. */
export interface LinkBase {
  secret: Uint8Array;
  /** Such as https://shop.example, without a slash at the end. */
  publicUrl: string;
}

/** The own addresses of a message. */
export function linksOf(base: LinkBase, retailerId: RetailerId, id: string): MessageLinks {
  return linksWith(base.publicUrl, linkToken(base.secret, retailerId, id));
}

function linksWith(publicUrl: string, token: string): MessageLinks {
  const under = (what: string): string => `${publicUrl}/m/${what}/${token}`;
  return { unsubscribe: under('u'), preferences: under('p'), browser: under('b') };
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

/** The message as it is sent, with the addresses it leads to. Pure. Throws when a text cannot be filled. */
export function compose(
  base: LinkBase,
  filling: Filling,
  options: { pixel: boolean },
): { content: RenderedMessage; links: MessageLinks; addresses: string[] } {
  const { retailerId, id, template, locale, variant } = filling;
  const token = linkToken(base.secret, retailerId, id);
  const links = linksWith(base.publicUrl, token);
  const track = (n: number, address: string): string =>
    UNTRACKED.has(filling.channel) || !/^https?:/i.test(address)
      ? address
      : `${base.publicUrl}/m/k/${token}/${n}`;
  const pixel = options.pixel
    ? `<img src="${base.publicUrl}/m/o/${token}.gif" width="1" height="1" alt="">`
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
  const { content, links } = compose(base, filling, { pixel: message.measured });
  const { origin_kind: kind, origin_id: originId } = message.due.row;
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
