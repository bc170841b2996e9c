import type { Block } from '@augenblick/contract';
import { BLOCK_KINDS } from '@augenblick/contract';
import type { BlockKind } from '@augenblick/contract';
import type { Language } from '@augenblick/ui';
import { Icon, useTexts } from '@augenblick/ui/react';
import { useDraggable } from '@dnd-kit/core';
import styles from './editor.module.css';
import { BLOCK_ICONS } from './kinds.ts';
import { newBlockId } from './new-id.ts';
import { blockTexts } from './texts-blocks.ts';
import { editorTexts } from './texts-editor.ts';

/** How a dragged new block is named: ids of blocks never begin so. */
const NEW = 'new:';

/** A new block in both languages, with an id of its own. */
export type FreshBlock = Record<Language, Block>;

/** The kind of a block dragged from the shelf; null for one that stands in the message. */
export function kindOf(dragged: string): BlockKind | null {
  if (!dragged.startsWith(NEW)) return null;
  return BLOCK_KINDS.find((kind) => kind === dragged.slice(NEW.length)) ?? null;
}

/** A new block of a kind as the server's shelf has it; null while that is on its way. */
export function freshBlock(
  shelf: readonly FreshBlock[] | undefined,
  kind: BlockKind,
): FreshBlock | null {
  const found = shelf?.find(({ de }) => de.kind === kind);
  if (!found) return null;
  // Columns that come with blocks in them need ids for those, too; the same in both languages.
  const ids = new Map<string, string>();
  const idOf = (old: string): string => {
    const id = ids.get(old) ?? newBlockId();
    ids.set(old, id);
    return id;
  };
  return { de: withIds(found.de, idOf), en: withIds(found.en, idOf) };
}

function withIds(block: Block, idOf: (id: string) => string): Block {
  const next = { ...block, id: idOf(block.id) };
  if (next.kind !== 'columns') return next;
  const columns = next.columns.map((column) =>
    column.map((inner) => ({ ...inner, id: idOf(inner.id) })),
  );
  return { ...next, columns };
}

/** All kinds of blocks: drag one to its place, or press to put it behind the one that is open. */
export function Shelf({ onAdd }: { onAdd: (kind: BlockKind) => void }) {
  const words = useTexts(editorTexts);
  return (
    <nav className={styles.shelf} aria-label={words('shelf')}>
      <p className={styles.shelfTitle}>{words('shelf')}</p>
      <ul>
        {BLOCK_KINDS.map((kind) => (
          <li key={kind}>
            <ShelfItem kind={kind} onAdd={() => onAdd(kind)} />
          </li>
        ))}
      </ul>
      <p className={styles.shelfNote}>{words('shelfNote')}</p>
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
