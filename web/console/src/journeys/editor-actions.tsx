import { errorText } from '@augenblick/api';
import type { JourneyFinding } from '@augenblick/contract';
import type { JourneyOne } from '@augenblick/contract/api/journey.ts';
import { Icon, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { lazy, useState } from 'react';
import { useNavigate } from 'react-router';
import { OnDemand } from '../shell/on-demand.tsx';
import { useJourneyStep, usePublishJourney } from './queries.ts';
import { editorTexts } from './texts-editor.ts';
import type { Drafting } from './use-draft.ts';

const PublishDialog = lazy(async () => ({
  default: (await import('./publish-dialog.tsx')).PublishDialog,
}));

/** Play it through, play it against the past, go live. */
export function EditorActions(props: {
  one: JourneyOne;
  drafting: Drafting;
  findings: readonly JourneyFinding[];
  onTest: () => void;
}) {
  const { one, drafting, findings, onTest } = props;
  const text = useTexts(editorTexts);
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const go = usePublish(one, drafting);
  const { id, version, status, changed } = drafting.one.journey;
  const missing = findings.some(({ severity }) => severity === 'must');
  const same = version > 0 && status === 'live' && !changed && drafting.state === 'saved';
  const playDry = async (): Promise<void> => {
    if (await drafting.flush()) void navigate(`/journeys/${id}/dry-run`);
  };
  return (
    <>
      <Button variant="default" leftSection={<Icon name="user" size={14} />} onClick={onTest}>
        {text('test')}
      </Button>
      <Button
        variant="default"
        leftSection={<Icon name="flask" size={14} />}
        onClick={() => void playDry()}
      >
        {text('dryRun')}
      </Button>
      <Button
        leftSection={<Icon name="play" size={14} />}
        loading={go.pending}
        disabled={missing || same}
        onClick={() => (one.totals.active > 0 ? setAsking(true) : void go.publish(false))}
      >
        {text(version > 0 ? 'publishChanges' : 'publish')}
      </Button>
      <OnDemand wanted={asking}>
        <PublishDialog
          one={one}
          opened={asking}
          onClose={() => setAsking(false)}
          onPublish={(move) => void go.publish(move)}
          pending={go.pending}
          error={go.error}
        />
      </OnDemand>
    </>
  );
}

function usePublish(one: JourneyOne, drafting: Drafting) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const { mutate, isPending, error } = usePublishJourney();
  const act = useJourneyStep();
  const { id, version } = one.journey;
  return {
    pending: isPending,
    error: error && errorText(error, language),
    publish: async (move: boolean): Promise<void> => {
      if (!(await drafting.flush())) return;
      mutate(
        { id, move },
        {
          onSuccess: ({ journey: { name } }) => {
            void navigate(`/journeys/${id}`);
            toast({
              text: text('published', { name }),
              tone: 'good',
              ...(version > 0 ? {} : { undo: () => act.mutate({ id, step: 'pause' }) }),
            });
          },
          onError: (failure) => toast({ text: errorText(failure, language), tone: 'bad' }),
        },
      );
    },
  };
}
