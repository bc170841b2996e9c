import { type EvidenceCode, MOMENT_KINDS, type MomentKind } from '@augenblick/contract';
import { DEFAULT_MODEL } from '../model.ts';
import type { Case, Step } from './case.ts';

/** What comes within this time of an instant is its outcome. */
const SOON_MS = 10 * 60_000;
/** A visit is over after so long without a deed; an order within it is the outcome of all that led to it. */
const VISIT_GAP_MS = 30 * 60_000;
/** Everything that comes of an instant has come after this time. */
export const OUTCOME_MS = 24 * 3_600_000;
const STORE_MS = OUTCOME_MS;
/** A sign that speaks for its kind by this much (log-odds, by rule) against the others tells what was wanted. */
const DECISIVE = 1;
/** Going on to look says less than a deed. */
const LOOKED_ON = 0.5;

const ARRIVALS: ReadonlySet<EvidenceCode> = new Set(['store_visited', 'pass_scanned']);
const SUPPORT: ReadonlySet<EvidenceCode> = new Set(['help_asked', 'return_started']);

/** Decided by the rule alone and not by what was learned: outcomes must not follow the model that is judged by them. */
const DECIDES: ReadonlyMap<EvidenceCode, MomentKind> = new Map(
  Object.entries(DEFAULT_MODEL.weights).flatMap(([code, weight]): [EvidenceCode, MomentKind][] => {
    const own = Math.max(...weight.kind);
    const others = (weight.kind.reduce((sum, value) => sum + value, 0) - own) / 3;
    const kind = MOMENT_KINDS[weight.kind.indexOf(own)] as MomentKind;
    return own - others >= DECISIVE ? [[code as EvidenceCode, kind]] : [];
  }),
);

/**
 * What came of the instant after `steps[i]` (algorithms, section 4): the first of a deed within ten minutes that tells its
 * purpose, a support contact within ten minutes, an order within the visit, a visit to a store within a day. Who only went
 * on looking wanted to know. Undefined when nothing followed: that says nothing.
 */
export function outcomeAfter(
  steps: readonly Step[],
  i: number,
): { kind: MomentKind; weight: number } | undefined {
  const from = (steps[i] as Step).at;
  let deedAt = from;
  let visitOver = false;
  let lookedOn = false;
  let told: MomentKind | undefined;
  for (let j = i + 1; j < steps.length; j++) {
    const step = steps[j] as Step;
    if (step.at - from > STORE_MS) break;
    visitOver ||= step.at - deedAt > VISIT_GAP_MS;
    if (step.own) deedAt = step.at;
    for (const { code } of step.signs) {
      if (ARRIVALS.has(code)) return { kind: told ?? 'go', weight: 1 };
      if (visitOver) continue;
      if (code === 'order_completed') return { kind: 'buy', weight: 1 };
      if (step.at - from > SOON_MS || told !== undefined) continue;
      told = SUPPORT.has(code) ? 'do' : DECIDES.get(code);
      lookedOn ||= step.own;
    }
    if (told !== undefined) return { kind: told, weight: 1 };
  }
  return lookedOn ? { kind: 'know', weight: LOOKED_ON } : undefined;
}

/**
 * All instants of a shopper to learn from, between two instants (ms): before the later one everything that could come of
 * them has come. Three instants a visit weigh as such; more share that weight, so that long visits do not rule.
 */
export function casesOf(steps: readonly Step[], from = -Infinity, to = Infinity): Case[] {
  const cases: Case[] = [];
  for (const [i, step] of steps.entries()) {
    if (!step.own || step.codes.length === 0 || step.at < from || step.at > to) continue;
    const outcome = outcomeAfter(steps, i);
    if (!outcome) continue;
    cases.push({
      codes: step.codes,
      amounts: step.amounts,
      outcome: MOMENT_KINDS.indexOf(outcome.kind),
      weight: outcome.weight,
    });
  }
  const visits = Math.max(1, visitsOf(steps));
  const share = Math.min(1, visits / Math.max(1, cases.length / 3));
  for (const one of cases) one.weight *= share;
  return cases;
}

function visitsOf(steps: readonly Step[]): number {
  let visits = 0;
  let last = -Infinity;
  for (const { at, own } of steps) {
    if (!own) continue;
    if (at - last > VISIT_GAP_MS) visits += 1;
    last = at;
  }
  return visits;
}
