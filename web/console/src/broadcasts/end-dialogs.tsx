import type { BroadcastOne } from '@augenblick/contract/api/broadcast.ts';
import { useTexts } from '@augenblick/ui/react';
import { useNavigate } from 'react-router';
import { SureDialog } from '../shell/sure-dialog.tsx';
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
  const navigate = useNavigate();
  const { id, name, status } = one.broadcast;
  return (
    <>
      <SureDialog
        opened={asking === 'cancel'}
        onClose={onClose}
        title={text('cancelTitle', { name })}
        confirm={text('cancel')}
        dismiss={text(KEEP[status])}
        doing={useBroadcastStep()}
        what={{ id, step: 'cancel' }}
        said={() => text('cancelled', { name })}
      >
        <p>{text('cancelText')}</p>
      </SureDialog>
      <SureDialog
        opened={asking === 'delete'}
        onClose={onClose}
        title={text('deleteTitle', { name })}
        confirm={text('delete')}
        doing={useDeleteBroadcast()}
        what={id}
        said={() => text('deleted', { name })}
        onDone={() => void navigate('/messages')}
      >
        <p>{text('deleteText')}</p>
      </SureDialog>
    </>
  );
}
