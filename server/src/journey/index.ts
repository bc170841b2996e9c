/** Journeys: several steps over time for one shopper. */
export { createBooks } from './book.ts';
export { compileJourney } from './compile.ts';
export { createJourneys, type Journeys, type JourneysDeps } from './create.ts';
export { draftOf } from './example.ts';
export { journeyHolds } from './hold.ts';
export { loadOutbox } from './interest.ts';
export { addJourney, type JourneyDeps, publishJourney } from './journeys.ts';
export { openJourneys } from './open.ts';
export { type JourneyRoutesDeps, journeyRoutes } from './routes.ts';
export { createRunner, type JourneyRunner, type RunnerDeps } from './runner.ts';
export { sweepJourneys } from './sweep.ts';
