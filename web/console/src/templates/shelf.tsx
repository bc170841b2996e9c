import { BLOCK_KINDS } from '@augenblick/contract';
import type { BlockKind } from '@augenblick/contract';
import { Icon, useTexts } from '@augenblick/ui/react';
import { useDraggable } from '@dnd-kit/core';
import styles from './editor.module.css';
import { NEW } from './fresh.ts';
import { BLOCK_ICONS } from './kinds.ts';
import { blockTexts } from './texts-blocks.ts';
import { editorTexts } from './texts-editor.ts';

/** All kinds of blocks: drag one to its place, or press to put it behind the one that is open. */
export function Shelf({ onAdd }: { onAdd: (kind: BlockKind) => void }) {
  const words = useTexts(editorTexts);
  return (
    <nav className={styles.shelf} aria-label={words('shelf')}>
      <p className={styles.shelfHead}>
        <span className={styles.shelfTitle}>{words('shelf')}</span>
        <span className={styles.shelfNote}>{words('shelfNote')}</span>
      </p>
      <ul>
        {BLOCK_KINDS.map((kind) => (
          <li key={kind}>
            <ShelfItem kind={kind} onAdd={() => onAdd(kind)} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function ShelfItem({ kind, onAdd }: { kind: BlockKind; onAdd: () => void }) {
  const text = useTexts(blockTexts);
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: `${NEW}${kind}` });
  return (
    <button
      ref={setNodeRef}
      type="button"
      className={styles.shelfItem}
      data-dragging={isDragging}
      // Only the pointer drags from the shelf: with the keyboard, Enter puts the block in and the handle then moves it.
      onPointerDown={(event) => void listeners?.['onPointerDown']?.(event)}
      onClick={onAdd}
    >
      <Icon name={BLOCK_ICONS[kind]} size={16} />
      <span>{text(kind)}</span>
    </button>
  );
}
