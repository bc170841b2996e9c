/**
 * One shopper's journeys driven up to an instant: what happened to them and what is due, in the order of time. Pure; asks
 * by yielding, so that the questions of many shoppers are answered together.
 */
import {
  JOURNEY_LIMITS,
  type JourneyFact,
  type JourneyTransition,
  type JsonObject,
  type ProfileId,
} from '@augenblick/contract';
import type { CompiledJourney } from './compile.ts';
import { admit, begins, type Past, type Refusal } from './entry.ts';
import { type Answer, type Asking, type Effect, newRun, type Run, runId } from './run.ts';
import { type Input, step } from './step.ts';

/** The journeys of a retailer, compiled. */
export interface Book {
  /** Live ones: they take shoppers in. */
  live: readonly CompiledJourney[];
  /** A published version; undefined when it is gone. */
  version(journeyId: string, version: number): CompiledJourney | undefined;
  /** The version that somebody on the way by `version` is to go on by. */
  movedTo(journeyId: string, version: number): number;
  /** True while nobody goes on or gets in; who is to be out is out all the same. */
  isPaused(journeyId: string): boolean;
}

/** A fact and the identifier it came under. */
export interface AnchoredFact extends JourneyFact {
  anchor: string;
}

/** A shopper with everything that is to be looked at. */
export interface Work {
  profileId: ProfileId;
  zone: string;
  /** On the way; changed in place. */
  runs: Run[];
  past: readonly Past[];
  /** In the order of `seenAt`. */
  facts: readonly AnchoredFact[];
}

/** A question about a shopper. */
export interface Question {
  run: Run;
  journey: CompiledJourney;
  asking: Asking;
}

/** What came of it. */
export interface Driven {
  /** Runs that changed, new ones included. */
  changed: Set<Run>;
  created: Set<Run>;
  steps: { run: Run; no: number; transition: JourneyTransition }[];
  effects: Effect[];
  refused: { journeyId: string; reason: Refusal }[];
}

/** Journeys started by journeys, one after the other; more is a circle. */
const HOPS_MAX = 3;

/** Until when (ms) somebody is driven. */
export interface Instants {
  until: number;
  /** The real time, for what is looked at far too late. */
  now: number;
  /** The past is played: what was asked for before has been sent, and is not taken back. */
  past?: true;
}

/** Drives one shopper. */
export function* drive(
  book: Book,
  work: Work,
  instants: Instants,
): Generator<Question, Driven, Answer> {
  const { until } = instants;
  const driver = new Driver(book, work, instants);
  for (const fact of work.facts) {
    yield* driver.pass(Math.min(fact.seenAt, until));
    yield* driver.tell(fact);
  }
  yield* driver.pass(until);
  return driver.driven;
}

class Driver {
  readonly driven: Driven = {
    changed: new Set(),
    created: new Set(),
    steps: [],
    effects: [],
    refused: [],
  };
  private readonly book: Book;
  private readonly work: Work;
  private readonly now: number;
  private readonly played: boolean;
  private readonly past: Past[];

  constructor(book: Book, work: Work, { now, past }: Instants) {
    this.book = book;
    this.work = work;
    this.now = now;
    this.played = past === true;
    this.past = [...work.past];
  }

  /** Everything that is due up to an instant, the earliest first. */
  *pass(until: number): Generator<Question, void, Answer> {
    for (;;) {
      let first: Run | undefined;
      for (const run of this.work.runs) {
        if (run.status !== 'active' || run.dueAt === null || run.dueAt > until) continue;
        if (first === undefined || run.dueAt < (first.dueAt ?? 0)) first = run;
      }
      if (first === undefined) return;
      if (this.book.isPaused(first.journeyId)) {
        first.dueAt = null;
        first.parked = true;
        this.driven.changed.add(first);
      } else yield* this.step(first, { type: 'time', until, now: this.now });
    }
  }

  /** Tells all who are on the way, then looks who it takes in. */
  *tell(fact: AnchoredFact): Generator<Question, void, Answer> {
    for (const run of this.work.runs.slice()) {
      if (run.status !== 'active') continue;
      yield* this.step(run, { type: 'fact', fact, paused: this.book.isPaused(run.journeyId) });
    }
    for (const journey of this.book.live) {
      if (begins(journey, fact)) yield* this.enter(journey, fact, 0);
    }
  }

