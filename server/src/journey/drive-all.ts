/** Many shoppers driven at once: what they ask is answered together. */
import { type Book, drive, type Driven, type Instants, type Question, type Work } from './drive.ts';
import type { Answer } from './run.ts';

/** Drives all; `answers` answers questions in their order. What came of everybody is one. */
export async function driveAll(
  book: Book,
  works: readonly Work[],
  instants: Instants,
  answers: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): Promise<Driven> {
  const whole: Driven = {
    changed: new Set(),
    created: new Set(),
    steps: [],
    effects: [],
    refused: [],
  };
  let open: { driving: Generator<Question, Driven, Answer>; question: Question }[] = [];
  const take = (
    driving: Generator<Question, Driven, Answer>,
    next: IteratorResult<Question, Driven>,
  ): void => {
    if (next.done === true) add(whole, next.value);
    else open.push({ driving, question: next.value });
  };
  for (const work of works) {
    const driving = drive(book, work, instants);
    take(driving, driving.next());
  }
  while (open.length > 0) {
    const asked = open;
    open = [];
    const given = await answers(asked.map(({ question }) => question));
    for (const [i, { driving }] of asked.entries()) take(driving, driving.next(given[i] ?? null));
  }
  return whole;
}

function add(whole: Driven, one: Driven): void {
  for (const run of one.changed) whole.changed.add(run);
  for (const run of one.created) whole.created.add(run);
  for (const step of one.steps) whole.steps.push(step);
  for (const effect of one.effects) whole.effects.push(effect);
  for (const refused of one.refused) whole.refused.push(refused);
}
