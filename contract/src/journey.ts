/**
 * Journeys: several steps over time for one shopper. What a retailer draws (nodes and edges), and what becomes of it for
 * each shopper (a run, its transitions). Lengths of time and conditions are those of segments (condition.ts).
 */
import type { CapSpan } from './campaign.ts';
import type { ChannelName } from './channel.ts';
import type { Condition, Duration, EventPattern, PropertyTest } from './condition.ts';
import type { ProfileId } from './id.ts';
import type { JsonObject } from './json.ts';
import type { SignalName } from './moment.ts';

/** draft: never live. live. paused: nobody enters, whoever is on the way waits. ended: for good, nobody is on the way. */
export const JOURNEY_STATUSES = ['draft', 'live', 'paused', 'finishing', 'ended'] as const;
export type JourneyStatus = (typeof JOURNEY_STATUSES)[number];

/** Bounds, each with its reason. */
export const JOURNEY_LIMITS = {
  /** A drawing with more can no longer be taken in. */
  nodesMax: 100,
  edgesMax: 200,
  entriesMax: 5,
  exitsMax: 8,
  sharesMax: 6,
  messagesMax: 8,
  traitsMax: 10,
  /** Other journeys that one run begins; more is a mistake nobody meant to make with a shopper. */
  startsMax: 5,
  /** Transitions without a wait in between; a circle that nobody meant ends there. */
  straightMax: 120,
  /** Transitions of one run in all. */
  transitionsMax: 1_000,
  /** Runs of one shopper in one journey at the same time (one for each cart or order). */
  runsMax: 20,
  /** An event older than this when it comes in begins nothing (an import of old orders); it still ends. */
  entryAgeMs: 48 * 3_600_000,
  /** What is looked at later than this goes on from now, so that after a long stop no waits are skipped all at once. */
  lateMs: 3_600_000,
} as const;

/** What tells several runs of one shopper apart: nothing, the cart, the order or the product that began it. */
export const JOURNEY_KEYS = ['shopper', 'cart', 'order', 'product'] as const;
export type JourneyKey = (typeof JOURNEY_KEYS)[number];

/** Days after getting in within which orders count for what a journey was worth. */
export const JOURNEY_WORTH_DAYS = [7, 30, 90] as const;

/** What a date entry counts from. */
export const DATE_BASES = [
  /** The anniversary of a trait that holds a date (a birthday). */
  'anniversary',
  /** The day in a trait. */
  'trait',
  /** The last purchase. */
  'last_order',
  /** The last purchase plus `factor` times the shopper's own average interval between purchases. */
  'own_rhythm',
] as const;
export type DateBasis = (typeof DATE_BASES)[number];

/** How somebody gets in. `id` is unique within the journey. */
export type JourneyEntry =
  /** An event whose properties fit. `channels`: kinds of sources (web, app, till …); empty = any. */
  | { id: string; type: 'event'; event: EventPattern; channels: string[] }
  | { id: string; type: 'segment'; segmentId: string | null }
  | { id: string; type: 'signal'; names: SignalName[] }
  /** A moment of one of these kinds began. */
  | { id: string; type: 'moment'; kinds: string[]; stages: string[]; minConfidence: number }
  /**
   * A day of the shopper's, `days` later (negative: before), at `minute` of that day in the shop's zone. `trait`: for
   * anniversary and trait. `factor`, `minDays`, `elseDays` (nobody with fewer than two purchases when null): own_rhythm.
   */
  | {
      id: string;
      type: 'date';
      basis: DateBasis;
      trait: string;
      days: number;
      minute: number;
      factor: number;
      minDays: number;
      elseDays: number | null;
    }
  /** Everybody in a segment, on weekdays (1 = Monday; empty = every day) at a minute of the day in the shop's zone. */
  | { id: string; type: 'schedule'; segmentId: string | null; days: number[]; minute: number }
  /** A product on the shopper's wish list (or looked at lately) can be had again. */
  | { id: string; type: 'back_in_stock'; viewed: boolean }
  /** A product on the shopper's wish list has become cheaper by at least so much (basis points). */
  | { id: string; type: 'price_drop'; percentBp: number }
  /** Another system or a person puts them in. */
  | { id: string; type: 'api' };
