import { errorText } from '@augenblick/api';
import { Icon, Notice, useLanguage, useToast } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { SaveState } from '../shell/draft-keeper.ts';
import type { Drafting } from '../shell/use-draft.ts';
import styles from './editor.module.css';

/** Says quietly whether everything is saved. */
export function SaveNote(props: {
  state: SaveState;
  text: (word: 'saved' | 'saving' | 'unsaved') => string;
}) {
  const { state, text } = props;
  const good = state === 'saved';
  const key = good ? 'saved' : state === 'failed' || state === 'conflict' ? 'unsaved' : 'saving';
  return (
    <span className={styles.saveNote} role="status">
      {good && <Icon name="check" size={14} />}
      {text(key)}
    </span>
  );
}

type ProblemWord = 'conflictTitle' | 'conflictText' | 'conflictLoad' | 'saveFailed' | 'saveAgain';

/** Saving that did not work is said at once, above everything else. */
export function SaveProblem<Draft, One>(props: {
  drafting: Drafting<Draft, One>;
  query: Pick<UseQueryResult<One>, 'refetch'>;
  text: (word: ProblemWord) => string;
  /** Takes over what somebody else has saved. */
  onTake?: (one: One) => void;
}) {
  const { drafting, query, text, onTake = drafting.take } = props;
  const [language] = useLanguage();
  const toast = useToast();
  if (drafting.state === 'conflict') {
    const load = async (): Promise<void> => {
      const { data, error } = await query.refetch();
      if (data === undefined) toast({ text: errorText(error, language), tone: 'bad' });
      else onTake(data);
    };
    return (
      <Notice
        tone="bad"
        title={text('conflictTitle')}
        actions={
          <Button variant="default" onClick={() => void load()}>
            {text('conflictLoad')}
          </Button>
        }
      >
        {text('conflictText')}
      </Notice>
    );
  }
  if (drafting.state !== 'failed') return null;
  return (
    <Notice
      tone="bad"
      title={text('saveFailed')}
      actions={
        <Button
          variant="default"
          leftSection={<Icon name="refresh" size={14} />}
          onClick={() => void drafting.flush()}
        >
          {text('saveAgain')}
        </Button>
      }
    >
      {errorText(drafting.error, language)}
    </Notice>
  );
}
