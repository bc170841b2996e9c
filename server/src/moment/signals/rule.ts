import type {
  FactValues,
  MomentMemory,
  MomentModel,
  PendingTimer,
  ProfileState,
  Signal,
  SignalName,
  Subject,
} from '@augenblick/contract';
import type { FoldEvent, OrderChange, WatchedDraft } from '../../profile/index.ts';
import { factId } from '../id.ts';

/** What a signal's rule may see and do. One object for one look at one shopper. */
export interface SignalLook {
  readonly draft: Pick<WatchedDraft, 'id' | 'state' | 'facts'>;
  readonly state: ProfileState;
  readonly memory: MomentMemory;
  readonly model: MomentModel;
  /** Fold instant of the event, or the timer's own instant (ms). */
  readonly now: number;
}

/** A look because an event came in. The state is the one after it; `memory.seenAt` still the one before. */
export interface EventLook extends SignalLook {
  readonly event: FoldEvent;
  /** How late the event is, ms. */
  readonly age: number;
  readonly order: OrderChange | undefined;
}

/**
 * One signal: a rule of a few lines. It is asked at every event that is not older than `FRESH_MS`, and when a timer it
 * set runs out. It must be a function of what it is shown (no clock, no chance), must not change the state but
 * for its own timers, notes and holdings, and must cost O(1).
 */
export interface SignalRule {
  readonly name: SignalName;
  event?(look: EventLook): void;
  due?(look: SignalLook, timer: PendingTimer): void;
}

/** Events older than this when folded say what was, not what is: they raise nothing. */
export const FRESH_MS = 30 * 60_000;
const TIMERS_MAX = 8;
const HOLDING_MAX = 12;
const NOTES_MAX = 6;

/** What is to be told. */
export interface Raising {
  /** Keeps one signal of the same name and key from being raised twice while it holds; '' when there is only one. */
  key?: string;
  subject: Subject | null;
  detail: FactValues;
  eventId: string | null;
  /** How long it holds from now, ms. */
  holdsMs: number;
}

/** Raises a signal, unless the same one holds already. */
export function raise(look: SignalLook, name: SignalName, raising: Raising): void {
  const { memory, now, draft } = look;
  const key = raising.key ?? '';
  if (raising.holdsMs > 0 && holds(look, name, key)) return;
  const id = factId('signal', name, key, raising.eventId ?? '', now);
  const until = now + raising.holdsMs;
  if (raising.holdsMs > 0) {
    const holding = (memory.holding ?? []).filter((entry) => entry[0] !== name || entry[1] !== key);
    holding.push([name, key, until, now, id]);
    if (holding.length > HOLDING_MAX) holding.shift();
    memory.holding = holding;
  }
  const { subject, detail } = raising;
  const eventId = raising.eventId as Signal['eventId'];
  const signal = { id, profileId: draft.id, name, at: now, subject, detail, eventId, until };
  draft.facts.push({ type: 'signal', signal });
}

/** True while a signal of this name and key holds. */
export function holds(look: SignalLook, name: SignalName, key = ''): boolean {
  return (look.memory.holding ?? []).some(
    (entry) => entry[0] === name && entry[1] === key && entry[2] > look.now,
  );
}

/** Ends a signal early: what it warned of has not come about. */
export function letGo(look: SignalLook, name: SignalName): void {
  const { memory } = look;
  if (!memory.holding) return;
  memory.holding = memory.holding.filter((entry) => entry[0] !== name);
  if (memory.holding.length === 0) delete memory.holding;
}

/** Sets the one timer of this signal, in place of the one before. */
export function waitUntil(
  look: SignalLook,
  name: SignalName,
  at: number,
  eventId: string | null,
  { key = '', values = {} }: { key?: string; values?: FactValues } = {},
): void {
  const timers = (look.memory.timers ?? []).filter((timer) => timer[0] !== name);
  timers.push([name, key, Math.max(Math.ceil(at), look.now + 1), eventId, values]);
  if (timers.length > TIMERS_MAX) timers.shift();
  look.memory.timers = timers;
}

/** Takes the timer of this signal away. */
export function stopWaiting(look: SignalLook, name: SignalName): void {
  const { memory } = look;
  if (!memory.timers) return;
  memory.timers = memory.timers.filter((timer) => timer[0] !== name);
  if (memory.timers.length === 0) delete memory.timers;
}

/** The timer of this signal, if one is set. */
export function waiting(look: SignalLook, name: SignalName): PendingTimer | undefined {
  return look.memory.timers?.find((timer) => timer[0] === name);
}

/** A signal's own notes: at most six rows of texts and numbers. */
export function notes(look: SignalLook, name: SignalName): readonly (string | number)[][] {
  return look.memory.notes?.[name] ?? [];
}

/** Replaces a signal's notes by the last six of these. */
export function keepNotes(
  look: SignalLook,
  name: SignalName,
  rows: readonly (string | number)[][],
): void {
  const { memory } = look;
  if (rows.length > 0) {
    memory.notes = { ...memory.notes, [name]: rows.slice(-NOTES_MAX) };
    return;
  }
  if (!memory.notes) return;
  delete memory.notes[name];
  if (Object.keys(memory.notes).length === 0) delete memory.notes;
}