export type JourneyEntryType = JourneyEntry['type'];

/** How often one shopper (per key) may go through: once ever, again `after` a time since they got in, or always. */
export interface JourneyReentry {
  mode: 'once' | 'after' | 'always';
  after: Duration | null;
}

/** What takes somebody out, wherever they are. `sameKey`: only an event of the same cart, order or product. */
export type JourneyExit =
  | { id: string; type: 'event'; event: EventPattern; sameKey: boolean }
  | { id: string; type: 'segment_left'; segmentId: string | null }
  | { id: string; type: 'segment_entered'; segmentId: string | null }
  /** Asked whenever they move on after a wait. */
  | { id: string; type: 'condition'; condition: Condition };

/** What the journey is for. Counted once per run; `ends` takes them out. */
export interface JourneyGoal {
  event: EventPattern;
  sameKey: boolean;
  ends: boolean;
}

/** One message of a send step: a channel and its template. */
export interface JourneyMessage {
  channel: ChannelName;
  templateId: string | null;
}

/** What every node has. `name`: what people call it; empty = the usual word. x and y: where it is drawn. */
interface NodeBase {
  id: string;
  name: string;
  x: number;
  y: number;
}

/** A step. What comes after it says the edge that leaves one of its ports. */
export type JourneyNode = NodeBase &
  (
    | { type: 'start' }
    /** One message = that channel; several = the best channel of these. Not after `within` hours (null = open). */
    | { type: 'send'; messages: JourneyMessage[]; withinHours: number | null }
    /** Asks the decision engine what fits this shopper best in a placement; the next messages can show it. */
    | { type: 'decide'; placement: string }
    | { type: 'wait'; for: Duration }
    /** Until a second event (of the same cart, order or product, when `sameKey`), or time-out. */
    | { type: 'wait_event'; event: EventPattern; sameKey: boolean; timeout: Duration }
    /** Until the next of these weekdays (1 = Monday; empty = any) at `minute` of the day in the shopper's zone. */
    | { type: 'wait_until'; days: number[]; minute: number }
    /** `shopper`: what is true of them now. `event`: what the event said that began it. */
    | { type: 'branch'; on: 'shopper'; condition: Condition | null }
    | { type: 'branch'; on: 'event'; where: PropertyTest[] }
    /** By share, the same for one shopper every time. Weights 0–1000. */
    | { type: 'split'; shares: { id: string; name: string; weight: number }[] }
    | { type: 'profile'; traits: { key: string; value: string | number | boolean | null }[] }
    /** Gives a code of an offer; the next messages can show it. */
    | { type: 'code'; offerId: string | null }
    | { type: 'points'; points: number; reason: string }
    /** A task or hint for the people in the shop; its words are a template of the channel `staff`. */
    | { type: 'task'; templateId: string | null }
    /** Tells another system, signed; what it says is a template of the channel `webhook`. */
    | { type: 'webhook'; templateId: string | null }
    | { type: 'start_journey'; journeyId: string | null }
    | { type: 'end_journey'; journeyId: string | null }
    | { type: 'exit'; reason: string }
  );
export type JourneyNodeType = JourneyNode['type'];
export const JOURNEY_NODE_TYPES = [
  'start',
  'send',
  'decide',
  'wait',
  'wait_event',
  'wait_until',
  'branch',
  'split',
  'profile',
  'code',
  'points',
  'task',
  'webhook',
  'start_journey',
  'end_journey',
  'exit',
] as const satisfies readonly JourneyNodeType[];

