import { shortId } from '@augenblick/contract';
import { errorText, isGone } from '@augenblick/api';
import type { JourneyDraft } from '@augenblick/contract';
import type { JourneyDryRun } from '@augenblick/contract/api/journey-play.ts';
import {
  Avatar,
  Card,
  Icon,
  Notice,
  Page,
  ProgressBar,
  Stat,
  StatRow,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useParams } from 'react-router';
import { BackLink } from '../shell/back-link.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { Drawing } from './builder/drawing-view.tsx';
import { KeyHelp } from './builder/key-help.tsx';
import { pictureOf } from './builder/picture.ts';
import { dryCountedOf } from './counted.ts';
import styles from './journeys.module.css';
import { useDryRunJourney, useJourney, useJourneyVocabulary } from './queries.ts';
import { Story, trailOf } from './story.tsx';
import { playTexts } from './texts-play.ts';
import { draftOf } from './use-draft.ts';
import { channelWord, useJourneyWording } from './words.ts';

/** The draft of a journey, played against the last days: whom it would have accompanied, where, how often. */
export default function DryRunPage() {
  const { journeyId = '' } = useParams();
  const text = useTexts(playTexts);
  const query = useJourney(journeyId);
  const run = useDryRunJourney();
  const name = query.data?.journey.name;
  const gone = isGone(query.error);
  return (
    <Page
      title={text('title')}
      headline={
        gone ? (
          text('gone')
        ) : name === undefined ? undefined : (
          <Headline name={name} run={run.data} going={run.isPending ? run.variables.days : null} />
        )
      }
      note={text('note')}
      back={
        <BackLink to={gone ? '/journeys' : `/journeys/${journeyId}`}>
          {name ?? text('back')}
        </BackLink>
      }
    >
      {!gone && (
        <Loaded query={query} lines={6}>
          {(one) => <Body journeyId={journeyId} draft={draftOf(one)} run={run} />}
        </Loaded>
      )}
    </Page>
  );
}

function Headline(props: { name: string; run: JourneyDryRun | undefined; going: number | null }) {
  const text = useTexts(playTexts);
  const formats = useFormats();
  const { name, run, going } = props;
  if (going !== null) return text('headlineGoing', { name, days: going });
  if (!run) return text('headlineIdle', { name });
  const days = Math.round((run.to - run.from) / 86_400_000);
  if (run.shoppers === 0) return text('headlineNobody', { name, days });
  const words = text('headlineDone', { name, days, shoppers: '', n: run.shoppers });
  const [before, , after] = words.split('§');
  return (
    <>
      {before}
      <b>{formats.number(run.shoppers)}</b>
      {after}
    </>
  );
}

const SPANS = ['7', '14', '30', '90'] as const;

function Body(props: {
  journeyId: string;
  draft: JourneyDraft;
  run: ReturnType<typeof useDryRunJourney>;
}) {
  const { journeyId, draft, run } = props;
  const text = useTexts(playTexts);
  const [language] = useLanguage();
  const [span, setSpan] = useState<(typeof SPANS)[number]>('30');
  return (
    <>
      <Card>
        <div className={styles.start}>
          <span className={styles.span}>
            <span>{text('span')}</span>
            <SegmentedControl
              size="xs"
              aria-label={text('span')}
              value={span}
              onChange={(value) => setSpan(SPANS.find((one) => one === value) ?? '30')}
              data={SPANS.map((value) => ({ value, label: text('days', { n: value }) }))}
            />
          </span>
          <Button
            leftSection={<Icon name="flask" size={14} />}
            loading={run.isPending}
            onClick={() => run.mutate({ journeyId, draft, days: Number(span) })}
          >
            {text(run.data ? 'again' : 'start')}
          </Button>
        </div>
        {run.isPending && (
          <ProgressBar
            label={text('headlineGoing', { name: draft.name, days: span })}
            share={null}
          />
        )}
        {run.error && <Notice tone="bad">{errorText(run.error, language)}</Notice>}
      </Card>
      {run.data && !run.isPending && (
        <Result draft={run.variables?.draft ?? draft} result={run.data} />
      )}
    </>
  );
}

