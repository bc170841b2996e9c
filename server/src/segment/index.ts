/** The segment module: conditions, who is in which segment, and since when. */
export { type AudienceDraft, type Audiences, createAudiences, isComplete } from './audience.ts';
export { loadSegments } from './book.ts';
export { compileSegments, type CompiledSegments, type SegmentDefinitions } from './compile.ts';
export { membershipFacts, removeMemberships, writeMemberships } from './queries.ts';
