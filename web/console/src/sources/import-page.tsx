import { ApiError } from '@augenblick/api';
import type { ImportRun } from '@augenblick/contract/api/import.ts';
import { EmptyState, Icon, Page, useFormats, useTexts } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { Loaded } from '../shell/loaded.tsx';
import { ImportPreviewPart } from './import-preview.tsx';
import { isRunning, useImport } from './import-queries.ts';
import { ImportResult } from './import-result.tsx';
import { ImportRunning } from './import-running.tsx';
import { StateChip } from './import-words.tsx';
import styles from './sources.module.css';
import { importTexts } from './texts-import.ts';

/** One import from the first look at the file to what became of it. */
export default function ImportPage() {
  const { importId = '' } = useParams();
  const text = useTexts(importTexts);
  const formats = useFormats();
  const query = useImport(importId);
  const run = query.data;
  const gone = query.error instanceof ApiError && [400, 404].includes(query.error.status);
  return (
    <Page
      title={run?.fileName ?? text('title')}
      headline={gone ? text('gone') : run && <Head run={run} />}
      note={
        run &&
        `${text(`kind.${run.kind}`)} · ${formats.bytes(run.fileBytes)} · ${text('uploadedBy', {
          name: run.createdBy,
          when: formats.dateTime(run.createdAt),
        })}`
      }
      back={
        <Link className={styles.back} to="/sources?tab=imports">
          <Icon name="chevronLeft" size={14} />
          {text('title')}
        </Link>
      }
    >
      {gone ? (
        <EmptyState
          icon="file"
          title={text('goneTitle')}
          text={text('goneText')}
          action={
            <Button component={Link} to="/sources?tab=imports">
              {text('toImports')}
            </Button>
          }
        />
      ) : (
        <Loaded query={query} lines={8}>
          {(loaded) => <Part run={loaded} />}
        </Loaded>
      )}
    </Page>
  );
}

function Part({ run }: { run: ImportRun }) {
  if (run.state === 'uploaded') return <ImportPreviewPart run={run} />;
  if (isRunning(run)) return <ImportRunning run={run} />;
  return <ImportResult run={run} />;
}

function Head({ run }: { run: ImportRun }) {
  return (
    <span className={styles.head}>
      <span className={styles.fileName}>{run.fileName}</span>
      <span className={styles.headChips}>
        <StateChip state={run.state} />
      </span>
    </span>
  );
}
