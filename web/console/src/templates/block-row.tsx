import type { Block, TemplateFinding } from '@augenblick/contract';
import { Icon, TextSkeleton, useLanguage, useTexts } from '@augenblick/ui/react';
import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import { useSortable } from '@dnd-kit/sortable';
import { lazy, Suspense } from 'react';
import type { KeyboardEvent } from 'react';
import styles from './editor.module.css';
import { BLOCK_ICONS } from './kinds.ts';
import { SummaryLine } from './summary-line.tsx';
import { blockTexts } from './texts-blocks.ts';
import { editorTexts } from './texts-editor.ts';

// On its way as soon as the list stands, so that the first block opens without waiting.
const settings = import('./block-settings.tsx');
const BlockSettings = lazy(async () => ({ default: (await settings).BlockSettings }));

/** What can be done with a block. */
export interface BlockActions {
  onToggle: (id: string) => void;
  onSet: (block: Block, field: string | null) => void;
  onMove: (id: string, to: number) => void;
  onDuplicate: (id: string) => void;
  onRemove: (id: string) => void;
}

/** A block in the list: a line that opens to its settings, with a handle to move it. */
export function BlockRow(props: {
  block: Block;
  at: number;
  count: number;
  open: boolean;
  findings: readonly TemplateFinding[];
  actions: BlockActions;
}) {
  const { block, at, count, open, findings, actions } = props;
  const text = useTexts(blockTexts);
  const words = useTexts(editorTexts);
  const sortable = useSortable({ id: block.id });
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition } =
    sortable;
  const name = text(block.kind);
  // Only moved, never scaled: blocks of different heights would be squeezed otherwise.
  const moved = transform ? `translate3d(0, ${Math.round(transform.y)}px, 0)` : undefined;
  return (
    <li
      ref={setNodeRef}
      id={`block-${block.id}`}
      className={styles.row}
      data-open={open}
      data-dragging={sortable.isDragging}
      data-ground={block.ground}
      style={{ transform: moved, transition }}
    >
      <div className={styles.rowHead}>
        <button
          ref={setActivatorNodeRef}
          type="button"
          className={styles.grip}
          {...attributes}
          {...listeners}
          aria-label={words('grip', { name })}
        >
          <Icon name="grip" size={16} />
        </button>
        <RowName {...{ block, at, open, findings, actions, name }} />
        <RowMenu {...{ block, at, count, actions, name }} />
      </div>
      {open && <RowBody {...{ block, findings, actions }} />}
    </li>
  );
}

/** The line itself: what the block is, what it says, whether something is wrong with it. */
function RowName(props: {
  block: Block;
  at: number;
  open: boolean;
  findings: readonly TemplateFinding[];
  actions: BlockActions;
  name: string;
}) {
  const { block, at, open, findings, actions, name } = props;
  const onKey = (event: KeyboardEvent): void => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || step === undefined) return;
    event.preventDefault();
    actions.onMove(block.id, at + step);
  };
  return (
    <UnstyledButton
      className={styles.rowName}
      aria-expanded={open}
      aria-controls={`settings-${block.id}`}
      onClick={() => actions.onToggle(block.id)}
      onKeyDown={onKey}
    >
      <span className={styles.rowIcon}>
        <Icon name={BLOCK_ICONS[block.kind]} size={16} />
      </span>
      <span className={styles.rowWords}>
        <b>{name}</b>
        <SummaryLine block={block} />
      </span>
      {findings.length > 0 && <FindingMark findings={findings} />}
    </UnstyledButton>
  );
}

/** What an opened block shows: its findings, then its settings. */
function RowBody(props: {
  block: Block;
  findings: readonly TemplateFinding[];
  actions: BlockActions;
}) {
  const { block, findings, actions } = props;
  const [language] = useLanguage();
  return (
    <div id={`settings-${block.id}`} className={styles.rowBody}>
      {findings.map((finding) => (
        <p
          key={`${finding.check}${finding.field}`}
          className={styles.rowFinding}
          data-severity={finding.severity}
        >
          <Icon name={finding.severity === 'must' ? 'warning' : 'info'} size={15} />
          {finding.words[language]}
        </p>
      ))}
      <Suspense fallback={<TextSkeleton />}>
        <BlockSettings block={block} onChange={actions.onSet} />
      </Suspense>
    </div>
  );
}

function FindingMark({ findings }: { findings: readonly TemplateFinding[] }) {
  const words = useTexts(editorTexts);
  const must = findings.some(({ severity }) => severity === 'must');
  return (
    <span className={styles.rowMark} data-severity={must ? 'must' : 'should'}>
      <Icon
        name={must ? 'warning' : 'info'}
        size={15}
        label={words('rowFindings', { count: findings.length })}
      />
    </span>
  );
}

function RowMenu(props: {
  block: Block;
  at: number;
  count: number;
  name: string;
  actions: BlockActions;
}) {
  const { block, at, count, name, actions } = props;
  const words = useTexts(editorTexts);
  return (
    <Menu width={230}>
      <Menu.Target>
        <ActionIcon aria-label={words('rowMenu', { name })}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Icon name="sortUp" />}
          disabled={at === 0}
          onClick={() => actions.onMove(block.id, at - 1)}
        >
          {words('up')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="sortDown" />}
          disabled={at === count - 1}
          onClick={() => actions.onMove(block.id, at + 1)}
        >
          {words('down')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="copy" />} onClick={() => actions.onDuplicate(block.id)}>
          {words('duplicateBlock')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<Icon name="trash" />}
          color="bad"
          onClick={() => actions.onRemove(block.id)}
        >
          {words('removeBlock')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
