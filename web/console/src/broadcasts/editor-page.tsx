import { ApiError, errorText } from '@augenblick/api';
import type { BroadcastFinding } from '@augenblick/contract';
import type { BroadcastOne } from '@augenblick/contract/api/broadcast.ts';
import { Card, EmptyState, Icon, Notice, Page, useLanguage, useTexts } from '@augenblick/ui/react';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import editor from '../campaigns/editor.module.css';
import { useMay } from '../session/session.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { CheckCard } from './check-card.tsx';
import { Clause } from './clause.tsx';
import { EditorActions, SaveNote } from './editor-actions.tsx';
import type { PanelProps } from './panel.ts';
import { TestPanel } from './panel-test.tsx';
import { PacePanel, ResultPanel, TimePanel } from './panel-time.tsx';
import { WhatPanel } from './panel-what.tsx';
import { WhoPanel } from './panel-who.tsx';
import { useBroadcast, useFindings } from './queries.ts';
import { ReachCard } from './reach-card.tsx';
import { broadcastTexts } from './texts.ts';
import { editorTexts } from './texts-editor.ts';
import { useBroadcastDraft } from './use-draft.ts';
import type { Drafting } from './use-draft.ts';
import { CLAUSES, clauseOfField, clausesOf, useWording } from './wording.ts';
import type { ClauseKey } from './wording.ts';

/** Writes a newsletter as a sentence; every change saves itself into the draft. */
export default function EditorPage() {
  const { broadcastId = '' } = useParams();
  const text = useTexts(editorTexts);
  const may = useMay('message.write');
  const query = useBroadcast(broadcastId);
  const gone = query.error instanceof ApiError && [400, 404].includes(query.error.status);
  const one = query.data;
  const written = one !== undefined && one.broadcast.status !== 'draft';
  if (one && may && !written) return <Editor key={broadcastId} one={one} />;
  return (
    <Page
      title={one?.broadcast.name ?? text('preview')}
      headline={
        gone ? text('gone404') : written ? text('notDraft') : !may ? text('mayNot') : undefined
      }
      back={<Back id={broadcastId} name={one?.broadcast.name} />}
    >
      {gone && <EmptyState icon="send" title={text('gone404')} text="" />}
      {written && (
        <Notice
          actions={
            <Button component={Link} to={`/messages/broadcasts/${broadcastId}`} variant="default">
              {text('toOne')}
            </Button>
          }
        >
          {text('notDraftText')}
        </Notice>
      )}
      {!gone && !written && (
        <Loaded query={query} lines={8}>
          {() => null}
        </Loaded>
      )}
    </Page>
  );
}

function Back({ id, name }: { id: string; name: string | undefined }) {
  const text = useTexts(broadcastTexts);
  return (
    <BackLink to={name === undefined ? '/messages' : `/messages/broadcasts/${id}`}>
      {name ?? text('back')}
    </BackLink>
  );
}

function Editor({ one }: { one: BroadcastOne }) {
  const text = useTexts(editorTexts);
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
      <SaveProblem drafting={drafting} id={one.broadcast.id} />
      <div className={editor.columns}>
        <div className={editor.main}>
          <NameCard drafting={drafting} />
          <Clauses drafting={drafting} findings={findings} open={open} onOpen={setOpen} />
        </div>
        <aside className={editor.side} aria-label={text('preview')}>
          <SaveNote state={drafting.state} />
          <ReachCard draft={settled} />
          <CheckCard draft={draft} findings={findings} onGo={setOpen} />
        </aside>
      </div>
    </Page>
  );
}

function NameCard({ drafting }: { drafting: Drafting }) {
  const text = useTexts(editorTexts);
  const { draft, change } = drafting;
  return (
    <Card>
      <div className={editor.names}>
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
  findings: readonly BroadcastFinding[] | undefined;
  open: ClauseKey | null;
  onOpen: (key: ClauseKey | null) => void;
}) {
  const { drafting, findings = [], open, onOpen } = props;
  const [language] = useLanguage();
  const { draft, change } = drafting;
  const words = clausesOf(draft, useWording());
  const panel: PanelProps = { draft, onChange: change };
  const panels: Record<ClauseKey, ReactNode> = {
    who: <WhoPanel {...panel} />,
    what: <WhatPanel {...panel} />,
    test: <TestPanel {...panel} />,
    time: <TimePanel {...panel} />,
    pace: <PacePanel {...panel} />,
    result: <ResultPanel {...panel} />,
  };
  return (
    <Card flush>
      {CLAUSES.map((key) => (
        <Clause
          key={key}
          name={key}
          words={words[key]}
          open={open === key}
          onToggle={() => onOpen(open === key ? null : key)}
          findings={findings
            .filter(({ field }) => clauseOfField(field) === key)
            .map(({ severity, words: said }) => ({ severity, words: said[language] }))}
        >
          {panels[key]}
        </Clause>
      ))}
    </Card>
  );
}

/** Saving that did not work is said at once, above everything else. */
function SaveProblem({ drafting, id }: { drafting: Drafting; id: string }) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const query = useBroadcast(id);
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
