/** Channels: mail, push, inbox, SMS, WhatsApp, Telegram, webhook, hints for the team. */
export { type AskDns, systemDns } from './dns.ts';
export { type InboundDeps, takeInFor } from './inbound.ts';
export { createCatcherSweep, type CatcherSweep } from './sweep.ts';
export { type InboxRoutesDeps, inboxRoutes } from './routes-inbox.ts';
export { type ChannelShelf, type ChannelsDeps, createChannels } from './open.ts';
export type { Receipt, TakeReceipts } from './receipt.ts';
export { CHANNEL_MODULES } from './registry.ts';
export { type ChannelRoutesDeps, channelRoutes } from './routes.ts';
export { type ChannelPublicDeps, channelPublicRoutes } from './routes-public.ts';