function Result({ draft, result }: { draft: JourneyDraft; result: JourneyDryRun }) {
  const text = useTexts(playTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const messages = result.messages.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      {result.cut && <Notice tone="caution">{text('cut')}</Notice>}
      <StatRow>
        <Stat
          label={text('runs')}
          value={formats.number(result.runs)}
          note={text('runsNote', { count: result.shoppers })}
        />
        <Stat
          label={text('messages')}
          value={formats.number(messages)}
          note={
            result.shoppers > 0 &&
            [
              text('perShopper', { count: formats.number(messages / result.shoppers, 1) }),
              ...result.messages.map(
                ({ channel, count }) =>
                  `${channelWord(channel, language)} ${formats.number(count)}`,
              ),
            ].join(' · ')
          }
        />
        {draft.goal && (
          <Stat
            label={text('goals')}
            value={formats.number(result.goals)}
            note={
              result.runs > 0 &&
              text('goalsNote', { share: formats.percent(result.goals / result.runs, 1) })
            }
          />
        )}
      </StatRow>
      <Ways draft={draft} result={result} />
      {result.notes.length > 0 && (
        <Card title={text('notes')}>
          <ul className={styles.reasons}>
            {result.notes.map((note) => (
              <li key={note.en}>{note[language]}</li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function Ways({ draft, result }: { draft: JourneyDraft; result: JourneyDryRun }) {
  const text = useTexts(playTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const words = useJourneyWording(useJourneyVocabulary().data);
  const [chosen, setChosen] = useState<number | null>(null);
  const [focus, setFocus] = useState<string>('start');
  const [help, setHelp] = useState(false);
  const counted = useMemo(() => dryCountedOf(result), [result]);
  const sample = chosen === null ? undefined : result.samples[chosen];
  const trail = useMemo(() => (sample ? trailOf(sample.steps, null) : null), [sample]);
  const picture = useMemo(() => pictureOf(draft, words, [], counted), [draft, words, counted]);
  return (
    <div className={styles.columns}>
      <Card title={text('drawing')}>
        <Drawing
          draft={draft}
          picture={picture}
          words={words}
          counted={counted}
          trail={trail}
          builder={null}
          focus={focus}
          onChoose={setFocus}
          onGo={setFocus}
          onConnect={() => undefined}
          onHelp={() => setHelp(true)}
        />
      </Card>
      <div className={styles.stack}>
        {result.ends.length > 0 && (
          <Card title={text('ends')}>
            <ul className={styles.reasons}>
              {result.ends.map(({ end, count, words: said }) => (
                <li key={end}>
                  <span>{said[language]}</span>
                  <b>{formats.number(count)}</b>
                </li>
              ))}
            </ul>
          </Card>
        )}
        {result.samples.length > 0 && (
          <Card title={text('samples')} note={text('samplesNote')}>
            <Samples result={result} chosen={chosen} onChoose={setChosen} />
            {sample && <Story label={text('samples')} steps={sample.steps} draft={draft} />}
            {sample?.end && <p>{sample.end[language]}</p>}
          </Card>
        )}
      </div>
      <KeyHelp opened={help} onClose={() => setHelp(false)} />
    </div>
  );
}

function Samples(props: {
  result: JourneyDryRun;
  chosen: number | null;
  onChoose: (at: number | null) => void;
}) {
  const text = useTexts(playTexts);
  const formats = useFormats();
  const { result, chosen, onChoose } = props;
  return (
    <ul className={styles.runs}>
      {result.samples.map(({ profileId, displayName, enteredAt }, at) => (
        <li key={`${profileId}${enteredAt}`}>
          <button
            type="button"
            className={styles.run}
            aria-pressed={chosen === at}
            onClick={() => onChoose(chosen === at ? null : at)}
          >
            <Avatar name={displayName} size={32} />
            <span className={styles.runWords}>
              <b>{displayName ?? text('unknown', { id: shortId(profileId) })}</b>
              <span>{text('began', { when: formats.dateTime(enteredAt) })}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
