/** The front door of live: what is happening right now. */
export { type LiveRoutesDeps, liveRoutes } from './routes.ts';
