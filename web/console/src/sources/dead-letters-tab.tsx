import { errorText } from '@augenblick/api';
import type { DeadLetterList, DeadLetterView } from '@augenblick/contract/api/deadletter.ts';
import type { SourceShown } from '@augenblick/contract/api/source.ts';
import type { Column } from '@augenblick/ui/react';
import {
  DataTable,
  EmptyState,
  Icon,
  Named,
  RelativeTime,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useMay } from '../session/session.tsx';
import { DeleteDialog, useRetry } from './dead-letter-actions.tsx';
import { DeadLetterDrawer } from './dead-letter-drawer.tsx';
import { useDeadLetters } from './dead-letter-queries.ts';
import styles from './sources.module.css';
import { deadTexts } from './texts-dead.ts';

/** What could not be accepted: why, what to do about it, try again or throw away. */
export function DeadLettersTab({ sources }: { sources: readonly SourceShown[] }) {
  const text = useTexts(deadTexts);
  const [language] = useLanguage();
  const [params] = useSearchParams();
  const [reason, setReason] = useState<DeadLetterView['reason'] | null>(null);
  const [sourceId, setSourceId] = useState<string | null>(params.get('source'));
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 250);
  const [opened, setOpened] = useState<DeadLetterView | null>(null);
  const list = useDeadLetters({
    reason: reason ?? undefined,
    sourceId: sourceId === null ? undefined : Number(sourceId),
    q: q || undefined,
  });
  const rows = list.data?.pages.flatMap((page) => page.items);
  const first = list.data?.pages[0];
  const total = first?.total ?? 0;
  return (
    <div className={styles.stack}>
      <p className={styles.lead}>{text('lead')}</p>
      <DataTable<DeadLetterView>
        label={text('title')}
        columns={useColumns()}
        rows={rows}
        rowKey={(row) => row.id}
        onOpen={setOpened}
        isSelected={(row) => row.id === opened?.id}
        error={list.error ? errorText(list.error, language) : undefined}
        onRetry={() => void list.refetch()}
        query={typed}
        onQuery={setTyped}
        placeholder={text('search')}
        filtered={reason !== null || sourceId !== null || typed !== ''}
        onClearFilters={() => {
          setReason(null);
          setSourceId(null);
        }}
        filters={
          <Filters
            counts={first?.counts ?? []}
            reason={reason}
            onReason={setReason}
            sources={sources}
            sourceId={sourceId}
            onSource={setSourceId}
          />
        }
        more={{
          has: list.hasNextPage,
          loading: list.isFetchingNextPage,
          load: () => void list.fetchNextPage(),
        }}
        footer={
          <AllActions
            rows={rows ?? []}
            label={text('shown', { shown: rows?.length ?? 0, total })}
          />
        }
        empty={<EmptyState icon="check" title={text('emptyTitle')} text={text('emptyText')} />}
      />
      <DeadLetterDrawer letter={opened} onClose={() => setOpened(null)} />
    </div>
  );
}

interface FiltersProps {
  counts: DeadLetterList['counts'];
  reason: DeadLetterView['reason'] | null;
  onReason: (reason: DeadLetterView['reason'] | null) => void;
  sources: readonly SourceShown[];
  sourceId: string | null;
  onSource: (sourceId: string | null) => void;
}

function Filters({ counts, reason, onReason, sources, sourceId, onSource }: FiltersProps) {
  const text = useTexts(deadTexts);
  const formats = useFormats();
  return (
    <>
      <Select
        aria-label={text('reason')}
        placeholder={text('reason')}
        clearable
        value={reason}
        data={counts.map((one) => ({
          value: one.reason,
          label: `${text(`reason.${one.reason}`)} (${formats.number(one.count)})`,
        }))}
        comboboxProps={{ width: 340, position: 'bottom-end' }}
        onChange={(value) => onReason(value as DeadLetterView['reason'] | null)}
      />
      <Select
        aria-label={text('source')}
        placeholder={text('source')}
        clearable
        value={sourceId}
        data={sources.map(({ id, name }) => ({ value: String(id), label: name }))}
        onChange={onSource}
      />
    </>
  );
}

function useColumns(): Column<DeadLetterView>[] {
  const text = useTexts(deadTexts);
  return [
    {
      key: 'reason',
      header: text('what'),
      cell: (row) => (
        <Named title={text(`reason.${row.reason}`)} note={row.eventName ?? text('nameless')} />
      ),
    },
    {
      key: 'source',
      header: text('source'),
      hide: 'phone',
      width: '240px',
      cell: (row) => row.source?.name ?? '–',
    },
    {
      key: 'at',
      header: text('when'),
      width: '150px',
      cell: (row) => <RelativeTime at={row.at} quiet />,
    },
  ];
}

/** What can be done with all that are shown. */
function AllActions({ rows, label }: { rows: readonly DeadLetterView[]; label: string }) {
  const text = useTexts(deadTexts);
  const may = useMay('source.write');
  const retry = useRetry();
  const [asking, setAsking] = useState(false);
  const ids = rows.slice(0, 500).map(({ id }) => id);
  return (
    <span className={styles.allActions}>
      {label}
      {may && ids.length > 0 && (
        <>
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="refresh" size={14} />}
            loading={retry.pending}
            onClick={() => retry.run(ids)}
          >
            {text('retryAll', { count: ids.length })}
          </Button>
          <Button size="xs" variant="subtle" color="bad" onClick={() => setAsking(true)}>
            {text('deleteAll')}
          </Button>
        </>
      )}
      <DeleteDialog ids={ids} opened={asking} onClose={() => setAsking(false)} />
    </span>
  );
}
