import { START } from '@augenblick/contract';
import type { JourneyNode } from '@augenblick/contract';
import fc from 'fast-check';
import { blankNode } from './blank.ts';
import { insert, lead, mainGap, targetsFor } from './drawing.ts';
import type { Drawing, Gap } from './drawing.ts';

const TYPES = ['send', 'wait', 'wait_event', 'branch', 'split', 'code', 'exit', 'task'] as const;

/** A drawing as people make them: steps put somewhere one after the other, some ways led together. */
export const anyDrawing: fc.Arbitrary<Drawing> = fc
  .array(
    fc.record({
      type: fc.constantFrom(...TYPES),
      at: fc.nat(),
      join: fc.option(fc.nat(), { nil: undefined }),
    }),
    { maxLength: 20 },
  )
  .map((steps) => {
    const start: JourneyNode = { id: START, type: 'start', name: '', x: 0, y: 0 };
    let drawing: Drawing = { nodes: [start], edges: [] };
    steps.forEach(({ type, at, join }, step) => {
      const gaps = gapsOf(drawing);
      const gap = gaps[at % gaps.length];
      if (!gap) return;
      drawing = insert(drawing, gap, blankNode(type, `s${step}`));
      const from = mainGap(drawing, `s${step}`);
      const targets = from ? targetsFor(drawing, from) : [];
      if (from && join !== undefined && targets.length > 0 && step % 3 === 0)
        drawing = lead(drawing, from, targets[join % targets.length] ?? null);
    });
    return drawing;
  });

/** Every place of a drawing where a step can be put. */
export function gapsOf(drawing: Drawing): Gap[] {
  return drawing.nodes.flatMap((node) => {
    const gap = mainGap(drawing, node.id);
    return gap ? [gap] : [];
  });
}
