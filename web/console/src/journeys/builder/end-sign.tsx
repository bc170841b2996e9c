import { Icon, useTexts } from '@augenblick/ui/react';
import { Handle, Position } from '@xyflow/react';
import type { Node, NodeProps } from '@xyflow/react';
import { editorTexts } from '../texts-editor.ts';
import styles from './canvas.module.css';

/** The sign at the end of a way: it ends, or leads back to a step above. */
export type EndNode = Node<{ back: string | null; faded: boolean }, 'end'>;

export function EndSign({ data }: NodeProps<EndNode>) {
  const text = useTexts(editorTexts);
  const { back, faded } = data;
  return (
    <span className={styles.end} data-faded={faded}>
      <Handle type="target" position={Position.Top} className={styles.handle} />
      <Icon name={back === null ? 'stop' : 'repeat'} size={12} />
      <span>{back === null ? text('endHere') : text('backTo', { name: back })}</span>
    </span>
  );
}
