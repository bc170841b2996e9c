import { errorText } from '@augenblick/api';
import type { IdentityFactView, ShopperDetail } from '@augenblick/contract/api/shopper.ts';
import { Dialog, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { identityKind, shownIdentity } from './names.ts';
import { useMerge, useUnmerge } from './queries.ts';
import { ReasonForm } from './reason-form.tsx';
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
      note={identity && `${identityKind(word, identity)} ${shownIdentity(word, identity)}`}
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
  const word = useTexts(wordTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const parting = useUnmerge();
  const merging = useMerge();
  const part = async (reason: string): Promise<void> => {
    const { id, separatedId } = await parting.mutateAsync({
      profileId: shopper.id,
      kind,
      value,
      reason,
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
    toast({ text: text('parted', { value: shownIdentity(word, identity) }), tone: 'good', undo });
  };
  return (
    <ReasonForm
      example={text('partReasonExample')}
      submit={text('partNow')}
      pending={parting.isPending}
      error={parting.error}
      onCancel={onClose}
      // A failure stays in the mutation and the form shows it.
      onSubmit={(reason) => void part(reason).catch(() => undefined)}
    >
      <p>{text('partExplains')}</p>
    </ReasonForm>
  );
}
