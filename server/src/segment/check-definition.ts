import {
  type Condition,
  type ConditionProblem,
  conditionProblems,
  partsOf,
  segmentsNamed,
} from '@augenblick/contract';

/** A segment that others may name. */
export interface Named {
  id: string;
  condition: Condition;
  live: boolean;
}

/**
 * What is wrong with a condition among the shop's segments: its own faults, names that lead nowhere, to what is switched
 * off, or – over others or straight – back to the segment it is for. Pure.
 */
export function definitionProblems(
  condition: Condition,
  segmentId: string | undefined,
  others: readonly Named[],
): ConditionProblem[] {
  const byId = new Map(others.map((other) => [other.id, other]));
  const problems = conditionProblems(condition);
  const walk = (part: Condition, path: (string | number)[]): void => {
    if (part.type === 'segment') {
      const code = nameProblem(part.id, segmentId, byId);
      if (code !== undefined) problems.push({ code, path });
    }
    for (const [i, child] of partsOf(part).entries()) walk(child, [...path, i]);
  };
  walk(condition, []);
  return problems;
}

function nameProblem(
  id: string,
  segmentId: string | undefined,
  byId: ReadonlyMap<string, Named>,
): ConditionProblem['code'] | undefined {
  const other = byId.get(id);
  if (id === segmentId) return 'segment_circle';
  if (other === undefined) return 'segment_unknown';
  if (!other.live) return 'segment_not_live';
  return segmentId !== undefined && leadsTo(other, segmentId, byId, new Set())
    ? 'segment_circle'
    : undefined;
}

/** True when a segment names another, itself or over others. */
export function leadsTo(
  from: Named,
  to: string,
  byId: ReadonlyMap<string, Named>,
  seen: Set<string>,
): boolean {
  if (seen.has(from.id)) return false;
  seen.add(from.id);
  return segmentsNamed(from.condition).some((id) => {
    const next = byId.get(id);
    return id === to || (next !== undefined && leadsTo(next, to, byId, seen));
  });
}

/** Ids of live segments that name this one, straight or over others. */
export function dependents(id: string, all: readonly Named[]): string[] {
  const byId = new Map(all.map((one) => [one.id, one]));
  return all
    .filter((one) => one.live && one.id !== id && leadsTo(one, id, byId, new Set()))
    .map((one) => one.id);
}
