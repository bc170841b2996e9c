import fc from 'fast-check';
import type { Graph, Stop } from './graph.ts';

/** Any journey's shape: ways on, ways together, ways back, ways to nowhere, steps nobody reaches. Names are any text. */
export const anyGraph: fc.Arbitrary<Graph> = fc
  .record({
    names: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 45 }),
    ways: fc.array(fc.array(fc.integer({ min: -3, max: 60 }), { maxLength: 4 }), {
      maxLength: 45,
    }),
  })
  .map(({ names, ways }) => ({
    root: names[0] ?? '',
    stops: names.map(
      (id, at): Stop => ({
        id,
        ways: (ways[at] ?? []).map((to, port) => ({
          port: String(port),
          // Mostly a little further on, so that journeys grow deep; sometimes back or nowhere.
          to: to < 0 ? null : (names[to > 48 ? to - 48 : at + 1 + (to % 4)] ?? null),
        })),
      }),
    ),
  }));
