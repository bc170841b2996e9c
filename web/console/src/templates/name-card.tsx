import { MESSAGE_BASES } from '@augenblick/contract';
import { Card, FieldRow, useTexts } from '@augenblick/ui/react';
import { Select, TextInput } from '@mantine/core';
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
        <Select
          id="line-basis"
          label={text('basis')}
          description=" "
          allowDeselect={false}
          value={draft.basis}
          data={MESSAGE_BASES.map((value) => ({ value, label: text(`basis.${value}`) }))}
          onChange={(value) =>
            act({ ...draft, basis: MESSAGE_BASES.find((one) => one === value) ?? 'marketing' })
          }
        />
      </FieldRow>
    </Card>
  );
}
