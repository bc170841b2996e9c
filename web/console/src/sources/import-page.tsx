import type { ImportRun } from '@augenblick/contract/api/import.ts';
import { HeadName, useFormats, useTexts } from '@augenblick/ui/react';
import { useParams } from 'react-router';
import { OnePage } from '../shell/one-page.tsx';
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
  return (
    <OnePage
      query={query}
      text={text}
      icon="file"
      above={{ to: '/sources?tab=imports', label: text('title') }}
      name={run?.fileName}
      head={run && <Head run={run} />}
      note={
        run &&
        `${text(`kind.${run.kind}`)} · ${formats.bytes(run.fileBytes)} · ${text('uploadedBy', {
          name: run.createdBy,
          when: formats.dateTime(run.createdAt),
        })}`
      }
    >
      {(loaded) => <Part run={loaded} />}
    </OnePage>
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
