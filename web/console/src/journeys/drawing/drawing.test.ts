import { portsOf, START } from '@augenblick/contract';
import type { JourneyNode } from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderFrom } from '../graph/graph.ts';
import { anyDrawing, gapsOf } from './arbitrary.ts';
import { blankNode } from './blank.ts';
import {
  change,
  copy,
  gapBeside,
  graphOf,
  insert,
  lead,
  moveTo,
  nodeOf,
  paste,
  remove,
  targetOf,
  targetsFor,
  turnWays,
} from './drawing.ts';
import type { Drawing } from './drawing.ts';

const idsOf = ({ nodes }: Drawing) => nodes.map(({ id }) => id).toSorted();
const reachedOf = (drawing: Drawing) => orderFrom(graphOf(drawing), START, new Set()).ids;

/** What must hold of every drawing whatever was done to it. */
function sound(drawing: Drawing): void {
  const nodes = new Map(drawing.nodes.map((node) => [node.id, node]));
  expect(nodes.size).toBe(drawing.nodes.length);
  expect(nodes.get(START)?.type).toBe('start');
  const ways = drawing.edges.map(({ from, port }) => `${from} ${port}`);
  expect(new Set(ways).size).toBe(ways.length);
  for (const { from, port, to } of drawing.edges) {
    const node = nodes.get(from);
    expect(node && portsOf(node)).toContain(port);
    expect(nodes.has(to)).toBe(true);
    expect(to).not.toBe(START);
  }
}

const line = (...types: JourneyNode['type'][]): Drawing =>
  types.reduce<Drawing>(
    (drawing, type, at) =>
      insert(
        drawing,
        at === 0 ? { from: START, port: 'next' } : gapAfter(drawing, `${at - 1}`),
        blankNode(type, `${at}`),
      ),
    { nodes: [blankNode('start', START)], edges: [] },
  );
const gapAfter = (drawing: Drawing, id: string) => ({
  from: id,
  port: portsOf(nodeOf(drawing, id) ?? blankNode('wait', id))[0] ?? 'next',
});

describe('Putting steps in and taking them out', () => {
  it('puts a step between two', () => {
    const drawing = insert(
      line('wait', 'send'),
      { from: '0', port: 'next' },
      blankNode('task', 't'),
    );
    expect(reachedOf(drawing)).toEqual([START, '0', 't', '1']);
  });

  it('lets the yes way of a branch go on with what came there', () => {
    const gap = { from: '0', port: 'next' };
    const drawing = insert(line('wait', 'send'), gap, blankNode('branch', 'b'));
    expect(targetOf(drawing, { from: 'b', port: 'yes' })).toBe('1');
    expect(targetOf(drawing, { from: 'b', port: 'no' })).toBeNull();
  });

  it('always leaves a sound drawing in which nothing else is lost', () => {
    fc.assert(
      fc.property(
        anyDrawing,
        fc.nat(),
        fc.constantFrom('wait', 'branch', 'split'),
        (any, at, type) => {
          sound(any);
          const gaps = gapsOf(any);
          const gap = gaps[at % gaps.length] ?? { from: START, port: 'next' };
          const drawing = insert(any, gap, blankNode(type, 'new'));
          sound(drawing);
          expect(idsOf(drawing)).toEqual([...idsOf(any), 'new'].toSorted());
          const reached = reachedOf(any);
          expect(reached.filter((id) => !reachedOf(drawing).includes(id))).toEqual([]);
          // Out again: the same as before.
          const out = remove(drawing, ['new']);
          expect(idsOf(out)).toEqual(idsOf(any));
          expect(targetOf(out, gap)).toBe(targetOf(any, gap));
        },
      ),
    );
  });

  it('takes steps out so that everything that stays can still be reached', () => {
    fc.assert(
      fc.property(anyDrawing, fc.array(fc.nat(), { maxLength: 4 }), (any, picks) => {
        const ids = picks.flatMap((pick) => any.nodes[pick % any.nodes.length]?.id ?? []);
        const drawing = remove(any, ids);
        sound(drawing);
        const was = new Set(reachedOf(any));
        const is = new Set(reachedOf(drawing));
        for (const { id } of drawing.nodes) expect(is.has(id)).toBe(was.has(id));
        for (const id of ids) if (id !== START) expect(nodeOf(drawing, id)).toBeUndefined();
      }),
    );
  });

  it('goes on with what came after a step that is gone, and sweeps an arm that nobody reaches', () => {
    const base = insert(
      line('wait', 'send'),
      { from: '0', port: 'next' },
      blankNode('branch', 'b'),
    );
    const armed = insert(base, { from: 'b', port: 'no' }, blankNode('task', 'arm'));
    const drawing = remove(armed, ['b']);
    expect(reachedOf(drawing)).toEqual([START, '0', '1']);
    expect(nodeOf(drawing, 'arm')).toBeUndefined();
  });
});

