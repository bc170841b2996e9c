import type { JourneyCounts, JourneyOne } from '@augenblick/contract/api/journey.ts';
import {
  Card,
  EmptyState,
  HeadName,
  IconTile,
  Notice,
  Stat,
  StatRow,
  TextSkeleton,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { OnePage } from '../shell/one-page.tsx';
import { Drawing } from './builder/drawing-view.tsx';
import { KeyHelp } from './builder/key-help.tsx';
import { pictureOf } from './builder/picture.ts';
import { countedOf } from './counted.ts';
import { JourneyActions } from './journey-actions.tsx';
import styles from './journeys.module.css';
import { useCounts, useJourney, useJourneyVocabulary, usePathOf } from './queries.ts';
import { SplitsCards } from './splits-card.tsx';
import { StatusChip } from './status-chip.tsx';
import { trailOf } from './story.tsx';
import { journeyTexts } from './texts.ts';
import { draftOf } from './use-draft.ts';
import { summaryOf, useJourneyWording } from './words.ts';

// What only a journey that has run can show is loaded beside its drawing.
const RunsCard = lazy(async () => ({ default: (await import('./runs-card.tsx')).RunsCard }));
const VersionsCard = lazy(async () => ({
  default: (await import('./versions-card.tsx')).VersionsCard,
}));
const WorthCard = lazy(async () => ({ default: (await import('./worth-card.tsx')).WorthCard }));

/** One journey: who is where, which ways they go, what it was before. */
export default function JourneyPage() {
  const { journeyId = '' } = useParams();
  const text = useTexts(journeyTexts);
  const query = useJourney(journeyId);
  const one = query.data;
  const words = useJourneyWording(useJourneyVocabulary().data);
  return (
    <OnePage
      query={query}
      text={text}
      icon="journeys"
      above={{ to: '/journeys', label: text('back') }}
      name={one?.journey.name}
      head={one && <Head one={one} />}
      note={one && (one.journey.note || summaryOf(one.live ?? draftOf(one), words))}
      actions={one && <JourneyActions one={one} />}
    >
      {(loaded) => <Body key={loaded.journey.id} one={loaded} />}
    </OnePage>
  );
}

function Head({ one: { journey } }: { one: JourneyOne }) {
  const text = useTexts(journeyTexts);
  return (
    <HeadName
      mark={<IconTile icon="journeys" size="head" tone="accent" />}
      name={journey.name}
      chips={
        <>
          <StatusChip status={journey.status} />
          {journey.changed && journey.status !== 'draft' && <span>{text('changed')}</span>}
        </>
      }
    />
  );
}

function Body({ one }: { one: JourneyOne }) {
  const text = useTexts(journeyTexts);
  const [language] = useLanguage();
  const { journey, findings } = one;
  const was = journey.version > 0;
  const counts = useCounts(journey.id, was).data;
  const must = findings.filter(({ severity }) => severity === 'must');
  return (
    <>
      {journey.status === 'draft' && must.length > 0 && (
        <Notice tone="caution" title={text('notYet')}>
          <ul>
            {must.map(({ field, words }) => (
              <li key={`${field}${words.en}`}>{words[language]}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Standing one={one} />
      {was && <Figures one={one} counts={counts} />}
      {(counts?.totals ?? one.totals).entered > 0 && (
        <Suspense fallback={<TextSkeleton />}>
          <WorthCard journey={journey} />
        </Suspense>
      )}
      <Ways one={one} counts={counts} />
    </>
  );
}

/** What a pause or a coming end means for whoever is on the way. */
function Standing({ one: { journey, totals } }: { one: JourneyOne }) {
  const text = useTexts(journeyTexts);
  const { status } = journey;
  if (status === 'paused')
    return (
      <Notice tone="caution" title={text('pausedTitle')}>
        {text('pausedText')}
      </Notice>
    );
  if (status !== 'finishing') return null;
  return (
    <Notice tone="caution" title={text('finishingTitle')}>
      {text('finishingText', { count: totals.active })}
    </Notice>
  );
}

function Figures({ one, counts }: { one: JourneyOne; counts: JourneyCounts | undefined }) {
  const text = useTexts(journeyTexts);
  const formats = useFormats();
  const { active, entered, goals, messages } = counts?.totals ?? one.totals;
  return (
    <StatRow>
      <Stat
        label={text('active')}
        value={formats.number(active)}
        note={one.onOlder > 0 ? text('onOlder', { count: one.onOlder }) : text('activeNote')}
      />
      <Stat label={text('entered')} value={formats.number(entered)} note={text('enteredNote')} />
      <Stat
        label={text('messages')}
        value={formats.number(counts?.messages.sent ?? messages)}
        note={text('messagesNote', { asked: messages, waiting: counts?.messages.waiting ?? 0 })}
      />
      <Stat
        label={text('goals')}
        value={formats.number(goals)}
        note={entered > 0 && text('goalsNote', { share: formats.percent(goals / entered, 1) })}
      />
    </StatRow>
  );
}

/** The drawing with everybody in it, and beside it who they are; a chosen one's way is lit. */
function Ways({ one, counts }: { one: JourneyOne; counts: JourneyCounts | undefined }) {
  const text = useTexts(journeyTexts);
  const { journey } = one;
  const [params, setParams] = useSearchParams();
  const runId = params.get('run');
  const setRun = (id: string | null): void => setParams(id ? { run: id } : {}, { replace: true });
  const path = usePathOf(journey.id, runId).data;
  const shown = runId === null ? undefined : path;
  const [focus, setFocus] = useState<string>('start');
  const [help, setHelp] = useState(false);
  const words = useJourneyWording(useJourneyVocabulary().data);
  const draft = useMemo(() => shown?.draft ?? one.live ?? draftOf(one), [shown, one]);
  const was = journey.version > 0;
  const counted = useMemo(() => (counts ? countedOf(counts) : null), [counts]);
  const trail = useMemo(
    () => shown && trailOf(shown.steps, shown.run.status === 'active' ? shown.run.node : null),
    [shown],
  );
  const findings = was ? NO_FINDINGS : one.findings;
  const picture = useMemo(
    () => pictureOf(draft, words, findings, counted),
    [draft, words, findings, counted],
  );
  const drawing = (
    <Drawing
      draft={draft}
      picture={picture}
      words={words}
      counted={counted}
      trail={trail ?? null}
      builder={null}
      focus={focus}
      onChoose={setFocus}
      onGo={setFocus}
      onConnect={() => undefined}
      onHelp={() => setHelp(true)}
    />
  );
  return (
    <div className={was ? styles.columns : styles.stack}>
      <div className={styles.stack}>
        <Card title={text('drawing')} note={text(was ? 'drawingLive' : 'drawingDraft')}>
          {drawing}
        </Card>
        {was && <SplitsCards journeyId={journey.id} />}
        {was && <Reasons counts={counts} />}
      </div>
      {was && (
        <div className={styles.stack}>
          <Suspense fallback={<TextSkeleton />}>
            <RunsCard
              journey={journey}
              draft={draft}
              path={shown}
              runId={runId}
              onRun={setRun}
              focus={focus}
            />
            <VersionsCard journey={journey} />
          </Suspense>
        </div>
      )}
      <KeyHelp opened={help} onClose={() => setHelp(false)} />
    </div>
  );
}

const NO_FINDINGS: [] = [];

function Reasons({ counts }: { counts: JourneyCounts | undefined }) {
  const text = useTexts(journeyTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  if (!counts) return null;
  const list = (rows: readonly { key: string; words: string; count: number }[]) => (
    <ul className={styles.reasons}>
      {rows.map(({ key, words, count }) => (
        <li key={key}>
          <span>{words}</span>
          <b>{formats.number(count)}</b>
        </li>
      ))}
    </ul>
  );
  if (counts.totals.entered === 0 && counts.refused.length === 0)
    return (
      <Card>
        <EmptyState icon="clock" title={text('nobodyYet')} text={text('nobodyYetText')} />
      </Card>
    );
  return (
    <div className={styles.stack}>
      {counts.messages.withheld.length > 0 && (
        <Card title={text('withheld')} note={text('withheldNote')}>
          {list(
            counts.messages.withheld.map(({ reason, count, words }) => ({
              key: reason,
              words: text('because', { why: words[language] }),
              count,
            })),
          )}
        </Card>
      )}
      {counts.ends.length > 0 && (
        <Card title={text('why')}>
          {list(
            counts.ends.map(({ end, count, words }) => ({
              key: end,
              words: words[language],
              count,
            })),
          )}
        </Card>
      )}
      {counts.refused.length > 0 && (
        <Card title={text('refused')}>
          {list(
            counts.refused.map(({ reason, count, words }) => ({
              key: reason,
              words: words[language],
              count,
            })),
          )}
        </Card>
      )}
    </div>
  );
}
