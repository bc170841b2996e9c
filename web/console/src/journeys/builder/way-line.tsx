import { Icon, useFormats, useTexts } from '@augenblick/ui/react';
import { BaseEdge, EdgeLabelRenderer } from '@xyflow/react';
import type { Edge, EdgeProps } from '@xyflow/react';
import { createContext, useContext } from 'react';
import type { Gap } from '../drawing/drawing.ts';
import type { Drawn } from '../graph/layout.ts';
import { pathOf, plusOf } from '../graph/route.ts';
import { editorTexts } from '../texts-editor.ts';
import styles from './canvas.module.css';

/** How a way is drawn at this instant. */
export type WayEdge = Edge<
  {
    way: Drawn;
    /** What it is called where a step has several; empty otherwise. */
    name: string;
    /** The step it comes from, for the words of the plus. */
    after: string;
    count: number | null;
    trail: 'none' | 'on' | 'off';
    /** True while a step that is dragged would land here. */
    target: boolean;
  },
  'way'
>;

/** Adding a step in a way; null where nothing may be changed. */
export const PlusContext = createContext<((gap: Gap) => void) | null>(null);

/** A way between two steps, with its name, how many went it, and a plus. */
export function WayLine({ data }: EdgeProps<WayEdge>) {
  if (!data) return null;
  const { way, name, count, trail } = data;
  const { x, y, nameY } = plusOf(way);
  return (
    <>
      <BaseEdge path={pathOf(way)} className={styles.way} data-trail={trail} />
      <EdgeLabelRenderer>
        {(name !== '' || count !== null) && (
          <span
            className={styles.wayName}
            data-trail={trail}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${nameY}px)` }}
          >
            <WayName name={name} count={way.named ? count : null} />
          </span>
        )}
        <Plus data={data} x={x} y={y} />
      </EdgeLabelRenderer>
    </>
  );
}

function WayName({ name, count }: { name: string; count: number | null }) {
  const formats = useFormats();
  if (name === '') return null;
  return (
    <span className={styles.wayChip} title={name}>
      <span>{name}</span>
      {count !== null && <b>{formats.number(count)}</b>}
    </span>
  );
}

function Plus({ data, x, y }: { data: NonNullable<WayEdge['data']>; x: number; y: number }) {
  const text = useTexts(editorTexts);
  const onPlus = useContext(PlusContext);
  const { way, name, after, target } = data;
  if (!onPlus) return null;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`${styles.plus} nodrag nopan`}
      data-target={target}
      style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      aria-label={name ? text('addOn', { way: name }) : text('addAfter', { name: after })}
      onClick={() => onPlus({ from: way.from, port: way.port })}
    >
      <Icon name="plus" size={13} />
    </button>
  );
}