/** From a port of one node to another. A port without an edge ends the journey there. */
export interface JourneyEdge {
  from: string;
  port: string;
  to: string;
}

/** What a retailer draws. A draft may lack what going live needs; the findings say what. */
export interface JourneyDraft {
  name: string;
  note: string;
  entries: JourneyEntry[];
  /** Who of those that get in goes on; null = everybody. */
  audience: Condition | null;
  key: JourneyKey;
  reentry: JourneyReentry;
  exits: JourneyExit[];
  goal: JourneyGoal | null;
  /** How often the messages of this journey may reach one shopper. */
  caps: { times: number; per: CapSpan }[];
  exclusiveGroup: string | null;
  nodes: JourneyNode[];
  edges: JourneyEdge[];
}

export interface Journey extends JourneyDraft {
  id: string;
  status: JourneyStatus;
  /** Counts published versions; 0 = never live. */
  version: number;
  /** True when the draft differs from what is live. */
  changed: boolean;
  playbook: string | null;
  createdAt: number;
  updatedAt: number;
  publishedAt: number | null;
}

/** The id of the one start node. */
export const START = 'start';

/** The ports of a node, in the order they are drawn. */
export function portsOf(node: JourneyNode): readonly string[] {
  switch (node.type) {
    case 'exit':
      return [];
    case 'branch':
      return ['yes', 'no'];
    case 'wait_event':
      return ['happened', 'timeout'];
    case 'decide':
      return ['chosen', 'nothing'];
    case 'code':
      return ['next', 'none'];
    case 'split':
      return node.shares.map(({ id }) => id);
    case 'start':
    case 'send':
    case 'wait':
    case 'wait_until':
    case 'profile':
    case 'points':
    case 'task':
    case 'webhook':
    case 'start_journey':
    case 'end_journey':
    default:
      return ['next'];
  }
}

/** True for nodes at which a shopper stays. */
export function isWait(node: Pick<JourneyNode, 'type'>): boolean {
  return node.type === 'wait' || node.type === 'wait_event' || node.type === 'wait_until';
}

/** Words of the ports that are always the same; those of a split are its own. */
export const PORT_WORDS: Readonly<Record<string, { de: string; en: string }>> = {
  next: { de: 'weiter', en: 'next' },
  yes: { de: 'ja', en: 'yes' },
  no: { de: 'nein', en: 'no' },
  happened: { de: 'passiert', en: 'happens' },
  timeout: { de: 'Zeit um', en: 'time is up' },
  chosen: { de: 'etwas passt', en: 'something fits' },
  nothing: { de: 'nichts passt', en: 'nothing fits' },
  none: { de: 'kein Code', en: 'no code' },
};

/** Why somebody is no longer on the way. Closed list. */
export const JOURNEY_ENDS = [
  /** Came to the end of the drawing. */
  'finished',
  'exit_step',
  'exit_event',
  'exit_segment',
  'exit_condition',
  'goal',
  /** Another journey's step took them out. */
  'by_journey',
  /** Somebody in the shop took them out. */
  'by_hand',
  'journey_ended',
  /** Two profiles became one, and both were on the way with the same key. */
  'joined',
  /** Went round in a circle. */
  'looping',
  /** Their version, or where they stood in it, is no longer there. */
  'broken',
] as const;
export type JourneyEnd = (typeof JOURNEY_ENDS)[number];
export const JOURNEY_END_WORDS: Readonly<Record<JourneyEnd, { de: string; en: string }>> = {
  finished: { de: 'am Ende angekommen', en: 'came to the end' },
  exit_step: { de: 'durch einen Ausgang gegangen', en: 'left through an exit' },
  exit_event: { de: 'beendet durch ein Ereignis', en: 'ended by an event' },
  exit_segment: { de: 'beendet durch ein Segment', en: 'ended by a segment' },
  exit_condition: { de: 'beendet, weil eine Bedingung zutraf', en: 'ended, a condition held' },
  goal: { de: 'Ziel erreicht', en: 'reached the goal' },
  by_journey: { de: 'von einer anderen Strecke beendet', en: 'ended by another journey' },
  by_hand: { de: 'von Hand herausgenommen', en: 'taken out by hand' },
  journey_ended: { de: 'die Strecke wurde beendet', en: 'the journey was ended' },
  joined: { de: 'mit einem anderen Profil zusammengeführt', en: 'joined with another profile' },
  looping: { de: 'lief im Kreis und wurde angehalten', en: 'went in a circle and was stopped' },
  broken: { de: 'der Schritt ist nicht mehr da', en: 'the step is no longer there' },
};

