import { errorText } from '@augenblick/api';
import type { SegmentRow } from '@augenblick/contract/api/segment.ts';
import type { Column } from '@augenblick/ui/react';
import {
  Card,
  DataTable,
  EmptyState,
  Icon,
  Named,
  Page,
  Quiet,
  Sparkline,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../session/session.tsx';
import { useSegments, useStarters } from './queries.ts';
import styles from './segments.module.css';
import { SegmentChip } from './status-chip.tsx';
import { segmentTexts } from './texts.ts';
import { sentenceOf, useWording } from './words.ts';

/** All segments with who is in them now, and where to begin. */
export default function SegmentsPage() {
  const text = useTexts(segmentTexts);
  const [language] = useLanguage();
  const navigate = useNavigate();
  const list = useSegments();
  const mayWrite = useMay('segment.write');
  const columns = useColumns(list.data?.segments ?? []);
  const live = list.data?.segments.filter(
    ({ status }) => status === 'live' || status === 'filling',
  ).length;
  const create = mayWrite && (
    <Button component={Link} to="/segments/new" leftSection={<Icon name="plus" size={15} />}>
      {text('create')}
    </Button>
  );
  return (
    <Page
      title={text('title')}
      headline={
        live === undefined
          ? undefined
          : live === 0
            ? text('headlineNone')
            : text('headline', { count: live })
      }
      note={list.data && text('note', { shoppers: list.data.shoppers })}
      actions={create}
    >
      <div className={styles.stack}>
        <DataTable<SegmentRow>
          label={text('title')}
          columns={columns}
          rows={list.data?.segments}
          rowKey={(row) => row.id}
          onOpen={(row) => void navigate(`/segments/${row.id}`)}
          error={list.error ? errorText(list.error, language) : undefined}
          onRetry={() => void list.refetch()}
          searchText={(row) => `${row.name} ${row.note}`}
          placeholder={text('search')}
          empty={
            <EmptyState
              icon="segments"
              title={text('emptyTitle')}
              text={text('emptyText')}
              action={create}
            />
          }
        />
        {mayWrite && <Starters />}
      </div>
    </Page>
  );
}

function useColumns(segments: readonly SegmentRow[]): Column<SegmentRow>[] {
  const text = useTexts(segmentTexts);
  const formats = useFormats();
  const wording = useWording(segments);
  const came = (row: SegmentRow): string =>
    text('todayCame', { came: formats.number(row.entered), gone: formats.number(row.left) });
  return [
    {
      key: 'name',
      header: text('segment'),
      sort: (row) => row.name,
      cell: (row) => (
        <Named
          title={<Link to={`/segments/${row.id}`}>{row.name}</Link>}
          note={sentenceOf(row.condition, wording)}
          below={row.status === 'live' ? text('membersBelow', { count: row.members }) : undefined}
        />
      ),
    },
    {
      key: 'members',
      header: text('members'),
      sort: (row) => row.members,
      align: 'end',
      width: '110px',
      hide: 'phone',
      cell: (row) =>
        row.status === 'live' || row.status === 'filling' ? (
          <b>{formats.number(row.members)}</b>
        ) : (
          <Quiet>–</Quiet>
        ),
    },
    {
      key: 'growth',
      header: text('growth'),
      width: '140px',
      hide: 'tablet',
      cell: (row) => row.growth.length > 1 && <Growth values={row.growth} />,
    },
    {
      key: 'today',
      header: text('today'),
      width: '190px',
      hide: 'tablet',
      cell: (row) => row.status === 'live' && <Quiet>{came(row)}</Quiet>,
    },
    {
      key: 'status',
      header: text('status'),
      width: '130px',
      sort: (row) => row.status,
      cell: (row) => <SegmentChip status={row.status} />,
    },
  ];
}

/** Members over the last days as a tiny line. */
function Growth({ values }: { values: readonly number[] }) {
  const text = useTexts(segmentTexts);
  const formats = useFormats();
  const label = text('growthLabel', {
    from: formats.number(values[0] ?? 0),
    to: formats.number(values.at(-1) ?? 0),
    days: values.length - 1,
  });
  return <Sparkline values={values} label={label} width={110} height={26} />;
}

/** Ready-made conditions, fitted to the shop. */
function Starters() {
  const text = useTexts(segmentTexts);
  const [language] = useLanguage();
  const starters = useStarters();
  if (!starters.data) return null;
  return (
    <Card title={text('starters')} note={text('startersNote')}>
      <ul className={styles.gallery}>
        {starters.data.starters.map((starter) => (
          <li key={starter.key} className={styles.starter}>
            <h3>{starter.name[language]}</h3>
            <p>{starter.about[language]}</p>
            <Button
              component={Link}
              to={`/segments/new?start=${starter.key}`}
              variant="default"
              size="xs"
              aria-label={text('useStarter', { name: starter.name[language] })}
            >
              {text('use')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
