import { errorText } from '@augenblick/api';
import type { DryRun } from '@augenblick/contract/api/decision.ts';
import {
  Chip,
  DataTable,
  EmptyState,
  Named,
  Quiet,
  RelativeTime,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import type { Column } from '@augenblick/ui/react';
import { Link, useNavigate } from 'react-router';
import { useDryRuns } from './queries.ts';
import { runTexts } from './texts-runs.ts';

/** Address of a dry run: on the page of the campaign it plays. */
export function addressOf({ campaignId, id }: Pick<DryRun, 'campaignId' | 'id'>): string {
  return `/campaigns/${campaignId}/dry-run?run=${id}`;
}

/** The last dry runs of all campaigns. */
export function RunsTab() {
  const text = useTexts(runTexts);
  const [language] = useLanguage();
  const navigate = useNavigate();
  const query = useDryRuns();
  return (
    <DataTable<DryRun>
      label={text('title')}
      columns={useColumns()}
      rows={query.data?.runs}
      rowKey={(run) => run.id}
      onOpen={(run) => void navigate(addressOf(run))}
      error={query.error ? errorText(query.error, language) : undefined}
      onRetry={() => void query.refetch()}
      searchText={(run) => run.campaign}
      placeholder={text('search')}
      empty={
        <EmptyState icon="flask" title={text('listEmptyTitle')} text={text('listEmptyText')} />
      }
    />
  );
}

const TONES = {
  waiting: 'plain',
  running: 'accent',
  done: 'good',
  failed: 'bad',
  stopped: 'plain',
} as const;

function useColumns(): Column<DryRun>[] {
  const text = useTexts(runTexts);
  const formats = useFormats();
  return [
    {
      key: 'campaign',
      header: text('campaign'),
      sort: (run) => run.campaign,
      cell: (run) => (
        <Named
          title={
            <Link to={addressOf(run)} tabIndex={-1}>
              {run.campaign}
            </Link>
          }
          note={text('daysValue', { count: run.days })}
        />
      ),
    },
    {
      key: 'state',
      header: text('state'),
      width: '120px',
      cell: (run) => (
        <Chip tone={TONES[run.state]}>
          {text(`state.${run.state}`)}
          {run.state === 'running' && ` ${formats.percent(run.progress)}`}
        </Chip>
      ),
    },
    {
      key: 'result',
      header: text('result'),
      align: 'end',
      hide: 'phone',
      width: '150px',
      sort: (run) => run.result?.reached ?? null,
      cell: (run) => (run.result ? formats.number(run.result.reached) : <Quiet>–</Quiet>),
    },
    {
      key: 'startedAt',
      header: text('startedAt'),
      hide: 'phone',
      width: '160px',
      sort: (run) => run.startedAt,
      cell: (run) => <RelativeTime at={run.startedAt} quiet />,
    },
  ];
}
