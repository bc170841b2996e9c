/** Ingest: events come in, are checked, and are stored by the write path. */
export { accept, eventId } from './accept.ts';
export { readBody } from './body.ts';
export { isBlockedValue, normaliseIdentity } from './identities.ts';
export { LIMITS } from './limits.ts';
export { createIngest, type Ingest, type IngestDeps } from './ingest.ts';
export type { Folded, Passenger, Ride, Rider, Riding } from './rider.ts';
export { contextOf, cors, ingestRoutes, keyFromHeader } from './routes.ts';
