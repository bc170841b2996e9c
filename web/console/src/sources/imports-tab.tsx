import { errorText } from '@augenblick/api';
import type { ImportKind, ImportRun } from '@augenblick/contract/api/import.ts';
import type { Column } from '@augenblick/ui/react';
import {
  Card,
  DataTable,
  EmptyState,
  FileDrop,
  IconTile,
  Named,
  Notice,
  ProgressBar,
  RelativeTime,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Select } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../session/session.tsx';
import { IMPORT_KIND_LIST, StateChip } from './import-words.tsx';
import { useImports, useUpload } from './import-queries.ts';
import imports from './imports.module.css';
import styles from './sources.module.css';
import { importTexts } from './texts-import.ts';

const LIMIT_BYTES = 4 * 1024 ** 3;

/** Files from elsewhere: drop one, and the ones before. */
export function ImportsTab() {
  const text = useTexts(importTexts);
  const [language] = useLanguage();
  const navigate = useNavigate();
  const mayImport = useMay('import.write');
  const query = useImports();
  return (
    <div className={styles.stack}>
      {mayImport && <Upload />}
      <DataTable<ImportRun>
        label={text('history')}
        columns={useColumns()}
        rows={query.data?.runs}
        rowKey={(run) => run.id}
        onOpen={(run) => void navigate(`/sources/imports/${run.id}`)}
        error={query.error ? errorText(query.error, language) : undefined}
        onRetry={() => void query.refetch()}
        searchText={(run) => `${run.fileName} ${run.createdBy} ${text(`kind.${run.kind}`)}`}
        placeholder={text('searchHistory')}
        pageSize={25}
        empty={<EmptyState icon="upload" title={text('emptyTitle')} text={text('emptyText')} />}
      />
    </div>
  );
}

function Upload() {
  const text = useTexts(importTexts);
  const [language] = useLanguage();
  const navigate = useNavigate();
  const upload = useUpload();
  const [kind, setKind] = useState<ImportKind | null>(null);
  const take = (file: File): void =>
    upload.mutate(
      { file, kind },
      { onSuccess: ({ run }) => void navigate(`/sources/imports/${run.id}`) },
    );
  return (
    <Card title={text('uploadTitle')} note={text('uploadText')}>
      <div className={imports.upload}>
        <FileDrop
          label={text('drop')}
          accept=".csv,.tsv,.txt,.xlsx,.gz"
          limitBytes={LIMIT_BYTES}
          note={text('dropNote')}
          disabled={upload.isPending}
          onFile={take}
        />
        <Select
          label={text('holds')}
          description={text('holdsNote')}
          placeholder={text('holdsAuto')}
          clearable
          value={kind}
          data={IMPORT_KIND_LIST.map((value) => ({ value, label: text(`kind.${value}`) }))}
          onChange={(value) => setKind(IMPORT_KIND_LIST.find((one) => one === value) ?? null)}
        />
      </div>
      {upload.isPending && (
        <div className={imports.gapTop}>
          <ProgressBar label={text('uploading')} share={null} note={upload.variables.file.name} />
        </div>
      )}
      {upload.error && (
        <div className={imports.gapTop}>
          <Notice tone="bad">{errorText(upload.error, language)}</Notice>
        </div>
      )}
    </Card>
  );
}

function useColumns(): Column<ImportRun>[] {
  const text = useTexts(importTexts);
  const formats = useFormats();
  return [
    {
      key: 'file',
      header: text('file'),
      sort: (run) => run.fileName,
      cell: (run) => (
        <Named
          mark={<IconTile icon="file" />}
          title={
            <Link to={`/sources/imports/${run.id}`} tabIndex={-1}>
              {run.fileName}
            </Link>
          }
          note={`${text(`kind.${run.kind}`)} · ${formats.bytes(run.fileBytes)}`}
        />
      ),
    },
    {
      key: 'state',
      header: text('state'),
      width: '130px',
      cell: (run) => <StateChip state={run.state} />,
    },
    {
      key: 'rows',
      header: text('rows'),
      align: 'end',
      hide: 'phone',
      width: '110px',
      sort: (run) => run.progress.rows,
      cell: (run) => formats.number(run.progress.rows),
    },
    {
      key: 'rejected',
      header: text('rejected'),
      align: 'end',
      hide: 'phone',
      width: '130px',
      sort: (run) => run.progress.rejected,
      cell: (run) =>
        run.progress.rejected === 0 ? (
          <span className={styles.quiet}>–</span>
        ) : (
          <span className={styles.bad}>{formats.number(run.progress.rejected)}</span>
        ),
    },
    {
      key: 'at',
      header: text('when'),
      hide: 'tablet',
      width: '220px',
      sort: (run) => run.createdAt,
      cell: (run) => (
        <span className={styles.quiet}>
          <RelativeTime at={run.createdAt} quiet /> · {run.createdBy}
        </span>
      ),
    },
  ];
}
