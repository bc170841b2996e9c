import { errorText } from '@augenblick/api';
import type { CampaignFinding } from '@augenblick/contract';
import type { CampaignOne } from '@augenblick/contract/api/campaign.ts';
import { Icon, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useNavigate } from 'react-router';
import { PublishButton } from '../published/publish-button.tsx';
import { useCampaignStep, useRestoreVersion } from './queries.ts';
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
  const navigate = useNavigate();
  const step = useCampaignStep();
  const { id, name, version, changed } = one.campaign;
  const wasLive = version > 0;
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
      <PublishButton
        thing={one.campaign}
        drafting={drafting}
        missing={findings.some(({ severity }) => severity === 'must')}
        step={step}
        at="/campaigns"
        done={text(wasLive ? 'publishedChanges' : 'published', { name })}
        text={text}
      />
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
