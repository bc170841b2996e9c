import type { TemplateOne } from '@augenblick/contract/api/template.ts';
import { Card, Notice, Page, TextSkeleton, useLanguage, useTexts } from '@augenblick/ui/react';
import { Button, SegmentedControl } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { useParams } from 'react-router';
import { EditorFrame } from '../published/editor-frame.tsx';
import { SaveNote, SaveProblem } from '../published/saving.tsx';
import { useMay } from '../session/session.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { CheckCard } from './check-card.tsx';
import { EditorActions } from './editor-actions.tsx';
import styles from './editor.module.css';
import { placeOf } from './finding-place.ts';
import { LinesCard } from './lines-card.tsx';
import { NameCard } from './name-card.tsx';
import { useReport, useTemplate, useTemplateStep } from './queries.ts';
import { showPlace } from './show-place.ts';
import { editorTexts } from './texts-editor.ts';
import { draftOf, useEditor, useUndoKeys } from './use-editor.ts';
import { VersionsCard } from './versions-card.tsx';
import { WritingBar } from './writing-bar.tsx';

// The board with its drag and drop and the preview come a blink later: names, subject and check need neither.
const MailBlocks = lazy(async () => ({
  default: (await import('./mail-blocks.tsx')).MailBlocks,
}));
const PreviewPane = lazy(async () => ({
  default: (await import('./preview-pane.tsx')).PreviewPane,
}));

/** The check follows typing after this rest (ms): it looks at the whole message. */
const CHECK_REST_MS = 500;

/** Writes a message: blocks by drag and drop, every change saved and shown as it will arrive. */
export default function TemplateEditorPage() {
  const { templateId = '' } = useParams();
  const text = useTexts(editorTexts);
  const may = useMay('message.write');
  const query = useTemplate(templateId);
  const one = query.data;
  const open = may && one?.template.archived !== true;
  return (
    <EditorFrame
      query={query}
      title={one?.template.name ?? text('back')}
      back={<BackLink to="/messages?tab=templates">{text('back')}</BackLink>}
      gone={{ headline: text('gone'), icon: 'mail', title: text('gone'), text: text('goneText') }}
      shut={
        one && !open
          ? { headline: text(may ? 'archivedTitle' : 'mayNot'), instead: <ReadOnly one={one} /> }
          : null
      }
    >
      {(found) => <Editor key={templateId} one={found} />}
    </EditorFrame>
  );
}

/** The message alone, for whoever may not write or while it is in the archive. */
function ReadOnly({ one }: { one: TemplateOne }) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const may = useMay('message.write');
  const step = useTemplateStep();
  const { id, archived } = one.template;
  return (
    <>
      {archived && (
        <Notice
          actions={
            may && (
              <Button
                variant="default"
                loading={step.isPending}
                onClick={() => step.mutate({ id, step: 'unarchive' })}
              >
                {text('unarchive')}
              </Button>
            )
          }
        >
          {text('archivedText')}
        </Notice>
      )}
      <Card title={text('preview')}>
        <Suspense fallback={<TextSkeleton lines={8} />}>
          <PreviewPane
            draft={draftOf(one)}
            writing={{ variant: 'a', language }}
            open={null}
            onPick={() => undefined}
          />
        </Suspense>
      </Card>
    </>
  );
}

/** From this width on blocks and preview stand side by side. */
const WIDE = '(min-width: 1100px)';

function Editor({ one }: { one: TemplateOne }) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const query = useTemplate(one.template.id);
  const editing = useEditor(one, language);
  useUndoKeys(editing);
  const { draft, drafting, writing } = editing;
  const [open, setOpen] = useState<string | null>(null);
  // Beside each other where there is room, else one after the other.
  const wide = useMediaQuery(WIDE) ?? true;
  const [looking, setLooking] = useState(false);
  const [settled] = useDebouncedValue(draft, CHECK_REST_MS);
  const report = useReport(settled).data ?? drafting.one.report;
  const findings = report.checks.flatMap((check) => check.findings);
  const go = (field: string): void => {
    const place = placeOf(draft, field);
    if (!place) return showPlace({ line: field });
    setLooking(false);
    editing.onWriting(place.writing);
    if (place.block) setOpen(place.block);
    showPlace(place);
  };
  const pick = (id: string): void => {
    setLooking(false);
    setOpen(id);
    showPlace({ block: id });
  };
  const { name } = one.template;
  return (
    <Page
      title={draft.name}
      headline={text('headline', { name: draft.name || name })}
      note={text('note')}
      back={<BackLink to="/messages?tab=templates">{text('back')}</BackLink>}
      actions={<EditorActions editing={editing} ready={report.ready} />}
    >
      <SaveProblem drafting={drafting} query={query} text={text} onTake={editing.take} />
      {!wide && <LookSwitch looking={looking} onChange={setLooking} />}
      <div className={styles.columns} data-kind={draft.channel === 'mail' ? 'mail' : 'short'}>
        {(wide || !looking) && (
          <div className={styles.main}>
            <WritingBar editing={editing} />
            <LinesCard editing={editing} findings={findings} />
            {draft.channel === 'mail' && (
              <Suspense fallback={<TextSkeleton lines={8} />}>
                <MailBlocks editing={editing} findings={findings} open={open} onOpen={setOpen} />
              </Suspense>
            )}
            <NameCard editing={editing} />
          </div>
        )}
        {(wide || looking) && (
          <aside className={styles.side} aria-label={text('preview')}>
            <Card title={text('preview')} actions={<SaveNote state={drafting.state} text={text} />}>
              <Suspense fallback={<TextSkeleton lines={8} />}>
                <PreviewPane draft={draft} writing={writing} open={open} onPick={pick} />
              </Suspense>
            </Card>
            <CheckCard draft={draft} report={report} onGo={go} />
            <VersionsCard editing={editing} />
          </aside>
        )}
      </div>
    </Page>
  );
}

function LookSwitch(props: { looking: boolean; onChange: (looking: boolean) => void }) {
  const text = useTexts(editorTexts);
  return (
    <SegmentedControl
      fullWidth
      aria-label={text('view')}
      value={props.looking ? 'look' : 'write'}
      data={[
        { value: 'write', label: text('write') },
        { value: 'look', label: text('look') },
      ]}
      onChange={(next) => props.onChange(next === 'look')}
    />
  );
}
