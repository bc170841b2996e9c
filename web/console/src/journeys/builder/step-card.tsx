import { Handle, Position } from '@xyflow/react';
import type { Node, NodeProps } from '@xyflow/react';
import { createContext, useContext } from 'react';
import type { MouseEvent } from 'react';
import styles from './canvas.module.css';
import { familyOf } from './looks.ts';
import type { StepLook } from './picture.ts';
import { StepWords } from './step-words.tsx';

/** How a step is drawn at this instant. */
export type StepNode = Node<
  {
    look: StepLook;
    focused: boolean;
    marked: boolean;
    /** on: on the shown shopper's way; here: they stand here; off: they were not here. */
    trail: 'none' | 'on' | 'here' | 'off';
  },
  'step'
>;

/** What clicking a step does. */
export interface StepActs {
  onChoose: (id: string, more: boolean) => void;
  /** The focus has come to a step. */
  onFocus: (id: string) => void;
}
export const StepActsContext = createContext<StepActs>({
  onChoose: () => undefined,
  onFocus: () => undefined,
});

/** A step on the canvas: one button that says what it does. */
export function StepCard({ id, data }: NodeProps<StepNode>) {
  const { look, focused, marked, trail } = data;
  const { onChoose, onFocus } = useContext(StepActsContext);
  const choose = (event: MouseEvent): void =>
    onChoose(id, event.shiftKey || event.metaKey || event.ctrlKey);
  return (
    <>
      <Handle type="target" position={Position.Top} className={styles.handle} />
      <button
        type="button"
        className={styles.step}
        data-step={id}
        data-family={familyOf(look.node.type)}
        data-marked={marked}
        data-trail={trail}
        data-grave={look.finding?.severity === 'must'}
        tabIndex={focused ? 0 : -1}
        aria-pressed={marked}
        onClick={choose}
        onFocus={() => onFocus(id)}
      >
        <StepWords look={look} />
      </button>
      <Handle type="source" position={Position.Bottom} className={styles.handle} />
    </>
  );
}
