/** One way out of a step: by which door, and to which step; null leaves the journey. */
export interface Way {
  port: string;
  to: string | null;
}

/** A step as pure shape: its name and its ways, in the order they are read. */
export interface Stop {
  id: string;
  ways: readonly Way[];
}

/** A journey as pure shape. `root` is where everybody comes in. */
export interface Graph {
  root: string;
  stops: readonly Stop[];
}

/** A way with the step it begins at. */
export interface Edge extends Way {
  from: string;
}

/** What is reached from a root, in an order in which every way that does not lead back leads onward. */
export interface Order {
  /** The root first. */
  ids: string[];
  /** Ways onward between reached steps, in the order of `ids`. */
  onward: (Edge & { to: string })[];
  /** Ways that lead back to a step that is still being passed, as `from` and port. */
  back: Set<string>;
}

/** The key of a way: no two ways of one step have the same port. */
export function wayKey(from: string, port: string): string {
  return `${from}\n${port}`;
}

/** The steps by their names. */
export function stopsOf(graph: Graph): Map<string, Stop> {
  return new Map(graph.stops.map((stop) => [stop.id, stop]));
}

/**
 * Walks from a root through everything that can be reached and is not in `without`. Method: depth-first search; its reversed
 * post-order is topological once the ways back to a step still on the stack are left out.
 */
export function orderFrom(graph: Graph, root: string, without: ReadonlySet<string>): Order {
  const stops = stopsOf(graph);
  const state = new Map<string, 'open' | 'done'>();
  const back = new Set<string>();
  const ids: string[] = [];
  const visit = (id: string): void => {
    state.set(id, 'open');
    // From the last to the first, so that after reversing the first way comes first.
    for (const { port, to } of [...(stops.get(id)?.ways ?? [])].reverse()) {
      if (to === null || without.has(to) || !stops.has(to)) continue;
      const seen = state.get(to);
      if (seen === 'open') back.add(wayKey(id, port));
      else if (seen === undefined) visit(to);
    }
    state.set(id, 'done');
    ids.push(id);
  };
  visit(root);
  ids.reverse();
  const onward = ids.flatMap((from) =>
    (stops.get(from)?.ways ?? []).flatMap(({ port, to }) =>
      to !== null && state.has(to) && !back.has(wayKey(from, port)) ? [{ from, port, to }] : [],
    ),
  );
  return { ids, onward, back };
}

/** Names of all steps that nobody can reach from the root. */
export function unreached(graph: Graph): string[] {
  const reached = new Set(orderFrom(graph, graph.root, new Set()).ids);
  return graph.stops.filter(({ id }) => !reached.has(id)).map(({ id }) => id);
}

/**
 * For every reached step the step that everybody on the way there must pass last (its immediate dominator). Method: Cooper,
 * Harvey and Kennedy's iteration, which on a graph without ways back is done after one round.
 */
export function gates(order: Order): Map<string, string> {
  const at = new Map(order.ids.map((id, index) => [id, index]));
  const gate = new Map<string, string>();
  const root = order.ids[0] ?? '';
  const meet = (one: string, other: string): string => {
    let [a, b] = [one, other];
    while (a !== b) {
      if ((at.get(a) ?? 0) > (at.get(b) ?? 0)) a = gate.get(a) ?? root;
      else b = gate.get(b) ?? root;
    }
    return a;
  };
  const into = new Map<string, string[]>();
  for (const { from, to } of order.onward) into.set(to, [...(into.get(to) ?? []), from]);
  for (const id of order.ids.slice(1)) {
    const from = into.get(id) ?? [];
    gate.set(id, from.slice(1).reduce(meet, from[0] ?? root));
  }
  return gate;
}
