/** A drawing made ready: nodes and edges by id, patterns compiled, what it listens to. Pure. */
import {
  type Condition,
  durationMs,
  type EventPattern,
  type JourneyDraft,
  type JourneyEntry,
  type JourneyFact,
  type JourneyNode,
  type JsonObject,
  START,
} from '@augenblick/contract';
import { patternOf, propertyFits } from '../segment/index.ts';

/** True when a fact fits. */
export type FactFits = (fact: JourneyFact) => boolean;

/** A way out, ready. */
export interface CompiledExit {
  fits: FactFits;
  sameKey: boolean;
  end: 'exit_event' | 'exit_segment';
}

/** A drawing, ready to be stepped through. */
export interface CompiledJourney {
  id: string;
  version: number;
  definition: JourneyDraft;
  start: string;
  nodes: ReadonlyMap<string, JourneyNode>;
  /** The node behind a port; undefined where the way ends. */
  next(from: string, port: string): string | undefined;
  entries: readonly { entry: JourneyEntry; fits: FactFits }[];
  exits: readonly CompiledExit[];
  /** Conditions asked after each wait; all as one. */
  exitCondition: Condition | null;
  goal: { fits: FactFits; sameKey: boolean; ends: boolean } | null;
  /** Awaited events by node. */
  waits: ReadonlyMap<string, FactFits>;
  /** Branches on what the event said, by node. */
  branches: ReadonlyMap<string, (data: JsonObject) => boolean>;
}

/** Compiles a drawing; whatever is incomplete in it never fits. */
export function compileJourney(
  id: string,
  version: number,
  definition: JourneyDraft,
): CompiledJourney {
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]));
  const edges = new Map<string, string>();
  for (const { from, port, to } of definition.edges) {
    const key = `${from} ${port}`;
    if (!edges.has(key) && nodes.has(to)) edges.set(key, to);
  }
  const waits = new Map<string, FactFits>();
  const branches = new Map<string, (data: JsonObject) => boolean>();
  for (const node of definition.nodes) {
    if (node.type === 'wait_event') waits.set(node.id, eventFits(node.event));
    if (node.type === 'branch' && node.on === 'event') {
      const checks = node.where.map(propertyFits);
      branches.set(node.id, (data) => checks.every((check) => check(data)));
    }
  }
  const conditions = definition.exits.flatMap((exit) =>
    exit.type === 'condition' ? [exit.condition] : [],
  );
  const { goal } = definition;
  return {
    id,
    version,
    definition,
    start: START,
    nodes,
    next: (from, port) => edges.get(`${from} ${port}`),
    entries: definition.entries.map((entry) => ({ entry, fits: entryFits(id, entry) })),
    exits: definition.exits.flatMap(exitOf),
    exitCondition: conditions.length === 0 ? null : { type: 'any', of: conditions },
    goal: goal && { ...goal, fits: eventFits(goal.event) },
    waits,
    branches,
  };
}

function eventFits(event: EventPattern): FactFits {
  const pattern = patternOf(event);
  return (fact) =>
    fact.type === 'event' && pattern.fits({ name: fact.name, properties: fact.data });
}

function exitOf(exit: JourneyDraft['exits'][number]): CompiledExit[] {
  if (exit.type === 'event')
    return [{ fits: eventFits(exit.event), sameKey: exit.sameKey, end: 'exit_event' }];
  if (exit.type === 'condition') return [];
  const entered = exit.type === 'segment_entered';
  const { segmentId } = exit;
  const fits: FactFits = ({ type, name, data }) =>
    type === 'segment' && name === segmentId && data.entered === entered;
  return [{ fits, sameKey: false, end: 'exit_segment' }];
}

/** Kinds of entries that the runner finds by itself are told as facts of type `date` under `<journey> <entry>`. */
export function sweepName(journeyId: string, entryId: string): string {
  return `${journeyId} ${entryId}`;
}

function entryFits(journeyId: string, entry: JourneyEntry): FactFits {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- all others are dealt with by default.
  switch (entry.type) {
    case 'event': {
      const fits = eventFits(entry.event);
      const { channels } = entry;
      return (fact) => (channels.length === 0 || channels.includes(fact.channel)) && fits(fact);
    }
    case 'segment':
      return ({ type, name, data }) =>
        type === 'segment' && name === entry.segmentId && data.entered === true;
    case 'signal':
      return ({ type, name }) =>
        type === 'signal' && (entry.names as readonly string[]).includes(name);
    case 'moment':
      return ({ type, name, data }) =>
        type === 'moment' &&
        (entry.kinds.length === 0 || entry.kinds.includes(name)) &&
        (entry.stages.length === 0 ||
          (typeof data.stage === 'string' && entry.stages.includes(data.stage))) &&
        Number(data.confidence ?? 0) >= entry.minConfidence;
    case 'api':
      return ({ type, name }) => type === 'api' && name === journeyId;
    default: {
      const wanted = sweepName(journeyId, entry.id);
      return ({ type, name }) => type === 'date' && name === wanted;
    }
  }
}

/** How long a wait takes, ms. */
export function waitMs(node: Extract<JourneyNode, { type: 'wait' | 'wait_event' }>): number {
  return durationMs(node.type === 'wait' ? node.for : node.timeout);
}
