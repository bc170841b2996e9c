import { errorText } from '@augenblick/api';
import type { BroadcastOne } from '@augenblick/contract/api/broadcast.ts';
import { ConfirmDialog, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { useNavigate } from 'react-router';
import { useBroadcastStep, useDeleteBroadcast } from './queries.ts';
import { broadcastTexts } from './texts.ts';

/** Words of the button beside "cancel for good": "cancel" would be the same word. */
const KEEP = {
  draft: 'keep',
  scheduled: 'keepScheduled',
  sending: 'keepSending',
  paused: 'keepPaused',
  done: 'keep',
  cancelled: 'keep',
} as const;

/** The two things that cannot be taken back. */
export function EndDialogs(props: {
  one: BroadcastOne;
  asking: 'cancel' | 'delete' | null;
  onClose: () => void;
}) {
  const { one, asking, onClose } = props;
  const text = useTexts(broadcastTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const step = useBroadcastStep();
  const remove = useDeleteBroadcast();
  const { id, name, status } = one.broadcast;
  const cancel = (): void =>
    step.mutate(
      { id, step: 'cancel' },
      {
        onSuccess: () => {
          toast({ text: text('cancelled', { name }), tone: 'good' });
          onClose();
        },
      },
    );
  const drop = (): void =>
    remove.mutate(id, {
      onSuccess: () => {
        toast({ text: text('deleted', { name }), tone: 'good' });
        void navigate('/messages');
      },
    });
  return (
    <>
      <ConfirmDialog
        opened={asking === 'cancel'}
        onClose={onClose}
        title={text('cancelTitle', { name })}
        confirm={text('cancel')}
        dismiss={text(KEEP[status])}
        onConfirm={cancel}
        pending={step.isPending}
        error={step.error && errorText(step.error, language)}
      >
        <p>{text('cancelText')}</p>
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'delete'}
        onClose={onClose}
        title={text('deleteTitle', { name })}
        confirm={text('delete')}
        onConfirm={drop}
        pending={remove.isPending}
        error={remove.error && errorText(remove.error, language)}
      >
        <p>{text('deleteText')}</p>
      </ConfirmDialog>
    </>
  );
}
