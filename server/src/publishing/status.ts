import { Failure } from '@augenblick/contract';

/**
 * What can be live for a while: a draft, live, paused, and over for good. Journeys may also be finishing: nobody gets in any
 * more, who is on the way goes on.
 */
type Status = 'draft' | 'live' | 'paused' | 'finishing' | 'ended';

const STEPS = {
  pause: { from: ['live'], to: 'paused' },
  resume: { from: ['paused', 'finishing'], to: 'live' },
  finish: { from: ['live', 'paused'], to: 'finishing' },
  end: { from: ['live', 'paused', 'finishing'], to: 'ended' },
} as const satisfies Record<string, { from: readonly Status[]; to: Status }>;

/** Steps that change the state and nothing else. */
export type StatusStep = keyof typeof STEPS;

/** The state after a step. Throws `conflict` when it cannot be taken from this one. */
export function nextStatus<S extends StatusStep>(status: Status, step: S): (typeof STEPS)[S]['to'] {
  const { from, to } = STEPS[step];
  if (!(from as readonly Status[]).includes(status)) throw new Failure('conflict');
  return to;
}

/** Throws `not_ready` with the fields that still must be filled in. */
export function requireReady(findings: readonly { severity: string; field: string }[]): void {
  const open = findings.flatMap(({ severity, field }) => (severity === 'must' ? [field] : []));
  if (open.length > 0) throw new Failure('not_ready', open.join(', '));
}
