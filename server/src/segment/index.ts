/** The segment module: conditions, who is in which segment, and since when. */
export { type AudienceDraft, type Audiences, createAudiences, isComplete } from './audience.ts';
export { auditSegments, type SegmentAudit } from './audit.ts';
export { loadSegments } from './book.ts';
export { compileSegments, type CompiledSegments, type SegmentDefinitions } from './compile.ts';
export { defineFill, FILL_JOB, fillSegments } from './fill.ts';
export { membershipFacts, removeMemberships, writeMemberships } from './queries.ts';
export { segmentEntries, type SegmentEntryRow } from './reading-queries.ts';
export { segmentRoutes } from './routes.ts';
export {
  archiveSegment,
  changeSegment,
  createSegment,
  publishSegment,
  type SegmentDeps,
} from './segments.ts';
export { type Pattern, patternOf } from './pattern.ts';
export { propertyFits } from './value.ts';
export { createCalendar, plusDays } from './calendar.ts';
export { inlined } from './compile.ts';
export { sqlHolds } from './sql-holds.ts';
export { openSegments } from './showcase.ts';
export { starters } from './starters.ts';
