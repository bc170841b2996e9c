import { errorText } from '@augenblick/api';
import type { OfferOne } from '@augenblick/contract/api/offer.ts';
import { ConfirmDialog, Icon, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../session/session.tsx';
import { useDeleteOffer, useOfferStep } from './queries.ts';
import type { OfferStep } from './queries.ts';
import { offerTexts } from './texts.ts';

/** What can be done with an offer: edit, pause with a way back, copy, end. */
export function OfferActions({ one }: { one: OfferOne }) {
  const text = useTexts(offerTexts);
  const may = useMay('offer.write');
  const act = useActs(one);
  const [asking, setAsking] = useState<'end' | 'delete' | null>(null);
  if (!may) return null;
  const { id, status } = one.offer;
  const running = status === 'live' || status === 'paused';
  return (
    <>
      {running && (
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
          to={`/offers/${id}/edit`}
          leftSection={<Icon name="edit" size={14} />}
        >
          {text('edit')}
        </Button>
      )}
      <More one={one} onDuplicate={act.duplicate} onAsk={setAsking} />
      <AskDialog what="end" one={one} opened={asking === 'end'} onClose={() => setAsking(null)} />
      <AskDialog
        what="delete"
        one={one}
        opened={asking === 'delete'}
        onClose={() => setAsking(null)}
      />
    </>
  );
}

function More(props: {
  one: OfferOne;
  onDuplicate: () => void;
  onAsk: (what: 'end' | 'delete') => void;
}) {
  const { one, onDuplicate, onAsk } = props;
  const text = useTexts(offerTexts);
  const { status, version } = one.offer;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="default" aria-label={text('more')}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
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
        {version === 0 && (
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
function useActs({ offer }: OfferOne) {
  const text = useTexts(offerTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const step = useOfferStep();
  const { id, name, status } = offer;
  const onError = (error: unknown): void =>
    toast({ text: errorText(error, language), tone: 'bad' });
  const toggle = (): void => {
    const [to, back]: [OfferStep, OfferStep] =
      status === 'live' ? ['pause', 'resume'] : ['resume', 'pause'];
    step.mutate(
      { id, step: to },
      {
        onSuccess: () =>
          toast({
            text: text(to === 'pause' ? 'paused' : 'resumed', { name }),
            tone: 'good',
            undo: () => step.mutate({ id, step: back }, { onError }),
          }),
        onError,
      },
    );
  };
  const duplicate = (): void =>
    step.mutate(
      { id, step: 'duplicate' },
      {
        onSuccess: (made) => {
          void navigate(`/offers/${made.offer.id}/edit`);
          toast({ text: text('duplicated'), tone: 'good' });
        },
        onError,
      },
    );
  return { toggle, duplicate, pending: step.isPending };
}

/** Asks before what cannot be taken back. */
function AskDialog(props: {
  what: 'end' | 'delete';
  one: OfferOne;
  opened: boolean;
  onClose: () => void;
}) {
  const { what, one, opened, onClose } = props;
  const text = useTexts(offerTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const step = useOfferStep();
  const remove = useDeleteOffer();
  const { id, name } = one.offer;
  const doing = what === 'end' ? step : remove;
  const done = (): void => {
    toast({ text: text(what === 'end' ? 'ended' : 'deleted', { name }), tone: 'good' });
    onClose();
    if (what === 'delete') void navigate('/offers');
  };
  const send = (): void =>
    what === 'end'
      ? step.mutate({ id, step: 'end' }, { onSuccess: done })
      : remove.mutate(id, { onSuccess: done });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={text(`${what}Title`, { name })}
      confirm={text(what)}
      onConfirm={send}
      pending={doing.isPending}
      error={doing.error && errorText(doing.error, language)}
    >
      <p>{text(`${what}Text`)}</p>
    </ConfirmDialog>
  );
}
