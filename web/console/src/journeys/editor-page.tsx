import type { JourneyOne } from '@augenblick/contract/api/journey.ts';
import { Page, TextSkeleton, useTexts } from '@augenblick/ui/react';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { EditorFrame, shutOf } from '../published/editor-frame.tsx';
import { SaveNote, SaveProblem } from '../published/saving.tsx';
import { useVocabulary } from '../segments/queries.ts';
import { useMay } from '../session/session.tsx';
import { BackToOne } from '../shell/back-link.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import { Drawing } from './builder/drawing-view.tsx';
import { historyKey } from './builder/keys.ts';
import { usePanelKeys } from './builder/panel-keys.ts';
import { KeyHelp } from './builder/key-help.tsx';
import { pictureOf } from './builder/picture.ts';
import { Tools } from './builder/tools.tsx';
import { useBuilder } from './builder/use-builder.ts';
import { EditorActions } from './editor-actions.tsx';
import styles from './editor.module.css';
import { useJourney, useJourneyFindings, useJourneyVocabulary } from './queries.ts';
import { editorTexts } from './texts-editor.ts';
import { journeyTexts } from './texts.ts';
import { draftOf, useJourneyDraft } from './use-draft.ts';
import { summaryOf, useJourneyWording } from './words.ts';

// Loaded beside the drawing or when first opened, so that the page itself is there at once.
const AddDialog = lazy(async () => ({
  default: (await import('./builder/add-dialog.tsx')).AddDialog,
}));
const Panel = lazy(async () => ({ default: (await import('./forms/panel.tsx')).Panel }));
const SideDrawer = lazy(async () => ({
  default: (await import('./builder/side-drawer.tsx')).SideDrawer,
}));
const TestDrawer = lazy(async () => ({
  default: (await import('./test-drawer.tsx')).TestDrawer,
}));

/** Draws a journey; every change saves itself into the draft. */
export default function EditorPage() {
  const { journeyId = '' } = useParams();
  const text = useTexts(editorTexts);
  const may = useMay('journey.write');
  const query = useJourney(journeyId);
  const name = query.data?.journey.name;
  return (
    <EditorFrame
      query={query}
      title={name ?? text('title')}
      back={<Back id={journeyId} name={name} />}
      gone={{ headline: text('gone'), icon: 'journeys', title: text('gone'), text: '' }}
      shut={shutOf(query.data?.journey, may, text)}
    >
      {(one) => <Editor key={journeyId} one={one} />}
    </EditorFrame>
  );
}

function Back(props: { id: string; name: string | undefined }) {
  const text = useTexts(journeyTexts);
  return <BackToOne list="/journeys" all={text('back')} {...props} />;
}

/** What the builder is told besides its draft: names, findings, and the picture they make. */
function useEditing(one: JourneyOne) {
  const drafting = useJourneyDraft(one);
  const builder = useBuilder(drafting.draft, drafting.change);
  const { draft } = builder;
  const words = useJourneyWording(useJourneyVocabulary().data);
  const [settled] = useDebouncedValue(draft, 400);
  const findings = useJourneyFindings(settled, one.journey.id).data?.findings ?? NO_FINDINGS;
  const picture = useMemo(() => pictureOf(draft, words, findings, null), [draft, words, findings]);
  return { drafting, builder, draft, words, findings, picture };
}

function Editor({ one }: { one: JourneyOne }) {
  const text = useTexts(editorTexts);
  const query = useJourney(one.journey.id);
  const editing = useEditing(one);
  const { drafting, builder, draft, words, findings } = editing;
  const [params, setParams] = useSearchParams();
  const [help, setHelp] = useState(false);
  const setTesting = (on: boolean): void => setParams(on ? { test: '1' } : {}, { replace: true });
  return (
    // Undo and redo are heard everywhere on the page but in fields, which have their own.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={styles.editor}
      onKeyDown={(event) => {
        const field = event.target instanceof HTMLElement && event.target.matches(FIELDS);
        if (field || !historyKey(event, builder)) return;
        event.preventDefault();
      }}
    >
      <Page
        title={draft.name}
        headline={draft.name}
        note={summaryOf(draft, words)}
        back={<Back id={one.journey.id} name={one.journey.name} />}
        actions={
          <EditorActions
            one={one}
            drafting={drafting}
            findings={findings}
            onTest={() => setTesting(true)}
          />
        }
      >
        <SaveProblem
          drafting={drafting}
          query={query}
          text={text}
          onTake={(theirs) => {
            drafting.take(theirs);
            builder.reset(draftOf(theirs));
          }}
        />
        <Desk editing={editing} onHelp={() => setHelp(true)} />
        <p className={styles.said} role="status">
          {builder.said}
        </p>
      </Page>
      <OnDemand wanted={builder.adding !== null}>
        <AddDialog builder={builder} words={words} />
      </OnDemand>
      <KeyHelp opened={help} onClose={() => setHelp(false)} />
      <OnDemand wanted={params.has('test')}>
        <TestDrawer
          opened={params.has('test')}
          onClose={() => setTesting(false)}
          draft={draft}
          words={words}
        />
      </OnDemand>
    </div>
  );
}

/** The drawing and what is chosen in it; the settings stand beside it where there is room, else in a drawer over it. */
function Desk(props: { editing: ReturnType<typeof useEditing>; onHelp: () => void }) {
  const { editing, onHelp } = props;
  const { drafting, builder, draft, words, findings, picture } = editing;
  const text = useTexts(editorTexts);
  const segments = useVocabulary().data;
  const [connect, setConnect] = useState(0);
  const [opened, setOpened] = useState(false);
  const beside = useMediaQuery('(min-width: 1180px)', true, { getInitialValueInEffect: false });
  const { choose } = builder;
  const onChoose = (id: string, more: boolean): void => {
    choose(id, more);
    if (!more) setOpened(true);
  };
  const side = useRef<HTMLElement>(null);
  const keys = usePanelKeys(side, builder.focus, (id) => onChoose(id, false));
  const panel = (
    <Suspense fallback={<TextSkeleton lines={8} />}>
      <Panel
        builder={builder}
        words={words}
        segments={segments}
        findings={findings}
        connect={connect}
      />
    </Suspense>
  );
  return (
    // The steps inside are buttons; Enter on one of them is heard here.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={styles.columns} onKeyDown={keys.onStepKey}>
      <Drawing
        draft={draft}
        picture={picture}
        words={words}
        counted={null}
        trail={null}
        builder={builder}
        focus={builder.focus}
        onChoose={onChoose}
        onGo={choose}
        onConnect={(id) => {
          onChoose(id, false);
          setConnect((n) => n + 1);
        }}
        onHelp={onHelp}
        tools={
          <Tools builder={builder} findings={findings} onHelp={onHelp}>
            <SaveNote state={drafting.state} text={text} />
          </Tools>
        }
      />
      {beside ? (
        <aside
          ref={side}
          className={styles.side}
          aria-label={draft.name}
          onKeyDown={keys.onPanelKey}
        >
          {panel}
        </aside>
      ) : (
        <OnDemand wanted={opened}>
          <SideDrawer opened={opened} onClose={() => setOpened(false)} title={draft.name}>
            {panel}
          </SideDrawer>
        </OnDemand>
      )}
    </div>
  );
}

const NO_FINDINGS: [] = [];
const FIELDS = 'input, textarea, select, [contenteditable]';
