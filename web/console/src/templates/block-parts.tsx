import { BLOCK_ALIGNS } from '@augenblick/contract';
import type { Block, BlockAlign } from '@augenblick/contract';
import type { Language } from '@augenblick/ui';
import { useTexts } from '@augenblick/ui/react';
import { SegmentedControl } from '@mantine/core';
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
