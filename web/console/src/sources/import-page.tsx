import { ApiError } from '@augenblick/api';
import type { ImportRun } from '@augenblick/contract/api/import.ts';
import { EmptyState, HeadName, Page, useFormats, useTexts } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { BackLink } from '../shell/back-link.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { ImportPreviewPart } from './import-preview.tsx';
import { isRunning, useImport } from './import-queries.ts';
import { ImportResult } from './import-result.tsx';
import { ImportRunning } from './import-running.tsx';
import { StateChip } from './import-words.tsx';
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
      back={<BackLink to="/sources?tab=imports">{text('title')}</BackLink>}
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
  return <HeadName name={run.fileName} chips={<StateChip state={run.state} />} />;
}
