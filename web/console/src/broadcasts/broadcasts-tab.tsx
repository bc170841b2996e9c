import { errorText } from '@augenblick/api';
import { BROADCAST_STATUSES } from '@augenblick/contract';
import type { BroadcastOne } from '@augenblick/contract/api/broadcast.ts';
import {
  DataTable,
  EmptyState,
  Icon,
  Named,
  Quiet,
  RelativeTime,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import type { Column } from '@augenblick/ui/react';
import { Button, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { SimulatedChip } from '../event/words.tsx';
import { useMay } from '../session/session.tsx';
import { blankBroadcast } from './blank.ts';
import styles from './broadcasts.module.css';
import { useBroadcasts, useCreateBroadcast } from './queries.ts';
import { StatusChip } from './status-chip.tsx';
import { broadcastTexts } from './texts.ts';

/** Every newsletter: what is on its way first, then what waits, drafts, the past. */
export function BroadcastsTab() {
  const text = useTexts(broadcastTexts);
  const [language] = useLanguage();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const query = useBroadcasts();
  const status = BROADCAST_STATUSES.find((one) => one === params.get('status')) ?? null;
  const setStatus = (next: string | null): void =>
    setParams(next ? { status: next } : {}, { replace: true });
  const rows = query.data?.broadcasts.filter(
    ({ broadcast }) => status === null || broadcast.status === status,
  );
  return (
    <>
      <div className={styles.tools}>
        <NewButton />
      </div>
      <DataTable<BroadcastOne>
        label={text('title')}
        columns={useColumns()}
        rows={rows}
        rowKey={({ broadcast }) => broadcast.id}
        onOpen={(one) => void navigate(addressOf(one))}
        error={query.error ? errorText(query.error, language) : undefined}
        onRetry={() => void query.refetch()}
        searchText={({ broadcast }) => `${broadcast.name} ${broadcast.note}`}
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
            data={BROADCAST_STATUSES.map((value) => ({ value, label: text(`status.${value}`) }))}
            onChange={setStatus}
          />
        }
        empty={<EmptyState icon="send" title={text('emptyTitle')} text={text('emptyText')} />}
      />
    </>
  );
}

/** A draft opens where it is written, everything else where its results are. */
function addressOf({ broadcast: { id } }: BroadcastOne): string {
  return `/messages/broadcasts/${id}`;
}

function NewButton() {
  const text = useTexts(broadcastTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const may = useMay('message.write');
  const { mutate, isPending } = useCreateBroadcast();
  if (!may) return null;
  const make = (): void =>
    mutate(blankBroadcast(text('unnamed')), {
      onSuccess: ({ broadcast }) => void navigate(`/messages/broadcasts/${broadcast.id}/edit`),
      onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
    });
  return (
    <Button leftSection={<Icon name="plus" size={14} />} loading={isPending} onClick={make}>
      {text('new')}
    </Button>
  );
}

function useColumns(): Column<BroadcastOne>[] {
  const text = useTexts(broadcastTexts);
  const formats = useFormats();
  const count = (value: number): ReactNode =>
    value > 0 ? formats.number(value) : <Quiet>–</Quiet>;
  return [
    { key: 'name', header: text('newsletter'), cell: (one) => <Name one={one} /> },
    {
      key: 'state',
      header: text('state'),
      hide: 'phone',
      width: '130px',
      cell: ({ broadcast }) => <StatusChip status={broadcast.status} />,
    },
    {
      key: 'progress',
      header: text('progress'),
      hide: 'phone',
      width: '170px',
      sort: ({ progress }) => progress.sent,
      cell: (one) => <Progress one={one} />,
    },
    {
      key: 'opened',
      header: text('opened'),
      align: 'end',
      hide: 'tablet',
      width: '110px',
      sort: ({ summary }) => summary.opened,
      cell: ({ summary }) => count(summary.opened),
    },
    {
      key: 'clicked',
      header: text('clicked'),
      align: 'end',
      hide: 'tablet',
      width: '110px',
      sort: ({ summary }) => summary.clicked,
      cell: ({ summary }) => count(summary.clicked),
    },
    {
      key: 'revenue',
      header: text('revenue'),
      align: 'end',
      hide: 'tablet',
      width: '170px',
      sort: ({ summary }) => summary.revenueMinor,
      cell: ({ summary }) =>
        summary.revenueMinor > 0 ? (
          formats.moneyRound({ amountMinor: summary.revenueMinor, currency: summary.currency })
        ) : (
          <Quiet>–</Quiet>
        ),
    },
  ];
}

function Name({ one }: { one: BroadcastOne }) {
  const { broadcast } = one;
  return (
    <Named
      title={
        <Link to={addressOf(one)} tabIndex={-1}>
          {broadcast.name}
        </Link>
      }
      note={<When one={one} />}
      below={<StatusChip status={broadcast.status} />}
      chips={broadcast.simulated && <SimulatedChip />}
    />
  );
}

/** When it begins, began or ended; of a draft, when somebody last wrote in it. */
export function When({ one: { broadcast } }: { one: BroadcastOne }) {
  const text = useTexts(broadcastTexts);
  const { status, startAt, startedAt, endedAt, updatedAt } = broadcast;
  const said =
    status === 'draft'
      ? (['whenDraft', updatedAt] as const)
      : status === 'scheduled'
        ? (['whenScheduled', startAt ?? updatedAt] as const)
        : endedAt === null
          ? (['whenStarted', startedAt ?? updatedAt] as const)
          : (['whenEnded', endedAt] as const);
  const [before, after] = text(said[0], { at: '§' }).split('§');
  return (
    <>
      {before}
      <RelativeTime at={said[1]} />
      {after}
    </>
  );
}

function Progress({ one: { progress } }: { one: BroadcastOne }) {
  const text = useTexts(broadcastTexts);
  const { audience, sent, waiting, queued } = progress;
  if (audience === 0) return <Quiet>–</Quiet>;
  const done = (audience - waiting - queued) / audience;
  return (
    <span className={styles.progress}>
      <span className={styles.track} aria-hidden>
        <i style={{ width: `${done * 100}%` }} />
      </span>
      <Quiet>{text('sentOf', { sent, audience })}</Quiet>
    </span>
  );
}
