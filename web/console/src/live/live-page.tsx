import { errorText } from '@augenblick/api';
import type { LiveState } from '@augenblick/api';
import type { LiveSnapshot } from '@augenblick/contract/api/live.ts';
import type { MomentsNow } from '@augenblick/contract/api/moment.ts';
import { type Moment, MOMENTS } from '@augenblick/ui';
import {
  BarPicture,
  Card,
  Icon,
  MomentTiles,
  Page,
  TextSkeleton,
  useFormats,
  useLanguage,
  useNow,
  useTexts,
} from '@augenblick/ui/react';
import { Button, Tabs } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useSearchParams } from 'react-router';
import { SimulatedChip } from '../event/words.tsx';
import { momentTexts } from '../moment/texts.ts';
import { useRetailer } from '../session/session.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import { Health } from './health.tsx';
import { Hints } from './hints.tsx';
import { Journey } from './journey.tsx';
import styles from './live-page.module.css';
import { Raised } from './raised.tsx';
import { BUCKET_MS, lastMinute, ratePicture } from './stream.ts';
import type { Stream } from './stream.ts';
import { liveTexts } from './texts.ts';
import { useLive } from './use-live.ts';
import { useMoments } from './use-moments.ts';

// Whoever looks at moments does not load the table of events, and the other way round.
const MomentStream = lazy(() => import('./moment-stream.tsx'));
const EventStream = lazy(() => import('./event-stream.tsx'));
const EventDrawer = lazy(async () => ({
  default: (await import('../event/event-drawer.tsx')).EventDrawer,
}));

/** What is happening in the shop right now: who wants what, and every event behind it. */
export default function LivePage() {
  const text = useTexts(liveTexts);
  const word = useTexts(momentTexts);
  const address = useAddress();
  const { view, kind, opened, set } = address;
  const moments = useMoments(kind);
  const { stream, change, snapshot, error, retry, state } = useLive(moments.note);
  const { paused } = stream;
  const toggle = (): void => {
    change({ type: paused ? 'resume' : 'pause' });
    moments.pause(!paused);
  };
  const openedEvent = stream.events.find(({ id }) => id === opened);
  const failed = error !== null;
  const perMinute = useLastMinute(stream);
  return (
    <Page
      title={text('title')}
      headline={useHeadline(snapshot, moments.now, stream, failed)}
      note={text('note', { perMinute })}
      actions={
        <Controls
          state={state}
          paused={paused}
          held={view === 'events' ? stream.held.length : moments.moments.held.length}
          onToggle={toggle}
        />
      }
    >
      <MomentTiles
        label={word('tiles')}
        counts={moments.now?.kinds}
        chosen={kind}
        onChoose={(chosen) => set({ kind: chosen, view: null })}
      />
      <div className={styles.columns}>
        <Streams
          address={address}
          moments={moments}
          events={{ stream, loaded: snapshot !== undefined, error, onRetry: retry }}
        />
        <Beside stream={stream} snapshot={snapshot} error={error} now={moments.now} />
      </div>
      <OnDemand wanted={opened !== null}>
        <EventDrawer
          eventId={opened}
          onClose={() => set({ event: null })}
          extra={openedEvent?.source.simulated ? <SimulatedChip /> : undefined}
        />
      </OnDemand>
    </Page>
  );
}

/** The moments, and every event behind them. */
function Streams(props: {
  address: ReturnType<typeof useAddress>;
  moments: ReturnType<typeof useMoments>;
  events: { stream: Stream; loaded: boolean; error: unknown; onRetry: () => void };
}) {
  const text = useTexts(liveTexts);
  const word = useTexts(momentTexts);
  const { moments, events } = props;
  const { view, kind, opened, set } = props.address;
  const onEvent = (id: string): void => set({ event: id });
  return (
    <Tabs
      className={styles.main}
      value={view}
      keepMounted={false}
      onChange={(next) => set({ view: next === 'events' ? 'events' : null })}
    >
      <Tabs.List>
        <Tabs.Tab value="moments">{word('stream')}</Tabs.Tab>
        <Tabs.Tab value="events">{text('events')}</Tabs.Tab>
      </Tabs.List>
      <Suspense fallback={<TextSkeleton lines={8} />}>
        <Tabs.Panel value="moments">
          <MomentStream
            moments={moments.moments}
            error={moments.error}
            onRetry={moments.retry}
            kind={kind}
            onKind={(chosen) => set({ kind: chosen })}
            onEvent={onEvent}
          />
        </Tabs.Panel>
        <Tabs.Panel value="events">
          <EventStream {...events} openedId={opened} onOpen={onEvent} />
        </Tabs.Panel>
      </Suspense>
    </Tabs>
  );
}

