import { errorText } from '@augenblick/api';
import type { DryRun } from '@augenblick/contract/api/decision.ts';
import {
  Card,
  EmptyState,
  Icon,
  Notice,
  Page,
  ProgressBar,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { useMay } from '../session/session.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { DryRunResultView } from './dry-run-result.tsx';
import { isGoing, useCampaign, useDryRun, useStartDryRun, useStopDryRun } from './queries.ts';
import styles from './campaigns.module.css';
import { runTexts } from './texts-runs.ts';

/** A campaign as its draft stands, played against the last days: whom it would reach, how often, at what cost. */
export default function DryRunPage() {
  const { campaignId = '' } = useParams();
  const text = useTexts(runTexts);
  const [params] = useSearchParams();
  const runId = params.get('run');
  const campaign = useCampaign(campaignId);
  const query = useDryRun(runId);
  const run = runId === null ? undefined : query.data;
  const name = campaign.data?.campaign.name ?? run?.campaign;
  return (
    <Page
      title={text('title')}
      headline={
        name === undefined ? campaign.error && text('title') : <Headline name={name} run={run} />
      }
      note={text('note')}
      back={<BackLink to={`/campaigns/${campaignId}`}>{name ?? text('back')}</BackLink>}
    >
      <Start campaignId={campaignId} run={run} />
      {runId !== null && (
        <Loaded query={query} lines={6}>
          {(loaded) => <State run={loaded} />}
        </Loaded>
      )}
    </Page>
  );
}

function Headline({ name, run }: { name: string; run: DryRun | undefined }) {
  const text = useTexts(runTexts);
  const formats = useFormats();
  if (!run || run.state === 'failed' || run.state === 'stopped') {
    return text('headlineIdle', { name });
  }
  const { days, result } = run;
  if (!result) return text('headlineGoing', { name, days });
  if (result.reached === 0) return text('headlineNobody', { name, days });
  const [before, , after] = text('headlineDone', { name, days, reached: '' }).split('§');
  return (
    <>
      {before}
      <b>{formats.number(result.reached)}</b>
      {after}
    </>
  );
}

const SPANS = ['7', '14', '30', '90'] as const;

function Start({ campaignId, run }: { campaignId: string; run: DryRun | undefined }) {
  const text = useTexts(runTexts);
  const [language] = useLanguage();
  const [, setParams] = useSearchParams();
  const may = useMay('campaign.write');
  const [span, setSpan] = useState<(typeof SPANS)[number]>('14');
  const start = useStartDryRun();
  const going = run !== undefined && isGoing(run);
  if (!may) return null;
  const play = (): void =>
    start.mutate(
      { campaignId, days: Number(span) },
      { onSuccess: ({ id }) => setParams({ run: id }, { replace: true }) },
    );
  return (
    <Card>
      <div className={styles.runStart}>
        <span className={styles.runSpan}>
          <span>{text('span')}</span>
          <SegmentedControl
            size="xs"
            aria-label={text('span')}
            value={span}
            onChange={(value) => setSpan(SPANS.find((one) => one === value) ?? '14')}
            data={SPANS.map((value) => ({ value, label: text(`span.${value}`) }))}
          />
        </span>
        <Button
          leftSection={<Icon name="flask" size={14} />}
          loading={start.isPending}
          disabled={going}
          onClick={play}
        >
          {text(run && !going ? 'again' : 'start')}
        </Button>
      </div>
      {start.error && <Notice tone="bad">{errorText(start.error, language)}</Notice>}
    </Card>
  );
}

function State({ run }: { run: DryRun }) {
  const text = useTexts(runTexts);
  const may = useMay('campaign.write');
  const stop = useStopDryRun();
  if (run.state === 'failed') return <Notice tone="bad">{text('failed')}</Notice>;
  if (run.state === 'stopped') return <Notice>{text('stopped')}</Notice>;
  if (!run.result && !isGoing(run)) {
    return <EmptyState icon="flask" title={text('title')} text={text('gone')} />;
  }
  if (run.result) return <DryRunResultView result={run.result} />;
  return (
    <Card>
      <div className={styles.stack}>
        <ProgressBar
          label={text(run.state === 'waiting' ? 'waiting' : 'running')}
          share={run.state === 'waiting' ? null : run.progress}
        />
        {may && (
          <div>
            <Button
              variant="default"
              leftSection={<Icon name="stop" size={14} />}
              loading={stop.isPending}
              onClick={() => stop.mutate(run.id)}
            >
              {text('stop')}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}
