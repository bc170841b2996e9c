/** Journeys: several steps over time for one shopper. */
export { createBooks } from './book.ts';
export { loadOutbox } from './interest.ts';
export { addJourney, type JourneyDeps, publishJourney } from './journeys.ts';
export { createRunner, type JourneyRunner, type RunnerDeps } from './runner.ts';
