import type { Block, BlockKind, TemplateFinding } from '@augenblick/contract';
import { Icon, useTexts } from '@augenblick/ui/react';
import {
  closestCenter,
  DndContext,
  DragOverlay,
  KeyboardSensor,
  PointerSensor,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import type { Announcements, DragEndEvent } from '@dnd-kit/core';
import {
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { Fragment, useState } from 'react';
import type { ReactNode } from 'react';
import { BlockRow } from './block-row.tsx';
import type { BlockActions } from './block-row.tsx';
import styles from './editor.module.css';
import { kindOf } from './fresh.ts';
import { BLOCK_ICONS } from './kinds.ts';
import { blockTexts } from './texts-blocks.ts';
import { editorTexts } from './texts-editor.ts';

/** Id of the place below the last block. */
const END = 'end:';

/** Where a drag stands: what is dragged and over which block. */
interface Dragging {
  id: string;
  over: string | null;
}

/**
 * Shelf and list under one hand: blocks are dragged from the shelf into the list and moved within it, by pointer or by keyboard
 * (space on the handle, arrows, space). `children` is the shelf.
 */
export function BlockBoard(props: {
  blocks: readonly Block[];
  open: string | null;
  findingsOf: (at: number) => readonly TemplateFinding[];
  actions: BlockActions;
  onAdd: (kind: BlockKind, at: number) => void;
  children: ReactNode;
}) {
  const { blocks, onAdd, actions } = props;
  const words = useTexts(editorTexts);
  const announcements = useAnnouncements(blocks);
  const [dragging, setDragging] = useState<Dragging | null>(null);
  const sensors = useSensors(
    // A press without moving still opens the block or puts it in.
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const onDrop = ({ active, over }: DragEndEvent): void => {
    setDragging(null);
    if (!over) return;
    const to = placeOf(blocks, String(over.id));
    const kind = kindOf(String(active.id));
    if (kind) onAdd(kind, to);
    else actions.onMove(String(active.id), Math.min(to, blocks.length - 1));
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      accessibility={{
        announcements,
        screenReaderInstructions: { draggable: words('dragHelp') },
      }}
      onDragStart={({ active }) => setDragging({ id: String(active.id), over: null })}
      onDragOver={({ active, over }) =>
        setDragging({ id: String(active.id), over: over ? String(over.id) : null })
      }
      onDragCancel={() => setDragging(null)}
      onDragEnd={onDrop}
    >
      {props.children}
      <BlockList {...props} dragging={dragging} />
      <DragOverlay dropAnimation={null}>
        {dragging && <Dragged id={dragging.id} blocks={blocks} />}
      </DragOverlay>
    </DndContext>
  );
}

/** The place of a block in the list; the end for anything else. */
function placeOf(blocks: readonly Block[], id: string): number {
  const at = blocks.findIndex((block) => block.id === id);
  return at < 0 ? blocks.length : at;
}

function BlockList(props: {
  blocks: readonly Block[];
  open: string | null;
  findingsOf: (at: number) => readonly TemplateFinding[];
  actions: BlockActions;
  dragging: Dragging | null;
}) {
  const { blocks, open, findingsOf, actions, dragging } = props;
  const words = useTexts(editorTexts);
  const { setNodeRef } = useDroppable({ id: END });
  // Where a new block would go is shown by a line; those in the list show it by making room.
  const coming = dragging && kindOf(dragging.id) ? dragging.over : null;
  return (
    <SortableContext items={blocks.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
      <ol className={styles.rows} aria-label={words('blocks')}>
        {blocks.map((block, at) => (
          <Fragment key={block.id}>
            {coming === block.id && <li className={styles.dropLine} aria-hidden />}
            <BlockRow
              block={block}
              at={at}
              count={blocks.length}
              open={open === block.id}
              findings={findingsOf(at)}
              actions={actions}
            />
          </Fragment>
        ))}
        {coming === END && <li className={styles.dropLine} aria-hidden />}
        <li ref={setNodeRef} className={styles.listEnd} data-empty={blocks.length === 0}>
          {blocks.length === 0 && words('noBlocks')}
        </li>
      </ol>
    </SortableContext>
  );
}

function Dragged({ id, blocks }: { id: string; blocks: readonly Block[] }) {
  const text = useTexts(blockTexts);
  const kind = kindOf(id) ?? blocks.find((block) => block.id === id)?.kind;
  if (!kind) return null;
  return (
    // As high as what is moved: an open block would seem to be over its neighbour otherwise.
    <div className={styles.draggedPlace}>
      <div className={styles.dragged}>
        <Icon name={BLOCK_ICONS[kind]} size={16} />
        {text(kind)}
      </div>
    </div>
  );
}

/** What a screen reader says while a block is moved. */
function useAnnouncements(blocks: readonly Block[]): Announcements {
  const text = useTexts(blockTexts);
  const words = useTexts(editorTexts);
  const named = (id: string | number): string => {
    const kind = kindOf(String(id)) ?? blocks.find((block) => block.id === String(id))?.kind;
    return kind ? text(kind) : '';
  };
  const place = (id: string | number): number =>
    Math.min(placeOf(blocks, String(id)) + 1, blocks.length);
  return {
    onDragStart: ({ active }) =>
      words('saidLifted', { name: named(active.id), at: place(active.id), count: blocks.length }),
    onDragOver: ({ active, over }) =>
      over
        ? words('saidOver', { name: named(active.id), at: place(over.id), count: blocks.length })
        : undefined,
    onDragEnd: ({ active, over }) =>
      over
        ? words('saidDropped', { name: named(active.id), at: place(over.id), count: blocks.length })
        : words('saidCancelled', { name: named(active.id) }),
    onDragCancel: ({ active }) => words('saidCancelled', { name: named(active.id) }),
  };
}
