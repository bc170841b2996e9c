import type { CampaignOne } from '@augenblick/contract/api/campaign.ts';
import { Icon, useTexts } from '@augenblick/ui/react';
import { Menu } from '@mantine/core';
import { lazy, useState } from 'react';
import { Link } from 'react-router';
import { PublishedActions } from '../published/published-actions.tsx';
import { useMay } from '../session/session.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import { useCampaignStep } from './queries.ts';
import { campaignTexts } from './texts.ts';

const EndDialogs = lazy(async () => ({ default: (await import('./end-dialogs.tsx')).EndDialogs }));

/** What can be done with a campaign: edit, pause with a way back, play dry, copy, end. */
export function CampaignActions({ one }: { one: CampaignOne }) {
  const text = useTexts(campaignTexts);
  const may = useMay('campaign.write');
  const step = useCampaignStep();
  const [asking, setAsking] = useState<'end' | 'delete' | null>(null);
  if (!may) return null;
  return (
    <>
      <PublishedActions
        thing={one.campaign}
        text={text}
        at="/campaigns"
        step={step}
        idOf={(made) => made.campaign.id}
        onAsk={setAsking}
      >
        <Menu.Item
          component={Link}
          to={`/campaigns/${one.campaign.id}/dry-run`}
          leftSection={<Icon name="flask" size={14} />}
        >
          {text('dryRun')}
        </Menu.Item>
      </PublishedActions>
      <OnDemand wanted={asking !== null}>
        <EndDialogs one={one} asking={asking} onClose={() => setAsking(null)} />
      </OnDemand>
    </>
  );
}
