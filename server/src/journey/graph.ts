/** Ways through a drawing: what can be reached, what goes round in circles. Pure. */
import { isWait, type JourneyDraft, portsOf, START } from '@augenblick/contract';

type Drawing = Pick<JourneyDraft, 'nodes' | 'edges'>;

/** Where each node leads, by ports that it really has. */
function followers({ nodes, edges }: Drawing): Map<string, string[]> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const after = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, port, to } of edges) {
    const node = byId.get(from);
    if (node !== undefined && byId.has(to) && portsOf(node).includes(port))
      after.get(from)?.push(to);
  }
  return after;
}

/** Nodes that a way leads to, the start included. */
export function reachable(drawing: Drawing): Set<string> {
  const after = followers(drawing);
  const found = new Set<string>([START]);
  const open: string[] = [START];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const next of after.get(id) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(next);
    }
  }
  return found;
}

/** Nodes in circles: without any wait in them, and with one. */
export function circles(drawing: Drawing): { breathless: Set<string>; waiting: Set<string> } {
  const after = followers(drawing);
  const waits = new Set(drawing.nodes.flatMap((node) => (isWait(node) ? [node.id] : [])));
  const inCircle = (id: string, passWaits: boolean): boolean => {
    const seen = new Set<string>();
    const open = [...(after.get(id) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === id) return true;
      if (seen.has(next) || (!passWaits && waits.has(next))) continue;
      seen.add(next);
      open.push(...(after.get(next) ?? []));
    }
    return false;
  };
  const breathless = new Set<string>();
  const waiting = new Set<string>();
  for (const { id } of drawing.nodes) {
    if (!waits.has(id) && inCircle(id, false)) breathless.add(id);
    else if (waits.has(id) && inCircle(id, true)) waiting.add(id);
  }
  return { breathless, waiting };
}
