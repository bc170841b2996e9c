/** Newsletters: to whom, when, in which wording; copied into messages in chunks, and what came of them. */
export { createBroadcast, readBroadcast, stepBroadcast } from './broadcasts.ts';
export {
  type Arm,
  ARM_MIN,
  differenceOf,
  HITS_MIN,
  normalQuantile,
  type ShareBetween,
  shareOf,
  verdictOf,
} from './compare.ts';
export { broadcastHolds } from './hold.ts';
export { type Broadcasts, type BroadcastsDeps, createBroadcasts } from './open.ts';
export { broadcastRoutes, type BroadcastRoutesDeps } from './routes.ts';
export { type OrderRow, ordersOf, type Watched } from './queries-result.ts';
export { openBroadcasts } from './showcase.ts';
