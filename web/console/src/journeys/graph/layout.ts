import { gates, orderFrom, stopsOf, wayKey } from './graph.ts';
import type { Graph, Order, Stop } from './graph.ts';

/** Room around and between steps, px. */
export const ROOM = {
  /** Below a step with one way out: the plus stands here. */
  single: 64,
  /** Below a step with several: the names of the ways and a plus each. */
  several: 118,
  /** Above a step where ways meet. */
  meeting: 76,
  /** Between neighbours. */
  beside: 36,
  /** Width of a way that has no step of its own. */
  lane: 176,
  /** The sign at the end of a way. */
  endHeight: 34,
} as const;

/** Width and height of a step, px. */
export interface Size {
  width: number;
  height: number;
}

/** A step where it stands: the left upper corner and its size. */
export interface Placed extends Size {
  id: string;
  x: number;
  y: number;
}

/** A way as it is drawn: down from the step, over to `lane`, down along it, over to the target. */
export interface Drawn {
  key: string;
  from: string;
  port: string;
  /** The step it leads to; null at the end of a journey. */
  to: string | null;
  /** end: leaves the journey; back: leads to a step above, drawn as a sign; on: everything else. */
  kind: 'on' | 'end' | 'back';
  startX: number;
  startY: number;
  lane: number;
  endX: number;
  endY: number;
  /** True where the step has several ways, so that this one has a name. */
  named: boolean;
}

/** Where everything stands. */
export interface Layout {
  steps: Placed[];
  ways: Drawn[];
  width: number;
  height: number;
}

/** A part of the picture whose own middle line is x = 0 and whose top is y = 0. */
interface Block {
  left: number;
  right: number;
  height: number;
  steps: Placed[];
  /** Middle lines of ways, by key; where a way has an end sign of its own, its y too. */
  lanes: Map<string, { x: number; y: number | null }>;
}

/** What stands below a step in one of its ways. */
interface Arm {
  key: string;
  block: Block;
  /** Steps inside, and steps that are led to from inside. */
  leads: ReadonlySet<string>;
}

/**
 * Places every step by itself: ways side by side in their order, steps where ways meet below them and in their middle, nothing
 * on top of anything. Method: the journey is folded along its dominator tree. What only one way leads to is a block in
 * that way; what several ways of one step lead to stands below all of them; ways that never meet stand apart.
 */
export function layoutOf(graph: Graph, sizeOf: (id: string) => Size): Layout {
  const placed = new Set<string>();
  const steps: Placed[] = [];
  const ways: Drawn[] = [];
  let right = 0;
  let height = 0;
  for (const root of rootsOf(graph)) {
    if (placed.has(root)) continue;
    const part = layoutFrom(graph, root, placed, sizeOf);
    const shift = right + (right > 0 ? ROOM.beside * 2 : 0) + part.left;
    steps.push(...part.steps.map((one) => ({ ...one, x: one.x + shift })));
    ways.push(
      ...part.ways.map((way) => ({
        ...way,
        startX: way.startX + shift,
        lane: way.lane + shift,
        endX: way.endX + shift,
      })),
    );
    for (const { id } of part.steps) placed.add(id);
    right = shift + part.right;
    height = Math.max(height, part.height);
  }
  return { steps, ways, width: right, height };
}

/** Where pieces begin: the root, then steps that nothing leads to, then any of what is left (rings). */
function rootsOf({ root, stops }: Graph): string[] {
  const led = new Set(stops.flatMap(({ ways }) => ways.map(({ to }) => to)));
  const ids = stops.map(({ id }) => id);
  return [root, ...ids.filter((id) => !led.has(id)), ...ids];
}

interface Part {
  steps: Placed[];
  ways: Drawn[];
  left: number;
  right: number;
  height: number;
}

