import { errorText } from '@augenblick/api';
import { Icon, useLanguage, useToast } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useNavigate } from 'react-router';
import type { Stepping } from './published-actions.tsx';

/** Makes the draft live, after saving what waits; the first time with a way back. */
export function PublishButton(props: {
  thing: { id: string; version: number; status: string; changed: boolean };
  drafting: { state: string; flush: () => Promise<boolean> };
  /** Something that must be there is not. */
  missing: boolean;
  step: Stepping<unknown, 'publish' | 'pause'>;
  /** Where things of this kind live: `/campaigns`. */
  at: string;
  /** What is said when it is done. */
  done: string;
  text: (word: 'publish' | 'publishChanges') => string;
}) {
  const { thing, drafting, missing, step, at, done, text } = props;
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const { id, version, status, changed } = thing;
  const same = version > 0 && status === 'live' && !changed && drafting.state === 'saved';
  const publish = async (): Promise<void> => {
    if (!(await drafting.flush())) return;
    step.mutate(
      { id, step: 'publish' },
      {
        onSuccess: () => {
          void navigate(`${at}/${id}`);
          toast({
            text: done,
            tone: 'good',
            ...(version > 0 ? {} : { undo: () => step.mutate({ id, step: 'pause' }) }),
          });
        },
        onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
      },
    );
  };
  return (
    <Button
      leftSection={<Icon name="play" size={14} />}
      loading={step.isPending}
      disabled={missing || same}
      onClick={() => void publish()}
    >
      {text(version > 0 ? 'publishChanges' : 'publish')}
    </Button>
  );
}
