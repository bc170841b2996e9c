import { errorText } from '@augenblick/api';
import { ConfirmDialog, useLanguage, useToast } from '@augenblick/ui/react';
import type { ReactNode } from 'react';

/** What is done once it was confirmed; fits the mutations of react-query. */
interface Doing<What, Made> {
  mutate: (what: What, then: { onSuccess: (made: Made) => void }) => void;
  isPending: boolean;
  error: unknown;
}

/** Asks before something that cannot be taken back, does it and says so; a refusal is shown in the dialog. */
export function SureDialog<What, Made>(props: {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What it means for the shop and the shoppers. */
  children: ReactNode;
  /** Words of the button that does it: a verb. */
  confirm: string;
  /** Words of the button that leaves all as it is, where "cancel" could mean either. */
  dismiss?: string;
  doing: Doing<What, Made>;
  /** What it is done to; null while nothing is asked about. */
  what: What | null;
  /** The words once it is done. */
  said: (made: Made) => string;
  /** Where it leads once it is done; closes where nothing is given. */
  onDone?: () => void;
}) {
  const { doing, what, said, onClose, onDone = onClose, ...shown } = props;
  const [language] = useLanguage();
  const toast = useToast();
  const onSuccess = (made: Made): void => {
    toast({ text: said(made), tone: 'good' });
    onDone();
  };
  return (
    <ConfirmDialog
      {...shown}
      onClose={onClose}
      onConfirm={() => {
        if (what !== null) doing.mutate(what, { onSuccess });
      }}
      pending={doing.isPending}
      error={doing.error ? errorText(doing.error, language) : null}
    />
  );
}
