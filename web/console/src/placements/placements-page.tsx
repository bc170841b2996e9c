import { errorText } from '@augenblick/api';
import type { PlacementList } from '@augenblick/contract/api/placement.ts';
import {
  Chip,
  DataTable,
  EmptyState,
  Icon,
  IconTile,
  Named,
  Page,
  Quiet,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import type { Column } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { lazy } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { heartTexts } from '../campaigns/texts-words.ts';
import { useDecisionSummary } from '../decisions/queries.ts';
import { useMay } from '../session/session.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import { PLACE_ICONS } from './kinds.ts';
import { usePlacements } from './queries.ts';
import { placementTexts } from './texts.ts';

const PlacementDialog = lazy(async () => ({
  default: (await import('./placement-dialog.tsx')).PlacementDialog,
}));

type Row = PlacementList['placements'][number];

/** The places where something can stand: how they are used, and a new one. */
export default function PlacementsPage() {
  const text = useTexts(placementTexts);
  const [language] = useLanguage();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const may = useMay('campaign.write');
  const query = usePlacements();
  const columns = useColumns();
  const creating = params.has('new') && may;
  const setCreating = (on: boolean): void => setParams(on ? { new: '1' } : {}, { replace: true });
  const make = may && (
    <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setCreating(true)}>
      {text('new')}
    </Button>
  );
  return (
    <Page
      title={text('title')}
      headline={
        query.data ? (
          <Headline rows={query.data.placements} />
        ) : query.error ? (
          text('title')
        ) : undefined
      }
      actions={make}
    >
      <DataTable<Row>
        label={text('title')}
        columns={columns}
        rows={query.data?.placements}
        rowKey={({ placement }) => placement.key}
        onOpen={({ placement }) => void navigate(`/placements/${placement.key}`)}
        error={query.error ? errorText(query.error, language) : undefined}
        onRetry={() => void query.refetch()}
        searchText={({ placement }) => `${placement.name} ${placement.key} ${placement.where}`}
        placeholder={text('search')}
        sort={{ key: 'name', descending: false }}
        empty={
          <EmptyState
            icon="placements"
            title={text('emptyTitle')}
            text={text('emptyText')}
            action={make}
          />
        }
      />
      <OnDemand wanted={creating}>
        <PlacementDialog opened={creating} onClose={() => setCreating(false)} />
      </OnDemand>
    </Page>
  );
}

function Headline({ rows }: { rows: Row[] }) {
  const text = useTexts(placementTexts);
  if (rows.length === 0) return text('headlineNone');
  const used = rows.filter(({ campaigns }) => campaigns.length > 0).length;
  const [before, , after] = text('headline', { count: rows.length, used: '' }).split('§');
  return (
    <>
      {before}
      <b>{used}</b>
      {after}
    </>
  );
}

function useColumns(): Column<Row>[] {
  const text = useTexts(placementTexts);
  const heart = useTexts(heartTexts);
  const formats = useFormats();
  const maySee = useMay('decision.read');
  const summary = useDecisionSummary().data;
  const of = (key: string) => summary?.placements.find((one) => one.key === key);
  return [
    {
      key: 'name',
      header: text('place'),
      sort: ({ placement }) => placement.name,
      cell: (row) => <Place {...row} />,
    },
    {
      key: 'kind',
      header: text('kind'),
      hide: 'tablet',
      width: '150px',
      sort: ({ placement }) => placement.kind,
      cell: ({ placement }) => <Quiet>{heart(`place.${placement.kind}`)}</Quiet>,
    },
    {
      key: 'height',
      header: text('height'),
      align: 'end',
      hide: 'tablet',
      width: '130px',
      sort: ({ placement }) => placement.minHeight,
      cell: ({ placement }) =>
        placement.minHeight === 0 ? (
          <Quiet>{text('noHeight')}</Quiet>
        ) : (
          text('heightValue', { px: formats.number(placement.minHeight) })
        ),
    },
    {
      key: 'campaigns',
      header: text('campaigns'),
      align: 'end',
      width: '150px',
      sort: ({ campaigns }) => campaigns.length,
      cell: ({ campaigns }) =>
        campaigns.length === 0 ? <Quiet>–</Quiet> : formats.number(campaigns.length),
    },
    ...(maySee
      ? [
          {
            key: 'shown',
            header: text('shown'),
            align: 'end' as const,
            hide: 'phone' as const,
            width: '160px',
            sort: ({ placement }: Row) => of(placement.key)?.shown ?? 0,
            cell: ({ placement }: Row) => {
              const shown = of(placement.key)?.shown;
              return shown ? formats.number(shown) : <Quiet>–</Quiet>;
            },
          },
        ]
      : []),
  ];
}

function Place({ placement }: Row) {
  const text = useTexts(placementTexts);
  return (
    <Named
      mark={<IconTile icon={PLACE_ICONS[placement.kind]} />}
      title={
        <Link to={`/placements/${placement.key}`} tabIndex={-1}>
          {placement.name}
        </Link>
      }
      note={placement.where || placement.key}
      chips={
        placement.status === 'paused' && (
          <Chip tone="caution" icon="pause">
            {text('paused')}
          </Chip>
        )
      }
    />
  );
}
