import { errorText } from '@augenblick/api';
import type { BroadcastOne } from '@augenblick/contract/api/broadcast.ts';
import { Icon, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../session/session.tsx';
import { useBroadcastStep } from './queries.ts';
import type { BroadcastStep } from './queries.ts';
import { broadcastTexts } from './texts.ts';

const EndDialogs = lazy(async () => ({ default: (await import('./end-dialogs.tsx')).EndDialogs }));

/** What can be done now: edit, take back, pause, go on; and behind the menu copy, cancel, delete. */
export function BroadcastActions({ one }: { one: BroadcastOne }) {
  const text = useTexts(broadcastTexts);
  const may = useMay('message.write');
  const [asking, setAsking] = useState<'cancel' | 'delete' | null>(null);
  const { act, pending } = useActs(one);
  const { status, paused, id } = one.broadcast;
  if (!may) return null;
  return (
    <>
      {status === 'draft' && (
        <Button
          component={Link}
          to={`/messages/broadcasts/${id}/edit`}
          leftSection={<Icon name="edit" size={14} />}
        >
          {text('edit')}
        </Button>
      )}
      {status === 'scheduled' && (
        <Button
          variant="default"
          leftSection={<Icon name="undo" size={14} />}
          loading={pending}
          onClick={() => act('unschedule')}
        >
          {text('unschedule')}
        </Button>
      )}
      {status === 'sending' && (
        <Button
          leftSection={<Icon name="pause" size={14} />}
          loading={pending}
          onClick={() => act('pause')}
        >
          {text('pause')}
        </Button>
      )}
      {status === 'paused' && paused !== 'no_winner' && (
        <Button
          leftSection={<Icon name="play" size={14} />}
          loading={pending}
          onClick={() => act('resume')}
        >
          {text('resume')}
        </Button>
      )}
      <More one={one} onAct={act} onAsk={setAsking} />
      {asking !== null && (
        <Suspense>
          <EndDialogs one={one} asking={asking} onClose={() => setAsking(null)} />
        </Suspense>
      )}
    </>
  );
}

function More(props: {
  one: BroadcastOne;
  onAct: (step: BroadcastStep) => void;
  onAsk: (what: 'cancel' | 'delete') => void;
}) {
  const text = useTexts(broadcastTexts);
  const { status } = props.one.broadcast;
  const running = status === 'scheduled' || status === 'sending' || status === 'paused';
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={36} variant="default" aria-label={text('more')}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Icon name="copy" size={14} />}
          onClick={() => props.onAct('duplicate')}
        >
          {text('duplicate')}
        </Menu.Item>
        {running && (
          <Menu.Item
            color="bad"
            leftSection={<Icon name="stop" size={14} />}
            onClick={() => props.onAsk('cancel')}
          >
            {text('cancel')}
          </Menu.Item>
        )}
        {status === 'draft' && (
          <Menu.Item
            color="bad"
            leftSection={<Icon name="trash" size={14} />}
            onClick={() => props.onAsk('delete')}
          >
            {text('delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Steps that need no question: each says what it did. */
function useActs({ broadcast: { id, name } }: BroadcastOne) {
  const text = useTexts(broadcastTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const step = useBroadcastStep();
  const words = {
    pause: 'paused',
    resume: 'resumed',
    unschedule: 'unscheduled',
    duplicate: 'duplicated',
    schedule: 'resumed',
    cancel: 'cancelled',
  } as const;
  const act = (what: BroadcastStep): void =>
    step.mutate(
      { id, step: what },
      {
        onSuccess: (made) => {
          toast({ text: text(words[what], { name }), tone: 'good' });
          if (what === 'duplicate' || what === 'unschedule') {
            void navigate(`/messages/broadcasts/${made.broadcast.id}/edit`);
          }
        },
        onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
      },
    );
  return { act, pending: step.isPending };
}
