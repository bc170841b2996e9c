import { ApiError, errorText } from '@augenblick/api';
import type { CampaignFinding } from '@augenblick/contract';
import type { CampaignOne } from '@augenblick/contract/api/campaign.ts';
import { Card, EmptyState, Icon, Notice, Page, useLanguage, useTexts } from '@augenblick/ui/react';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { ContentPreview } from '../content/preview.tsx';
import { useMay } from '../session/session.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { CLAUSES, clausesOf, useWording } from './clauses.ts';
import type { ClauseKey } from './clauses.ts';
import { EditorActions, SaveNote } from './editor-actions.tsx';
import styles from './editor.module.css';
import { clauseOfField } from './findings.ts';
import { FindingsCard } from './findings-card.tsx';
import type { PanelProps } from './panel.ts';
import { BudgetPanel, GoalPanel, HoldoutPanel, RankPanel } from './panel-limits.tsx';
import { OftenPanel, TimePanel } from './panel-time.tsx';
import { WhatPanel } from './panel-what.tsx';
import type { Writing } from './panel-what.tsx';
import { OfferPanel, WherePanel } from './panel-where.tsx';
import { WhenPanel, WhoPanel } from './panel-who.tsx';
import { useCampaign, useFindings } from './queries.ts';
import { Clause, KindMarks } from './sentence.tsx';
import { campaignTexts } from './texts.ts';
import { editorTexts } from './texts-editor.ts';
import { useCampaignDraft } from './use-draft.ts';
import type { Drafting } from './use-draft.ts';

/** Writes a campaign as a sentence; every change saves itself into the draft. */
export default function EditorPage() {
  const { campaignId = '' } = useParams();
  const text = useTexts(editorTexts);
  const may = useMay('campaign.write');
  const query = useCampaign(campaignId);
  const gone = query.error instanceof ApiError && [400, 404].includes(query.error.status);
  const ended = query.data?.campaign.status === 'ended';
  if (query.data && may && !ended) return <Editor key={campaignId} one={query.data} />;
  return (
    <Page
      title={query.data?.campaign.name ?? text('preview')}
      headline={
        gone ? text('gone') : ended ? text('endedTitle') : !may ? text('mayNot') : undefined
      }
      back={<Back id={campaignId} name={query.data?.campaign.name} />}
    >
      {gone && <EmptyState icon="campaigns" title={text('gone')} text="" />}
      {ended && <Notice>{text('endedText')}</Notice>}
      {!gone && !ended && (
        <Loaded query={query} lines={8}>
          {() => null}
        </Loaded>
      )}
    </Page>
  );
}

function Back({ id, name }: { id: string; name: string | undefined }) {
  const text = useTexts(campaignTexts);
  return (
    <BackLink to={name === undefined ? '/campaigns' : `/campaigns/${id}`}>
      {name ?? text('back')}
    </BackLink>
  );
}

function Editor({ one }: { one: CampaignOne }) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const drafting = useCampaignDraft(one);
  const { draft } = drafting;
  const [settled] = useDebouncedValue(draft, 400);
  const findings = useFindings(settled).data?.findings ?? [];
  // One clause is open at a time: the rest stays a sentence.
  const [open, setOpen] = useState<ClauseKey | null>(() => firstOpen(one));
  const [writing, setWriting] = useState<Writing>({ variant: 0, locale: language });
  const variant = draft.variants[writing.variant] ?? draft.variants[0];
  return (
    <Page
      title={draft.name}
      headline={text('headline', { name: draft.name })}
      note={text('note')}
      back={<Back id={one.campaign.id} name={draft.name} />}
      actions={<EditorActions one={one} drafting={drafting} findings={findings} />}
    >
      <SaveProblem drafting={drafting} campaignId={one.campaign.id} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <NameCard drafting={drafting} />
          <Clauses
            drafting={drafting}
            findings={findings}
            open={open}
            onOpen={setOpen}
            writing={writing}
            onWriting={setWriting}
          />
        </div>
        <aside className={styles.side} aria-label={text('preview')}>
          <Card title={text('preview')} actions={<SaveNote state={drafting.state} />}>
            {variant && (
              <ContentPreview
                contents={variant.contents}
                offerId={draft.offerId}
                locale={writing.locale}
              />
            )}
          </Card>
          <FindingsCard findings={findings} onGo={setOpen} />
        </aside>
      </div>
    </Page>
  );
}

/** A new campaign begins where the words are; one that has run stays folded. */
function firstOpen({ campaign }: CampaignOne): ClauseKey | null {
  return campaign.version === 0 ? 'what' : null;
}

function NameCard({ drafting }: { drafting: Drafting }) {
  const text = useTexts(editorTexts);
  const { draft, change } = drafting;
  return (
    <Card>
      <div className={styles.names}>
        <TextInput
          label={text('name')}
          maxLength={120}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label={text('noteField')}
          maxLength={500}
          value={draft.note}
          onChange={(event) => change({ note: event.currentTarget.value })}
        />
      </div>
    </Card>
  );
}

function Clauses(props: {
  drafting: Drafting;
  findings: readonly CampaignFinding[];
  open: ClauseKey | null;
  onOpen: (key: ClauseKey | null) => void;
  writing: Writing;
  onWriting: (writing: Writing) => void;
}) {
  const { drafting, findings, open, onOpen, writing, onWriting } = props;
  const [language] = useLanguage();
  const { draft, change } = drafting;
  const words = clausesOf(draft, useWording());
  const panel: PanelProps = { draft, onChange: change };
  const panels: Record<ClauseKey, ReactNode> = {
    who: <WhoPanel {...panel} />,
    when: <WhenPanel {...panel} />,
    where: <WherePanel {...panel} />,
    what: <WhatPanel {...panel} writing={writing} onWriting={onWriting} />,
    offer: <OfferPanel {...panel} />,
    time: <TimePanel {...panel} />,
    often: <OftenPanel {...panel} />,
    budget: <BudgetPanel {...panel} />,
    goal: <GoalPanel {...panel} />,
    holdout: <HoldoutPanel {...panel} />,
    rank: <RankPanel {...panel} />,
  };
  return (
    <Card flush>
      {CLAUSES.map((key) => (
        <Clause
          key={key}
          name={key}
          words={words[key]}
          marks={key === 'when' && <KindMarks kinds={draft.when.kinds} />}
          open={open === key}
          onToggle={() => onOpen(open === key ? null : key)}
          findings={findings
            .filter(({ field }) => clauseOfField(field) === key)
            .map((finding) => ({ severity: finding.severity, words: finding.words[language] }))}
        >
          {panels[key]}
        </Clause>
      ))}
    </Card>
  );
}

/** Saving that did not work is said at once, above everything else. */
function SaveProblem({ drafting, campaignId }: { drafting: Drafting; campaignId: string }) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const query = useCampaign(campaignId);
  if (drafting.state === 'conflict') {
    const load = async (): Promise<void> => {
      const { data } = await query.refetch();
      if (data) drafting.take(data);
    };
    return (
      <Notice
        tone="bad"
        title={text('conflictTitle')}
        actions={
          <Button variant="default" onClick={() => void load()}>
            {text('conflictLoad')}
          </Button>
        }
      >
        {text('conflictText')}
      </Notice>
    );
  }
  if (drafting.state !== 'failed') return null;
  return (
    <Notice
      tone="bad"
      title={text('saveFailed')}
      actions={
        <Button
          variant="default"
          leftSection={<Icon name="refresh" size={14} />}
          onClick={() => void drafting.flush()}
        >
          {text('saveAgain')}
        </Button>
      }
    >
      {errorText(drafting.error, language)}
    </Notice>
  );
}
