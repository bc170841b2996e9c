import { errorText } from '@augenblick/api';
import type { ImportProgress, ImportRun } from '@augenblick/contract/api/import.ts';
import {
  Card,
  Notice,
  ProgressBar,
  Stat,
  StatRow,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useMay } from '../session/session.tsx';
import { useCancelImport } from './import-queries.ts';
import styles from './imports.module.css';
import { importTexts } from './texts-import.ts';

/** Progress of an import as it happens. */
export function ImportRunning({ run }: { run: ImportRun }) {
  const text = useTexts(importTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const may = useMay('import.write');
  const cancel = useCancelImport(run.id);
  const { progress } = run;
  const rate =
    progress.rate > 0 ? text('rate', { rate: formats.number(Math.round(progress.rate)) }) : null;
  return (
    <>
      <Card
        title={text(`phase.${progress.phase}`)}
        note={text('runningNote')}
        actions={
          may && (
            <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              {text('cancelRun')}
            </Button>
          )
        }
      >
        <ProgressBar label={text(`phase.${progress.phase}`)} share={shareOf(progress)} />
        {cancel.error && (
          <div className={styles.gapTop}>
            <Notice tone="bad">{errorText(cancel.error, language)}</Notice>
          </div>
        )}
      </Card>
      <Figures progress={progress} note={rate} />
    </>
  );
}

/** What has been read, taken over and turned away so far. */
export function Figures({ progress, note }: { progress: ImportProgress; note?: string | null }) {
  const text = useTexts(importTexts);
  const formats = useFormats();
  return (
    <StatRow>
      <Stat label={text('rowsRead')} value={formats.number(progress.rows)} note={note} />
      <Stat
        label={text('taken')}
        value={formats.number(progress.stored)}
        {...(progress.stored > 0 ? { tone: 'good' as const } : {})}
        note={progress.corrected > 0 ? text('corrected', { count: progress.corrected }) : null}
      />
      <Stat
        label={text('alreadyThere')}
        value={formats.number(progress.duplicate)}
        note={text('alreadyThereNote')}
      />
      <Stat
        label={text('rejected')}
        value={formats.number(progress.rejected)}
        {...(progress.rejected > 0 ? { tone: 'bad' as const } : {})}
        note={progress.rejected > 0 ? text('rejectedNote') : text('noneRejected')}
      />
    </StatRow>
  );
}

/** One bar for the whole way: reading is its first half, storing its second. Null while nothing can be said. */
export function shareOf(progress: ImportProgress): number | null {
  const { phase, bytesRead, bytesTotal, itemsTotal, stored, duplicate } = progress;
  if (phase === 'waiting') return null;
  if (phase === 'finished') return 1;
  if (phase === 'reading') return bytesTotal > 0 ? (bytesRead / bytesTotal) * 0.5 : null;
  if (phase === 'sorting' || itemsTotal === null || itemsTotal === 0) return 0.5;
  return 0.5 + (Math.min(stored + duplicate, itemsTotal) / itemsTotal) * 0.5;
}