describe('Moving, turning, leading', () => {
  it('moves up and down by one', () => {
    const drawing = line('wait', 'send', 'task');
    const down = moveTo(drawing, '0', gapBeside(drawing, '0', 'down') ?? { from: '', port: '' });
    expect(reachedOf(down)).toEqual([START, '1', '0', '2']);
    const up = moveTo(down, '0', gapBeside(down, '0', 'up') ?? { from: '', port: '' });
    expect(reachedOf(up)).toEqual([START, '0', '1', '2']);
    expect(gapBeside(drawing, '0', 'up')).toBeUndefined();
    expect(gapBeside(drawing, '2', 'down')).toBeUndefined();
  });

  it('never loses a step, wherever one is moved', () => {
    fc.assert(
      fc.property(anyDrawing, fc.nat(), fc.nat(), (any, which, where) => {
        const id = any.nodes[which % any.nodes.length]?.id ?? START;
        const gaps = gapsOf(any);
        const drawing = moveTo(any, id, gaps[where % gaps.length] ?? { from: START, port: 'next' });
        sound(drawing);
        expect(idsOf(drawing)).toEqual(idsOf(any));
        expect(reachedOf(any).filter((one) => !reachedOf(drawing).includes(one))).toEqual([]);
      }),
    );
  });

  it('turns ways round until they are back', () => {
    fc.assert(
      fc.property(anyDrawing, fc.nat(), (any, which) => {
        const node = any.nodes[which % any.nodes.length];
        let drawing = any;
        for (const _ of node ? portsOf(node) : []) drawing = turnWays(drawing, node?.id ?? '');
        sound(drawing);
        expect(graphOf(drawing)).toEqual(graphOf(any));
      }),
    );
  });

  it('offers no target that makes people run in a circle without a wait', () => {
    const drawing = line('branch', 'send', 'wait', 'task');
    const no = { from: '1', port: 'next' };
    expect(targetsFor(drawing, no)).toEqual(['2', '3']);
    // Round through the wait is a loop that somebody may want.
    expect(targetsFor(drawing, { from: '3', port: 'next' })).toEqual(['0', '1', '2']);
    sound(lead(drawing, { from: '3', port: 'next' }, '0'));
  });

  it('drops the ways that a split no longer has', () => {
    const base = insert(line('wait'), { from: '0', port: 'next' }, blankNode('split', 's'));
    const armed = insert(base, { from: 's', port: 'b' }, blankNode('task', 'arm'));
    const split = nodeOf(armed, 's');
    if (split?.type !== 'split') throw new Error('no split');
    const drawing = change(armed, { ...split, shares: split.shares.slice(0, 1) });
    sound(drawing);
    expect(nodeOf(drawing, 'arm')).toBeUndefined();
  });
});

describe('Copy and paste', () => {
  it('puts copies under new names, connected as they were, in front of what followed', () => {
    const drawing = line('wait', 'send', 'task');
    const clip = copy(drawing, ['1', '0', START]);
    let n = 0;
    const makeId = (): string => `c${(n += 1)}`;
    const pasted = paste(drawing, { from: '1', port: 'next' }, clip, makeId);
    expect(reachedOf(pasted.drawing)).toEqual([START, '0', '1', 'c1', 'c2', '2']);
    expect(pasted.ids).toEqual(['c1', 'c2']);
  });

  it('is sound for any choice of steps, and everything pasted can be reached', () => {
    fc.assert(
      fc.property(anyDrawing, fc.array(fc.nat(), { maxLength: 5 }), fc.nat(), (any, picks, at) => {
        const reached = reachedOf(any);
        const ids = picks.flatMap((pick) => reached[pick % reached.length] ?? []);
        const gaps = gapsOf(any).filter(({ from }) => reached.includes(from));
        const gap = gaps[at % gaps.length] ?? { from: START, port: 'next' };
        let n = 0;
        const made = paste(any, gap, copy(any, ids), () => `c${(n += 1)}`);
        sound(made.drawing);
        const chosen = new Set(ids.filter((id) => id !== START));
        expect(made.ids.length).toBe(chosen.size);
        expect(made.drawing.nodes.length).toBe(any.nodes.length + chosen.size);
      }),
    );
  });
});
