import { api, errorText } from '@augenblick/api';
import type { MomentLearning } from '@augenblick/contract/api/moment.ts';
import {
  Card,
  Chip,
  EmptyState,
  Icon,
  RelativeTime,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMay, useRetailerPath } from '../session/session.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { learningTexts } from './learning-texts.ts';
import { SettingsFrame } from './settings-frame.tsx';
import styles from './settings.module.css';

/** A run takes seconds at a small shop and minutes at a large one; the page looks for it by itself. */
const LOOK_MS = 5_000;

/** By which weights moments are recognised, and what each night's learning found. */
export default function LearningPage() {
  const text = useTexts(learningTexts);
  const path = useRetailerPath();
  const query = useQuery({
    queryKey: ['moment-learning', path('')],
    queryFn: ({ signal }) => api.get<MomentLearning>(path('/moments/learning'), { signal }),
    refetchInterval: LOOK_MS,
  });
  const learnedFrom = query.data?.learnedFrom ?? 0;
  const headline =
    learnedFrom === 0 ? text('headlineNone') : text('headlineLearned', { count: learnedFrom });
  return (
    <SettingsFrame
      title={text('title')}
      headline={headline}
      note={text('note')}
      actions={<LearnNow />}
    >
      <Card title={text('runs')} note={text('runsNote')}>
        <Loaded query={query}>{({ runs }) => <Runs runs={runs} />}</Loaded>
      </Card>
    </SettingsFrame>
  );
}

function LearnNow() {
  const text = useTexts(learningTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const path = useRetailerPath();
  const may = useMay('campaign.write');
  const ask = useMutation({
    mutationFn: () => api.post(path('/moments/learning'), {}),
    onSuccess: () => toast({ text: text('asked'), tone: 'good' }),
    onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
  });
  if (!may) return null;
  return (
    <Button
      leftSection={<Icon name="play" size={14} />}
      loading={ask.isPending}
      onClick={() => ask.mutate()}
    >
      {text('learn')}
    </Button>
  );
}

function Runs({ runs }: { runs: MomentLearning['runs'] }) {
  const text = useTexts(learningTexts);
  const [language] = useLanguage();
  if (runs.length === 0)
    return <EmptyState title={text('emptyTitle')} text={text('emptyText')} icon="live" />;
  return (
    <ol className={styles.runs}>
      {runs.map(({ at, version, words }) => (
        <li key={at}>
          <p className={styles.runHead}>
            <RelativeTime at={at} />
            <Chip tone={version === null ? 'plain' : 'good'}>
              {text(version === null ? 'unchanged' : 'changed')}
            </Chip>
          </p>
          {words.map((sentence) => (
            <p key={sentence.de}>{sentence[language]}</p>
          ))}
        </li>
      ))}
    </ol>
  );
}
