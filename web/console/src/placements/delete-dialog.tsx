import type { Placement } from '@augenblick/contract';
import { useTexts } from '@augenblick/ui/react';
import { useNavigate } from 'react-router';
import { SureDialog } from '../shell/sure-dialog.tsx';
import { useDeletePlacement } from './queries.ts';
import { placementTexts } from './texts.ts';

/** Asks before a place goes for good; the server refuses while a live campaign needs it. */
export function DeleteDialog(props: {
  placement: Placement;
  opened: boolean;
  onClose: () => void;
}) {
  const { placement, opened, onClose } = props;
  const text = useTexts(placementTexts);
  const navigate = useNavigate();
  const { key, name } = placement;
  return (
    <SureDialog
      opened={opened}
      onClose={onClose}
      title={text('deleteTitle', { name })}
      confirm={text('delete')}
      doing={useDeletePlacement(key)}
      what={undefined}
      said={() => text('deleted', { name })}
      onDone={() => void navigate('/placements')}
    >
      <p>{text('deleteText')}</p>
    </SureDialog>
  );
}
