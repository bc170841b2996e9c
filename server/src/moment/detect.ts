import {
  type Evidence,
  type EventId,
  type EvidenceCode,
  type FactValues,
  type Moment,
  MOMENT_KINDS,
  MOMENT_ROW_LAG_MS,
  type MomentEnd,
  type MomentKind,
  type MomentMemory,
  type MomentModel,
  type PresentMoment,
  type ProfileState,
} from '@augenblick/contract';
import type { FoldEvent, OrderChange, WatchedDraft } from '../profile/index.ts';
import {
  type Belief,
  beliefAt,
  fadesAt,
  half,
  type Increment,
  observe,
  round4,
  strongestKind,
} from './evidence.ts';
import { factId } from './id.ts';
import { stageOf, walk } from './journey.ts';
import { ANSWERS } from './model.ts';
import { isOwnDeed } from './deed.ts';
import { type Arrival, eventSignals, runTimer, stageSignal } from './signals/index.ts';
import { FRESH_MS } from './signals/rule.ts';
import { type Sign, signsOf, subjectsOf } from './signs.ts';
import { noteSubjects, subjectFor } from './subject.ts';

/** A shopper as detection sees them. It changes `state.moment` and adds to `facts`. */
export type MomentDraft = Pick<WatchedDraft, 'id' | 'state' | 'facts'>;

/** A moment begins with an event that speaks for it by at least this much (log-odds). */
const PUSH_MIN = 0.05;
const SIGNS_MAX = 8;
/** Signs of which less than this is left are forgotten. */
const SIGN_MIN = 0.1;
/** When a moment fades, signs of which less than this is left go with it. */
const FADED_SIGN = 0.36;
/** A row is written again when the confidence has moved by this much. */
const NOTICEABLE = 0.1;

/**
 * Lets time pass up to `now` (ms): timers run out, a moment fades, each at its own exact instant and in order of time,
 * so that many small steps and one big step give the same. `modelAt`: the model valid at an instant.
 */
export function advance(
  draft: MomentDraft,
  now: number,
  modelAt: (instant: number) => MomentModel,
): void {
  const memory = draft.state.moment;
  if (!memory) return;
  for (;;) {
    const next = nextChange(draft.state);
    if (next === null || next > now) break;
    const model = modelAt(next);
    const { present } = memory;
    // At one instant the moment ends first: what a timer finds then is a shopper without it.
    if (present && present.until <= next) fade(draft, memory, present, model);
    else runTimer(draft, memory, next, model);
  }
  if (memory.holding) {
    const holding = memory.holding.filter(([, , until]) => until > now);
    if (holding.length > 0) memory.holding = holding;
    else delete memory.holding;
  }
}

/** The next instant (ms) at which something changes without an event: the moment fades or a timer runs out; or null. */
export function nextChange(state: ProfileState): number | null {
  const memory = state.moment;
  if (!memory) return null;
  let next = memory.present?.until ?? Infinity;
  for (const timer of memory.timers ?? []) if (timer[2] < next) next = timer[2];
  return next === Infinity ? null : next;
}

/**
 * Takes an event in that was just folded into the state; `now` is its fold instant (ms), up to which `advance` has been
 * called. Evidence of a late event has decayed by its age: an import of last year makes no moment.
 */
export function detect(
  draft: MomentDraft,
  event: FoldEvent,
  now: number,
  model: MomentModel,
  order?: OrderChange,
): void {
  const memory = (draft.state.moment ??= {});
  const age = Math.max(0, now - event.at);
  const arrival: Arrival = { event, now, age, order, model };
  const signs = signsOf(event, draft.state);
  const codes = signs.map((sign) => sign.code);
  answer(draft, memory, codes, now, age, model);
  const { taken } = observe(memory, codes, now, age, model);
  if (taken.length > 0) {
    const force = half(age, model.halfLifeMs.kind);
    rememberSigns(memory, event.id, signs, taken, force, now, model);
    noteSubjects(memory, subjectsOf(event), force, now, model.halfLifeMs.kind);
    const change = walk(memory, now, model);
    if (change) stageSignal(draft, memory, arrival, change);
    settleMoment(draft, memory, arrival, taken);
  }
  eventSignals(draft, memory, arrival);
  if (isOwnDeed(event)) memory.seenAt = Math.max(memory.seenAt ?? 0, Math.min(event.at, now));
  if (Object.keys(memory).length === 0) delete draft.state.moment;
}

