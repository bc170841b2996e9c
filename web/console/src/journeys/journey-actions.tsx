import { errorText } from '@augenblick/api';
import type { JourneyOne } from '@augenblick/contract/api/journey.ts';
import { Icon, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { lazy, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../session/session.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import { useJourneyAct } from './queries.ts';
import type { JourneyAct } from './queries.ts';
import { journeyTexts } from './texts.ts';

const EndDialogs = lazy(async () => ({ default: (await import('./end-dialogs.tsx')).EndDialogs }));

/** What can be done with a journey: edit, pause with a way back, play dry, copy, end. */
export function JourneyActions({ one }: { one: JourneyOne }) {
  const text = useTexts(journeyTexts);
  const may = useMay('journey.write');
  const act = useActs(one);
  const [asking, setAsking] = useState<'end' | 'delete' | null>(null);
  if (!may) return null;
  const { id, status } = one.journey;
  return (
    <>
      {(status === 'live' || status === 'paused') && (
        <Button
          variant="default"
          leftSection={<Icon name={status === 'live' ? 'pause' : 'play'} size={14} />}
          loading={act.pending}
          onClick={act.toggle}
        >
          {text(status === 'live' ? 'pause' : 'resume')}
        </Button>
      )}
      {status !== 'ended' && (
        <Button
          component={Link}
          to={`/journeys/${id}/edit`}
          leftSection={<Icon name="edit" size={14} />}
        >
          {text('edit')}
        </Button>
      )}
      <More one={one} onDuplicate={act.duplicate} onAsk={setAsking} />
      <OnDemand wanted={asking !== null}>
        <EndDialogs
          one={one}
          asking={asking}
          onClose={() => setAsking(null)}
          onPause={act.toggle}
        />
      </OnDemand>
    </>
  );
}

function More(props: {
  one: JourneyOne;
  onDuplicate: () => void;
  onAsk: (what: 'end' | 'delete') => void;
}) {
  const { one, onDuplicate, onAsk } = props;
  const text = useTexts(journeyTexts);
  const { id, status, version } = one.journey;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="default" aria-label={text('more')}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component={Link}
          to={`/journeys/${id}/dry-run`}
          leftSection={<Icon name="flask" size={14} />}
        >
          {text('dryRun')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="copy" size={14} />} onClick={onDuplicate}>
          {text('duplicate')}
        </Menu.Item>
        {(status === 'live' || status === 'paused') && (
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
function useActs({ journey }: JourneyOne) {
  const text = useTexts(journeyTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const acting = useJourneyAct();
  const { id, name, status } = journey;
  const onError = (error: unknown): void =>
    toast({ text: errorText(error, language), tone: 'bad' });
  const toggle = (): void => {
    const [to, back]: [JourneyAct, JourneyAct] =
      status === 'live' ? ['pause', 'resume'] : ['resume', 'pause'];
    acting.mutate(
      { id, act: to },
      {
        onSuccess: () =>
          toast({
            text: text(to === 'pause' ? 'paused' : 'resumed', { name }),
            tone: 'good',
            undo: () => acting.mutate({ id, act: back }, { onError }),
          }),
        onError,
      },
    );
  };
  const duplicate = (): void =>
    acting.mutate(
      { id, act: 'duplicate' },
      {
        onSuccess: (made) => {
          void navigate(`/journeys/${made.journey.id}/edit`);
          toast({ text: text('duplicated'), tone: 'good' });
        },
        onError,
      },
    );
  return { toggle, duplicate, pending: acting.isPending };
}
