/** Retention: what is kept no longer than needed. */
export { type RetentionRoutesDeps, retentionRoutes } from './routes.ts';
export { createRetention, type Retention, type RetentionDeps, type Swept } from './retention.ts';
