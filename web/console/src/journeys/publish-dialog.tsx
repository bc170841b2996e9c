import type { JourneyOne } from '@augenblick/contract/api/journey.ts';
import { Dialog, Notice, useTexts } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Choices } from './choices.tsx';
import { editorTexts } from './texts-editor.ts';

/** Asks what becomes of those who are on the way. */
export function PublishDialog(props: {
  one: JourneyOne;
  opened: boolean;
  onClose: () => void;
  onPublish: (move: boolean) => void;
  pending: boolean;
  error: string | null;
}) {
  const text = useTexts(editorTexts);
  const { one, opened, onClose, onPublish, pending, error } = props;
  const [choice, setChoice] = useState<'stay' | 'move'>('stay');
  const count = one.totals.active;
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title={text('publishTitle', { name: one.journey.name })}
      footer={
        <Button loading={pending} onClick={() => onPublish(choice === 'move')}>
          {text('publishNow')}
        </Button>
      }
    >
      <Choices
        label={text('publishOnWay', { count })}
        value={choice}
        options={[
          { value: 'stay', label: text('finishOld', { count }), note: text('finishOldNote') },
          {
            value: 'move',
            label: text('moveNew', { count }),
            note: text('moveNewNote', { count }),
          },
        ]}
        onChange={setChoice}
      />
      {error && <Notice tone="bad">{error}</Notice>}
    </Dialog>
  );
}
