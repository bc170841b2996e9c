import { errorText } from '@augenblick/api';
import type { LiveEvent } from '@augenblick/contract/api/live.ts';
import { EmptyState, useLanguage, useTexts } from '@augenblick/ui/react';
import { Button, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { ACTIVITIES, activityOf } from '../event/activity.ts';
import type { Activity } from '../event/activity.ts';
import { activityTexts } from '../event/texts.ts';
import { useMay } from '../session/session.tsx';
import { EventList } from './event-list.tsx';
import styles from './live-page.module.css';
import type { Stream } from './stream.ts';
import { liveTexts } from './texts.ts';

/** Every event as it comes in, to search and to filter: what the moments are made of. */
export default function EventStream(props: {
  stream: Stream;
  loaded: boolean;
  error: unknown;
  onRetry: () => void;
  openedId: string | null;
  onOpen: (id: string) => void;
}) {
  const [language] = useLanguage();
  const { stream, error } = props;
  const [activity, setActivity] = useState<Activity | null>(null);
  const [sourceId, setSourceId] = useState<number | null>(null);
  const matching = useMemo(
    () =>
      stream.events.filter(
        (event) =>
          (activity === null || activityOf(event.name) === activity) &&
          (sourceId === null || event.source.id === sourceId),
      ),
    [stream.events, activity, sourceId],
  );
  return (
    <EventList
      events={props.loaded ? matching : undefined}
      fresh={stream.fresh}
      openedId={props.openedId}
      onOpen={props.onOpen}
      error={error ? errorText(error, language) : undefined}
      onRetry={props.onRetry}
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
