import type { Condition, MomentKind, SignalName } from '@augenblick/contract';
import { partsOf } from '@augenblick/contract';
import { type Calendar, createCalendar } from './calendar.ts';
import { all, any, type Check, leafCheck, not } from './check.ts';
import { type PartSpec, partKey, specsOf } from './part.ts';
import { type Pattern, patternOf } from './pattern.ts';

/** A segment that is switched on, as published. */
export interface SegmentDefinition {
  id: string;
  /** Short number within the retailer; stands for the id in a shopper's memory. */
  no: number;
  version: number;
  condition: Condition;
  /** Revision with which this version was published. */
  since: number;
  /** The instant from which it is evaluated (fold instant, ms). */
  from: number;
}

/** A remembered part as stored: its number and the revision that brought it. */
export interface PartDefinition {
  no: number;
  key: string;
  since: number;
}

/** Everything of a retailer that memberships depend on. */
export interface SegmentDefinitions {
  revision: number;
  zone: string;
  segments: readonly SegmentDefinition[];
  parts: readonly PartDefinition[];
}

/** A segment ready to be evaluated. */
export interface CompiledSegment extends SegmentDefinition {
  holds: Check;
  /** Named segments put in place. */
  whole: Condition;
}

/** A part ready to remember; `listens` are the places of segments that ask for it. */
export interface CompiledPart {
  no: number;
  since: number;
  spec: PartSpec;
  listens: number[];
  /** Patterns of events, in the order of the spec. */
  patterns: Pattern[];
}

/** Which changes of a shopper can change which segments (places in `segments`). */
export interface Listening {
  event: ReadonlyMap<string, readonly CompiledPart[]>;
  orders: readonly CompiledPart[];
  moments: readonly { kinds: ReadonlySet<MomentKind>; part: CompiledPart }[];
  signals: readonly { names: ReadonlySet<SignalName>; part: CompiledPart }[];
  /** Parts of the state: traits, consents, totals of orders, and what any event may move. */
  traits: readonly number[];
  consents: readonly number[];
  totals: readonly number[];
  affinities: readonly number[];
  identified: readonly number[];
  always: readonly number[];
}

/** All live segments of a retailer, compiled once when they are published. */
export interface CompiledSegments {
  revision: number;
  calendar: Calendar;
  segments: readonly CompiledSegment[];
  /** Number → place in `segments`. */
  placeOf: ReadonlyMap<number, number>;
  byId: ReadonlyMap<string, CompiledSegment>;
  parts: readonly CompiledPart[];
  listening: Listening;
  /** The youngest revision that brought something; a shopper's memory of this revision or later is complete. */
  newest: number;
}

/**
 * Compiles what is published. Segments named in others are put in their place, so that a change of one is a change of both
 * at the same instant. Throws when a name leads nowhere or round in a circle: publishing checks that before.
 */
export function compileSegments(definitions: SegmentDefinitions): CompiledSegments {
  const calendar = createCalendar(definitions.zone);
  const byKey = new Map(definitions.parts.map((part) => [part.key, part]));
  const conditions = new Map(definitions.segments.map(({ id, condition }) => [id, condition]));
  const parts = new Map<string, CompiledPart>();
  const none = (): Set<number> => new Set();
  const listeners: Record<Dependence, Set<number>> = {
    traits: none(),
    consents: none(),
    totals: none(),
    affinities: none(),
    identified: none(),
    always: none(),
  };
  const numberOf = (key: string): string => String(byKey.get(key)?.no ?? 0);
  const segments = [...definitions.segments]
    .sort((a, b) => a.no - b.no)
    .map((segment, place): CompiledSegment => {
      const whole = inlined(segment.condition, conditions, [segment.id]);
      for (const leaf of leavesOf(whole)) {
        for (const spec of specsOf(leaf, calendar)) addPart(parts, byKey, spec, place);
        const name = DEPENDS_ON[leaf.type];
        if (name !== undefined) listeners[name].add(place);
      }
      return { ...segment, whole, holds: compileCondition(whole, calendar, numberOf) };
    });
  const list = [...parts.values()].sort((a, b) => a.no - b.no);
  return {
    revision: definitions.revision,
    calendar,
    segments,
    placeOf: new Map(segments.map(({ no }, place) => [no, place])),
    byId: new Map(segments.map((segment) => [segment.id, segment])),
    parts: list,
    listening: {
      event: byEvent(list),
      orders: list.filter(({ spec }) => spec.kind === 'orders'),
      moments: list.flatMap((part) =>
        part.spec.kind === 'moments' ? [{ kinds: new Set(part.spec.kinds), part }] : [],
      ),
      signals: list.flatMap((part) =>
        part.spec.kind === 'signals' ? [{ names: new Set(part.spec.names), part }] : [],
      ),
      traits: [...listeners.traits],
      consents: [...listeners.consents],
      totals: [...listeners.totals],
      affinities: [...listeners.affinities],
      identified: [...listeners.identified],
      always: [...listeners.always],
    },
    newest: Math.max(0, ...segments.map(({ since }) => since), ...list.map(({ since }) => since)),
  };
}

