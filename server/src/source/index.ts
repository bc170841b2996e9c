/** The front door of sources: where events come from, and the keys they are sent with. */
export { createWriteKey } from './manage.ts';
export { type SourceRoutesOptions, sourceRoutes } from './routes.ts';
export { createSources, type SourceInput, type Sources } from './source.ts';
