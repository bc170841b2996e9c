import { BLOCK_ALIGNS, BLOCK_GROUNDS } from '@augenblick/contract';
import type { Block, BlockAlign } from '@augenblick/contract';
import type { Language } from '@augenblick/ui';
import { useTexts } from '@augenblick/ui/react';
import { SegmentedControl, Select } from '@mantine/core';
import { createContext, useId } from 'react';
import type { ReactNode } from 'react';
import styles from './fields.module.css';
import { blockTexts } from './texts-blocks.ts';

/** What the settings of a block are given. `field` joins typing in one field to one step that can be taken back. */
export interface SettingsProps<One extends Block = Block> {
  block: One;
  onChange: (block: One, field: string | null) => void;
}

/** The language that is being written: new blocks begin in it. */
export const WritingLanguage = createContext<Language>('de');

/** A few choices side by side under a name. */
export function Choice<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}) {
  const id = useId();
  const { label, value, options, onChange } = props;
  return (
    <div className={styles.choice}>
      <span id={id} className={styles.choiceLabel}>
        {label}
      </span>
      <SegmentedControl
        size="xs"
        aria-labelledby={id}
        value={value}
        data={options.map((option) => ({ value: option.value, label: option.label }))}
        onChange={(next) => {
          const found = options.find((option) => option.value === next);
          if (found) onChange(found.value);
        }}
      />
    </div>
  );
}

/** Left or centred. */
export function AlignChoice(props: { value: BlockAlign; onChange: (align: BlockAlign) => void }) {
  const text = useTexts(blockTexts);
  return (
    <Choice
      label={text('align')}
      value={props.value}
      options={BLOCK_ALIGNS.map((value) => ({ value, label: text(value) }))}
      onChange={props.onChange}
    />
  );
}

/** Choices in one line where there is room. */
export function ChoiceRow({ children }: { children: ReactNode }) {
  return <div className={styles.choiceRow}>{children}</div>;
}

/** Names whose absence leaves a block out, as far as people have words for them. */
const KNOWN = ['first_name', 'code', 'points', 'cart.count', 'product.name', 'store.name'] as const;

/** What every block can be set to: its ground, and when it is shown at all. */
export function CommonSettings({ block, onChange }: SettingsProps) {
  const text = useTexts(blockTexts);
  const { onlyWith } = block;
  const known = KNOWN.map((name) => ({ value: name as string, label: text(`onlyWith.${name}`) }));
  // A name from elsewhere (an event's property) stays what it is.
  const other = onlyWith !== null && !known.some(({ value }) => value === onlyWith);
  return (
    <div className={styles.common}>
      <Choice
        label={text('ground')}
        value={block.ground}
        options={BLOCK_GROUNDS.map((value) => ({ value, label: text(value) }))}
        onChange={(ground) => onChange({ ...block, ground }, null)}
      />
      <Select
        size="xs"
        label={text('onlyWith')}
        placeholder={text('always')}
        clearable
        value={onlyWith}
        data={other ? [...known, { value: onlyWith, label: onlyWith }] : known}
        onChange={(next) => onChange({ ...block, onlyWith: next }, null)}
      />
    </div>
  );
}
