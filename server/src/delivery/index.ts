/** Messages: asked for here, guarded, sent through channels, and what came of them. */
export type {
  Channel,
  ChannelDeps,
  Channels,
  Outgoing,
  Reachable,
  SendResult,
  Transport,
} from './channel.ts';
export { proven } from './channel.ts';
export { linksOf, type LinkBase } from './compose.ts';
export { cancel, cancelKeys, enqueue, ENQUEUE_MAX, followRuns, goOn } from './enqueue.ts';
export { createDeliveries, type Deliveries, type DeliveriesDeps } from './deliveries.ts';
export { type Foreseen, foresee } from './foresee.ts';
export { fatesOf } from './history.ts';
export type { AskHolds, Hold, Holds } from './hold.ts';
export { deliveryId } from './id.ts';
export { localeOf } from './person.ts';
export type { ReceiptNotice } from './receipts.ts';
export { type DeliveryRoutesDeps, deliveryRoutes } from './routes.ts';
export {
  type DeliveryPublicDeps,
  deliveryPublicRoutes,
  followLink,
  openMessage,
} from './routes-public.ts';
export { createSender, type Sender, type SenderDeps } from './sender.ts';
export {
  createLinkKey,
  type LinkKey,
  type LinkPurpose,
  type LinkRead,
  linkToken,
  readToken,
} from './token.ts';
export type { ReadyTemplate, ToFill, Writer } from './writer.ts';
export {
  type AskDns,
  CHANNEL_MODULES,
  type ChannelPublicDeps,
  channelPublicRoutes,
  type ChannelRoutesDeps,
  channelRoutes,
  type ChannelsDeps,
  type ChannelShelf,
  createCatcherSweep,
  type CatcherSweep,
  createChannels,
  type InboundDeps,
  inboxRoutes,
  type Receipt,
  systemDns,
  takeInFor,
  type TakeReceipts,
} from './channels/index.ts';
