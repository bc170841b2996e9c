import type { DecisionGuard, LostReason } from '@augenblick/contract';
import { budget } from './budget.ts';
import { caps } from './caps.ts';
import { consent } from './consent.ts';
import { exclusivity } from './exclusivity.ts';
import type { Guard } from './guard.ts';
import { holdout } from './holdout.ts';
import { identity } from './identity.ts';
import { quietHours } from './quiet-hours.ts';
import { stock } from './stock.ts';
import { suppression } from './suppression.ts';

/** Every guard, in the order of DECISION_GUARDS. A new one is one file and one line here and there. */
export const GUARDS: readonly Guard[] = [
  identity,
  consent,
  suppression,
  quietHours,
  caps,
  budget,
  stock,
  holdout,
  exclusivity,
];

const GUARD_OF: ReadonlyMap<LostReason, DecisionGuard> = new Map(
  GUARDS.flatMap(({ name, reasons }) => reasons.map((reason) => [reason, name] as const)),
);

/** The guard that gives this reason; null when it comes from the fit or the contest. */
export function guardOf(reason: LostReason): DecisionGuard | null {
  return GUARD_OF.get(reason) ?? null;
}
