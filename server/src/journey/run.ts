/** A shopper's way through a journey as the step function sees it. */
import { createHash } from 'node:crypto';
import type {
  ChannelName,
  JourneyRun,
  JourneyTransition,
  JsonObject,
  ProfileId,
} from '@augenblick/contract';

/** A run with what it remembers. */
export interface Run extends JourneyRun {
  /** Identifier of the fact that began it; empty when there was none. */
  anchor: string;
  /** Due while the journey was paused. */
  parked: boolean;
  /** How often each node was come to. */
  visits: Map<string, number>;
  /** Transitions so far. */
  steps: number;
  /** Starts of one journey by another that led here; a circle of them ends. */
  hops: number;
  /** Journeys it has started. */
  started: number;
  /** What the fact said that began it. */
  data: JsonObject;
  /** What was given on the way: `code`, `code_until`, `decision`. Reaches messages beside `data`. */
  gained: JsonObject;
  /** What was waited for came while the journey was paused; it goes on by it when the journey does. */
  heard: Heard | null;
  /** A question under way; never stored. */
  asking: Asking | null;
}

/** Where a run goes on, and what is to be noted with the step. */
export interface Heard {
  port: string;
  detail: JsonObject;
}

/** A question whose answer decides how it goes on. */
export type Asking =
  /** Does the condition hold for the shopper now? `from`: audience at the door, a branch, the way out after a wait. */
  | { kind: 'audience'; at: number }
  | { kind: 'branch'; node: string; at: number }
  | { kind: 'exit'; port: string; at: number; detail: JsonObject }
  /** A code of the node's offer. */
  | { kind: 'code'; node: string; offerId: string; at: number };

/** The answer: true or false for conditions; a code, or null when there is none to give. */
export type Answer = boolean | { text: string; until: number | null } | null;

/** What a step wants done. All carry the key of the visit, so that doing it twice is doing it once. */
export type Effect =
  | {
      type: 'send';
      run: Run;
      node: string;
      visit: number;
      at: number;
      content: SendContent;
    }
  | { type: 'profile'; run: Run; node: string; visit: number; traits: JsonObject }
  | { type: 'decide'; run: Run; node: string; visit: number; placement: string }
  | { type: 'points'; run: Run; node: string; visit: number; points: number; reason: string }
  | { type: 'start'; run: Run; node: string; visit: number; journeyId: string; at: number }
  | { type: 'end'; run: Run; node: string; visit: number; journeyId: string; at: number }
  /** Messages of the run that still wait are taken back. */
  | { type: 'cancel'; run: Run; at: number };

/** What a message is made of: a channel and its template each, the preferred first. */
export interface SendContent {
  messages: { channel: ChannelName; templateId: string }[];
  notAfter: number | null;
}

/** What came of a step. `run` is the one that was given, changed. */
export interface Stepped {
  transitions: JourneyTransition[];
  effects: Effect[];
}

/** The key under which whatever a visit wants done is known everywhere. */
export function visitKey(run: Pick<Run, 'id'>, node: string, visit: number): string {
  return `j:${run.id}:${node}:${visit}`;
}

/** The id of the run that a fact begins in a journey: the same fact gives the same id. */
export function runId(journeyId: string, profileId: ProfileId, factKey: string): string {
  const hex = createHash('sha256').update(`${journeyId} ${profileId} ${factKey}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  const head = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}`;
  return `${head}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}

/** A run that stands before its start. */
export function newRun(
  from: Pick<
    Run,
    'id' | 'journeyId' | 'profileId' | 'version' | 'key' | 'anchor' | 'hops' | 'data'
  >,
  at: number,
  start: string,
): Run {
  return {
    ...from,
    status: 'active',
    node: start,
    enteredAt: at,
    since: at,
    dueAt: null,
    parked: false,
    goalAt: null,
    endedAt: null,
    end: null,
    visits: new Map([[start, 1]]),
    steps: 0,
    started: 0,
    gained: {},
    heard: null,
    asking: null,
  };
}
