import { Icon, useLanguage, useTexts } from '@augenblick/ui/react';
import { Handle, Position } from '@xyflow/react';
import type { Node, NodeProps } from '@xyflow/react';
import { createContext, useContext } from 'react';
import type { MouseEvent } from 'react';
import { editorTexts } from '../texts-editor.ts';
import styles from './canvas.module.css';
import { familyOf, iconOf } from './looks.ts';
import type { StepLook } from './picture.ts';

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

/** What is written on a step: its kind or name, its sentence, who is there, what is missing. */
export function StepWords({ look }: { look: StepLook }) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const { node, finding, loose, here, through } = look;
  return (
    <>
      <span className={styles.kind}>
        <span className={styles.mark}>
          <Icon name={iconOf(node)} size={13} />
        </span>
        <span className={styles.kindName}>{look.name || look.kind}</span>
      </span>
      <span className={styles.sentence}>{look.sentence}</span>
      {through !== null && (
        <span className={styles.counts}>
          {here !== null && here > 0 && (
            <b>
              <i aria-hidden />
              {text('stepHere', { count: here })}
            </b>
          )}
          <span>{text('stepThrough', { count: through })}</span>
        </span>
      )}
      {(finding || loose) && (
        <span
          className={styles.finding}
          data-severity={loose ? 'must' : (finding?.severity ?? 'must')}
        >
          <Icon name={loose || finding?.severity === 'must' ? 'warning' : 'info'} size={13} />
          <span>{loose ? text('loose') : finding?.words[language]}</span>
        </span>
      )}
    </>
  );
}
