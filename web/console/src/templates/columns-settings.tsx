import type { ColumnBlock, ColumnsBlock } from '@augenblick/contract';
import { Fields, Icon, useTexts } from '@augenblick/ui/react';
import { ActionIcon, Button, Menu, UnstyledButton } from '@mantine/core';
import { useContext, useState } from 'react';
import type { ComponentType } from 'react';
import { Choice, WritingLanguage } from './block-parts.tsx';
import type { SettingsProps } from './block-parts.tsx';
import styles from './fields.module.css';
import { BLOCK_ICONS, COLUMN_KINDS, mayStandInColumn } from './kinds.ts';
import { newBlockId } from './new-id.ts';
import { useTemplateBook } from './queries.ts';
import { SummaryLine } from './summary-line.tsx';
import { blockTexts } from './texts-blocks.ts';
import { editorTexts } from './texts-editor.ts';

const RATIOS = ['1-1', '1-2', '2-1', '1-1-1'] as const;

/** Shows the settings of a block in a column; handed in, because those settings lead here. */
type InnerSettings = ComponentType<SettingsProps>;

/** Two or three columns with small blocks in them, each set through `Inner`. */
export function ColumnsSettings(props: SettingsProps<ColumnsBlock> & { Inner: InnerSettings }) {
  const { block, onChange, Inner } = props;
  const text = useTexts(blockTexts);
  const [open, setOpen] = useState<string | null>(null);
  return (
    <>
      <Choice
        label={text('ratio')}
        value={block.ratio}
        options={RATIOS.map((value) => ({ value, label: text(`ratio.${value}`) }))}
        onChange={(ratio) => onChange(withRatio(block, ratio), null)}
      />
      {block.columns.map((column, at) => (
        // Columns have no id of their own; their place is what they are.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} role="group" aria-label={text('column', { n: at + 1 })}>
          <p className={styles.columnHead}>{text('column', { n: at + 1 })}</p>
          <ColumnList
            n={at + 1}
            blocks={column}
            open={open}
            onOpen={setOpen}
            Inner={Inner}
            onChange={(next, field) =>
              onChange({ ...block, columns: block.columns.with(at, next) }, field)
            }
          />
        </div>
      ))}
    </>
  );
}

/** Another division; what stood in a column that is gone moves into the last one that is left. */
function withRatio(block: ColumnsBlock, ratio: ColumnsBlock['ratio']): ColumnsBlock {
  const count = ratio === '1-1-1' ? 3 : 2;
  const columns = block.columns.slice(0, count);
  while (columns.length < count) columns.push([]);
  const rest = block.columns.slice(count).flat();
  const last = columns.at(-1) ?? [];
  return { ...block, ratio, columns: [...columns.slice(0, -1), [...last, ...rest]] };
}

function ColumnList(props: {
  n: number;
  blocks: ColumnBlock[];
  open: string | null;
  onOpen: (id: string | null) => void;
  Inner: InnerSettings;
  onChange: (blocks: ColumnBlock[], field: string | null) => void;
}) {
  const { n, blocks, open, onOpen, Inner, onChange } = props;
  const text = useTexts(blockTexts);
  const words = useTexts(editorTexts);
  return (
    <ul className={styles.inner}>
      {blocks.map((block, at) => (
        <li key={block.id}>
          <div className={styles.innerHead}>
            <UnstyledButton
              className={styles.innerName}
              aria-expanded={open === block.id}
              onClick={() => onOpen(open === block.id ? null : block.id)}
            >
              <Icon name={BLOCK_ICONS[block.kind]} size={15} />
              <b>{text(block.kind)}</b>
              <SummaryLine block={block} />
            </UnstyledButton>
            <ActionIcon
              size="sm"
              aria-label={words('moveUp', { name: text(block.kind) })}
              disabled={at === 0}
              onClick={() => onChange(swapped(blocks, at - 1), null)}
            >
              <Icon name="sortUp" size={14} />
            </ActionIcon>
            <ActionIcon
              size="sm"
              aria-label={words('remove', { name: text(block.kind) })}
              onClick={() => onChange(blocks.toSpliced(at, 1), null)}
            >
              <Icon name="close" size={14} />
            </ActionIcon>
          </div>
          {open === block.id && (
            <Fields>
              <Inner
                block={block}
                onChange={(next, field) => {
                  if (mayStandInColumn(next)) onChange(blocks.with(at, next), inField(next, field));
                }}
              />
            </Fields>
          )}
        </li>
      ))}
      {blocks.length === 0 && <li className={styles.innerEmpty}>{text('columnEmpty')}</li>}
      <li>
        <AddToColumn
          n={n}
          onAdd={(block) => {
            onChange([...blocks, block], null);
            onOpen(block.id);
          }}
        />
      </li>
    </ul>
  );
}

function inField(block: ColumnBlock, field: string | null): string | null {
  return field === null ? null : `${block.id}.${field}`;
}

/** The list with the block at `at` and the next one changed over. */
function swapped(blocks: ColumnBlock[], at: number): ColumnBlock[] {
  return [
    ...blocks.slice(0, at),
    ...blocks.slice(at, at + 2).toReversed(),
    ...blocks.slice(at + 2),
  ];
}

function AddToColumn({ n, onAdd }: { n: number; onAdd: (block: ColumnBlock) => void }) {
  const text = useTexts(blockTexts);
  const language = useContext(WritingLanguage);
  const { data } = useTemplateBook();
  const fresh = (data?.blocks ?? []).map((pair) => pair[language]);
  return (
    <Menu position="bottom-start" width={220}>
      <Menu.Target>
        <Button size="xs" variant="subtle" leftSection={<Icon name="plus" size={14} />}>
          {text('addToColumn', { n })}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {COLUMN_KINDS.map((kind) => (
          <Menu.Item
            key={kind}
            leftSection={<Icon name={BLOCK_ICONS[kind]} size={15} />}
            onClick={() => {
              const block = fresh.find((one) => one.kind === kind);
              if (block && mayStandInColumn(block)) onAdd({ ...block, id: newBlockId() });
            }}
          >
            {text(kind)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
