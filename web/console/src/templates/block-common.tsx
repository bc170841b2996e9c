import { BLOCK_GROUNDS } from '@augenblick/contract';
import { useTexts } from '@augenblick/ui/react';
import { NativeSelect } from '@mantine/core';
import { Choice } from './block-parts.tsx';
import type { SettingsProps } from './block-parts.tsx';
import styles from './fields.module.css';
import { blockTexts } from './texts-blocks.ts';

/** Names whose absence leaves a block out, as far as people have words for them. */
const KNOWN = ['first_name', 'code', 'points', 'cart.count', 'product.name', 'store.name'] as const;

/** What every block can be set to: its ground, and when it is shown at all. */
export function CommonSettings({ block, onChange }: SettingsProps) {
  const text = useTexts(blockTexts);
  const { onlyWith } = block;
  const known = KNOWN.map((name) => ({ value: name as string, label: text(`onlyWith.${name}`) }));
  // A name from elsewhere (an event's property) stays what it is.
  const isOther = onlyWith !== null && !known.some(({ value }) => value === onlyWith);
  const other = isOther ? [{ value: onlyWith, label: onlyWith }] : [];
  return (
    <div className={styles.common}>
      <Choice
        label={text('ground')}
        value={block.ground}
        options={BLOCK_GROUNDS.map((value) => ({ value, label: text(value) }))}
        onChange={(ground) => onChange({ ...block, ground }, null)}
      />
      <NativeSelect
        size="xs"
        label={text('onlyWith')}
        value={onlyWith ?? ''}
        data={[{ value: '', label: text('always') }, ...known, ...other]}
        onChange={(event) => {
          const name = event.currentTarget.value;
          onChange({ ...block, onlyWith: name === '' ? null : name }, null);
        }}
      />
    </div>
  );
}
