import { errorText } from '@augenblick/api';
import type { CampaignFinding } from '@augenblick/contract';
import type { CampaignOne } from '@augenblick/contract/api/campaign.ts';
import { Icon, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useNavigate } from 'react-router';
import type { SaveState } from '../shell/draft-keeper.ts';
import { useCampaignStep, useRestoreVersion } from './queries.ts';
import styles from './editor.module.css';
import { editorTexts } from './texts-editor.ts';
import type { Drafting } from './use-draft.ts';

/** Go live, play dry, throw changes away. */
export function EditorActions(props: {
  one: CampaignOne;
  drafting: Drafting;
  findings: readonly CampaignFinding[];
}) {
  const { one, drafting, findings } = props;
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const step = useCampaignStep();
  const { id, name, version, status, changed } = one.campaign;
  const wasLive = version > 0;
  const missing = findings.some(({ severity }) => severity === 'must');
  const publish = async (): Promise<void> => {
    if (!(await drafting.flush())) return;
    step.mutate(
      { id, step: 'publish' },
      {
        onSuccess: () => {
          void navigate(`/campaigns/${id}`);
          toast({
            text: text(wasLive ? 'publishedChanges' : 'published', { name }),
            tone: 'good',
            ...(wasLive ? {} : { undo: () => step.mutate({ id, step: 'pause' }) }),
          });
        },
        onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
      },
    );
  };
  const playDry = async (): Promise<void> => {
    if (await drafting.flush()) void navigate(`/campaigns/${id}/dry-run`);
  };
  return (
    <>
      {wasLive && (changed || drafting.state !== 'saved') && (
        <Revert one={one} drafting={drafting} />
      )}
      <Button
        variant="default"
        leftSection={<Icon name="flask" size={14} />}
        onClick={() => void playDry()}
      >
        {text('dryRun')}
      </Button>
      <Button
        leftSection={<Icon name="play" size={14} />}
        loading={step.isPending}
        disabled={
          missing || (wasLive && status === 'live' && !changed && drafting.state === 'saved')
        }
        onClick={() => void publish()}
      >
        {text(wasLive ? 'publishChanges' : 'publish')}
      </Button>
    </>
  );
}

/** Takes what is live into the draft again; the note brings the changes back. */
function Revert({ one, drafting }: { one: CampaignOne; drafting: Drafting }) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const { id, version } = one.campaign;
  const restore = useRestoreVersion(id);
  const revert = async (): Promise<void> => {
    const before = drafting.draft;
    await drafting.flush();
    try {
      // Awaited, not called back: with the change gone this button is gone too.
      drafting.take(await restore.mutateAsync(version));
      toast({ text: text('reverted'), undo: () => drafting.change(before) });
    } catch (error) {
      toast({ text: errorText(error, language), tone: 'bad' });
    }
  };
  return (
    <Button
      variant="subtle"
      leftSection={<Icon name="undo" size={14} />}
      loading={restore.isPending}
      onClick={() => void revert()}
    >
      {text('revert')}
    </Button>
  );
}

/** Says quietly whether everything is saved. */
export function SaveNote({ state }: { state: SaveState }) {
  const text = useTexts(editorTexts);
  const good = state === 'saved';
  const key = good ? 'saved' : state === 'failed' || state === 'conflict' ? 'unsaved' : 'saving';
  return (
    <span className={styles.saveNote} role="status">
      {good && <Icon name="check" size={14} />}
      {text(key)}
    </span>
  );
}
