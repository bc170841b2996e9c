import { errorText } from '@augenblick/api';
import { shortId, START } from '@augenblick/contract';
import type { Journey, JourneyDraft } from '@augenblick/contract';
import type { JourneyPath, JourneyRunView } from '@augenblick/contract/api/journey.ts';
import {
  Avatar,
  Card,
  EmptyState,
  Notice,
  RelativeTime,
  TextSkeleton,
  useFormats,
  useLanguage,
  useNow,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, SegmentedControl, Switch } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useMay } from '../session/session.tsx';
import { nodeOf } from './drawing/drawing.ts';
import styles from './journeys.module.css';
import { useEndRun, useRuns } from './queries.ts';
import { Story } from './story.tsx';
import { journeyTexts } from './texts.ts';

/** What the list of runs is given. */
interface RunsProps {
  journey: Journey;
  draft: JourneyDraft;
  /** The chosen run with its steps, once it is loaded. */
  path: JourneyPath | undefined;
  runId: string | null;
  onRun: (id: string | null) => void;
  /** The step chosen in the drawing. */
  focus: string;
}

/** Who is on the way; choosing somebody lights their way in the drawing. */
export function RunsCard(props: RunsProps) {
  const text = useTexts(journeyTexts);
  const may = useMay('shopper.read');
  if (!may)
    return (
      <Card title={text('runs')}>
        <p>{text('runsMayNot')}</p>
      </Card>
    );
  return props.path ? <Chosen {...props} path={props.path} /> : <List {...props} />;
}

function nameOf(run: JourneyRunView, text: (key: 'unknown', values: { id: string }) => string) {
  return run.displayName ?? text('unknown', { id: shortId(run.profileId) });
}

function List({ journey, draft, focus, onRun }: RunsProps) {
  const text = useTexts(journeyTexts);
  const [language] = useLanguage();
  const [status, setStatus] = useState<'active' | 'done'>('active');
  const [here, setHere] = useState(false);
  const step = here && focus !== START ? focus : undefined;
  const query = useRuns(journey.id, { status, ...(step ? { node: step } : {}) });
  const runs = query.data?.pages.flatMap((page) => page.runs);
  return (
    <Card title={text('runs')} note={text('runsNote')}>
      <div className={styles.path}>
        <SegmentedControl
          size="xs"
          aria-label={text('runs')}
          value={status}
          data={[
            { value: 'active', label: text('runsActive') },
            { value: 'done', label: text('runsDone') },
          ]}
          onChange={(value) => setStatus(value === 'done' ? 'done' : 'active')}
        />
        {focus !== START && nodeOf(draft, focus) && (
          <Switch
            label={text('atStep')}
            checked={here}
            onChange={(event) => setHere(event.currentTarget.checked)}
          />
        )}
        {query.error ? (
          <Notice tone="bad">{errorText(query.error, language)}</Notice>
        ) : !runs ? (
          <TextSkeleton />
        ) : runs.length === 0 ? (
          <EmptyState icon="shoppers" title={text('runsEmpty')} text="" />
        ) : (
          <ul className={styles.runs}>
            {runs.map((run) => (
              <li key={run.id}>
                <Run run={run} onChoose={() => onRun(run.id)} />
              </li>
            ))}
          </ul>
        )}
        {query.hasNextPage && (
          <Button
            variant="default"
            size="xs"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {text('moreRuns')}
          </Button>
        )}
      </div>
    </Card>
  );
}

function Run({ run, onChoose }: { run: JourneyRunView; onChoose: () => void }) {
  const text = useTexts(journeyTexts);
  const [language] = useLanguage();
  const name = nameOf(run, text);
  return (
    <button
      type="button"
      className={styles.run}
      title={text('showPath', { name })}
      onClick={onChoose}
    >
      <Avatar name={run.displayName} size={32} />
      <span className={styles.runWords}>
        <b>{name}</b>
        <span>
          {run.status === 'done' && run.endWords ? run.endWords[language] : run.nodeName[language]}
        </span>
      </span>
      <RelativeTime quiet at={run.endedAt ?? run.since} />
    </button>
  );
}

/** When somebody goes on, in words. */
export function NextWords({ run }: { run: Pick<JourneyRunView, 'dueAt' | 'status'> }) {
  const text = useTexts(journeyTexts);
  const formats = useFormats();
  const now = useNow();
  if (run.status === 'done') return null;
  if (run.dueAt === null) return text('nextSomething');
  return (
    <time dateTime={new Date(run.dueAt).toISOString()} title={formats.exact(run.dueAt)}>
      {text('nextAt', { when: formats.relative(Math.max(run.dueAt, now), now) })}
    </time>
  );
}

function Chosen({ journey, draft, path, onRun }: RunsProps & { path: JourneyPath }) {
  const text = useTexts(journeyTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const may = useMay('journey.write');
  const out = useEndRun(journey.id);
  const { run, steps } = path;
  const name = nameOf(run, text);
  const takeOut = (): void =>
    out.mutate(run.id, {
      onSuccess: () => toast({ text: text('takenOut', { name }), tone: 'good' }),
      onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
    });
  return (
    <Card
      title={text('pathOf', { name })}
      note={
        run.status === 'active' ? <NextWords run={run} /> : run.endWords && run.endWords[language]
      }
    >
      <div className={styles.path}>
        <span className={styles.channels}>
          <Button size="xs" variant="default" onClick={() => onRun(null)}>
            {text('hidePath')}
          </Button>
          <Button size="xs" variant="default" component={Link} to={`/shoppers/${run.profileId}`}>
            {text('toShopper')}
          </Button>
          {may && run.status === 'active' && (
            <Button
              size="xs"
              variant="default"
              color="bad"
              loading={out.isPending}
              onClick={takeOut}
            >
              {text('takeOut')}
            </Button>
          )}
        </span>
        {path.draft && <Notice>{text('pathOlder', { version: run.version })}</Notice>}
        <Story label={text('pathOf', { name })} steps={steps} draft={draft} />
      </div>
    </Card>
  );
}
