import type { BroadcastFinding } from '@augenblick/contract';
import type { BroadcastOne } from '@augenblick/contract/api/broadcast.ts';
import {
  Card,
  Columns,
  Notice,
  Page,
  TextSkeleton,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { Clause } from '../published/clause.tsx';
import { EditorFrame } from '../published/editor-frame.tsx';
import { NameCard } from '../published/name-card.tsx';
import { SaveNote, SaveProblem } from '../published/saving.tsx';
import { useMay } from '../session/session.tsx';
import { BackToOne } from '../shell/back-link.tsx';
import { CheckCard } from './check-card.tsx';
import { EditorActions } from './editor-actions.tsx';
import type { PanelProps } from './panel.ts';
import { WhoPanel } from './panel-who.tsx';
import { useBroadcast, useFindings } from './queries.ts';
import { ReachCard } from './reach-card.tsx';
import { broadcastTexts } from './texts.ts';
import { editorTexts } from './texts-editor.ts';
import { useBroadcastDraft } from './use-draft.ts';
import type { Drafting } from './use-draft.ts';
import { CLAUSES, clauseOfField, clausesOf, useWording } from './wording.ts';
import type { ClauseKey } from './wording.ts';

// Loaded when one of these clauses is first opened: whom it goes to stands open from the start.
const times = () => import('./panel-time.tsx');
const WhatPanel = lazy(async () => ({ default: (await import('./panel-what.tsx')).WhatPanel }));
const TestPanel = lazy(async () => ({ default: (await import('./panel-test.tsx')).TestPanel }));
const TimePanel = lazy(async () => ({ default: (await times()).TimePanel }));
const PacePanel = lazy(async () => ({ default: (await times()).PacePanel }));
const OftenPanel = lazy(async () => ({ default: (await times()).OftenPanel }));
const ResultPanel = lazy(async () => ({ default: (await times()).ResultPanel }));

/** Writes a newsletter as a sentence; every change saves itself into the draft. */
export default function EditorPage() {
  const { broadcastId = '' } = useParams();
  const text = useTexts(editorTexts);
  const may = useMay('message.write');
  const query = useBroadcast(broadcastId);
  const one = query.data?.broadcast;
  const written = one !== undefined && one.status !== 'draft';
  return (
    <EditorFrame
      query={query}
      title={one?.name ?? text('preview')}
      back={<Back id={broadcastId} name={one?.name} />}
      gone={{ headline: text('gone404'), icon: 'send', title: text('gone404'), text: '' }}
      shut={
        written
          ? { headline: text('notDraft'), instead: <Written id={broadcastId} /> }
          : may
            ? null
            : { headline: text('mayNot') }
      }
    >
      {(found) => <Editor key={broadcastId} one={found} />}
    </EditorFrame>
  );
}

/** Where a newsletter is found that is no draft any more. */
function Written({ id }: { id: string }) {
  const text = useTexts(editorTexts);
  return (
    <Notice
      actions={
        <Button component={Link} to={`/messages/broadcasts/${id}`} variant="default">
          {text('toOne')}
        </Button>
      }
    >
      {text('notDraftText')}
    </Notice>
  );
}

function Back(props: { id: string; name: string | undefined }) {
  const text = useTexts(broadcastTexts);
  return <BackToOne list="/messages" at="/messages/broadcasts" all={text('back')} {...props} />;
}

function Editor({ one }: { one: BroadcastOne }) {
  const text = useTexts(editorTexts);
  const query = useBroadcast(one.broadcast.id);
  const drafting = useBroadcastDraft(one);
  const { draft } = drafting;
  const [settled] = useDebouncedValue(draft, 500);
  const findings = useFindings(settled).data?.findings;
  // One clause is open at a time: the rest stays a sentence.
  const [open, setOpen] = useState<ClauseKey | null>('who');
  return (
    <Page
      title={draft.name}
      headline={text('headline', { name: draft.name })}
      note={text('note')}
      back={<Back id={one.broadcast.id} name={draft.name} />}
      actions={<EditorActions one={one} drafting={drafting} findings={findings} />}
    >
      <SaveProblem drafting={drafting} query={query} text={text} />
      <Columns
        follow
        label={text('preview')}
        side={
          <>
            <SaveNote state={drafting.state} text={text} />
            <ReachCard draft={settled} />
            <CheckCard draft={draft} findings={findings} onGo={setOpen} />
          </>
        }
      >
        <NameCard draft={draft} onChange={drafting.change} text={text} />
        <Clauses drafting={drafting} findings={findings} open={open} onOpen={setOpen} />
      </Columns>
    </Page>
  );
}

function Clauses(props: {
  drafting: Drafting;
  findings: readonly BroadcastFinding[] | undefined;
  open: ClauseKey | null;
  onOpen: (key: ClauseKey | null) => void;
}) {
  const { drafting, findings = [], open, onOpen } = props;
  const [language] = useLanguage();
  const { draft, change } = drafting;
  const text = useTexts(editorTexts);
  const words = clausesOf(draft, useWording());
  const panel: PanelProps = { draft, onChange: change };
  const panels: Record<ClauseKey, ReactNode> = {
    who: <WhoPanel {...panel} />,
    what: <WhatPanel {...panel} />,
    test: <TestPanel {...panel} />,
    time: <TimePanel {...panel} />,
    pace: <PacePanel {...panel} />,
    often: <OftenPanel {...panel} />,
    result: <ResultPanel {...panel} />,
  };
  return (
    <Card flush>
      {CLAUSES.map((key) => (
        <Clause
          key={key}
          label={text(`label.${key}`)}
          words={words[key]}
          open={open === key}
          onToggle={() => onOpen(open === key ? null : key)}
          findings={findings
            .filter(({ field }) => clauseOfField(field) === key)
            .map(({ severity, words: said }) => ({ severity, words: said[language] }))}
        >
          <Suspense fallback={<TextSkeleton />}>{panels[key]}</Suspense>
        </Clause>
      ))}
    </Card>
  );
}
