import { isWait, portsOf, START } from '@augenblick/contract';
import type { JourneyDraft, JourneyEdge, JourneyNode } from '@augenblick/contract';
import { orderFrom } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';

/** What is drawn: the steps and the ways between them. */
export type Drawing = Pick<JourneyDraft, 'nodes' | 'edges'>;

/** A place where a step can be put: below a step, in one of its ways. */
export interface Gap {
  from: string;
  port: string;
}

/** What was copied: steps with the ways between them. */
export type Clip = Drawing;

/** Makes a name for a step that no step of this journey ever had. */
export type MakeId = () => string;

/** The drawing as pure shape. */
export function graphOf({ nodes, edges }: Drawing): Graph {
  const to = new Map(edges.map((edge) => [`${edge.from}\n${edge.port}`, edge.to]));
  const known = new Set(nodes.map(({ id }) => id));
  return {
    root: START,
    stops: nodes.map((node) => ({
      id: node.id,
      ways: portsOf(node).map((port) => {
        const target = to.get(`${node.id}\n${port}`);
        return { port, to: target !== undefined && known.has(target) ? target : null };
      }),
    })),
  };
}

/** The step of this name. */
export function nodeOf({ nodes }: Drawing, id: string): JourneyNode | undefined {
  return nodes.find((node) => node.id === id);
}

/** Where a way leads; null at the end of the journey. */
export function targetOf({ edges }: Drawing, { from, port }: Gap): string | null {
  return edges.find((edge) => edge.from === from && edge.port === port)?.to ?? null;
}

/** The way that counts as "after" a step: the first one that leads on, else the first; undefined for exits. */
export function mainGap(drawing: Drawing, id: string): Gap | undefined {
  const node = nodeOf(drawing, id);
  const gaps = node ? portsOf(node).map((port) => ({ from: id, port })) : [];
  return gaps.find((gap) => targetOf(drawing, gap) !== null) ?? gaps[0];
}

/** Lets a way lead to another step, or to the end. */
export function lead(drawing: Drawing, gap: Gap, to: string | null): Drawing {
  const others = drawing.edges.filter((edge) => edge.from !== gap.from || edge.port !== gap.port);
  return { ...drawing, edges: to === null ? others : [...others, { ...gap, to }] };
}

/** Steps that a way may lead to without going round in a circle that has no wait in it. */
export function targetsFor(drawing: Drawing, gap: Gap): string[] {
  return drawing.nodes
    .filter(({ id }) => id !== START && id !== gap.from)
    .map(({ id }) => id)
    .filter((id) => !circles(drawing, gap, id));
}

/** Whether leading a way there makes a circle in which nobody ever waits. */
function circles(drawing: Drawing, gap: Gap, to: string): boolean {
  const seen = new Set<string>();
  const open = [to];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === gap.from) return true;
    const node = nodeOf(drawing, id);
    if (seen.has(id) || !node || isWait(node)) continue;
    seen.add(id);
    open.push(...drawing.edges.filter(({ from }) => from === id).map((edge) => edge.to));
  }
  return false;
}

/** Puts a step into a way; what came there comes after it now. */
export function insert(drawing: Drawing, gap: Gap, node: JourneyNode): Drawing {
  return insertClip(drawing, gap, { nodes: [node], edges: [] });
}

function insertClip(drawing: Drawing, gap: Gap, clip: Clip): Drawing {
  const [first] = clip.nodes;
  if (!first) return drawing;
  const rest = targetOf(drawing, gap);
  const whole: Drawing = {
    nodes: [...drawing.nodes, ...clip.nodes],
    edges: [...drawing.edges, ...clip.edges],
  };
  const led = lead(whole, gap, first.id);
  const tail = rest === null ? undefined : openEnd(led, first.id, rest);
  return tail ? lead(led, tail, rest) : led;
}

/** Following the main way from a step, the first way that leads nowhere yet. */
function openEnd(drawing: Drawing, from: string, rest: string): Gap | undefined {
  const seen = new Set([rest]);
  let id = from;
  while (!seen.has(id)) {
    seen.add(id);
    const gap = mainGap(drawing, id);
    if (!gap) return undefined;
    const to = targetOf(drawing, gap);
    if (to === null) return gap;
    id = to;
  }
  return undefined;
}

/** Whether an exit fits there: nothing comes after it, so it stands only where a way ends. */
export function endsThere(drawing: Drawing, gap: Gap): boolean {
  return targetOf(drawing, gap) === null;
}

/**
 * Takes steps out. What led to one leads to what came after it (its first way that goes on); steps that nobody could reach
 * any more go with it.
 */
export function remove(drawing: Drawing, ids: readonly string[]): Drawing {
  const gone = new Set(ids.filter((id) => id !== START));
  const edges = drawing.edges.flatMap((edge): JourneyEdge[] => {
    if (gone.has(edge.from)) return [];
    const to = after(drawing, edge.to, gone);
    return to === null || to === edge.from ? [] : [{ ...edge, to }];
  });
  const nodes = drawing.nodes.filter(({ id }) => !gone.has(id));
  return swept(drawing, { nodes, edges });
}

/** The first step on the main way from here that stays. */
function after(drawing: Drawing, id: string, gone: ReadonlySet<string>): string | null {
  const seen = new Set<string>();
  let at: string | null = id;
  while (at !== null && gone.has(at)) {
    if (seen.has(at)) return null;
    seen.add(at);
    const gap = mainGap(drawing, at);
    at = gap ? targetOf(drawing, gap) : null;
  }
  return at;
}

