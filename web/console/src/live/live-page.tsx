import { errorText } from '@augenblick/api';
import type { LiveState } from '@augenblick/api';
import type { LiveEvent, LiveSnapshot } from '@augenblick/contract/api/live.ts';
import {
  BarPicture,
  Card,
  EmptyState,
  Icon,
  Page,
  useFormats,
  useLanguage,
  useNow,
  useTexts,
} from '@augenblick/ui/react';
import { Button, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { ACTIVITIES, activityOf } from '../event/activity.ts';
import type { Activity } from '../event/activity.ts';
import { EventDrawer } from '../event/event-drawer.tsx';
import { activityTexts } from '../event/texts.ts';
import { SimulatedChip } from '../event/words.tsx';
import { useMay } from '../session/session.tsx';
import { EventList } from './event-list.tsx';
import { Health } from './health.tsx';
import styles from './live-page.module.css';
import { BUCKET_MS, lastMinute, ratePicture } from './stream.ts';
import type { Stream, StreamChange } from './stream.ts';
import { liveTexts } from './texts.ts';
import { useLive } from './use-live.ts';

/** What is happening in the shop right now. */
export default function LivePage() {
  const text = useTexts(liveTexts);
  const [language] = useLanguage();
  const { stream, change, snapshot, error, retry, state } = useLive();
  const [address, setAddress] = useSearchParams();
  const [activity, setActivity] = useState<Activity | null>(null);
  const [sourceId, setSourceId] = useState<number | null>(null);
  const opened = address.get('event');
  const open = (id: string | null): void =>
    setAddress(id === null ? {} : { event: id }, { replace: id === null });
  const matching = useMemo(
    () =>
      stream.events.filter(
        (event) =>
          (activity === null || activityOf(event.name) === activity) &&
          (sourceId === null || event.source.id === sourceId),
      ),
    [stream.events, activity, sourceId],
  );
  const openedEvent = stream.events.find(({ id }) => id === opened);
  return (
    <Page
      title={text('title')}
      headline={useHeadline(snapshot, stream, error !== null)}
      note={text('note')}
      actions={<Controls state={state} stream={stream} change={change} />}
    >
      <div className={styles.top}>
        <Card>
          <Rate stream={stream} />
        </Card>
        <Card title={text('health')}>
          {snapshot || !error ? (
            <Health health={snapshot?.health} />
          ) : (
            <p className={styles.nobody}>{errorText(error, language)}</p>
          )}
        </Card>
      </div>
      <EventList
        events={snapshot ? matching : undefined}
        fresh={stream.fresh}
        openedId={opened}
        onOpen={open}
        error={error ? errorText(error, language) : undefined}
        onRetry={retry}
        filtered={activity !== null || sourceId !== null}
        onClearFilters={() => {
          setActivity(null);
          setSourceId(null);
        }}
        filters={
          <Filters
            events={stream.events}
            activity={activity}
            onActivity={setActivity}
            sourceId={sourceId}
            onSource={setSourceId}
          />
        }
        empty={<NothingYet />}
      />
      <EventDrawer
        eventId={opened}
        onClose={() => open(null)}
        extra={openedEvent?.source.simulated ? <SimulatedChip /> : undefined}
      />
    </Page>
  );
}

/** The sentence of the page; undefined while nothing is known. */
function useHeadline(snapshot: LiveSnapshot | undefined, stream: Stream, failed: boolean) {
  const text = useTexts(liveTexts);
  const formats = useFormats();
  const now = useNow(5_000);
  if (!snapshot) return failed ? text('failed') : undefined;
  const perMinute = lastMinute(stream.rate, now);
  const count = snapshot.activeShoppers;
  if (count === null) return text('activeMany', { perMinute });
  if (count > 0) return text('active', { count, perMinute });
  const last = stream.events[0];
  if (!last) return text('nothingYet');
  return text('quiet', { when: formats.relative(last.receivedAt, now) });
}

function Controls(props: {
  state: LiveState;
  stream: Stream;
  change: (change: StreamChange) => void;
}) {
  const text = useTexts(liveTexts);
  const { state, stream, change } = props;
  const { paused, held } = stream;
  return (
    <>
      <span className={styles.state} data-state={paused ? 'paused' : state} role="status">
        {paused ? text('paused') : text(state === 'open' ? 'connected' : 'connecting')}
      </span>
      <Button
        variant={paused ? 'filled' : 'default'}
        leftSection={<Icon name={paused ? 'play' : 'pause'} size={14} />}
        onClick={() => change({ type: paused ? 'resume' : 'pause' })}
      >
        {paused ? text('heldBack', { count: held.length }) : text('pause')}
      </Button>
    </>
  );
}

function Rate({ stream }: { stream: Stream }) {
  const text = useTexts(liveTexts);
  const now = useNow(BUCKET_MS);
  return (
    <BarPicture
      title={text('rate')}
      timeTitle={text('time')}
      bars={ratePicture(stream.rate, now)}
    />
  );
}

function Filters(props: {
  events: readonly LiveEvent[];
  activity: Activity | null;
  onActivity: (activity: Activity | null) => void;
  sourceId: number | null;
  onSource: (id: number | null) => void;
}) {
  const text = useTexts(liveTexts);
  const activityText = useTexts(activityTexts);
  const sources = new Map(props.events.map(({ source }) => [String(source.id), source.name]));
  return (
    <>
      <Select
        className={styles.filter}
        aria-label={text('onlyActivity')}
        placeholder={text('allActivities')}
        clearable
        value={props.activity}
        data={ACTIVITIES.map((activity) => ({ value: activity, label: activityText(activity) }))}
        onChange={(value) =>
          props.onActivity(ACTIVITIES.find((activity) => activity === value) ?? null)
        }
      />
      <Select
        className={styles.filter}
        aria-label={text('fromSource')}
        placeholder={text('allSources')}
        clearable
        value={props.sourceId === null ? null : String(props.sourceId)}
        data={[...sources].map(([value, label]) => ({ value, label }))}
        onChange={(value) => props.onSource(value === null ? null : Number(value))}
      />
    </>
  );
}

function NothingYet() {
  const text = useTexts(liveTexts);
  const may = useMay('source.write');
  return (
    <EmptyState
      title={text('emptyTitle')}
      text={text('emptyText')}
      action={
        may && (
          <Button component={Link} to="/sources?new=1">
            {text('connect')}
          </Button>
        )
      }
    />
  );
}
