import { errorText } from '@augenblick/api';
import type { Placement } from '@augenblick/contract';
import { Icon, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { lazy, useState } from 'react';
import { useMay } from '../session/session.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import { changeOf, useChangePlacement } from './queries.ts';
import { placementTexts } from './texts.ts';

const PlacementDialog = lazy(async () => ({
  default: (await import('./placement-dialog.tsx')).PlacementDialog,
}));

const DeleteDialog = lazy(async () => ({
  default: (await import('./delete-dialog.tsx')).DeleteDialog,
}));

/** Pause with a way back, change, delete. */
export function PlacementMenu({ placement }: { placement: Placement }) {
  const text = useTexts(placementTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const may = useMay('campaign.write');
  const change = useChangePlacement(placement.key);
  const [asking, setAsking] = useState<'edit' | 'delete' | null>(null);
  if (!may) return null;
  const { name, status } = placement;
  const before = changeOf(placement);
  const next = status === 'live' ? 'paused' : 'live';
  const toggle = (): void =>
    change.mutate(
      { ...before, status: next },
      {
        onSuccess: () =>
          toast({
            text: text(next === 'paused' ? 'pausedToast' : 'resumedToast', { name }),
            tone: 'good',
            undo: () => change.mutate(before),
          }),
        onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
      },
    );
  return (
    <>
      <Button
        variant="default"
        leftSection={<Icon name={status === 'live' ? 'pause' : 'play'} size={14} />}
        loading={change.isPending}
        onClick={toggle}
      >
        {text(status === 'live' ? 'pause' : 'resume')}
      </Button>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="default" aria-label={text('more')}>
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="edit" size={14} />} onClick={() => setAsking('edit')}>
            {text('edit')}
          </Menu.Item>
          <Menu.Item
            color="bad"
            leftSection={<Icon name="trash" size={14} />}
            onClick={() => setAsking('delete')}
          >
            {text('delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <OnDemand wanted={asking === 'edit'}>
        <PlacementDialog
          opened={asking === 'edit'}
          onClose={() => setAsking(null)}
          placement={placement}
        />
      </OnDemand>
      <OnDemand wanted={asking === 'delete'}>
        <DeleteDialog
          placement={placement}
          opened={asking === 'delete'}
          onClose={() => setAsking(null)}
        />
      </OnDemand>
    </>
  );
}
