import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyGraph } from './arbitrary.ts';
import type { Graph } from './graph.ts';
import { outlineOf } from './outline.ts';

const graph = (steps: Record<string, (string | null)[]>): Graph => ({
  root: Object.keys(steps)[0] ?? '',
  stops: Object.entries(steps).map(([id, ways]) => ({
    id,
    ways: ways.map((to, at) => ({ port: String(at), to })),
  })),
});

const written = (of: Graph): string =>
  outlineOf(of)
    .map((line) => {
      const words = { step: '', way: `${'port' in line ? line.port : ''}:`, end: 'end', on: 'on ' };
      const id = line.kind === 'step' ? line.id : line.kind === 'on' ? line.to : '';
      return `${'.'.repeat(line.depth)}${words[line.kind]}${id}`;
    })
    .join(' ');

it('reads from top to bottom, ways indented, what they meet in after them', () => {
  const of = graph({ in: ['q'], q: ['a', 'm'], a: ['m'], m: ['z'], z: [null] });
  expect(written(of)).toBe('in q .0: ..a ..on m .1: ..on m m z end');
});

it('says where a way leads back', () => {
  expect(written(graph({ in: ['a'], a: ['w'], w: ['a'] }))).toBe('in a w on a');
});

it('names every step once and every way at least once', () => {
  fc.assert(
    fc.property(anyGraph, (any) => {
      const lines = outlineOf(any);
      const ids = lines.flatMap((line) => (line.kind === 'step' ? [line.id] : []));
      expect(ids.toSorted()).toEqual(any.stops.map(({ id }) => id).toSorted());
      for (const { id, ways } of any.stops) {
        if (ways.length < 2) continue;
        const named = lines.filter((line) => line.kind === 'way' && line.from === id);
        expect(named.length).toBe(ways.length);
      }
    }),
  );
});
