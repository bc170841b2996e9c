/** The event table: how an event stands in it, and how a batch of them is copied in. */
export { type EventRow, storedBody, type StoredBody } from './body.ts';
export { COPY_FROM, copyEvents, findStored, insertEvents, type PlacedEvent } from './store.ts';
