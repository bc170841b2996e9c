import { errorText } from '@augenblick/api';
import type { IdentityFactView, ShopperDetail } from '@augenblick/contract/api/shopper.ts';
import { Dialog, Notice, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useMerge, useUnmerge } from './queries.ts';
import styles from './shopper.module.css';
import { pageTexts } from './texts-page.ts';
import { wordTexts } from './texts-words.ts';

/** Takes one identifier out of a shopper, into a profile of its own. */
export function UnmergeDialog(props: {
  identity: IdentityFactView | null;
  onClose: () => void;
  shopper: ShopperDetail;
}) {
  const text = useTexts(pageTexts);
  const word = useTexts(wordTexts);
  const { identity, onClose } = props;
  return (
    <Dialog
      opened={identity !== null}
      onClose={onClose}
      title={text('partTitle')}
      note={identity && `${word(`kind.${identity.kind}`)} ${identity.value}`}
    >
      {identity && <UnmergeForm {...props} identity={identity} />}
    </Dialog>
  );
}

function UnmergeForm(props: {
  identity: IdentityFactView;
  onClose: () => void;
  shopper: ShopperDetail;
}) {
  const { identity, onClose, shopper } = props;
  const { kind, value } = identity;
  const text = useTexts(pageTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const [reason, setReason] = useState('');
  const parting = useUnmerge();
  const merging = useMerge();
  const part = async (): Promise<void> => {
    const { id, separatedId } = await parting.mutateAsync({
      profileId: shopper.id,
      kind,
      value,
      reason: reason.trim(),
    });
    onClose();
    const undo = async (): Promise<void> => {
      try {
        await merging.mutateAsync({
          profileId: id,
          otherProfileId: separatedId,
          reason: text('undoReason'),
        });
      } catch (error) {
        toast({ text: errorText(error, language), tone: 'bad' });
      }
    };
    toast({ text: text('parted', { value }), tone: 'good', undo });
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        // A failure stays in the mutation and is shown below.
        part().catch(() => undefined);
      }}
    >
      <p>{text('partExplains')}</p>
      <Textarea
        label={text('reason')}
        description={text('reasonNote')}
        placeholder={text('partReasonExample')}
        required
        withAsterisk={false}
        minLength={3}
        maxLength={500}
        autosize
        minRows={2}
        value={reason}
        data-autofocus
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {parting.error && <Notice tone="bad">{errorText(parting.error, language)}</Notice>}
      <div className={styles.formFoot}>
        <Button variant="default" onClick={onClose}>
          {text('cancel')}
        </Button>
        <Button type="submit" loading={parting.isPending} disabled={reason.trim().length < 3}>
          {text('partNow')}
        </Button>
      </div>
    </form>
  );
}
