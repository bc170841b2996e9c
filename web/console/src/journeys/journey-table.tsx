import { JOURNEY_STATUSES } from '@augenblick/contract';
import type { JourneyStatus } from '@augenblick/contract';
import type { JourneyList } from '@augenblick/contract/api/journey.ts';
import {
  Chip,
  DataTable,
  IconTile,
  Named,
  Quiet,
  useFormats,
  useTexts,
} from '@augenblick/ui/react';
import type { Column } from '@augenblick/ui/react';
import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import styles from './journeys.module.css';
import { useJourneyVocabulary } from './queries.ts';
import { StatusChip } from './status-chip.tsx';
import { journeyTexts } from './texts.ts';
import { entriesSentence, useJourneyWording } from './words.ts';

type Row = JourneyList['journeys'][number];

/** Every journey with its live figures; what runs comes first. */
export function JourneyTable(props: {
  journeys: Row[] | undefined;
  error: string | undefined;
  onRetry: () => void;
  empty: ReactNode;
}) {
  const text = useTexts(journeyTexts);
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const status = JOURNEY_STATUSES.find((one) => one === params.get('status')) ?? null;
  const setStatus = (next: string | null): void =>
    setParams(next ? { status: next } : {}, { replace: true });
  const rows = props.journeys
    ?.filter(({ journey }) => status === null || journey.status === status)
    .toSorted((a, b) => order(a) - order(b));
  return (
    <DataTable<Row>
      label={text('title')}
      columns={useColumns()}
      rows={rows}
      rowKey={({ journey }) => journey.id}
      onOpen={({ journey }) => void navigate(`/journeys/${journey.id}`)}
      error={props.error}
      onRetry={props.onRetry}
      searchText={({ journey }) => `${journey.name} ${journey.note}`}
      placeholder={text('search')}
      pageSize={25}
      filtered={status !== null}
      onClearFilters={() => setStatus(null)}
      filters={
        <Select
          className={styles.filter}
          aria-label={text('filterState')}
          placeholder={text('filterState')}
          clearable
          value={status}
          data={JOURNEY_STATUSES.map((value) => ({ value, label: text(`status.${value}`) }))}
          onChange={setStatus}
        />
      }
      empty={props.empty}
    />
  );
}

const ORDER: Readonly<Record<JourneyStatus, number>> = {
  live: 0,
  finishing: 1,
  paused: 2,
  draft: 3,
  ended: 4,
};

function order({ journey }: Row): number {
  return ORDER[journey.status] * 1e15 - journey.updatedAt;
}

function useColumns(): Column<Row>[] {
  const text = useTexts(journeyTexts);
  const formats = useFormats();
  const figure = (
    key: 'active' | 'entered' | 'messages' | 'goals',
    hide: 'phone' | 'tablet',
    width: string,
  ): Column<Row> => ({
    key,
    header: text(key),
    align: 'end',
    hide,
    width,
    sort: ({ totals }) => totals[key],
    cell: ({ totals }) => (totals[key] > 0 ? formats.number(totals[key]) : <Quiet>–</Quiet>),
  });
  return [
    { key: 'name', header: text('journey'), cell: (row) => <Name row={row} /> },
    {
      key: 'state',
      header: text('state'),
      hide: 'phone',
      width: '120px',
      cell: ({ journey }) => <StatusChip status={journey.status} />,
    },
    figure('active', 'phone', '110px'),
    figure('entered', 'tablet', '140px'),
    figure('messages', 'tablet', '120px'),
    figure('goals', 'tablet', '140px'),
  ];
}

function Name({ row: { journey, totals } }: { row: Row }) {
  const text = useTexts(journeyTexts);
  const words = useJourneyWording(useJourneyVocabulary().data);
  const { id, name, status, changed } = journey;
  return (
    <Named
      mark={<IconTile icon="journeys" {...(status === 'live' ? { tone: 'accent' } : {})} />}
      title={
        <Link to={`/journeys/${id}`} tabIndex={-1}>
          {name}
        </Link>
      }
      note={entriesSentence(journey, words)}
      below={
        <>
          <StatusChip status={status} />
          {totals.active > 0 && ` ${text('versionActive', { count: totals.active })}`}
        </>
      }
      chips={
        changed &&
        status !== 'draft' && (
          <Chip tone="accent" hint={text('changedHint')}>
            {text('changed')}
          </Chip>
        )
      }
    />
  );
}
