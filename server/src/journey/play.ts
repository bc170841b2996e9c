/** Plays journeys with time running fast: for a test, for a dry run, in property tests. Nothing is sent or stored. Pure. */
import type { CompiledJourney } from './compile.ts';
import { type Book, drive, type Driven, type Question, type Work } from './drive.ts';
import type { Answer } from './run.ts';

/** A book of one drawing that is live. */
export function bookOf(journey: CompiledJourney): Book {
  return {
    live: [journey],
    version: (id) => (id === journey.id ? journey : undefined),
    movedTo: (_id, version) => version,
    isPaused: () => false,
  };
}

/** Drives one shopper up to `until` (ms); questions are answered by a function, decisions are not waited for. */
export function play(
  book: Book,
  work: Work,
  until: number,
  answer: (question: Question) => Answer,
): Driven {
  const driving = drive(book, work, { until, now: Number.NEGATIVE_INFINITY });
  for (let next = driving.next(); ; ) {
    if (next.done === true) return next.value;
    next = driving.next(answer(next.value));
  }
}
