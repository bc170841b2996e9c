/** Newsletters: to whom, when, in which wording; copied into messages in chunks, and what came of them. */
export {
  type BroadcastDeps,
  createBroadcast,
  listBroadcasts,
  readBroadcast,
  stepBroadcast,
} from './broadcasts.ts';
export type { TemplateFacts } from './findings.ts';
export { broadcastRoutes, type BroadcastRoutesDeps } from './routes.ts';
export { type BroadcastRunner, createBroadcastRunner } from './runner.ts';
