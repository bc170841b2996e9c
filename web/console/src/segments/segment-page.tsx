import { shortId } from '@augenblick/contract';
import { errorText } from '@augenblick/api';
import type { SegmentMembers, SegmentOne } from '@augenblick/contract/api/segment.ts';
import type { Column } from '@augenblick/ui/react';
import {
  BarPicture,
  Card,
  CodeBlock,
  ConfirmDialog,
  DataTable,
  EmptyState,
  ErrorState,
  Icon,
  More,
  Page,
  ProgressBar,
  RelativeTime,
  Stat,
  StatRow,
  TextSkeleton,
  useFormats,
  useLanguage,
  useNow,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { BackLink } from '../shell/back-link.tsx';
import { useMay } from '../session/session.tsx';
import {
  useChanges,
  useDeleteSegment,
  useMembers,
  useSegment,
  useSegments,
  useSegmentStep,
} from './queries.ts';
import styles from './segments.module.css';
import { SegmentChip } from './status-chip.tsx';
import { segmentTexts } from './texts.ts';
import { sentenceOf, useWording } from './words.ts';

const DAY_MS = 86_400_000;
const NONE: readonly never[] = [];

/** One segment: who is meant, how many, who came and went. */
export default function SegmentPage() {
  const { segmentId = '' } = useParams();
  const text = useTexts(segmentTexts);
  const [language] = useLanguage();
  const found = useSegment(segmentId);
  const one = found.data;
  const people = useMay('shopper.read');
  const back = <BackLink to="/segments">{text('backToList')}</BackLink>;
  if (found.error && !one)
    return (
      <Page title={text('title')} headline={text('title')} back={back}>
        <ErrorState text={errorText(found.error, language)} onRetry={() => void found.refetch()} />
      </Page>
    );
  return (
    <Page
      title={one?.segment.name ?? text('title')}
      headline={one && <Headline one={one} />}
      note={one?.segment.note || undefined}
      back={back}
      actions={one && <Actions one={one} />}
    >
      {one ? (
        <div className={styles.columns}>
          <div className={styles.stack}>
            <Meaning one={one} />
            {one.segment.status === 'live' && <Figures one={one} />}
            {people && one.segment.version > 0 && one.segment.status !== 'archived' && (
              <Members id={segmentId} />
            )}
          </div>
          <div className={styles.stack}>
            {people && one.segment.version > 0 && <Comings id={segmentId} />}
            {one.versions.length > 1 && <Versions one={one} />}
            <Card>
              <More summary={text('developers')}>
                <CodeBlock
                  title={text('developersNote')}
                  code={JSON.stringify(one.draft ?? one.segment.condition, null, 2)}
                />
              </More>
            </Card>
          </div>
        </div>
      ) : (
        <TextSkeleton lines={6} />
      )}
    </Page>
  );
}

function Headline({ one: { segment } }: { one: SegmentOne }) {
  const text = useTexts(segmentTexts);
  const formats = useFormats();
  const { name, status, members } = segment;
  if (status === 'draft') return text('isDraft', { name });
  if (status === 'archived') return text('isArchived', { name });
  if (status === 'filling')
    return text('isFilling', { name, percent: formats.percent(segment.filled ?? 0) });
  const [before, after] = text('isIn', { count: members, name }).split('§');
  return (
    <>
      {before}
      <b>{formats.number(members)}</b>
      {after}
    </>
  );
}

function Actions({ one: { segment, draft } }: { one: SegmentOne }) {
  const text = useTexts(segmentTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const step = useSegmentStep();
  const [asking, setAsking] = useState<'archive' | 'remove' | null>(null);
  if (!useMay('segment.write')) return null;
  const { id, name, status } = segment;
  const isOn = status === 'live' || status === 'filling';
  const run = (which: 'publish' | 'archive'): void =>
    step.mutate(
      { id, step: which },
      {
        onSuccess: () => {
          setAsking(null);
          toast({ text: text(which === 'publish' ? 'switchedOn' : 'archived', { name }) });
        },
        onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
      },
    );
  const never = segment.version === 0;
  return (
    <>
      {never && (
        <Button variant="default" onClick={() => setAsking('remove')}>
          {text('remove')}
        </Button>
      )}
      {isOn && (
        <Button variant="default" onClick={() => setAsking('archive')}>
          {text('archive')}
        </Button>
      )}
      <Button
        component={Link}
        to={`/segments/${id}/edit`}
        variant="default"
        leftSection={<Icon name="edit" size={15} />}
      >
        {text('edit')}
      </Button>
      {(!isOn || draft !== null) && (
        <Button loading={step.isPending} onClick={() => run('publish')}>
          {text('switchOn')}
        </Button>
      )}
      <ConfirmDialog
        opened={asking === 'archive'}
        onClose={() => setAsking(null)}
        title={text('archiveTitle')}
        confirm={text('archive')}
        pending={step.isPending}
        onConfirm={() => run('archive')}
      >
        {text('archiveText')}
      </ConfirmDialog>
      <RemoveDialog id={id} opened={asking === 'remove'} onClose={() => setAsking(null)} />
    </>
  );
}

function RemoveDialog(props: { id: string; opened: boolean; onClose: () => void }) {
  const text = useTexts(segmentTexts);
  const [language] = useLanguage();
  const navigate = useNavigate();
  const remove = useDeleteSegment();
  return (
    <ConfirmDialog
      opened={props.opened}
      onClose={props.onClose}
      title={text('removeTitle')}
      confirm={text('remove')}
      pending={remove.isPending}
      error={remove.error && errorText(remove.error, language)}
      onConfirm={() => remove.mutate(props.id, { onSuccess: () => void navigate('/segments') })}
    >
      {text('removeText')}
    </ConfirmDialog>
  );
}

function Meaning({ one: { segment, draft, usedBy } }: { one: SegmentOne }) {
  const text = useTexts(segmentTexts);
  const all = useSegments();
  const wording = useWording(all.data?.segments ?? NONE);
  return (
    <Card title={text('meaning')} actions={<SegmentChip status={segment.status} />}>
      <p className={styles.sentence}>{sentenceOf(segment.condition, wording)}</p>
      {draft && (
        <>
          <p className={styles.quiet}>{text('changeWaiting')}</p>
          <p className={styles.sentence}>{sentenceOf(draft, wording)}</p>
        </>
      )}
      {segment.filled !== null && (
        <ProgressBar label={text('status.filling')} share={segment.filled} />
      )}
      {usedBy.length > 0 && (
        <p className={styles.quiet}>
          {text('usedBy', { names: usedBy.map(({ name }) => name).join(', ') })}
        </p>
      )}
    </Card>
  );
}

function Figures({ one: { segment, shoppers } }: { one: SegmentOne }) {
  const text = useTexts(segmentTexts);
  const formats = useFormats();
  const now = useNow(60_000);
  const { members, entered, left, growth } = segment;
  const bars = growth.map((value, at) => ({
    at: now - (growth.length - 1 - at) * DAY_MS,
    value,
  }));
  return (
    <Card title={text('figures')}>
      <StatRow>
        <Stat
          label={text('now')}
          value={formats.number(members)}
          note={text('share', { percent: formats.percent(members / Math.max(1, shoppers), 1) })}
        />
        <Stat label={text('cameDay')} value={formats.number(entered)} />
        <Stat label={text('leftDay')} value={formats.number(left)} />
      </StatRow>
      {bars.length > 1 && (
        <BarPicture title={text('growthTitle')} timeTitle={text('day')} unit="day" bars={bars} />
      )}
    </Card>
  );
}

type Member = SegmentMembers['members'][number];

function useMemberColumns(): Column<Member>[] {
  const text = useTexts(segmentTexts);
  const formats = useFormats();
  return [
    {
      key: 'name',
      header: text('shopper'),
      cell: (row) => (
        <Link to={`/shoppers/${row.id}`}>
          {row.displayName ?? text('unnamed', { id: shortId(row.id) })}
        </Link>
      ),
    },
    {
      key: 'since',
      header: text('since'),
      width: '150px',
      cell: (row) => <RelativeTime at={row.since} quiet />,
    },
    {
      key: 'seen',
      header: text('lastSeen'),
      width: '150px',
      hide: 'phone',
      cell: (row) => <RelativeTime at={row.lastSeenAt} quiet />,
    },
    {
      key: 'orders',
      header: text('orders'),
      width: '90px',
      align: 'end',
      hide: 'phone',
      cell: (row) => formats.number(row.orders),
    },
  ];
}

function Members({ id }: { id: string }) {
  const text = useTexts(segmentTexts);
  const [language] = useLanguage();
  const columns = useMemberColumns();
  const navigate = useNavigate();
  const list = useMembers(id);
  return (
    <Card title={text('who')} flush>
      <DataTable<Member>
        label={text('who')}
        rows={list.data?.pages.flatMap((page) => page.members)}
        rowKey={(row) => row.id}
        onOpen={(row) => void navigate(`/shoppers/${row.id}`)}
        error={list.error ? errorText(list.error, language) : undefined}
        onRetry={() => void list.refetch()}
        more={{
          has: list.hasNextPage,
          loading: list.isFetchingNextPage,
          load: () => void list.fetchNextPage(),
        }}
        empty={<EmptyState icon="shoppers" title={text('nobody')} text={text('nobodyText')} />}
        columns={columns}
      />
    </Card>
  );
}

/** Who entered and left lately. */
function Comings({ id }: { id: string }) {
  const text = useTexts(segmentTexts);
  const list = useChanges(id);
  const changes = list.data?.pages.flatMap((page) => page.changes);
  return (
    <Card title={text('comings')}>
      {changes === undefined ? (
        <TextSkeleton lines={4} />
      ) : changes.length === 0 ? (
        <p className={styles.quiet}>{text('comingsNone')}</p>
      ) : (
        <ul className={styles.changes}>
          {changes.map((change) => (
            <li key={change.key}>
              <Link to={`/shoppers/${change.id}`}>
                {change.displayName ?? text('unnamed', { id: shortId(change.id) })}
              </Link>
              <span data-way={change.entered ? 'in' : 'out'}>
                {text(change.entered ? 'came' : 'left')}
              </span>
              <RelativeTime at={change.at} quiet />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {text('more')}
        </Button>
      )}
    </Card>
  );
}

function Versions({ one }: { one: SegmentOne }) {
  const text = useTexts(segmentTexts);
  const formats = useFormats();
  const wording = useWording();
  return (
    <Card title={text('versions')}>
      <ul className={styles.versions}>
        {one.versions.map(({ version, condition, at, by }) => (
          <li key={version}>
            <b>{text('version', { n: version })}</b>{' '}
            <span className={styles.quiet}>
              {text('versionBy', { when: formats.dateTime(at), who: by ?? 'augenblick' })}
            </span>
            <p>{sentenceOf(condition, wording)}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
