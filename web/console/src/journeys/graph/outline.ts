import { gates, orderFrom, stopsOf, unreached, wayKey } from './graph.ts';
import type { Graph } from './graph.ts';

/** A line of a journey written as an indented list. */
export type Line =
  | { kind: 'step'; id: string; depth: number }
  /** The name of one of several ways; what stands in it follows, one deeper. */
  | { kind: 'way'; from: string; port: string; depth: number }
  /** A way that ends; also where one of several ways has nothing in it. */
  | { kind: 'end'; from: string; port: string; depth: number }
  /** A way that goes on with a step that stands elsewhere in the list. */
  | { kind: 'on'; from: string; port: string; to: string; depth: number };

/**
 * A journey as an indented list, read from top to bottom: what stands in a way is indented below it, what comes after all ways
 * stands at the depth of their step again. Each step once; steps nobody reaches come last.
 */
export function outlineOf(graph: Graph): Line[] {
  const stops = stopsOf(graph);
  const lines: Line[] = [];
  const seen = new Set<string>();
  const roots = [graph.root, ...unreached(graph)];
  for (const root of roots) if (!seen.has(root)) lines.push(...pieceOf(root));
  return lines;

  function pieceOf(root: string): Line[] {
    const order = orderFrom(graph, root, seen);
    const gate = gates(order);
    const incoming = new Map<string, number>();
    for (const { to } of order.onward) incoming.set(to, (incoming.get(to) ?? 0) + 1);
    const meetings = (id: string): string[] =>
      order.ids.filter((one) => gate.get(one) === id && (incoming.get(one) ?? 0) > 1);
    const piece: Line[] = [];
    const step = (id: string, depth: number): void => {
      seen.add(id);
      piece.push({ kind: 'step', id, depth });
      const ways = stops.get(id)?.ways ?? [];
      for (const { port, to } of ways) {
        const several = ways.length > 1;
        if (several) piece.push({ kind: 'way', from: id, port, depth: depth + 1 });
        way(id, port, to, several ? depth + 2 : depth);
      }
      for (const meeting of meetings(id)) step(meeting, depth);
    };
    const way = (from: string, port: string, to: string | null, depth: number): void => {
      if (to === null || !stops.has(to)) piece.push({ kind: 'end', from, port, depth });
      else if (gate.get(to) === from && incoming.get(to) === 1) step(to, depth);
      else if (seen.has(to) || order.back.has(wayKey(from, port)) || incoming.has(to))
        piece.push({ kind: 'on', from, port, to, depth });
      else piece.push({ kind: 'end', from, port, depth });
    };
    step(root, 0);
    return piece;
  }
}
