import type {
  AudienceMemory,
  InstantsMemory,
  JsonObject,
  Order,
  OrderMark,
  OrdersMemory,
  PartMemory,
  SequenceMemory,
  WatchFact,
} from '@augenblick/contract';
import type { CompiledPart, CompiledSegments } from './compile.ts';
import { ORDERS_KEEP, type PlainGoods, type Range, SEQUENCE_KEEP } from './part.ts';
import { plain } from './plain.ts';

/** What is read of an event. */
export interface RememberedEvent {
  name: string;
  at: number;
  properties: JsonObject;
}

/** Called with every part whose memory changed. */
type Changed = (part: CompiledPart) => void;

/**
 * Puts an event, and the order it concerned as it stands now, into the memory of the parts that ask for it. Instants are
 * kept by when things happened, so events may come late or out of order; orders by their number, so a correction replaces.
 */
export function remember(
  compiled: CompiledSegments,
  audience: AudienceMemory,
  event: RememberedEvent,
  order: Order | undefined,
  changed: Changed,
): void {
  const rev = audience.rev ?? 0;
  for (const part of compiled.listening.event.get(event.name) ?? []) {
    if (part.since > rev) continue;
    if (part.spec.kind === 'sequence') rememberStep(part, audience, event, changed);
    else if (part.spec.kind === 'events' && part.patterns[0]?.fits(event))
      put(part, audience, event.at, part.spec.range, part.spec.keep, true, changed);
  }
  if (order === undefined) return;
  for (const part of compiled.listening.orders) {
    if (part.since <= rev) rememberOrder(part, audience, order, changed);
  }
}

/** Puts moments and signals that began into the memory. The same one told again (it went on, it ended) counts once. */
export function rememberFact(
  compiled: CompiledSegments,
  audience: AudienceMemory,
  fact: WatchFact,
  changed: Changed,
): void {
  const rev = audience.rev ?? 0;
  if (fact.type === 'moment') {
    const { kind, beganAt } = fact.moment;
    for (const { kinds, part } of compiled.listening.moments) {
      if (part.spec.kind === 'moments' && part.since <= rev && kinds.has(kind))
        put(part, audience, beganAt, part.spec.range, part.spec.keep, false, changed);
    }
  } else if (fact.type === 'signal') {
    const { name, at } = fact.signal;
    for (const { names, part } of compiled.listening.signals) {
      if (part.spec.kind === 'signals' && part.since <= rev && names.has(name))
        put(part, audience, at, part.spec.range, part.spec.keep, false, changed);
    }
  }
}

/** Numbers as keys stand in rising order by themselves, so the same memory is the same text. */
function memoryOf<T extends PartMemory>(part: CompiledPart, audience: AudienceMemory, empty: T): T {
  const mem = (audience.mem ??= {});
  return (mem[part.no] ??= empty) as T;
}

function put(
  part: CompiledPart,
  audience: AudienceMemory,
  at: number,
  range: Range | null,
  keep: number,
  twice: boolean,
  changed: Changed,
): void {
  if (range !== null && (at < range.from || (range.to !== null && at >= range.to))) return;
  const known = audience.mem?.[part.no] as InstantsMemory | undefined;
  if (known !== undefined && known.length >= keep && at <= (known[keep - 1] ?? 0)) return;
  const list = known ?? memoryOf(part, audience, []);
  if (!insert(list, at, keep, twice)) return;
  changed(part);
}

/** Puts an instant into a list, newest first, at most `keep`. False when nothing changed. */
function insert(list: number[], at: number, keep: number, twice: boolean): boolean {
  let i = 0;
  while (i < list.length && (list[i] as number) > at) i++;
  if (i >= keep || (!twice && list[i] === at)) return false;
  list.splice(i, 0, at);
  if (list.length > keep) list.pop();
  return true;
}

/**
 * One step of a sequence that must happen. The second counts when a first lies before it within the time; whichever comes
 * in late is set beside the latest of the other.
 */
