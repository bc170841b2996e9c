import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyGraph } from './arbitrary.ts';
import { unreached, wayKey } from './graph.ts';
import type { Graph } from './graph.ts';
import { layoutOf } from './layout.ts';
import type { Placed } from './layout.ts';
import { cornersOf, pathOf } from './route.ts';
import { neighbour } from './walk.ts';

const SIZE = { width: 280, height: 90 };
const sizes = (id: string) => ({ width: 280, height: 70 + (id.length % 4) * 20 });

const graph = (steps: Record<string, (string | null)[]>): Graph => ({
  root: Object.keys(steps)[0] ?? '',
  stops: Object.entries(steps).map(([id, ways]) => ({
    id,
    ways: ways.map((to, at) => ({ port: String(at), to })),
  })),
});
const placed = (of: Graph) => new Map(layoutOf(of, () => SIZE).steps.map((one) => [one.id, one]));
const middle = (one: Placed | undefined) => (one ? one.x + one.width / 2 : NaN);

const touch = (a: Placed, b: Placed): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('A journey that lays itself out', () => {
  it('stands in one line when nothing branches', () => {
    const at = placed(graph({ in: ['a'], a: ['b'], b: [null] }));
    expect(new Set([...at.values()].map(middle)).size).toBe(1);
    expect(at.get('b')?.y).toBeGreaterThan(at.get('a')?.y ?? 0);
  });

  it('puts the ways of a branch side by side in their order and the meeting in their middle', () => {
    const at = placed(graph({ in: ['q'], q: ['a', 'b'], a: ['m'], b: ['m'], m: ['z'], z: [null] }));
    expect(middle(at.get('a'))).toBeLessThan(middle(at.get('b')));
    expect(at.get('a')?.y).toBe(at.get('b')?.y);
    expect(middle(at.get('m'))).toBe(middle(at.get('q')));
    expect(middle(at.get('z'))).toBe(middle(at.get('q')));
  });

  it('gives a way that skips a step a lane of its own', () => {
    const layout = layoutOf(graph({ q: ['a', 'm'], a: ['m'], m: [null] }), () => SIZE);
    const skip = layout.ways.find(({ from, port }) => from === 'q' && port === '1');
    const a = layout.steps.find(({ id }) => id === 'a');
    expect(skip?.lane).toBeGreaterThan((a?.x ?? 0) + SIZE.width);
    expect(cornersOf(skip ?? (layout.ways[0] as never)).length).toBe(6);
  });

  it('never puts one step on another, and every step somewhere', () => {
    fc.assert(
      fc.property(anyGraph, (any) => {
        const { steps, width, height, ways } = layoutOf(any, sizes);
        expect(steps.map(({ id }) => id).toSorted()).toEqual(
          any.stops.map(({ id }) => id).toSorted(),
        );
        steps.forEach((a, at) => {
          for (const b of steps.slice(at + 1)) expect(touch(a, b)).toBe(false);
          expect(a.x).toBeGreaterThanOrEqual(-0.01);
          expect(a.x + a.width).toBeLessThanOrEqual(width + 0.01);
          expect(a.y + a.height).toBeLessThanOrEqual(height + 0.01);
        });
        for (const way of ways) expect(pathOf(way)).not.toContain('NaN');
      }),
    );
  });

  it('draws each way once, and downwards', () => {
    fc.assert(
      fc.property(anyGraph, (any) => {
        const { ways } = layoutOf(any, sizes);
        const keys = any.stops.flatMap(({ id, ways: own }) =>
          own.map(({ port }) => wayKey(id, port)),
        );
        expect(ways.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
        for (const way of ways) {
          expect(way.endY).toBeGreaterThan(way.startY);
        }
      }),
    );
  });

  it('is the same picture every time', () => {
    fc.assert(
      fc.property(anyGraph, (any) => {
        expect(layoutOf(any, sizes)).toEqual(layoutOf(any, sizes));
      }),
    );
  });
});

describe('Walking through it', () => {
  const branch = graph({ in: ['q'], q: ['a', 'b'], a: ['m'], b: ['m'], m: [null] });
  const layout = layoutOf(branch, () => SIZE);

  it('follows the ways down and up, and goes over to the neighbour', () => {
    expect(neighbour(layout, 'in', 'down')).toBe('q');
    expect(neighbour(layout, 'q', 'down')).toBe('a');
    expect(neighbour(layout, 'a', 'right')).toBe('b');
    expect(neighbour(layout, 'b', 'left')).toBe('a');
    expect(neighbour(layout, 'b', 'down')).toBe('m');
    expect(neighbour(layout, 'm', 'up')).toBe('a');
    expect(neighbour(layout, 'm', 'down')).toBeUndefined();
  });

  it('reaches every step by key, there and back', () => {
    fc.assert(
      fc.property(anyGraph, (any) => {
        const whole = layoutOf(any, sizes);
        for (const [there, back] of [
          ['next', 'previous'],
          ['previous', 'next'],
        ] as const) {
          const seen = new Set([any.root]);
          for (const id of seen) {
            for (const heading of [there, back]) {
              const next = neighbour(whole, id, heading);
              if (next !== undefined) seen.add(next);
            }
          }
          expect(seen.size).toBe(any.stops.length);
        }
      }),
    );
  });
});

it('names the steps nobody reaches', () => {
  expect(unreached(graph({ in: ['a'], a: [null], lost: ['a'] }))).toEqual(['lost']);
});
