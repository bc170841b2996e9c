import { errorText } from '@augenblick/api';
import type { Journey } from '@augenblick/contract';
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
import styles from './journeys.module.css';
import { useJourneyVersions, useRestoreJourney } from './queries.ts';
import { journeyTexts } from './texts.ts';

/** What was live when, by whom, and how many still go by it; each can become the draft again. */
export function VersionsCard({ journey }: { journey: Journey }) {
  const text = useTexts(journeyTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const may = useMay('journey.write') && journey.status !== 'ended';
  const query = useJourneyVersions(journey.id);
  const restore = useRestoreJourney(journey.id);
  const take = (version: number): void =>
    restore.mutate(version, {
      onSuccess: () => {
        toast({ text: text('restored', { n: version }), tone: 'good' });
        void navigate(`/journeys/${journey.id}/edit`);
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
                .map(({ version, at, by, active }) => (
                  <li key={version}>
                    <span className={styles.versionWords}>
                      <b>{text('version', { n: version })}</b>
                      <Quiet>{text('versionBy', { when: formats.dateTime(at), who: by })}</Quiet>
                      <Quiet>{text('versionActive', { count: active })}</Quiet>
                    </span>
                    {version === journey.version && journey.status === 'live' && (
                      <Chip tone="good">{text('versionNow')}</Chip>
                    )}
                    {may && (version !== journey.version || journey.changed) && (
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
