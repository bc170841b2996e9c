/**
 * The door for what the other side hands in: bounces and complaints from a mail server, receipts and replies from providers.
 * Whose it is stands in the secret address; what it says, the channel's module reads.
 */
import {
  type ChannelName,
  type JsonObject,
  type RetailerId,
  type Source,
} from '@augenblick/contract';
import { hashSecret } from '../../access/index.ts';
import { carrying } from '../../consent/index.ts';
import type { Clock, Log, Sql, Vault } from '../../runtime/index.ts';
import { readSettings, wholeSettings } from './kept-settings.ts';
import type { Heard, Notice, NoticeRequest } from './notice.ts';
import { addressHash } from './push/subscription.ts';
import * as queries from './queries.ts';
import type { TakeReceipts } from './receipt.ts';
import { CHANNEL_MODULES } from './registry.ts';

/** What the door needs. */
export interface InboundDeps {
  /** The owner's pool. */
  sql: Sql;
  clock: Clock;
  log: Log;
  vault: Vault;
  receipts: TakeReceipts;
  /** Takes events in, as every source does. */
  submit(source: Source, items: readonly JsonObject[]): Promise<unknown>;
  /** The retailer's own trusted source of what channels tell. */
  source(retailerId: RetailerId): Promise<Source>;
}

/** What became of a hand-in. */
export type TakenIn =
  | { outcome: 'unknown_address' }
  | { outcome: 'no_notice' }
  | { outcome: 'read'; count: number; answer: string | null };

const TOKEN = /^[\w-]{20,100}$/;

/** Takes a hand-in at a secret address. */
export async function takeIn(
  deps: InboundDeps,
  token: string,
  request: NoticeRequest,
): Promise<TakenIn> {
  const owner = TOKEN.test(token)
    ? await queries.byInbound(deps.sql, hashSecret(token))
    : undefined;
  if (owner === undefined) return { outcome: 'unknown_address' };
  return takeInFor(deps, owner.retailerId, owner.channel, request);
}

/** The same where the retailer is known: the command line. */
export async function takeInFor(
  deps: InboundDeps,
  retailerId: RetailerId,
  channel: ChannelName,
  request: NoticeRequest,
): Promise<TakenIn> {
  const module = CHANNEL_MODULES[channel];
  const kept = await readSettings(deps.sql, deps.vault, retailerId, module);
  const settings = module.channel.parse(wholeSettings(kept));
  const notice = (await module.receive?.(settings, request)) ?? null;
  if (notice === null) return { outcome: 'no_notice' };
  await note(deps, retailerId, channel, notice);
  const { receipts, heard, gone = [], left = [] } = notice;
  const count = receipts.length + heard.length + gone.length + left.length;
  return { outcome: 'read', count, answer: notice.answer ?? null };
}

async function note(
  deps: InboundDeps,
  retailerId: RetailerId,
  channel: ChannelName,
  notice: Notice,
): Promise<void> {
  if (notice.receipts.length > 0) await deps.receipts(retailerId, notice.receipts);
  if (notice.heard.length > 0) await tell(deps, retailerId, channel, notice.heard);
  for (const heard of notice.heard) await keep(deps, retailerId, channel, heard);
  const left = notice.left ?? [];
  await tellLeft(deps, retailerId, channel, left);
  const gone = [...(notice.gone ?? []), ...left.map(({ address }) => address)].map(addressHash);
  if (gone.length > 0) await queries.dropAddresses(deps.sql, retailerId, channel, gone);
}

/** A stop names the address only: it is told for the identifier that the address was kept for. */
async function tellLeft(
  deps: InboundDeps,
  retailerId: RetailerId,
  channel: ChannelName,
  left: NonNullable<Notice['left']>,
): Promise<void> {
  if (left.length === 0) return;
  const hashes = left.map(({ address }) => addressHash(address));
  const owners = await queries.ownersOf(deps.sql, retailerId, channel, hashes);
  const heard = left.flatMap(({ address, at, id }, i): Heard[] => {
    const identity = owners.get(hashes[i]?.toString('hex') ?? '');
    return identity === undefined ? [] : [{ identity, address, at, id, said: 'stop' }];
  });
  if (heard.length > 0) await tell(deps, retailerId, channel, heard);
}

/** What a shopper said becomes an event of theirs: that makes their identifier known, and a stop counts at once. */
async function tell(
  deps: InboundDeps,
  retailerId: RetailerId,
  channel: ChannelName,
  heard: readonly Heard[],
): Promise<void> {
  const source = await deps.source(retailerId);
  const consent = CHANNEL_MODULES[channel].channel.consent;
  const items = heard.map(({ identity, at, id, said, address }): JsonObject => {
    const timestamp = new Date(at).toISOString();
    // The same notice twice is one event.
    const key = addressHash(`${identity.kind}:${identity.value}:${address ?? ''}`).toString('hex');
    return {
      type: 'track',
      event: EVENTS[said],
      messageId: `heard-${channel}-${said}-${id ?? at}-${key.slice(0, 16)}`,
      timestamp,
      ...carrying(identity),
      properties: { channel: consent, purpose: 'marketing', method: `${channel}_reply` },
    };
  });
  await deps.submit(source, items);
}

const EVENTS: Readonly<Record<Heard['said'], string>> = {
  words: 'Message Replied',
  stop: 'Consent Withdrawn',
  start: 'Consent Granted',
};

async function keep(
  deps: InboundDeps,
  retailerId: RetailerId,
  channel: ChannelName,
  { identity, address, at }: Heard,
): Promise<void> {
  if (address === null) return;
  await queries.keepAddress(deps.sql, retailerId, {
    channel,
    hash: addressHash(address),
    identity,
    detail: address,
    at: new Date(deps.clock.now()),
    heardAt: new Date(at),
  });
}
