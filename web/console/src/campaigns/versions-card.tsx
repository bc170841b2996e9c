import type { Campaign } from '@augenblick/contract';
import { useTexts } from '@augenblick/ui/react';
import { VersionsCard as Versions } from '../published/versions-card.tsx';
import { useMay } from '../session/session.tsx';
import { useRestoreVersion, useVersions } from './queries.ts';
import { campaignTexts } from './texts.ts';

/** What of a campaign was live when and by whom. */
export function VersionsCard({ campaign }: { campaign: Campaign }) {
  const text = useTexts(campaignTexts);
  const may = useMay('campaign.write') && campaign.status !== 'ended';
  const query = useVersions(campaign.id);
  const restore = useRestoreVersion(campaign.id);
  return (
    <Versions
      thing={campaign}
      at="/campaigns"
      may={may}
      query={query}
      restore={restore}
      text={text}
    />
  );
}
