import { errorText } from '@augenblick/api';
import { Icon, useLanguage, useToast } from '@augenblick/ui/react';
import { ActionIcon, Button, Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';

/** What is drafted, put live, paused and ended: a campaign, an offer, a journey. */
export interface PublishedThing {
  id: string;
  name: string;
  /** Finishing: a journey that takes nobody in any more. */
  status: 'draft' | 'live' | 'paused' | 'finishing' | 'ended';
  version: number;
}

/** Words that whoever draws the actions has in their own texts. */
type ActionWord =
  | 'edit'
  | 'pause'
  | 'resume'
  | 'more'
  | 'duplicate'
  | 'end'
  | 'delete'
  | 'paused'
  | 'resumed'
  | 'duplicated';
type Words = (word: ActionWord, values?: Record<string, string>) => string;
/** Steps that a thing can be asked to take. */
export type PublishedStep = 'publish' | 'pause' | 'resume' | 'end' | 'duplicate';

/** Asks a thing to take a step: a mutation, as far as it is needed here. */
export interface Stepping<T, Step> {
  isPending: boolean;
  mutate: (
    asked: { id: string; step: Step },
    then?: { onSuccess?: (made: T) => void; onError?: (error: Error) => void },
  ) => void;
}

/** Steps that need no question. */
type Quick = 'pause' | 'resume' | 'duplicate';

interface Props<T> {
  thing: PublishedThing;
  text: Words;
  /** Where things of this kind live: `/campaigns`. */
  at: string;
  step: Stepping<T, Quick>;
  /** The id of a copy as the server answered it. */
  idOf: (made: T) => string;
  /** Asks before what cannot be taken back. */
  onAsk: (what: 'end' | 'delete') => void;
  /** Further entries of the menu, above the others. */
  children?: ReactNode;
}

/** What can be done with a thing that is published: pause with a way back, edit, copy, end, throw a draft away. */
export function PublishedActions<T>(props: Props<T>) {
  const { thing, text, at, step } = props;
  const { toggle, duplicate } = useSteps(props);
  const { id, status } = thing;
  return (
    <>
      {isOn(status) && (
        <Button
          variant="default"
          leftSection={<Icon name={status === 'live' ? 'pause' : 'play'} size={14} />}
          loading={step.isPending}
          onClick={toggle}
        >
          {text(status === 'live' ? 'pause' : 'resume')}
        </Button>
      )}
      {status !== 'ended' && (
        <Button
          component={Link}
          to={`${at}/${id}/edit`}
          leftSection={<Icon name="edit" size={14} />}
        >
          {text('edit')}
        </Button>
      )}
      <More {...props} onDuplicate={duplicate} />
    </>
  );
}

const isOn = (status: PublishedThing['status']): boolean =>
  status !== 'draft' && status !== 'ended';

function More<T>(props: Props<T> & { onDuplicate: () => void }) {
  const { thing, text, onDuplicate, onAsk, children } = props;
  const { status, version } = thing;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="default" aria-label={text('more')}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {children}
        <Menu.Item leftSection={<Icon name="copy" size={14} />} onClick={onDuplicate}>
          {text('duplicate')}
        </Menu.Item>
        {isOn(status) && (
          <Menu.Item
            color="bad"
            leftSection={<Icon name="stop" size={14} />}
            onClick={() => onAsk('end')}
          >
            {text('end')}
          </Menu.Item>
        )}
        {status === 'draft' && version === 0 && (
          <Menu.Item
            color="bad"
            leftSection={<Icon name="trash" size={14} />}
            onClick={() => onAsk('delete')}
          >
            {text('delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Steps that need no question: each says what it did, pausing and resuming with the way back. */
function useSteps<T>({ thing: { id, name, status }, text, at, step, idOf }: Props<T>) {
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const onError = (error: unknown): void =>
    toast({ text: errorText(error, language), tone: 'bad' });
  const toggle = (): void => {
    const [to, back]: [Quick, Quick] =
      status === 'live' ? ['pause', 'resume'] : ['resume', 'pause'];
    const onSuccess = (): void =>
      toast({
        text: text(to === 'pause' ? 'paused' : 'resumed', { name }),
        tone: 'good',
        // Who is let finish and is resumed all the same has changed their mind already.
        ...(status === 'finishing'
          ? {}
          : { undo: () => step.mutate({ id, step: back }, { onError }) }),
      });
    step.mutate({ id, step: to }, { onSuccess, onError });
  };
  const duplicate = (): void => {
    const onSuccess = (made: T): void => {
      void navigate(`${at}/${idOf(made)}/edit`);
      toast({ text: text('duplicated'), tone: 'good' });
    };
    step.mutate({ id, step: 'duplicate' }, { onSuccess, onError });
  };
  return { toggle, duplicate };
}