/** The moment a shopper is in at an instant, with its confidence then; null when in none. Pure. */
export function momentAt(
  state: ProfileState,
  now: number,
  model: MomentModel,
): (PresentMoment & { belief: Belief }) | null {
  const present = state.moment?.present;
  if (!state.moment || !present || present.until <= now) return null;
  const belief = beliefAt(state.moment, now, model);
  const confidence = belief.kind[MOMENT_KINDS.indexOf(present.kind)] as number;
  return { ...present, confidence, belief };
}

/** The signs that speak for a kind, strongest first, at most eight, weighted as of `now`. Pure. */
export function evidenceFor(
  memory: MomentMemory,
  kind: MomentKind,
  now: number,
  model: MomentModel,
): Evidence[] {
  const k = MOMENT_KINDS.indexOf(kind);
  const found: (Evidence & { times: number })[] = [];
  for (const [eventId, code, name, times, count, since] of memory.signs ?? []) {
    const vector = model.weights[code]?.kind;
    if (!vector) continue;
    const own = vector[k] as number;
    const others = (vector[0] + vector[1] + vector[2] + vector[3] - own) / 3;
    if (own <= others) continue;
    const weight = (own - others) * count * half(now - since, model.halfLifeMs.kind);
    const known = found.find((one) => one.code === code);
    const params: FactValues = {};
    if (name !== null) params.name = name;
    if (!known) {
      if (times > 1) params.times = times;
      found.push({ eventId: eventId as EventId, code, weight, params, times });
      continue;
    }
    // The same sign of several things is one line: the latest is named, all are counted.
    known.weight += weight;
    known.times += times;
    known.eventId = eventId as EventId;
    params.times = known.times;
    params.things = Number(known.params.things ?? 1) + 1;
    known.params = params;
  }
  const list: Evidence[] = [];
  for (const { eventId, code, weight, params } of found)
    if (weight > 0.05) list.push({ eventId, code, weight: round4(weight), params });
  return list.sort((a, b) => b.weight - a.weight);
}

/** Begins, carries on, hands over or ends the moment, as the belief now says. */
function settleMoment(
  draft: MomentDraft,
  memory: MomentMemory,
  { event, now, model }: Arrival,
  taken: readonly Increment[],
): void {
  const belief = beliefAt(memory, now, model).kind;
  const best = strongestKind(belief);
  const { present } = memory;
  const { begin, end, overtake } = model.thresholds;
  const likely = best.probability >= begin && speaksFor(best.kind, taken, model);
  if (present) {
    const own = belief[MOMENT_KINDS.indexOf(present.kind)] as number;
    const overtaken = likely && best.kind !== present.kind && best.probability - own >= overtake;
    if (!overtaken && own > end) return carryOn(draft, memory, present, own, now, model);
    finish(draft, memory, present, now, overtaken ? 'overtaken' : 'faded', model);
  }
  if (!likely) return;
  const started: PresentMoment = {
    id: factId('moment', event.id, best.kind),
    kind: best.kind,
    stage: stageOf(memory),
    subject: subjectFor(memory, best.kind),
    confidence: round4(best.probability),
    beganAt: now,
    until: fadesAt(memory, best.kind, model),
    told: [0, 0],
  };
  memory.present = started;
  tell(draft, memory, started, now, model);
}

/** A moment begins with a sign for it, never because the signs for another have been spent or taken back. */
function speaksFor(kind: MomentKind, taken: readonly Increment[], model: MomentModel): boolean {
  const k = MOMENT_KINDS.indexOf(kind);
  let push = 0;
  for (const { code, kind: increment } of taken) {
    push += increment * (model.weights[code]?.kind[k] ?? 0);
  }
  return push >= PUSH_MIN;
}

function carryOn(
  draft: MomentDraft,
  memory: MomentMemory,
  present: PresentMoment,
  confidence: number,
  now: number,
  model: MomentModel,
): void {
  const stage = stageOf(memory);
  const subject = subjectFor(memory, present.kind);
  const [toldConfidence, toldUntil] = present.told;
  const other =
    stage !== present.stage ||
    subject?.id !== present.subject?.id ||
    subject?.type !== present.subject?.type;
  present.stage = stage;
  present.subject = subject;
  present.confidence = round4(confidence);
  present.until = fadesAt(memory, present.kind, model);
  if (
    other ||
    Math.abs(present.confidence - toldConfidence) >= NOTICEABLE ||
    Math.abs(present.until - toldUntil) >= MOMENT_ROW_LAG_MS
  )
    tell(draft, memory, present, now, model);
}

