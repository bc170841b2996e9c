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
export { cancel, cancelKeys, enqueue, ENQUEUE_MAX, postpone } from './enqueue.ts';
export { deliveryId } from './id.ts';
