import { ApiError, errorText } from '@augenblick/api';
import type { TemplateOne } from '@augenblick/contract/api/template.ts';
import {
  Card,
  EmptyState,
  Icon,
  Notice,
  Page,
  TextSkeleton,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, SegmentedControl } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { useParams } from 'react-router';
import { useMay } from '../session/session.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { CheckCard } from './check-card.tsx';
import { EditorActions, SaveNote } from './editor-actions.tsx';
import styles from './editor.module.css';
import { placeOf } from './finding-place.ts';
import { LinesCard } from './lines-card.tsx';
import { NameCard } from './name-card.tsx';
import { useReport, useTemplate, useTemplateStep } from './queries.ts';
import { showPlace } from './show-place.ts';
import { editorTexts } from './texts-editor.ts';
import { draftOf, useEditor, useUndoKeys } from './use-editor.ts';
import type { Editing } from './use-editor.ts';
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
  const gone = query.error instanceof ApiError && [400, 404].includes(query.error.status);
  const one = query.data;
  if (one && may && !one.template.archived) return <Editor key={templateId} one={one} />;
  return (
    <Page
      title={one?.template.name ?? text('back')}
      headline={
        gone ? text('gone') : one && !may ? text('mayNot') : one ? text('archivedTitle') : undefined
      }
      back={<BackLink to="/messages?tab=templates">{text('back')}</BackLink>}
    >
      {gone && <EmptyState icon="mail" title={text('gone')} text={text('goneText')} />}
      {one && <ReadOnly one={one} />}
      {!gone && !one && (
        <Loaded query={query} lines={8}>
          {() => null}
        </Loaded>
      )}
    </Page>
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
  const { id, name } = one.template;
  return (
    <Page
      title={draft.name}
      headline={text('headline', { name: draft.name || name })}
      note={text('note')}
      back={<BackLink to="/messages?tab=templates">{text('back')}</BackLink>}
      actions={<EditorActions editing={editing} ready={report.ready} />}
    >
      <SaveProblem editing={editing} templateId={id} />
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
            <Card title={text('preview')} actions={<SaveNote state={drafting.state} />}>
              <Suspense fallback={<TextSkeleton lines={8} />}>
                <PreviewPane draft={draft} writing={writing} open={open} onPick={pick} />
              </Suspense>
            </Card>
            <CheckCard report={report} onGo={go} />
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

/** Saving that did not work is said at once, above everything else. */
function SaveProblem({ editing, templateId }: { editing: Editing; templateId: string }) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const query = useTemplate(templateId);
  const { drafting } = editing;
  if (drafting.state === 'conflict') {
    const load = async (): Promise<void> => {
      const { data, error } = await query.refetch();
      if (data) editing.take(data);
      else toast({ text: errorText(error, language), tone: 'bad' });
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
