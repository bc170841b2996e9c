import type { CampaignFinding } from '@augenblick/contract';
import type { CampaignOne } from '@augenblick/contract/api/campaign.ts';
import { Card, Columns, Page, TextSkeleton, useLanguage, useTexts } from '@augenblick/ui/react';
import { useDebouncedValue } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { ContentPreview } from '../content/preview.tsx';
import { EditorFrame, shutOf } from '../published/editor-frame.tsx';
import { Clause } from '../published/clause.tsx';
import { FindingsCard } from '../published/findings-card.tsx';
import { NameCard } from '../published/name-card.tsx';
import { SaveNote, SaveProblem } from '../published/saving.tsx';
import { useMay } from '../session/session.tsx';
import { BackToOne } from '../shell/back-link.tsx';
import { CLAUSES, clausesOf, useWording } from './clauses.ts';
import type { ClauseKey } from './clauses.ts';
import { EditorActions } from './editor-actions.tsx';
import { clauseOfField } from './findings.ts';
import type { PanelProps } from './panel.ts';
import { WhatPanel } from './panel-what.tsx';
import type { Writing } from './panel-what.tsx';
import { useCampaign, useFindings } from './queries.ts';
import { KindMarks } from './sentence.tsx';
import { campaignTexts } from './texts.ts';
import { clauseTexts } from './texts-clauses.ts';
import { editorTexts } from './texts-editor.ts';
import { useCampaignDraft } from './use-draft.ts';
import type { Drafting } from './use-draft.ts';

// Loaded when one of these clauses is first opened: what is said stands open, and most campaigns keep the rest.
const moments = () => import('./panel-who.tsx');
const places = () => import('./panel-where.tsx');
const limits = () => import('./panel-limits.tsx');
const times = () => import('./panel-time.tsx');
const WhenPanel = lazy(async () => ({ default: (await moments()).WhenPanel }));
const WhoPanel = lazy(async () => ({ default: (await moments()).WhoPanel }));
const WherePanel = lazy(async () => ({ default: (await places()).WherePanel }));
const OfferPanel = lazy(async () => ({ default: (await places()).OfferPanel }));
const TimePanel = lazy(async () => ({ default: (await times()).TimePanel }));
const OftenPanel = lazy(async () => ({ default: (await times()).OftenPanel }));
const BudgetPanel = lazy(async () => ({ default: (await limits()).BudgetPanel }));
const GoalPanel = lazy(async () => ({ default: (await limits()).GoalPanel }));
const HoldoutPanel = lazy(async () => ({ default: (await limits()).HoldoutPanel }));
const RankPanel = lazy(async () => ({ default: (await limits()).RankPanel }));

/** Writes a campaign as a sentence; every change saves itself into the draft. */
export default function EditorPage() {
  const { campaignId = '' } = useParams();
  const text = useTexts(editorTexts);
  const may = useMay('campaign.write');
  const query = useCampaign(campaignId);
  const name = query.data?.campaign.name;
  return (
    <EditorFrame
      query={query}
      title={name ?? text('preview')}
      back={<Back id={campaignId} name={name} />}
      gone={{ headline: text('gone'), icon: 'campaigns', title: text('gone'), text: '' }}
      shut={shutOf(query.data?.campaign, may, text)}
    >
      {(one) => <Editor key={campaignId} one={one} />}
    </EditorFrame>
  );
}

function Back(props: { id: string; name: string | undefined }) {
  const text = useTexts(campaignTexts);
  return <BackToOne list="/campaigns" all={text('back')} {...props} />;
}

function Editor({ one }: { one: CampaignOne }) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const query = useCampaign(one.campaign.id);
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
      <SaveProblem drafting={drafting} query={query} text={text} />
      <Columns
        follow
        label={text('preview')}
        side={
          <>
            <Card title={text('preview')} actions={<SaveNote state={drafting.state} text={text} />}>
              {variant && (
                <ContentPreview
                  contents={variant.contents}
                  offerId={draft.offerId}
                  locale={writing.locale}
                />
              )}
            </Card>
            <FindingsCard
              findings={findings}
              text={text}
              wayTo={(field) => {
                const clause = clauseOfField(field);
                return clause && (() => setOpen(clause));
              }}
            />
          </>
        }
      >
        <NameCard draft={draft} onChange={drafting.change} text={text} />
        <Clauses
          drafting={drafting}
          findings={findings}
          open={open}
          onOpen={setOpen}
          writing={writing}
          onWriting={setWriting}
        />
      </Columns>
    </Page>
  );
}

/** A new campaign begins where the words are; one that has run stays folded. */
function firstOpen({ campaign }: CampaignOne): ClauseKey | null {
  return campaign.version === 0 ? 'what' : null;
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
  const label = useTexts(clauseTexts);
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
          label={label(`label.${key}`)}
          words={words[key]}
          marks={key === 'when' && <KindMarks kinds={draft.when.kinds} />}
          open={open === key}
          onToggle={() => onOpen(open === key ? null : key)}
          findings={findings
            .filter(({ field }) => clauseOfField(field) === key)
            .map((finding) => ({ severity: finding.severity, words: finding.words[language] }))}
        >
          <Suspense fallback={<TextSkeleton />}>{panels[key]}</Suspense>
        </Clause>
      ))}
    </Card>
  );
}
