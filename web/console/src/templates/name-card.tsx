import { MESSAGE_BASES } from '@augenblick/contract';
import { Card, FieldRow, useTexts } from '@augenblick/ui/react';
import { TextInput } from '@mantine/core';
import { Choice } from './block-parts.tsx';
import styles from './fields.module.css';
import { editorTexts } from './texts-editor.ts';
import type { Editing } from './use-editor.ts';

/** What the team calls it, and whether it is advertising. */
export function NameCard({ editing }: { editing: Editing }) {
  const text = useTexts(editorTexts);
  const { draft, act } = editing;
  return (
    <Card>
      <FieldRow>
        <TextInput
          id="line-name"
          label={text('name')}
          description={text('nameNote')}
          maxLength={120}
          value={draft.name}
          onChange={(event) => act({ ...draft, name: event.currentTarget.value }, 'name')}
        />
        <div id="line-basis">
          <Choice
            label={text('basis')}
            value={draft.basis}
            options={MESSAGE_BASES.map((value) => ({ value, label: text(`basis.${value}`) }))}
            onChange={(basis) => act({ ...draft, basis })}
          />
          <p className={styles.fieldNote}>{text(`basisNote.${draft.basis}`)}</p>
        </div>
      </FieldRow>
    </Card>
  );
}
