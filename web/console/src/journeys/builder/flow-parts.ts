import type { Drawn } from '../graph/layout.ts';
import { ROOM } from '../graph/layout.ts';
import { portName } from '../words.ts';
import type { JourneyWording } from '../words.ts';
import type { EndNode } from './end-sign.tsx';
import type { Counted, Picture, Trail } from './picture.ts';
import type { StepNode } from './step-card.tsx';
import type { WayEdge } from './way-line.tsx';

/** Width of the sign at the end of a way, px. */
const END_WIDTH = 160;

/** What is chosen and shown beside the drawing itself. */
export interface Shown {
  focus: string;
  marked: readonly string[];
  trail: Trail | null;
  counted: Counted | null;
  /** The way on which a dragged step would land. */
  target: string | null;
  words: JourneyWording;
  editing: boolean;
}

function endKey(way: Drawn): string {
  return `end\n${way.key}`;
}

/** Steps and end signs as the canvas wants them. */
export function nodesOf({ layout, looks }: Picture, shown: Shown): (StepNode | EndNode)[] {
  const { trail } = shown;
  const steps = layout.steps.flatMap((placed): StepNode[] => {
    const look = looks.get(placed.id);
    if (!look) return [];
    const { x, y, width, height, id } = placed;
    const on = trail?.steps.has(id);
    return [
      {
        id,
        type: 'step',
        position: { x, y },
        width,
        height,
        draggable: shown.editing && id !== 'start',
        data: {
          look,
          focused: shown.focus === id,
          marked: shown.marked.includes(id),
          trail: !trail ? 'none' : trail.here === id ? 'here' : on ? 'on' : 'off',
        },
      },
    ];
  });
  const ends = layout.ways
    .filter(({ kind }) => kind !== 'on')
    .map(
      (way): EndNode => ({
        id: endKey(way),
        type: 'end',
        position: { x: way.endX - END_WIDTH / 2, y: way.endY },
        width: END_WIDTH,
        height: ROOM.endHeight,
        draggable: false,
        data: {
          back: way.kind === 'back' ? nameOf(way.to, looks) : null,
          faded: trail !== null && !trail.ways.has(way.key),
        },
      }),
    );
  return [...steps, ...ends];
}

function nameOf(id: string | null, looks: Picture['looks']): string {
  const look = id === null ? undefined : looks.get(id);
  return look ? look.name || look.sentence : '';
}

/** Ways as the canvas wants them. */
export function edgesOf({ layout, looks }: Picture, shown: Shown): WayEdge[] {
  const { trail, counted, words, target } = shown;
  return layout.ways.map((way) => {
    const look = looks.get(way.from);
    return {
      id: way.key,
      type: 'way',
      source: way.from,
      target: way.kind === 'on' && way.to !== null ? way.to : endKey(way),
      data: {
        way,
        name: way.named && look ? portName(look.node, way.port, words) : '',
        after: look ? look.name || look.kind : '',
        count: counted ? (counted.ways.get(way.key) ?? 0) : null,
        trail: !trail ? 'none' : trail.ways.has(way.key) ? 'on' : 'off',
        target: target === way.key,
      },
    };
  });
}