/** Leaves out what could be reached before and no longer can; what was loose before stays where it is. */
function swept(before: Drawing, now: Drawing): Drawing {
  const reached = (drawing: Drawing): Set<string> =>
    new Set(orderFrom(graphOf(drawing), START, new Set()).ids);
  const was = reached(before);
  const is = reached(now);
  const lost = new Set(now.nodes.map(({ id }) => id).filter((id) => was.has(id) && !is.has(id)));
  if (lost.size === 0) return now;
  return {
    nodes: now.nodes.filter(({ id }) => !lost.has(id)),
    edges: now.edges.filter(({ from, to }) => !lost.has(from) && !lost.has(to)),
  };
}

/** A step with other settings. Ways it no longer has are gone, and what only they led to. */
export function change(drawing: Drawing, node: JourneyNode): Drawing {
  const ports = new Set(portsOf(node));
  return swept(drawing, {
    nodes: drawing.nodes.map((one) => (one.id === node.id ? node : one)),
    edges: drawing.edges.filter((edge) => edge.from !== node.id || ports.has(edge.port)),
  });
}

/** Takes a step out of its place and puts it into a way; its other ways stay with it. */
export function moveTo(drawing: Drawing, id: string, gap: Gap): Drawing {
  const node = nodeOf(drawing, id);
  if (!node || id === START || gap.from === id || targetOf(drawing, gap) === id) return drawing;
  const own = mainGap(drawing, id);
  const next = own ? targetOf(drawing, own) : null;
  const without = {
    ...drawing,
    edges: drawing.edges.flatMap((edge): JourneyEdge[] => {
      if (edge.from === own?.from && edge.port === own.port) return [];
      if (edge.to !== id) return [edge];
      return next === null || next === edge.from ? [] : [{ ...edge, to: next }];
    }),
  };
  const rest = targetOf(without, gap);
  if (own === undefined && rest !== null) return drawing;
  const led = lead(without, gap, id);
  const moved = own && rest !== null ? lead(led, own, rest) : led;
  // A step cannot go into one of its own ways: it would take its ground away.
  return sameReach(drawing, moved) ? moved : drawing;
}

function sameReach(before: Drawing, now: Drawing): boolean {
  const was = orderFrom(graphOf(before), START, new Set()).ids;
  const is = new Set(orderFrom(graphOf(now), START, new Set()).ids);
  return was.every((id) => is.has(id));
}

/** Where a step goes when it moves by one: below what follows it, or above what leads to it. Undefined at the edge. */
export function gapBeside(drawing: Drawing, id: string, way: 'up' | 'down'): Gap | undefined {
  if (way === 'down') {
    const own = mainGap(drawing, id);
    const next = own ? targetOf(drawing, own) : null;
    return next === null ? undefined : mainGap(drawing, next);
  }
  const above = drawing.edges.find((edge) => edge.to === id)?.from;
  const into = drawing.edges.find((edge) => edge.to === above);
  return above === undefined || above === START || !into
    ? undefined
    : { from: into.from, port: into.port };
}

/** Lets the ways of a step change places: the last becomes the first. */
export function turnWays(drawing: Drawing, id: string): Drawing {
  const node = nodeOf(drawing, id);
  const ports = node ? portsOf(node) : [];
  if (ports.length < 2) return drawing;
  const next = new Map(ports.map((port, at) => [port, ports[(at + 1) % ports.length] ?? port]));
  return {
    ...drawing,
    edges: drawing.edges.map((edge) =>
      edge.from === id ? { ...edge, port: next.get(edge.port) ?? edge.port } : edge,
    ),
  };
}

/** Steps with the ways between them; never the start. */
export function copy(drawing: Drawing, ids: readonly string[]): Clip {
  const order = orderFrom(graphOf(drawing), START, new Set()).ids;
  const place = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length);
  const chosen = ids.filter((id) => id !== START);
  const nodes = drawing.nodes
    .filter(({ id }) => chosen.includes(id))
    .toSorted((a, b) => place(a.id) - place(b.id));
  return {
    nodes,
    edges: drawing.edges.filter(({ from, to }) => chosen.includes(from) && chosen.includes(to)),
  };
}

/** Puts a copy into a way, under new names. Pieces that were not connected come one after the other. */
export function paste(
  drawing: Drawing,
  gap: Gap,
  clip: Clip,
  makeId: MakeId,
): { drawing: Drawing; ids: string[] } {
  const ids = new Map(clip.nodes.map(({ id }) => [id, makeId()]));
  const named = (id: string): string => ids.get(id) ?? id;
  const fresh: Clip = {
    nodes: clip.nodes.map((node) => ({ ...node, id: named(node.id) })),
    edges: clip.edges.map((edge) => ({ ...edge, from: named(edge.from), to: named(edge.to) })),
  };
  const pieces = piecesOf(fresh);
  // From the last to the first: each goes in front of what stands in the way already.
  const whole = pieces.toReversed().reduce((now, piece) => insertClip(now, gap, piece), drawing);
  return { drawing: whole, ids: [...ids.values()] };
}

/** A clip by what hangs together, each piece with its first step first. */
function piecesOf({ nodes, edges }: Clip): Clip[] {
  const led = new Set(edges.map(({ to }) => to));
  const left = new Map(nodes.map((node) => [node.id, node]));
  const pieces: Clip[] = [];
  for (const head of [...nodes.filter(({ id }) => !led.has(id)), ...nodes]) {
    const own: JourneyNode[] = [];
    const open = [head.id];
    for (let id = open.shift(); id !== undefined; id = open.shift()) {
      const node = left.get(id);
      if (!node) continue;
      left.delete(id);
      own.push(node);
      open.push(...edges.filter(({ from }) => from === node.id).map(({ to }) => to));
    }
    const ids = new Set(own.map(({ id }) => id));
    if (own.length > 0)
      pieces.push({ nodes: own, edges: edges.filter(({ from }) => ids.has(from)) });
  }
  return pieces;
}
