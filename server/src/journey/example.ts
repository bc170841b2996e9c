/** Drawings with nothing in them but what is said; for the playbook, tests and benchmarks. */
import type { JourneyDraft, JourneyEdge, JourneyEntry, JourneyNode } from '@augenblick/contract';

/** A step without what every step has; `then` is drawn as edges by `draftOf`. */
export type Bare = JourneyNode extends infer N
  ? N extends JourneyNode
    ? Omit<N, 'x' | 'y' | 'name'> & { name?: string; x?: number; y?: number }
    : never
  : never;

const COLUMN = 260;
const ROW = 130;

/** A drawing from its parts; the start node is added, places are given by how far a node is from the start. */
export function draftOf(
  parts: Partial<Omit<JourneyDraft, 'nodes' | 'edges' | 'entries'>> & {
    entries: JourneyEntry[];
    nodes: Bare[];
    /** `from` `port` `to`, such as `start next wait1`. */
    edges: readonly string[];
  },
): JourneyDraft {
  const edges = parts.edges.map((text): JourneyEdge => {
    const [from = '', port = '', to = ''] = text.split(' ');
    return { from, port, to };
  });
  const all: Bare[] = [{ id: 'start', type: 'start' }, ...parts.nodes];
  const places = layout(
    all.map(({ id }) => id),
    edges,
  );
  const nodes = all.map((bare): JourneyNode => {
    const { x, y } = places.get(bare.id) ?? { x: 0, y: 0 };
    return { name: '', x, y, ...bare } as JourneyNode;
  });
  return {
    name: 'Journey',
    note: '',
    audience: null,
    key: 'shopper',
    reentry: { mode: 'always', after: null },
    exits: [],
    goal: null,
    caps: [],
    exclusiveGroup: null,
    ...parts,
    nodes,
    edges,
  };
}

/** Rows by distance from the start, columns by order of coming. */
function layout(
  ids: readonly string[],
  edges: readonly JourneyEdge[],
): Map<string, { x: number; y: number }> {
  const row = new Map<string, number>([['start', 0]]);
  for (let round = 0; round < ids.length; round++) {
    for (const { from, to } of edges) {
      const above = row.get(from);
      if (above !== undefined && !row.has(to)) row.set(to, above + 1);
    }
  }
  const taken = new Map<number, number>();
  return new Map(
    ids.map((id) => {
      const y = row.get(id) ?? ids.length;
      const x = taken.get(y) ?? 0;
      taken.set(y, x + 1);
      return [id, { x: x * COLUMN, y: y * ROW }];
    }),
  );
}