function tell(
  draft: MomentDraft,
  memory: MomentMemory,
  present: PresentMoment,
  now: number,
  model: MomentModel,
): void {
  present.told = [present.confidence, present.until];
  const evidence = evidenceFor(memory, present.kind, now, model);
  draft.facts.push({ type: 'moment', moment: momentOf(draft, present, evidence, null) });
}

function momentOf(
  draft: MomentDraft,
  present: PresentMoment,
  evidence: Evidence[],
  end: { at: number; reason: MomentEnd } | null,
): Moment {
  const { id, kind, stage, subject, confidence, beganAt, until } = present;
  return {
    id,
    profileId: draft.id,
    kind,
    stage,
    subject,
    confidence,
    evidence,
    beganAt,
    expiresAt: end ? end.at : until,
    endedAt: end?.at ?? null,
    endReason: end?.reason ?? null,
  };
}

/** Ends the moment at `now`; what the row shows afterwards is what carried it last. */
function finish(
  draft: MomentDraft,
  memory: MomentMemory,
  present: PresentMoment,
  now: number,
  reason: MomentEnd,
  model: MomentModel,
): void {
  const evidence = evidenceFor(memory, present.kind, memory.at ?? now, model);
  draft.facts.push({
    type: 'moment',
    moment: momentOf(draft, present, evidence, { at: now, reason }),
  });
  delete memory.present;
}

/** The moment has faded by itself, at its exact instant. Weak signs go with it: a quiet shopper's state is small. */
function fade(
  draft: MomentDraft,
  memory: MomentMemory,
  present: PresentMoment,
  model: MomentModel,
): void {
  const now = present.until;
  finish(draft, memory, present, now, 'faded', model);
  keepSigns(memory, now, FADED_SIGN, model);
  const { kind } = model.halfLifeMs;
  const subjects = memory.subjects?.filter((entry) => entry[3] * half(now - entry[4], kind) >= 0.3);
  if (subjects && subjects.length > 0) memory.subjects = subjects;
  else delete memory.subjects;
}

/** An order answers "buy", an arrival "go": a moment of that kind is over. Late news answers nothing. */
function answer(
  draft: MomentDraft,
  memory: MomentMemory,
  codes: readonly EvidenceCode[],
  now: number,
  age: number,
  model: MomentModel,
): void {
  const { present } = memory;
  if (!present || age > FRESH_MS) return;
  if (codes.some((code) => ANSWERS[code]?.kind === present.kind))
    finish(draft, memory, present, now, 'answered', model);
}

/** Notes signs for the list of evidence; the same sign of the same thing is one entry with a count. */
function rememberSigns(
  memory: MomentMemory,
  eventId: string,
  signs: readonly Sign[],
  taken: readonly Increment[],
  force: number,
  now: number,
  model: MomentModel,
): void {
  keepSigns(memory, now, SIGN_MIN, model);
  const known = memory.signs ?? [];
  for (const { code, kind } of taken) {
    if (kind <= 0) continue;
    const name = signs.find((sign) => sign.code === code)?.name ?? null;
    const i = known.findIndex((entry) => entry[1] === code && entry[2] === name);
    const before = i >= 0 ? known.splice(i, 1)[0] : undefined;
    const left = before ? before[4] * half(now - before[5], model.halfLifeMs.kind) : 0;
    known.push([eventId, code, name, (before?.[3] ?? 0) + 1, round4(left + force), now]);
  }
  if (known.length > SIGNS_MAX) known.splice(0, known.length - SIGNS_MAX);
  if (known.length > 0) memory.signs = known;
}

function keepSigns(memory: MomentMemory, now: number, least: number, model: MomentModel): void {
  const kept = memory.signs?.filter(
    (sign) => sign[4] * half(now - sign[5], model.halfLifeMs.kind) >= least,
  );
  if (kept && kept.length > 0) memory.signs = kept;
  else delete memory.signs;
}
