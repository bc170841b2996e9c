import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Fields } from './form.tsx';
import { Dialog } from './overlay.tsx';
import { Notice } from './surface.tsx';
import { uiTexts } from './texts.ts';
import { useTexts } from './use-texts.ts';

/** Asks before something that cannot be taken back. Where undo is possible, do it and offer undo instead. */
export function ConfirmDialog(props: {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  /** What it means for the shop and the shoppers. */
  children?: ReactNode;
  /** Words of the button that does it: a verb. */
  confirm: string;
  onConfirm: () => void;
  /** Words of the button that leaves all as it is; where the other one ends something, "cancel" could mean either. */
  dismiss?: string;
  pending?: boolean;
  error?: string | null | undefined;
}) {
  const text = useTexts(uiTexts);
  return (
    <Dialog
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      footer={
        <>
          <Button variant="default" onClick={props.onClose}>
            {props.dismiss ?? text('cancel')}
          </Button>
          <Button color="bad" loading={props.pending ?? false} onClick={props.onConfirm}>
            {props.confirm}
          </Button>
        </>
      }
    >
      <Fields>
        {props.children}
        {props.error && <Notice tone="bad">{props.error}</Notice>}
      </Fields>
    </Dialog>
  );
}
