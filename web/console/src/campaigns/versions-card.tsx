import { errorText } from '@augenblick/api';
import type { Campaign } from '@augenblick/contract';
import {
  Card,
  Chip,
  Quiet,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useNavigate } from 'react-router';
import { useMay } from '../session/session.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { useRestoreVersion, useVersions } from './queries.ts';
import styles from './campaigns.module.css';
import { campaignTexts } from './texts.ts';

/** What was live when and by whom; each can become the draft again. */
export function VersionsCard({ campaign }: { campaign: Campaign }) {
  const text = useTexts(campaignTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const may = useMay('campaign.write') && campaign.status !== 'ended';
  const query = useVersions(campaign.id);
  const restore = useRestoreVersion(campaign.id);
  const take = (version: number): void =>
    restore.mutate(version, {
      onSuccess: () => {
        toast({ text: text('restored', { n: version }), tone: 'good' });
        void navigate(`/campaigns/${campaign.id}/edit`);
      },
      onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
    });
  return (
    <Card title={text('versions')}>
      <Loaded query={query}>
        {({ versions }) =>
          versions.length === 0 ? (
            <Quiet>{text('versionsEmpty')}</Quiet>
          ) : (
            <ol className={styles.versions}>
              {versions
                .toSorted((a, b) => b.version - a.version)
                .map(({ version, at, by }) => (
                  <li key={version}>
                    <span className={styles.versionWords}>
                      <b>{text('version', { n: version })}</b>
                      <Quiet>{text('versionBy', { when: formats.dateTime(at), who: by })}</Quiet>
                    </span>
                    {version === campaign.version && campaign.status === 'live' && (
                      <Chip tone="good">{text('versionNow')}</Chip>
                    )}
                    {may && (version !== campaign.version || campaign.changed) && (
                      <Button
                        size="xs"
                        variant="default"
                        loading={restore.isPending && restore.variables === version}
                        onClick={() => take(version)}
                      >
                        {text('restore')}
                      </Button>
                    )}
                  </li>
                ))}
            </ol>
          )
        }
      </Loaded>
    </Card>
  );
}
