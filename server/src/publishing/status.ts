import { Failure } from '@augenblick/contract';

/** What can be live for a while: a draft, live, paused, and over for good. */
type Status = 'draft' | 'live' | 'paused' | 'ended';

const STEPS = {
  pause: { from: ['live'], to: 'paused' },
  resume: { from: ['paused'], to: 'live' },
  end: { from: ['live', 'paused'], to: 'ended' },
} as const satisfies Record<string, { from: readonly Status[]; to: Status }>;

/** Steps that change the state and nothing else. */
export type StatusStep = keyof typeof STEPS;

/** The state after a step. Throws `conflict` when it cannot be taken from this one. */
export function nextStatus(status: Status, step: StatusStep): (typeof STEPS)[StatusStep]['to'] {
  const { from, to } = STEPS[step];
  if (!(from as readonly Status[]).includes(status)) throw new Failure('conflict');
  return to;
}

/** Throws `not_ready` with the fields that still must be filled in. */
export function requireReady(findings: readonly { severity: string; field: string }[]): void {
  const open = findings.flatMap(({ severity, field }) => (severity === 'must' ? [field] : []));
  if (open.length > 0) throw new Failure('not_ready', open.join(', '));
}
