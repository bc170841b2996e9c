/** First question to each candidate: does it fit the instant? Bit sets, 32 candidates a word. */
import { LOST_REASONS, type LostReason } from '@augenblick/contract';
import { type Bits, bitsOf, type CompiledPlacement, NO_STAGE } from './compile.ts';
import type { Question } from './question.ts';

/** Number of a reason in a compact list; 0 = none. */
export function codeOf(reason: LostReason): number {
  return LOST_REASONS.indexOf(reason) + 1;
}

const NOT_RUNNING = codeOf('not_running');
const NO_MOMENT = codeOf('no_moment');
const OTHER_KIND = codeOf('other_kind');
const OTHER_STAGE = codeOf('other_stage');
const NO_SIGNAL = codeOf('no_signal');
const NOT_SURE = codeOf('not_sure_enough');
const NOT_IN = codeOf('not_in_segment');
const EXCLUDED = codeOf('in_excluded_segment');

/** Who fits. Those who do not get their reason's code in `reasons`, by candidate. */
export function fit(question: Question, reasons: Uint8Array): Bits {
  const { place, shopper, now } = question;
  const left = place.all.slice();
  const { kind, stage } = shopper;
  const none = kind === place.kinds.length - 1;
  keep(left, runningAt(place, now), NOT_RUNNING, reasons);
  if (none) drop(left, place.needMoment, NO_MOMENT, reasons);
  keep(left, place.kinds[kind] as Bits, OTHER_KIND, reasons);
  keep(left, place.stages[stage < 0 ? NO_STAGE : stage] as Bits, OTHER_STAGE, reasons);
  keep(left, signalled(place, shopper.signals), NO_SIGNAL, reasons);
  for (const { at, least } of place.choosy) {
    if (shopper.confidence < least && has(left, at)) {
      clear(left, at);
      reasons[at] = NOT_SURE;
    }
  }
  keep(left, inSegments(place, shopper.segments), NOT_IN, reasons);
  for (const number of shopper.segments) {
    const out = place.excluded.get(number);
    if (out) drop(left, out, EXCLUDED, reasons);
  }
  return left;
}

function signalled(place: CompiledPlacement, signals: number): Bits {
  if (signals === 0) return place.anySignal;
  const bits = place.anySignal.slice();
  for (let i = 0; i < place.signals.length; i++) {
    if ((signals & (1 << i)) !== 0) or(bits, place.signals[i] as Bits);
  }
  return bits;
}

function inSegments(place: CompiledPlacement, segments: readonly number[]): Bits {
  if (place.segments.size === 0) return place.everybody;
  const bits = place.everybody.slice();
  for (const number of segments) {
    const members = place.segments.get(number);
    if (members) or(bits, members);
  }
  return bits;
}

/** Who runs at this instant by its schedule. Made anew once a minute, and at every begin and end in between. */
function runningAt(place: CompiledPlacement, now: number): Bits {
  const { running } = place;
  if (now >= running.from && now < running.until) return running.bits;
  const minute = Math.floor(now / 60_000) * 60_000;
  let [from, until] = [minute, minute + 60_000];
  for (const { edges } of place.candidates) {
    for (const edge of edges) {
      if (edge > now && edge < until) until = edge;
      if (edge <= now && edge > from) from = edge;
    }
  }
  const bits = bitsOf(place.candidates.map(({ campaign }) => campaign.runs(now)));
  place.running = { from, until, bits };
  return bits;
}

function keep(left: Bits, fits: Bits, code: number, reasons: Uint8Array): void {
  for (let w = 0; w < left.length; w++) {
    const before = left[w] as number;
    mark(w, before & ~(fits[w] as number), code, reasons);
    left[w] = before & (fits[w] as number);
  }
}

function drop(left: Bits, out: Bits, code: number, reasons: Uint8Array): void {
  for (let w = 0; w < left.length; w++) {
    const before = left[w] as number;
    mark(w, before & (out[w] as number), code, reasons);
    left[w] = before & ~(out[w] as number);
  }
}

function mark(word: number, lost: number, code: number, reasons: Uint8Array): void {
  for (let rest = lost; rest !== 0; rest &= rest - 1) {
    reasons[word * 32 + 31 - Math.clz32(rest & -rest)] = code;
  }
}

function or(bits: Bits, more: Bits): void {
  for (let w = 0; w < bits.length; w++) bits[w] = (bits[w] as number) | (more[w] as number);
}

/** The places of the bits that are set, in order. */
export function placesOf(bits: Bits): number[] {
  const places: number[] = [];
  for (let w = 0; w < bits.length; w++) {
    for (let rest = bits[w] as number; rest !== 0; rest &= rest - 1) {
      places.push(w * 32 + 31 - Math.clz32(rest & -rest));
    }
  }
  return places;
}

/** True when the candidate's bit is set. */
function has(bits: Bits, at: number): boolean {
  return ((bits[at >> 5] as number) & (1 << (at & 31))) !== 0;
}

function clear(bits: Bits, at: number): void {
  bits[at >> 5] = (bits[at >> 5] as number) & ~(1 << (at & 31));
}