/** Usual words of a step, for lists and empty names. */
export const NODE_WORDS: Readonly<Record<JourneyNodeType, { de: string; en: string }>> = {
  start: { de: 'Start', en: 'Start' },
  send: { de: 'Nachricht senden', en: 'Send a message' },
  decide: { de: 'Passendes auswählen', en: 'Choose what fits' },
  wait: { de: 'Warten', en: 'Wait' },
  wait_event: { de: 'Warten auf ein Ereignis', en: 'Wait for an event' },
  wait_until: { de: 'Warten bis zu einer Uhrzeit', en: 'Wait until a time of day' },
  branch: { de: 'Verzweigen', en: 'Branch' },
  split: { de: 'Aufteilen', en: 'Split' },
  profile: { de: 'Merkmal setzen', en: 'Set a trait' },
  code: { de: 'Gutscheincode geben', en: 'Give an offer code' },
  points: { de: 'Punkte geben', en: 'Give points' },
  task: { de: 'Aufgabe fürs Team', en: 'Task for the team' },
  webhook: { de: 'Anderes System benachrichtigen', en: 'Tell another system' },
  start_journey: { de: 'Andere Strecke starten', en: 'Start another journey' },
  end_journey: { de: 'Andere Strecke beenden', en: 'End another journey' },
  exit: { de: 'Ausgang', en: 'Exit' },
};

/** One thing to do before (must) or good to do (should) going live. `node`: the node it concerns. */
export interface JourneyFinding {
  severity: 'must' | 'should';
  /** Dotted path such as `entries.0.event`, or `nodes.<id>.condition`. */
  field: string;
  node: string | null;
  words: { de: string; en: string };
}

/** Something about a shopper that a journey may wait for. Instants in ms. */
export interface JourneyFact {
  /** Unique for what it tells: twice is once. */
  key: string;
  type: 'event' | 'signal' | 'moment' | 'segment' | 'date' | 'api' | 'answer';
  /** Event name, signal name, moment kind, segment id, or what else the type calls for. */
  name: string;
  /** When it happened. */
  at: number;
  /** When it came in, which is the order in which it counts. */
  seenAt: number;
  /** Kind of source; empty when there was none. */
  channel: string;
  /** What a message may show of it: the event's properties and the cart's id. */
  data: JsonObject;
}

/** A shopper's way through a journey. */
export interface JourneyRun {
  id: string;
  journeyId: string;
  profileId: ProfileId;
  /** Version of the definition they go by. */
  version: number;
  /** Cart, order or product; empty when the journey has one run a shopper. */
  key: string;
  status: 'active' | 'done';
  /** Where they stand, or stood last. */
  node: string;
  enteredAt: number;
  /** Since when they stand there. */
  since: number;
  /** When they go on by themselves; null = only when something happens. */
  dueAt: number | null;
  goalAt: number | null;
  endedAt: number | null;
  end: JourneyEnd | null;
}

/** One committed transition: a node was left through a port. Key: run × node × visit. */
export interface JourneyTransition {
  node: string;
  /** How often they had been at this node, this time included. */
  visit: number;
  port: string;
  at: number;
  /** What happened there in short: channel asked for, code given, why it ended. */
  detail: JsonObject;
}