  /** Takes them in, or answers why not; null also where the same fact took them in before. */
  private *enter(
    journey: CompiledJourney,
    fact: AnchoredFact,
    hops: number,
  ): Generator<Question, Refusal | null, Answer> {
    const { profileId } = this.work;
    const id = runId(journey.id, profileId, fact.key);
    const active = this.work.runs.map((run): Past => ({ ...run, active: run.status === 'active' }));
    const admitted = admit(journey, fact, [...this.past, ...active], id);
    if ('refused' in admitted) {
      const { refused: reason } = admitted;
      if (reason !== null) this.driven.refused.push({ journeyId: journey.id, reason });
      return reason;
    }
    const { version } = journey;
    const { anchor, data, seenAt } = fact;
    const own = { id, journeyId: journey.id, profileId, version, key: admitted.key };
    const run = newRun({ ...own, anchor, hops, data }, seenAt, journey.start);
    this.work.runs.push(run);
    this.driven.created.add(run);
    yield* this.step(run, { type: 'begin', at: seenAt });
    if (run.end !== null || run.status !== 'done') return null;
    // The shopper is not of the audience: nothing remains of the run, as if it had never begun.
    this.work.runs.splice(this.work.runs.indexOf(run), 1);
    this.driven.created.delete(run);
    this.driven.changed.delete(run);
    this.driven.refused.push({ journeyId: journey.id, reason: 'audience' });
    return 'audience';
  }

  private *step(run: Run, input: Input): Generator<Question, void, Answer> {
    const journey = this.journeyOf(run);
    this.driven.changed.add(run);
    if (journey === undefined) {
      run.status = 'done';
      run.end = 'broken';
      run.endedAt = this.now;
      run.dueAt = null;
      return;
    }
    const zone = { zone: this.work.zone };
    const effects: Effect[] = [];
    let next: Input | null = input;
    while (next !== null) {
      let no = run.steps;
      const stepped = step(journey, run, next, zone);
      no = run.steps - stepped.transitions.length;
      for (const transition of stepped.transitions) {
        no += 1;
        this.driven.steps.push({ run, no, transition });
      }
      effects.push(...stepped.effects);
      const { asking } = run;
      next = asking === null ? null : { type: 'answer', answer: yield { run, journey, asking } };
    }
    for (const effect of effects) yield* this.effect(effect);
  }

  /** The journey a run goes by; changes to the version it is moved to, where its step is still there. */
  private journeyOf(run: Run): CompiledJourney | undefined {
    const present = this.book.version(run.journeyId, run.version);
    const target = this.book.movedTo(run.journeyId, run.version);
    if (target === run.version) return present;
    const moved = this.book.version(run.journeyId, target);
    const type = present?.nodes.get(run.node)?.type;
    if (moved === undefined || moved.nodes.get(run.node)?.type !== type) return present;
    run.version = target;
    return moved;
  }

  private *start(effect: StartEffect): Generator<Question, Refusal | null, Answer> {
    const { run, journeyId } = effect;
    const journey = this.book.live.find(({ id }) => id === journeyId);
    const reason =
      journey === undefined
        ? 'off'
        : run.hops >= HOPS_MAX
          ? 'circle'
          : run.started >= JOURNEY_LIMITS.startsMax
            ? 'starts'
            : null;
    if (journey === undefined || reason !== null) {
      const refused = reason ?? 'off';
      this.driven.refused.push({ journeyId, reason: refused });
      return refused;
    }
    run.started += 1;
    return yield* this.enter(journey, startFact(effect), run.hops + 1);
  }

  /** What came of a step is told with it: whoever reads the way later sees why the other journey did not start. */
  private note({ run, node, visit }: { run: Run; node: string; visit: number }, said: JsonObject) {
    const { steps } = this.driven;
    const one = steps.findLast(
      ({ run: own, transition }) =>
        own === run && transition.node === node && transition.visit === visit,
    );
    if (one !== undefined) Object.assign(one.transition.detail, said);
  }

  /** What concerns other journeys of the same shopper is done here; all else is handed on. */
  private *effect(effect: Effect): Generator<Question, void, Answer> {
    const { driven } = this;
    if (effect.type === 'end') {
      let ended = 0;
      for (const run of this.work.runs.slice()) {
        if (run.journeyId !== effect.journeyId || run.status !== 'active' || run === effect.run)
          continue;
        yield* this.step(run, { type: 'end', at: effect.at, end: 'by_journey' });
        ended += 1;
      }
      this.note(effect, { ended });
    } else if (effect.type === 'start') {
      const refused = yield* this.start(effect);
      if (refused !== null) this.note(effect, { refused });
    } else if (effect.type === 'cancel') {
      // What was asked for a moment ago and has not been written yet needs not be taken back.
      driven.effects = driven.effects.filter(
        (one) =>
          one.type !== 'send' || one.run !== effect.run || (this.played && one.at < effect.at),
      );
      driven.effects.push(effect);
    } else driven.effects.push(effect);
  }
}

type StartEffect = Extract<Effect, { type: 'start' }>;

function startFact(effect: StartEffect): AnchoredFact {
  const { run, node, visit, at } = effect;
  return {
    key: `start:${run.id}:${node}:${visit}`,
    type: 'api',
    name: effect.journeyId,
    at,
    seenAt: at,
    channel: '',
    anchor: run.anchor,
    data: run.data,
  };
}