/** The check of a condition in which no segment is named any more. */
export function compileCondition(
  condition: Condition,
  calendar: Calendar,
  numberOf: (key: string) => string,
): Check {
  const compile = (part: Condition): Check => {
    if (part.type === 'not') return not(compile(part.of));
    if (part.type === 'segment') throw new Error('a named segment was not put in place');
    if (part.type !== 'all' && part.type !== 'any') return leafCheck(part, { calendar, numberOf });
    const [only] = part.of;
    if (only && part.of.length === 1) return compile(only);
    return (part.type === 'all' ? all : any)(part.of.map(compile));
  };
  return compile(condition);
}

/** A condition with the named segments' conditions in place of their names. */
export function inlined(
  condition: Condition,
  others: ReadonlyMap<string, Condition>,
  path: readonly string[] = [],
): Condition {
  if (condition.type === 'segment') {
    const other = others.get(condition.id);
    if (other === undefined || path.includes(condition.id))
      throw new Error(`segment ${condition.id} is ${other ? 'named in a circle' : 'not live'}`);
    return inlined(other, others, [...path, condition.id]);
  }
  if (condition.type === 'all' || condition.type === 'any')
    return { ...condition, of: condition.of.map((part) => inlined(part, others, path)) };
  if (condition.type === 'not') return { type: 'not', of: inlined(condition.of, others, path) };
  return condition;
}

/** Every leaf of a condition. */
export function leavesOf(condition: Condition): Condition[] {
  const inner = partsOf(condition);
  const isGroup = condition.type === 'all' || condition.type === 'any' || condition.type === 'not';
  return isGroup ? inner.flatMap(leavesOf) : [condition];
}

function addPart(
  parts: Map<string, CompiledPart>,
  byKey: ReadonlyMap<string, PartDefinition>,
  spec: PartSpec,
  place: number,
): void {
  const key = partKey(spec);
  let part = parts.get(key);
  if (part === undefined) {
    const stored = byKey.get(key);
    if (stored === undefined) throw new Error(`no memory is set up for ${key}`);
    const events =
      spec.kind === 'events'
        ? [spec.event]
        : spec.kind === 'sequence'
          ? [spec.first, spec.next]
          : [];
    const { no, since } = stored;
    part = { no, since, spec, listens: [], patterns: events.map(patternOf) };
    parts.set(key, part);
  }
  if (part.listens.at(-1) !== place) part.listens.push(place);
}

/** Which parts of the state a leaf reads; what is remembered for it tells by itself. */
type Dependence = 'traits' | 'consents' | 'totals' | 'affinities' | 'identified' | 'always';
const DEPENDS_ON: Partial<Record<Condition['type'], Dependence>> = {
  trait: 'traits',
  consent: 'consents',
  orders: 'totals',
  money: 'totals',
  identified: 'identified',
  channel: 'always',
  affinity: 'affinities',
  seen: 'always',
  moment_now: 'always',
  signal_now: 'always',
};

function byEvent(parts: readonly CompiledPart[]): Map<string, CompiledPart[]> {
  const found = new Map<string, CompiledPart[]>();
  for (const part of parts) {
    for (const name of new Set(part.patterns.flatMap(({ names }) => [...names]))) {
      const list = found.get(name);
      if (list) list.push(part);
      else found.set(name, [part]);
    }
  }
  return found;
}