function layoutFrom(
  graph: Graph,
  root: string,
  without: ReadonlySet<string>,
  sizeOf: (id: string) => Size,
): Part {
  const order = orderFrom(graph, root, without);
  const folder = new Folder(graph, order, sizeOf);
  const block = folder.block(root);
  const at = new Map(block.steps.map((step) => [step.id, step]));
  const ways = block.steps.flatMap((step) => drawnOf(step, folder, at, block));
  const bottoms = ways.map(({ kind, endY }) => (kind === 'on' ? 0 : endY + ROOM.endHeight));
  return {
    steps: block.steps,
    ways,
    left: block.left,
    right: block.right,
    height: bottoms.reduce((most, one) => Math.max(most, one), block.height),
  };
}

function drawnOf(
  step: Placed,
  folder: Folder,
  at: ReadonlyMap<string, Placed>,
  block: Block,
): Drawn[] {
  const stop = folder.stops.get(step.id);
  const startX = step.x + step.width / 2;
  const startY = step.y + step.height;
  return (stop?.ways ?? []).map(({ port, to }) => {
    const key = wayKey(step.id, port);
    const target = to === null || folder.order.back.has(key) ? undefined : at.get(to);
    const lane = block.lanes.get(key);
    return {
      key,
      from: step.id,
      port,
      to: to !== null && folder.stops.has(to) ? to : null,
      kind: target ? 'on' : folder.order.back.has(key) ? 'back' : 'end',
      startX,
      startY,
      lane: lane?.x ?? startX,
      endX: target ? target.x + target.width / 2 : (lane?.x ?? startX),
      endY: target ? target.y : (lane?.y ?? startY + ROOM.single),
      named: (stop?.ways.length ?? 0) > 1,
    };
  });
}

/** Folds a journey from the leaves to its root. */
class Folder {
  readonly stops: Map<string, Stop>;
  readonly order: Order;
  private readonly sizeOf: (id: string) => Size;
  private readonly under = new Map<string, string[]>();
  private readonly incoming = new Map<string, number>();

  constructor(graph: Graph, order: Order, sizeOf: (id: string) => Size) {
    this.stops = stopsOf(graph);
    this.order = order;
    this.sizeOf = sizeOf;
    const gate = gates(order);
    for (const id of order.ids) {
      const above = gate.get(id);
      if (above !== undefined) this.under.set(above, [...(this.under.get(above) ?? []), id]);
    }
    for (const { to } of order.onward) this.incoming.set(to, (this.incoming.get(to) ?? 0) + 1);
  }

  /** A step with everything that is reached through it alone. */
  block(id: string): Block {
    const { width, height } = this.sizeOf(id);
    const meetings = (this.under.get(id) ?? []).filter((one) => this.meets(one));
    const parts = joined(this.arms(id), meetings, (one) => this.leadsOf(one)).map((group) =>
      stacked(
        group.arms.map((arm) => arm.block),
        group.meetings.map((one) => this.block(one)),
      ),
    );
    const ways = this.stops.get(id)?.ways.length ?? 0;
    const row = beside(parts);
    const gap = parts.length === 0 ? 0 : ways > 1 ? ROOM.several : ROOM.single;
    const own: Placed = { id, x: -width / 2, y: 0, width, height };
    const below = shifted(row, 0, height + gap);
    return {
      left: Math.max(width / 2, row.left),
      right: Math.max(width / 2, row.right),
      height: height + gap + row.height,
      steps: [own, ...below.steps],
      lanes: below.lanes,
    };
  }

  private meets(id: string): boolean {
    return (this.incoming.get(id) ?? 0) > 1;
  }

