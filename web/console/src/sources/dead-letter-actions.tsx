import { errorText } from '@augenblick/api';
import { useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { SureDialog } from '../shell/sure-dialog.tsx';
import { useDeleteDeadLetters, useRetryDeadLetters } from './dead-letter-queries.ts';
import { deadTexts } from './texts-dead.ts';

/** Tries again and says how it went. */
export function useRetry(): { run: (ids: string[], done?: () => void) => void; pending: boolean } {
  const text = useTexts(deadTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const retry = useRetryDeadLetters();
  const run = (ids: string[], done?: () => void): void =>
    retry.mutate(ids, {
      onSuccess: ({ results }) => {
        const taken = results.filter(({ outcome }) => outcome !== 'dropped').length;
        const refused = results.length - taken;
        toast({
          text:
            refused === 0
              ? text('retriedAll', { count: taken })
              : text('retriedSome', { count: taken, refused }),
          tone: refused === 0 ? 'good' : 'bad',
        });
        if (refused === 0) done?.();
      },
      onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
    });
  return { run, pending: retry.isPending };
}

/** Asks before throwing away for good. */
export function DeleteDialog(props: {
  ids: string[];
  opened: boolean;
  onClose: (done?: true) => void;
}) {
  const { ids, opened, onClose } = props;
  const text = useTexts(deadTexts);
  return (
    <SureDialog
      opened={opened}
      onClose={() => onClose()}
      title={text('deleteTitle', { count: ids.length })}
      confirm={text('delete')}
      doing={useDeleteDeadLetters()}
      what={ids}
      said={({ deleted }) => text('deleted', { count: deleted })}
      onDone={() => onClose(true)}
    >
      <p>{text('deleteText')}</p>
    </SureDialog>
  );
}
