import { errorText } from '@augenblick/api';
import type { SourceShown } from '@augenblick/contract/api/source.ts';
import type { Column } from '@augenblick/ui/react';
import {
  DataTable,
  EmptyState,
  Icon,
  IconTile,
  Named,
  Page,
  Quiet,
  RelativeTime,
  useFormats,
  useLanguage,
  useNow,
  TextSkeleton,
  useTexts,
} from '@augenblick/ui/react';
import { Button, Tabs } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { SimulatedChip } from '../event/words.tsx';
import { useMay } from '../session/session.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import tabs from '../shell/tabs.module.css';
import { useDeadLetterCount } from './dead-letter-queries.ts';
import { HealthChip } from './health-chip.tsx';
import { healthOf, SOURCE_ICONS } from './kinds.ts';
import { useSources } from './queries.ts';
import styles from './sources.module.css';
import { sourceTexts } from './texts.ts';

// Most visits look at the list only.
const CreateDialog = lazy(async () => ({
  default: (await import('./create-dialog.tsx')).CreateDialog,
}));
const ImportsTab = lazy(async () => ({ default: (await import('./imports-tab.tsx')).ImportsTab }));
const DeadLettersTab = lazy(async () => ({
  default: (await import('./dead-letters-tab.tsx')).DeadLettersTab,
}));

const TABS = ['sources', 'imports', 'dead'] as const;

/** Where events come from: connected sources, imported files, and what could not be taken. */
export default function SourcesPage() {
  const text = useTexts(sourceTexts);
  const formats = useFormats();
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((one) => one === params.get('tab')) ?? 'sources';
  const mayCreate = useMay('source.write');
  const query = useSources();
  const dead = useDeadLetterCount();
  const creating = params.has('new') && mayCreate;
  const setCreating = (on: boolean): void =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (on) next.set('new', '1');
        else next.delete('new');
        return next;
      },
      { replace: true },
    );
  const open = (next: string | null): void =>
    setParams(next === null || next === 'sources' ? {} : { tab: next });
  return (
    <Page
      title={text('title')}
      headline={query.data && <Headline sources={query.data.sources} />}
      actions={
        mayCreate && (
          <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setCreating(true)}>
            {text('connect')}
          </Button>
        )
      }
    >
      <Tabs value={tab} onChange={open} keepMounted={false} className={tabs.tabs}>
        <Tabs.List>
          <Tabs.Tab value="sources">{text('tabSources')}</Tabs.Tab>
          <Tabs.Tab value="imports">{text('tabImports')}</Tabs.Tab>
          <Tabs.Tab value="dead">
            {text('tabDead')}{' '}
            {(dead ?? 0) > 0 && <span className={styles.badCount}>{formats.short(dead ?? 0)}</span>}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="sources">
          <SourceTable query={query} onCreate={() => setCreating(true)} />
        </Tabs.Panel>
        <Tabs.Panel value="imports">
          <Suspense fallback={<TextSkeleton />}>
            <ImportsTab />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="dead">
          <Suspense fallback={<TextSkeleton />}>
            <DeadLettersTab sources={query.data?.sources ?? []} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
      <OnDemand wanted={creating}>
        <CreateDialog opened={creating} onClose={() => setCreating(false)} />
      </OnDemand>
    </Page>
  );
}

function Headline({ sources }: { sources: SourceShown[] }) {
  const text = useTexts(sourceTexts);
  const formats = useFormats();
  const now = useNow();
  const running = sources.filter((source) => healthOf(source, now) === 'running');
  if (sources.length === 0) return text('headlineNone');
  if (running.length === 0) return text('headlineQuiet', { count: sources.length });
  const events = running.reduce((sum, source) => sum + (source.events24h ?? 0), 0);
  const [before, after] = text('headline', { count: running.length, events }).split('§');
  return (
    <>
      {before}
      <b>{formats.number(events)}</b>
      {after}
    </>
  );
}

function SourceTable(props: { query: ReturnType<typeof useSources>; onCreate: () => void }) {
  const { query, onCreate } = props;
  const text = useTexts(sourceTexts);
  const [language] = useLanguage();
  const navigate = useNavigate();
  const mayCreate = useMay('source.write');
  const columns = useColumns();
  return (
    <DataTable<SourceShown>
      label={text('tabSources')}
      columns={columns}
      rows={query.data?.sources}
      rowKey={(source) => source.id}
      onOpen={(source) => void navigate(`/sources/${source.id}`)}
      error={query.error ? errorText(query.error, language) : undefined}
      onRetry={() => void query.refetch()}
      searchText={(source) => `${source.name} ${text(`kind.${source.kind}`)}`}
      placeholder={text('searchSources')}
      sort={{ key: 'seen', descending: true }}
      empty={
        <EmptyState
          icon="sources"
          title={text('emptyTitle')}
          text={text('emptyText')}
          action={mayCreate && <Button onClick={onCreate}>{text('connect')}</Button>}
        />
      }
    />
  );
}

function useColumns(): Column<SourceShown>[] {
  const text = useTexts(sourceTexts);
  const formats = useFormats();
  return [
    {
      key: 'name',
      header: text('source'),
      sort: (source) => source.name,
      cell: (source) => (
        <Named
          mark={<IconTile icon={SOURCE_ICONS[source.kind]} />}
          title={
            <Link to={`/sources/${source.id}`} tabIndex={-1}>
              {source.name}
            </Link>
          }
          note={text(`kind.${source.kind}`)}
          chips={source.simulated && <SimulatedChip />}
        />
      ),
    },
    {
      key: 'health',
      header: text('state'),
      width: '200px',
      cell: (source) => <HealthChip source={source} />,
    },
    {
      key: 'seen',
      header: text('lastSeen'),
      hide: 'phone',
      width: '160px',
      sort: (source) => source.lastSeenAt,
      cell: (source) =>
        source.lastSeenAt === null ? (
          <Quiet>–</Quiet>
        ) : (
          <RelativeTime at={source.lastSeenAt} quiet />
        ),
    },
    {
      key: 'events',
      header: text('events24h'),
      align: 'end',
      hide: 'phone',
      width: '170px',
      sort: (source) => source.events24h,
      cell: (source) =>
        source.events24h === null ? text('many') : formats.number(source.events24h),
    },
  ];
}
