import { errorText } from '@augenblick/api';
import type { CampaignOne } from '@augenblick/contract/api/campaign.ts';
import { ConfirmDialog, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { useNavigate } from 'react-router';
import { useCampaignStep, useDeleteCampaign } from './queries.ts';
import { campaignTexts } from './texts.ts';

/** The two things that cannot be taken back: ending a campaign, deleting a draft. */
export function EndDialogs(props: {
  one: CampaignOne;
  asking: 'end' | 'delete' | null;
  onClose: () => void;
}) {
  const { one, asking, onClose } = props;
  return (
    <>
      <EndDialog one={one} opened={asking === 'end'} onClose={onClose} />
      <DeleteDialog one={one} opened={asking === 'delete'} onClose={onClose} />
    </>
  );
}

interface AskProps {
  one: CampaignOne;
  opened: boolean;
  onClose: () => void;
}

function EndDialog({ one, opened, onClose }: AskProps) {
  const text = useTexts(campaignTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const step = useCampaignStep();
  const { id, name } = one.campaign;
  const end = (): void =>
    step.mutate(
      { id, step: 'end' },
      {
        onSuccess: () => {
          toast({ text: text('ended', { name }), tone: 'good' });
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={text('endTitle', { name })}
      confirm={text('end')}
      dismiss={text('endNot')}
      onConfirm={end}
      pending={step.isPending}
      error={step.error && errorText(step.error, language)}
    >
      <p>{text('endText')}</p>
    </ConfirmDialog>
  );
}

function DeleteDialog({ one, opened, onClose }: AskProps) {
  const text = useTexts(campaignTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const remove = useDeleteCampaign();
  const { id, name } = one.campaign;
  const send = (): void =>
    remove.mutate(id, {
      onSuccess: () => {
        toast({ text: text('deleted', { name }), tone: 'good' });
        void navigate('/campaigns');
      },
    });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={text('deleteTitle', { name })}
      confirm={text('delete')}
      onConfirm={send}
      pending={remove.isPending}
      error={remove.error && errorText(remove.error, language)}
    >
      <p>{text('deleteText')}</p>
    </ConfirmDialog>
  );
}