  /** Each way of a step with what stands in it alone. */
  private arms(id: string): Arm[] {
    const ways = this.stops.get(id)?.ways ?? [];
    return ways.flatMap(({ port, to }): Arm[] => {
      const key = wayKey(id, port);
      const leadsOn = to !== null && this.incoming.has(to) && !this.order.back.has(key);
      if (leadsOn && !this.meets(to)) {
        const inner = this.block(to);
        const lanes = new Map(inner.lanes).set(key, { x: 0, y: null });
        return [{ key, block: { ...inner, lanes }, leads: this.leadsOf(to) }];
      }
      if (leadsOn && ways.length === 1) return [];
      const half = ROOM.lane / 2;
      const lanes = new Map([[key, { x: 0, y: leadsOn ? null : 0 }]]);
      const height = leadsOn ? 0 : ROOM.endHeight;
      const block: Block = { left: half, right: half, height, steps: [], lanes };
      return [{ key, block, leads: new Set(leadsOn ? [to] : []) }];
    });
  }

  /** Everything reached through a step alone, and everything that is led to from there. */
  private leadsOf(id: string): ReadonlySet<string> {
    const inside = new Set<string>();
    const visit = (one: string): void => {
      inside.add(one);
      for (const below of this.under.get(one) ?? []) visit(below);
    };
    visit(id);
    const ends = this.order.onward.filter(({ from }) => inside.has(from)).map(({ to }) => to);
    return new Set([...inside, ...ends]);
  }
}

interface Group {
  arms: Arm[];
  meetings: string[];
}

/** Arms that meet somewhere below belong together, with the steps where they meet. */
function joined(
  arms: readonly Arm[],
  meetings: readonly string[],
  leadsOf: (id: string) => ReadonlySet<string>,
): Group[] {
  let groups: (Group & { leads: ReadonlySet<string> })[] = arms.map((arm) => ({
    arms: [arm],
    meetings: [],
    leads: arm.leads,
  }));
  for (const meeting of meetings) {
    const own = leadsOf(meeting);
    const into = groups.filter(({ leads }) => leads.has(meeting));
    const one = {
      arms: into.flatMap((group) => group.arms),
      meetings: [...into.flatMap((group) => group.meetings), meeting],
      leads: new Set([...into.flatMap((group) => [...group.leads]), ...own]),
    };
    const [first] = into;
    groups = first
      ? groups.flatMap((group) => (group === first ? [one] : into.includes(group) ? [] : [group]))
      : [...groups, one];
  }
  return groups;
}

/** Arms side by side, what they meet in below them and in their middle. */
function stacked(arms: readonly Block[], meetings: readonly Block[]): Block {
  let whole = beside(arms);
  for (const meeting of meetings) {
    const top = whole.height + ROOM.meeting;
    const below = shifted(meeting, 0, top);
    whole = {
      left: Math.max(whole.left, meeting.left),
      right: Math.max(whole.right, meeting.right),
      height: top + meeting.height,
      steps: [...whole.steps, ...below.steps],
      lanes: new Map([...whole.lanes, ...below.lanes]),
    };
  }
  return whole;
}

/** Blocks from left to right; the middle line lies between the middle lines of the first and the last. */
function beside(blocks: readonly Block[]): Block {
  let at = 0;
  const middles = blocks.map((block, index) => {
    if (index > 0) at += ROOM.beside;
    const middle = at + block.left;
    at = middle + block.right;
    return middle;
  });
  const middle = ((middles[0] ?? 0) + (middles.at(-1) ?? 0)) / 2;
  const moved = blocks.map((block, index) => shifted(block, (middles[index] ?? 0) - middle, 0));
  return {
    left: middle,
    right: at - middle,
    height: blocks.reduce((most, { height }) => Math.max(most, height), 0),
    steps: moved.flatMap(({ steps }) => steps),
    lanes: new Map(moved.flatMap(({ lanes }) => [...lanes])),
  };
}

function shifted(block: Block, x: number, y: number): Block {
  return {
    ...block,
    steps: block.steps.map((step) => ({ ...step, x: step.x + x, y: step.y + y })),
    lanes: new Map(
      [...block.lanes].map(([key, lane]) => [
        key,
        { x: lane.x + x, y: lane.y === null ? null : lane.y + y },
      ]),
    ),
  };
}
