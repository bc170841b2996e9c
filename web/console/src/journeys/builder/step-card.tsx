import { useTexts } from '@augenblick/ui/react';
import { Handle, Position } from '@xyflow/react';
import type { Node, NodeProps } from '@xyflow/react';
import { createContext, useContext } from 'react';
import type { MouseEvent } from 'react';
import { editorTexts } from '../texts-editor.ts';
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
}
export const StepActsContext = createContext<StepActs>({ onChoose: () => undefined });

/** A step on the canvas: one button that says what it does. */
export function StepCard({ id, data }: NodeProps<StepNode>) {
  const { look, focused, marked, trail } = data;
  const text = useTexts(editorTexts);
  const { onChoose } = useContext(StepActsContext);
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
        aria-label={text('step', { kind: look.name || look.kind, sentence: look.sentence })}
        onClick={choose}
      >
        <StepWords look={look} />
      </button>
      <Handle type="source" position={Position.Bottom} className={styles.handle} />
    </>
  );
}
