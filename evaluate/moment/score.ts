import {
  MOMENT_KINDS,
  type MomentKind,
  type MomentMemory,
  type MomentModel,
} from '../../contract/src/index.ts';
import { beliefAt, momentModels } from '../../server/src/moment/index.ts';
import { calibrationError } from '../../server/src/predict/index.ts';
import type { LabelledVisitor } from './sessions.ts';
import { UNWATCHED } from '../../server/src/profile/index.ts';
import { arrive, newShopper, watcherOf } from './replay.ts';

/** What the product believed at one event, and what was true. */
export interface Judged {
  truth: MomentKind;
  believed: MomentKind;
  confidence: number;
  /** The moment the shopper was held to be in. */
  moment: MomentKind | null;
  /** Acts of this intent so far, from 1, and whether this is its last event before it was fulfilled or left. */
  acts: number;
  last: boolean;
}

export interface Played {
  judged: Judged[];
  /** Events folded. */
  events: number;
  /** Moments claimed for visitors who want nothing in particular, a visitor. */
  idleVisitors: number;
  idleClaimed: number;
}

/** Plays visitors through the product's own path and judges its belief after every event. */
export function play(visitors: readonly LabelledVisitor[], model: MomentModel): Played {
  const played: Played = { judged: [], events: 0, idleVisitors: 0, idleClaimed: 0 };
  const watcher = watcherOf(momentModels([{ fromMs: 0, model }]));
  for (const visitor of visitors) {
    const shopper = newShopper(visitor.anonymousId, watcher);
    let claimed = false;
    for (const [i, event] of visitor.events.entries()) {
      shopper.take(arrive(visitor, event.sent, i, event), event.receivedAt);
      played.events += 1;
      const { moment } = shopper.draft.state;
      claimed ||= event.kind === null && moment?.present !== undefined;
      // An event that fulfils is judged by what was believed before it.
      if (event.kind === null || event.fulfils) continue;
      const next = visitor.events[i + 1];
      const belief = beliefAt(moment ?? {}, event.receivedAt, model).kind;
      const best = belief.indexOf(Math.max(...belief));
      played.judged.push({
        truth: event.kind,
        believed: MOMENT_KINDS[best] as MomentKind,
        confidence: belief[best] as number,
        moment: moment?.present?.kind ?? null,
        acts: event.act + 1,
        last: next === undefined || next.intent !== event.intent || next.fulfils,
      });
    }
    if (visitor.events.every((event) => event.kind === null)) {
      played.idleVisitors += 1;
      if (claimed) played.idleClaimed += 1;
    }
  }
  return played;
}

/** Precision, recall and F1 of one kind. */
export interface KindScore {
  kind: MomentKind;
  cases: number;
  precision: number;
  recall: number;
  f1: number;
}

/** Scores by kind; a kind that never occurs or is never said has F1 0. */
export function scoresOf(judged: readonly Judged[], of: 'believed' | 'moment'): KindScore[] {
  return MOMENT_KINDS.map((kind) => {
    const cases = judged.filter(({ truth }) => truth === kind).length;
    const said = judged.filter((one) => one[of] === kind).length;
    const right = judged.filter((one) => one[of] === kind && one.truth === kind).length;
    const precision = said === 0 ? 0 : right / said;
    const recall = cases === 0 ? 0 : right / cases;
    return {
      kind,
      cases,
      precision,
      recall,
      f1: right === 0 ? 0 : 2 / (1 / precision + 1 / recall),
    };
  });
}

/** Mean F1 of the four kinds. */
export function macroF1(judged: readonly Judged[], of: 'believed' | 'moment' = 'believed'): number {
  return scoresOf(judged, of).reduce((sum, { f1 }) => sum + f1, 0) / MOMENT_KINDS.length;
}

/** How far the confidence said is from how often it is right: ten bins of equal width. */
export function confidenceError(judged: readonly Judged[]): number {
  return calibrationError(
    judged.map(({ confidence }) => confidence),
    judged.map(({ truth, believed }) => (truth === believed ? 1 : 0)),
  );
}

/** CPU of moments and signals for one event (µs): folding with them less folding without, best of three. */
export function costOf(visitors: readonly LabelledVisitor[], model: MomentModel): number {
  const watcher = watcherOf(momentModels([{ fromMs: 0, model }]));
  const arrived = visitors.map((visitor) =>
    visitor.events.map((event, i) => arrive(visitor, event.sent, i, event)),
  );
  const events = arrived.reduce((sum, list) => sum + list.length, 0);
  const run = (watched: boolean): number => {
    const before = process.cpuUsage();
    for (const list of arrived) {
      const shopper = newShopper('cost', watched ? watcher : UNWATCHED.watcher);
      for (const event of list) shopper.take(event, event.receivedAt);
    }
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const best = (watched: boolean): number =>
    Math.min(...Array.from({ length: 3 }, () => run(watched)));
  return (best(true) - best(false)) / events;
}

/** A state of knowledge and what was truly wanted. */
export interface Practised {
  memory: MomentMemory;
  at: number;
  truth: MomentKind;
}

/** What was remembered after every event of visitors with known wants. */
export function practise(visitors: readonly LabelledVisitor[], model: MomentModel): Practised[] {
  const watcher = watcherOf(momentModels([{ fromMs: 0, model }]));
  return visitors.flatMap((visitor) => {
    const shopper = newShopper(visitor.anonymousId, watcher);
    return visitor.events.flatMap((event, i): Practised[] => {
      shopper.take(arrive(visitor, event.sent, i, event), event.receivedAt);
      if (event.kind === null || event.fulfils) return [];
      const { kind, at } = shopper.draft.state.moment ?? {};
      const memory = { ...(kind ? { kind } : {}), ...(at === undefined ? {} : { at }) };
      return [{ memory: structuredClone(memory), at: event.receivedAt, truth: event.kind }];
    });
  });
}
