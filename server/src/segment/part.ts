import {
  type Condition,
  durationMs,
  type EventPattern,
  type Goods,
  type MomentKind,
  partsOf,
  type SignalName,
  type Times,
  type TimeWindow,
} from '@augenblick/contract';
import { type Calendar, plusDays } from './calendar.ts';
import { comparable } from './value.ts';

/** Instants between which something counts, ms: from ≤ at < to. */
export interface Range {
  from: number;
  to: number | null;
}

/**
 * What must be remembered of a shopper's events to answer a part of a condition. Two parts that need the same are one:
 * `partKey` makes a text of it. Windows that move with time are not in it – they ask the same memory.
 */
export type PartSpec =
  | { kind: 'events'; event: EventPattern; range: Range | null; keep: number }
  | { kind: 'moments'; kinds: MomentKind[]; range: Range | null; keep: number }
  | { kind: 'signals'; names: SignalName[]; range: Range | null; keep: number }
  | { kind: 'orders'; goods: PlainGoods | null; range: Range | null }
  | { kind: 'sequence'; first: EventPattern; next: EventPattern; withinMs: number };

/** Goods with their texts ready for comparing. */
export interface PlainGoods {
  products: string[] | null;
  categories: string[] | null;
  brands: string[] | null;
}

/** Instants of each step of a sequence that are remembered: so much later than its successors an event may come in. */
export const SEQUENCE_KEEP = 16;
/** Orders remembered of one shopper for one part. A wholesaler's year has fewer. */
export const ORDERS_KEEP = 1000;

/** Sizes of memories: few different ones, so that conditions share them. */
const KEEPS = [1, 2, 3, 5, 8, 16, 32, 64];

/** Instants needed to tell whether something happened that often. */
export function keepFor({ compare, n }: Times): number {
  const needed = compare === 'at_least' ? Math.max(1, n) : n + 1;
  return KEEPS.find((keep) => keep >= needed) ?? 64;
}

/** The instants of a window between two days; null for windows that move and for ever. */
export function rangeOf(window: TimeWindow | undefined, calendar: Calendar): Range | null {
  if (window === undefined || 'last' in window) return null;
  const to = window.to === null ? null : calendar.startOf(plusDays(window.to, 1));
  return { from: calendar.startOf(window.from), to };
}

/** Length of a window that moves with time, ms; null for others. */
export function movingMs(window: TimeWindow | undefined): number | null {
  return window !== undefined && 'last' in window ? durationMs(window.last) : null;
}

/** Goods with texts in lower case, sorted; null when none are asked for. */
export function plainGoods(goods: Goods | undefined): PlainGoods | null {
  if (goods === undefined) return null;
  const list = (texts: readonly string[] | undefined): string[] | null =>
    texts === undefined ? null : [...new Set(texts.map(comparable))].sort();
  return {
    products: list(goods.products),
    categories: list(goods.categories),
    brands: list(goods.brands),
  };
}

/** What a leaf needs to have remembered: nothing, one part, or two. */
export function specsOf(part: Condition, calendar: Calendar): PartSpec[] {
  if (part.type === 'event' || part.type === 'moment' || part.type === 'signal') {
    const range = rangeOf(part.window, calendar);
    const keep = keepFor(part.times);
    if (part.type === 'event') return [{ kind: 'events', event: part.event, range, keep }];
    if (part.type === 'moment') return [{ kind: 'moments', kinds: part.kinds, range, keep }];
    return [{ kind: 'signals', names: part.names, range, keep }];
  }
  if (part.type === 'orders' || part.type === 'money') {
    if (isTotal(part)) return [];
    const range = rangeOf(part.window, calendar);
    return [{ kind: 'orders', goods: plainGoods(part.goods), range }];
  }
  if (part.type === 'last_order')
    return [{ kind: 'orders', goods: plainGoods(part.goods), range: null }];
  return part.type === 'sequence' ? sequenceSpecs(part) : [];
}

function sequenceSpecs(part: Extract<Condition, { type: 'sequence' }>): PartSpec[] {
  const { first, next } = part;
  if (part.happens) return [{ kind: 'sequence', first, next, withinMs: durationMs(part.within) }];
  // "Not since" needs the last time of each only.
  const last = (event: EventPattern): PartSpec => ({ kind: 'events', event, range: null, keep: 1 });
  return [last(first), last(next)];
}

/** True when the totals of the state answer it: all orders, ever. */
export function isTotal(part: { goods?: Goods | undefined; window?: TimeWindow | undefined }) {
  return part.goods === undefined && part.window === undefined;
}

/** Every part a condition needs, each once, by key. */
export function specsWithin(condition: Condition, calendar: Calendar): Map<string, PartSpec> {
  const found = new Map<string, PartSpec>();
  const walk = (part: Condition): void => {
    for (const spec of specsOf(part, calendar)) found.set(partKey(spec), spec);
    for (const child of partsOf(part)) walk(child);
  };
  walk(condition);
  return found;
}

/** The text by which a part is known. Order of names and filters does not matter. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
export function partKey(spec: PartSpec): string {
  switch (spec.kind) {
    case 'events':
      return JSON.stringify([spec.kind, eventKey(spec.event), spec.range, spec.keep]);
    case 'moments':
      return JSON.stringify([spec.kind, unique(spec.kinds), spec.range, spec.keep]);
    case 'signals':
      return JSON.stringify([spec.kind, unique(spec.names), spec.range, spec.keep]);
    case 'orders': {
      const { goods } = spec;
      const asked = goods && [goods.products, goods.categories, goods.brands];
      return JSON.stringify([spec.kind, asked, spec.range]);
    }
    case 'sequence':
      return JSON.stringify([spec.kind, eventKey(spec.first), eventKey(spec.next), spec.withinMs]);
  }
}

function eventKey(event: EventPattern): unknown {
  return [unique(event.names), event.where.map((filter) => JSON.stringify(filter)).sort()];
}

function unique<T extends string>(list: readonly T[]): T[] {
  return [...new Set(list)].sort();
}