/** What the address says: which list, which moment, which event is open. */
function useAddress() {
  const [params, setParams] = useSearchParams();
  const set = (wish: { view?: string | null; kind?: Moment | null; event?: string | null }): void =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(wish)) {
          if (value === null) next.delete(key);
          else next.set(key, value);
        }
        return next;
      },
      { replace: wish.event === undefined || wish.event === null },
    );
  const view = params.get('view') === 'events' ? ('events' as const) : ('moments' as const);
  const kind = MOMENTS.find((one) => one === params.get('kind')) ?? null;
  return { view, kind, opened: params.get('event'), set };
}

function Beside(props: {
  stream: Stream;
  snapshot: LiveSnapshot | undefined;
  error: unknown;
  now: MomentsNow | undefined;
}) {
  const text = useTexts(liveTexts);
  const word = useTexts(momentTexts);
  const [language] = useLanguage();
  const { stream, snapshot, error, now } = props;
  const raised = now?.signals ?? [];
  return (
    <aside className={styles.beside}>
      <Hints />
      <Card>
        <Rate stream={stream} />
      </Card>
      {raised.length > 0 && (
        <Card title={word('signalsHour')}>
          <Raised signals={raised} />
        </Card>
      )}
      <Journey />
      <Card title={text('health')}>
        {snapshot || !error ? (
          <Health health={snapshot?.health} />
        ) : (
          <p className={styles.nobody}>{errorText(error, language)}</p>
        )}
      </Card>
    </aside>
  );
}

function useLastMinute(stream: Stream): number {
  return lastMinute(stream.rate, useNow(5_000));
}

/** The sentence of the page; undefined while nothing is known. */
function useHeadline(
  snapshot: LiveSnapshot | undefined,
  moments: MomentsNow | undefined,
  stream: Stream,
  failed: boolean,
) {
  const text = useTexts(liveTexts);
  const formats = useFormats();
  const now = useNow(5_000);
  if (!snapshot) return failed ? text('failed') : undefined;
  const buy = moments?.kinds.buy ?? 0;
  // A moment may outlast five silent minutes: whoever is in one is still counted.
  const inMoments = Object.values(moments?.kinds ?? {}).reduce((sum, one) => sum + one, 0);
  const count = snapshot.activeShoppers;
  if (count === null) return text('activeMany', { buy });
  const people = Math.max(count, inMoments);
  if (people > 0) return text('active', { count: people, buy });
  const last = stream.events[0];
  if (!last) return text('nothingYet');
  return text('quiet', { when: formats.relative(last.receivedAt, now) });
}

function Controls(props: {
  state: LiveState;
  paused: boolean;
  held: number;
  onToggle: () => void;
}) {
  const text = useTexts(liveTexts);
  const { state, paused, held, onToggle } = props;
  const { demo } = useRetailer();
  return (
    <>
      {demo && (
        <Button component="a" href="/shop" target="_blank" rel="noopener" variant="default">
          {text('demoShop')}
        </Button>
      )}
      <span className={styles.state} data-state={paused ? 'paused' : state} role="status">
        {paused ? text('paused') : text(state === 'open' ? 'connected' : 'connecting')}
      </span>
      <Button
        variant={paused ? 'filled' : 'default'}
        leftSection={<Icon name={paused ? 'play' : 'pause'} size={14} />}
        onClick={onToggle}
      >
        {paused ? text('heldBack', { count: held }) : text('pause')}
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
