import type { Layout, Placed } from './layout.ts';

/** Where an arrow key leads; next and previous (Page Down, Page Up) go through everything, row by row. */
export type Heading = 'up' | 'down' | 'left' | 'right' | 'next' | 'previous';

function middle({ x, y, width, height }: Placed): [number, number] {
  return [x + width / 2, y + height / 2];
}

/**
 * The step one arrow key away: up and down follow the ways where there are any, so that one reads along a journey; left and
 * right go to the neighbour that stands closest to the same height. Undefined where nothing lies that way.
 */
export function neighbour(layout: Layout, id: string, heading: Heading): string | undefined {
  const here = layout.steps.find((step) => step.id === id);
  if (!here) return layout.steps[0]?.id;
  if (heading === 'next' || heading === 'previous') return inRows(layout, id, heading);
  const linked = followed(layout, here, heading);
  return linked ?? nearest(layout, here, heading);
}

function inRows(layout: Layout, id: string, heading: 'next' | 'previous'): string | undefined {
  const rows = layout.steps.toSorted((a, b) => a.y - b.y || a.x - b.x);
  const at = rows.findIndex((step) => step.id === id);
  return rows[at + (heading === 'next' ? 1 : -1)]?.id;
}

function followed(layout: Layout, here: Placed, heading: Heading): string | undefined {
  if (heading === 'left' || heading === 'right') return undefined;
  const ids = layout.ways
    .filter(({ kind }) => kind === 'on')
    .flatMap(({ from, to }) => {
      if (heading === 'down') return from === here.id && to !== null ? [to] : [];
      return to === here.id ? [from] : [];
    });
  // The first way is the one read first; it leads down. Of several that lead here the closest one leads up.
  const candidates = layout.steps.filter((step) => ids.includes(step.id));
  if (heading === 'down') return ids[0];
  return closest(candidates, here, ([dx, dy]) => Math.abs(dx) + Math.abs(dy));
}

function nearest(layout: Layout, here: Placed, heading: Heading): string | undefined {
  const sideways = heading === 'left' || heading === 'right';
  const sign = heading === 'left' || heading === 'up' ? -1 : 1;
  const [x, y] = middle(here);
  const ahead = layout.steps.filter((step) => {
    const [sx, sy] = middle(step);
    return sideways ? (sx - x) * sign > 1 : (sy - y) * sign > 1;
  });
  return closest(ahead, here, ([dx, dy]) =>
    sideways ? Math.abs(dx) + 3 * Math.abs(dy) : Math.abs(dy) + 3 * Math.abs(dx),
  );
}

function closest(
  steps: readonly Placed[],
  here: Placed,
  far: (distance: [number, number]) => number,
): string | undefined {
  const [x, y] = middle(here);
  let best: { id: string; far: number } | undefined;
  for (const step of steps) {
    const [sx, sy] = middle(step);
    const distance = far([sx - x, sy - y]);
    if (!best || distance < best.far) best = { id: step.id, far: distance };
  }
  return best?.id;
}
