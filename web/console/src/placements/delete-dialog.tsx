import { errorText } from '@augenblick/api';
import type { Placement } from '@augenblick/contract';
import { ConfirmDialog, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { useNavigate } from 'react-router';
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
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const remove = useDeletePlacement(placement.key);
  const send = (): void =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toast({ text: text('deleted', { name: placement.name }), tone: 'good' });
        void navigate('/placements');
      },
    });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={text('deleteTitle', { name: placement.name })}
      confirm={text('delete')}
      onConfirm={send}
      pending={remove.isPending}
      error={remove.error && errorText(remove.error, language)}
    >
      <p>{text('deleteText')}</p>
    </ConfirmDialog>
  );
}
