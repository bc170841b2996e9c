import type { CampaignOne } from '@augenblick/contract/api/campaign.ts';
import { useTexts } from '@augenblick/ui/react';
import { useNavigate } from 'react-router';
import { SureDialog } from '../shell/sure-dialog.tsx';
import { useCampaignStep, useDeleteCampaign } from './queries.ts';
import { campaignTexts } from './texts.ts';

/** The two things that cannot be taken back: ending a campaign, deleting a draft. */
export function EndDialogs(props: {
  one: CampaignOne;
  asking: 'end' | 'delete' | null;
  onClose: () => void;
}) {
  const { one, asking, onClose } = props;
  const text = useTexts(campaignTexts);
  const navigate = useNavigate();
  const { id, name } = one.campaign;
  return (
    <>
      <SureDialog
        opened={asking === 'end'}
        onClose={onClose}
        title={text('endTitle', { name })}
        confirm={text('end')}
        dismiss={text('endNot')}
        doing={useCampaignStep()}
        what={{ id, step: 'end' }}
        said={() => text('ended', { name })}
      >
        <p>{text('endText')}</p>
      </SureDialog>
      <SureDialog
        opened={asking === 'delete'}
        onClose={onClose}
        title={text('deleteTitle', { name })}
        confirm={text('delete')}
        doing={useDeleteCampaign()}
        what={id}
        said={() => text('deleted', { name })}
        onDone={() => void navigate('/campaigns')}
      >
        <p>{text('deleteText')}</p>
      </SureDialog>
    </>
  );
}
