/** Counts of what came of a batch. Pure. */
import type { Driven } from './drive.ts';
import type { TallyRow } from './queries-run.ts';
import type { Run } from './run.ts';

/** The counts that go up; `goals`: when each run had reached its goal before. */
export function talliesOf(
  driven: Driven,
  goals: ReadonlyMap<Run, number | null> = new Map(),
): TallyRow[] {
  const counts = new Map<string, TallyRow>();
  const add = (journeyId: string, kind: TallyRow['kind'], node = '', port = ''): void => {
    const key = JSON.stringify([journeyId, kind, node, port]);
    const one = counts.get(key);
    if (one) one.n += 1;
    else counts.set(key, { journeyId, kind, node, port, n: 1 });
  };
  for (const { journeyId } of driven.created) add(journeyId, 'entered');
  for (const { run, transition } of driven.steps)
    if (transition.port !== '') add(run.journeyId, 'step', transition.node, transition.port);
  for (const run of driven.changed) {
    if (run.status === 'done' && run.end !== null) add(run.journeyId, 'end', run.end);
    if (run.goalAt !== null && (goals.get(run) ?? null) === null) add(run.journeyId, 'goal');
  }
  for (const one of driven.effects)
    if (one.type === 'send') add(one.run.journeyId, 'message', one.node);
  for (const { journeyId, reason } of driven.refused) add(journeyId, 'refused', reason);
  return [...counts.values()];
}
