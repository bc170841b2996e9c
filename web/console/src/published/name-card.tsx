import { Card } from '@augenblick/ui/react';
import { TextInput } from '@mantine/core';
import styles from './editor.module.css';

/** What a draft is called, and a note that only the team reads. */
export function NameCard(props: {
  draft: { name: string; note: string };
  onChange: (part: { name: string } | { note: string }) => void;
  text: (word: 'name' | 'noteField') => string;
}) {
  const { draft, onChange, text } = props;
  return (
    <Card>
      <div className={styles.names}>
        <TextInput
          label={text('name')}
          maxLength={120}
          value={draft.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <TextInput
          label={text('noteField')}
          maxLength={500}
          value={draft.note}
          onChange={(event) => onChange({ note: event.currentTarget.value })}
        />
      </div>
    </Card>
  );
}
