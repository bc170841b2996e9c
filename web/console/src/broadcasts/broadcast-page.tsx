import type { BroadcastOne } from '@augenblick/contract/api/broadcast.ts';
import {
  Card,
  Columns,
  HeadName,
  Notice,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { SimulatedChip } from '../event/words.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { OnePage } from '../shell/one-page.tsx';
import { BroadcastActions } from './broadcast-actions.tsx';
import { ReadSentence } from './clause.tsx';
import { useBroadcast, useResults } from './queries.ts';
import { CourseCard, Figures, HoldoutCard, ProgressCard, ReasonsCard } from './results.tsx';
import { RecipientsCard } from './recipients.tsx';
import { StatusChip } from './status-chip.tsx';
import { broadcastTexts } from './texts.ts';
import { VariantsCard } from './variants.tsx';
import { clausesOf, useWording } from './wording.ts';

/** One newsletter: what it says, how far it is, what came of it. */
export default function BroadcastPage() {
  const { broadcastId = '' } = useParams();
  const text = useTexts(broadcastTexts);
  const query = useBroadcast(broadcastId);
  const one = query.data;
  return (
    <OnePage
      query={query}
      text={text}
      icon="send"
      above={{ to: '/messages', label: text('back') }}
      name={one?.broadcast.name}
      head={one && <Head one={one} />}
      note={one?.broadcast.note}
      actions={one && <BroadcastActions one={one} />}
    >
      {(loaded) => <Body one={loaded} />}
    </OnePage>
  );
}

function Head({ one: { broadcast } }: { one: BroadcastOne }) {
  return (
    <HeadName
      name={broadcast.name}
      chips={
        <>
          <StatusChip status={broadcast.status} />
          {broadcast.simulated && <SimulatedChip look="head" />}
        </>
      }
    />
  );
}

function Body({ one }: { one: BroadcastOne }) {
  const text = useTexts(broadcastTexts);
  const { status } = one.broadcast;
  const words = clausesOf(one.broadcast, useWording());
  const began = status !== 'draft' && status !== 'scheduled';
  const sentence = (
    <Card title={text('sentence')}>
      <ReadSentence words={words} />
    </Card>
  );
  return (
    <>
      <Standing one={one} />
      {began && <Outcome one={one}>{sentence}</Outcome>}
      {!began && sentence}
      {began && <RecipientsCard one={one} />}
    </>
  );
}

/** What has to be known before everything else: what is missing, when it starts, why it stands still. */
function Standing({ one }: { one: BroadcastOne }) {
  const text = useTexts(broadcastTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const { status, paused, startAt, winnerAt, winner, test } = one.broadcast;
  const must = one.findings.filter(({ severity }) => severity === 'must');
  if (status === 'draft' && must.length > 0) {
    return (
      <Notice tone="caution" title={text('notYet')}>
        <ul>
          {must.map(({ field, words }) => (
            <li key={`${field}${words.en}`}>{words[language]}</li>
          ))}
        </ul>
      </Notice>
    );
  }
  if (status === 'scheduled' && startAt !== null) {
    return <Notice>{text('starts', { at: formats.exact(startAt) })}</Notice>;
  }
  if (status === 'paused') {
    const why =
      paused === 'no_winner'
        ? 'pausedWinner'
        : paused === 'segment_off'
          ? 'pausedSegment'
          : 'pausedAsked';
    return <Notice tone="caution">{text(why)}</Notice>;
  }
  if (status === 'sending' && test !== null && winner === null) {
    return (
      <Notice>
        {winnerAt === null ? text('testingSoon') : text('testing', { at: formats.exact(winnerAt) })}
      </Notice>
    );
  }
  return null;
}

function Outcome({ one, children }: { one: BroadcastOne; children: ReactNode }) {
  const query = useResults(one);
  return (
    <Loaded query={query} lines={8}>
      {(results) => (
        <>
          <ProgressCard one={one} results={results} />
          <Figures one={one} results={results} />
          <Columns side={<ReasonsCard results={results} />}>
            {results.verdict && <VariantsCard one={one} results={results} />}
            <CourseCard results={results} />
            {results.holdout && <HoldoutCard one={one} results={results} />}
            {children}
          </Columns>
        </>
      )}
    </Loaded>
  );
}