function rememberStep(
  part: CompiledPart,
  audience: AudienceMemory,
  event: RememberedEvent,
  changed: Changed,
): void {
  if (part.spec.kind !== 'sequence') return;
  const { withinMs } = part.spec;
  const [first, next] = part.patterns;
  const isFirst = first?.fits(event) === true;
  const isNext = next?.fits(event) === true;
  if (!isFirst && !isNext) return;
  const memory = memoryOf<SequenceMemory>(part, audience, { a: [], b: [] });
  const { at } = event;
  const before = memory.done;
  const follows = (a: number, b: number): void => {
    if (b > a && b - a <= withinMs && b > (memory.done ?? 0)) memory.done = b;
  };
  if (isFirst) {
    insert(memory.a, at, SEQUENCE_KEEP, true);
    for (const b of memory.b) follows(at, b);
  }
  if (isNext) {
    insert(memory.b, at, SEQUENCE_KEEP, true);
    for (const a of memory.a) follows(a, at);
  }
  if (memory.done !== before) changed(part);
}

function rememberOrder(
  part: CompiledPart,
  audience: AudienceMemory,
  order: Order,
  changed: Changed,
): void {
  if (part.spec.kind !== 'orders') return;
  const { goods, range } = part.spec;
  const inside =
    range === null || (order.at >= range.from && (range.to === null || order.at < range.to));
  const mark = inside ? markOf(order, goods) : undefined;
  const known = audience.mem?.[part.no] as OrdersMemory | undefined;
  const old = known?.findIndex(([id]) => id === order.orderId) ?? -1;
  if (mark === undefined && old < 0) return;
  const list = known ?? memoryOf<OrdersMemory>(part, audience, []);
  if (old >= 0) list.splice(old, 1);
  if (mark !== undefined) insertMark(list, mark);
  if (list.length === 0 && audience.mem) delete audience.mem[part.no];
  changed(part);
}

/** Newest first; of one instant, the greater number first. */
function insertMark(list: OrdersMemory, mark: OrderMark): void {
  const [id, at] = mark;
  let i = 0;
  while (i < list.length) {
    const [otherId, otherAt] = list[i] as OrderMark;
    if (otherAt < at || (otherAt === at && otherId < id)) break;
    i++;
  }
  list.splice(i, 0, mark);
  if (list.length > ORDERS_KEEP) list.pop();
}

/** What an order is worth to a part; undefined when it holds none of the goods meant. */
export function markOf(order: Order, goods: PlainGoods | null): OrderMark | undefined {
  const { orderId, at, currency, kind, status } = order;
  const sold = kind === 'sale' && status !== 'cancelled';
  if (goods === null) {
    const back =
      kind === 'return' && status !== 'cancelled'
        ? Math.abs(order.totalMinor)
        : sold
          ? order.refundedMinor
          : 0;
    return [orderId, at, currency, sold ? 1 : 0, sold ? order.totalMinor : 0, back];
  }
  const lines = order.lines.filter(
    ({ productId, category, brand }) =>
      named(goods.products, productId) &&
      named(goods.categories, category) &&
      named(goods.brands, brand),
  );
  if (lines.length === 0) return undefined;
  const paid = lines.reduce((sum, line) => sum + lineMinor(line.quantity, line.unitPriceMinor), 0);
  return [orderId, at, currency, sold ? 1 : 0, sold ? paid : 0, 0];
}

function named(wanted: readonly string[] | null, value: string | null): boolean {
  return wanted === null || (value !== null && wanted.includes(plain(value)));
}

/** Quantity times price, half away from zero on exact thousandths, as PostgreSQL's round(numeric) does it. */
function lineMinor(quantity: number, unitPriceMinor: number): number {
  const thousandths = Math.round(quantity * 1000) * unitPriceMinor;
  const whole = Math.floor((Math.abs(thousandths) + 500) / 1000);
  return thousandths < 0 ? -whole : whole;
}
