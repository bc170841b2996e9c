import type { DeadLetterView } from '@augenblick/contract/api/deadletter.ts';
import {
  CodeBlock,
  Drawer,
  Icon,
  KeyValue,
  More,
  Notice,
  useFormats,
  useTexts,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../session/session.tsx';
import { DeleteDialog, useRetry } from './dead-letter-actions.tsx';
import styles from './sources.module.css';
import { deadTexts } from './texts-dead.ts';

/** One item that was not accepted: why, what to do, what was sent. */
export function DeadLetterDrawer(props: { letter: DeadLetterView | null; onClose: () => void }) {
  const text = useTexts(deadTexts);
  return (
    <Drawer
      opened={props.letter !== null}
      onClose={props.onClose}
      title={props.letter && text(`reason.${props.letter.reason}`)}
      note={text('notStored')}
    >
      {props.letter && <Letter letter={props.letter} onClose={props.onClose} />}
    </Drawer>
  );
}

function Letter({ letter, onClose }: { letter: DeadLetterView; onClose: () => void }) {
  const text = useTexts(deadTexts);
  const formats = useFormats();
  const may = useMay('source.write');
  const retry = useRetry();
  const [asking, setAsking] = useState(false);
  return (
    <div className={styles.form}>
      <Notice tone="caution" title={text('todo')}>
        {text(`todo.${letter.reason}`)}
      </Notice>
      <KeyValue
        entries={[
          [text('event'), letter.eventName],
          [text('source'), letter.source?.name ?? null],
          [text('when'), formats.exact(letter.at)],
        ]}
      />
      {may && (
        <div className={styles.rowButtons}>
          <Button
            leftSection={<Icon name="refresh" size={14} />}
            loading={retry.pending}
            onClick={() => retry.run([letter.id], onClose)}
          >
            {text('retry')}
          </Button>
          <Button variant="default" color="bad" onClick={() => setAsking(true)}>
            {text('delete')}
          </Button>
        </div>
      )}
      <More summary={text('forDevelopers')} className={styles.developers}>
        {letter.detail && <p className={styles.detail}>{letter.detail}</p>}
        <CodeBlock title={letter.messageId ?? text('sent')} code={pretty(letter.excerpt)} />
      </More>
      <DeleteDialog
        ids={[letter.id]}
        opened={asking}
        onClose={(done) => {
          setAsking(false);
          if (done) onClose();
        }}
      />
    </div>
  );
}

/** JSON with line breaks; an excerpt that was cut stays as it is. */
function pretty(excerpt: string): string {
  try {
    return JSON.stringify(JSON.parse(excerpt), null, 2);
  } catch {
    return excerpt;
  }
}
