import { JOURNEY_LIMITS, START } from '@augenblick/contract';
import type { JourneyDraft, JourneyNode, JourneyNodeType } from '@augenblick/contract';
import type { TextOf } from '@augenblick/ui';
import { useLanguage, useTexts } from '@augenblick/ui/react';
import { useState } from 'react';
import { blankNode } from '../drawing/blank.ts';
import {
  change,
  copy,
  gapBeside,
  insert,
  lead,
  mainGap,
  moveTo,
  nodeOf,
  paste,
  remove,
  turnWays,
} from '../drawing/drawing.ts';
import type { Clip, Drawing, Gap } from '../drawing/drawing.ts';
import { begin, changed, redone, undone } from '../graph/history.ts';
import { editorTexts } from '../texts-editor.ts';
import { kindOf } from '../words.ts';

/** What was copied last, in this or another journey; it lasts as long as the page. */
let clipboard: Clip | null = null;

/** A name for a step that no journey ever had: random letters are enough within one journey. */
function makeId(): string {
  const letters = crypto.getRandomValues(new Uint8Array(10));
  return `s${[...letters].map((one) => (one % 36).toString(36)).join('')}`;
}

/** A draft under somebody's hands: what is drawn, what is chosen, what can be done. */
export interface Builder {
  draft: JourneyDraft;
  /** The step that the keys act on. */
  focus: string;
  /** Steps that are marked; the focused one among them. */
  marked: readonly string[];
  /** Where a step is about to be added; null: nowhere. */
  adding: Gap | null;
  /** What happened last, for those who do not see it. */
  said: string;
  canUndo: boolean;
  canRedo: boolean;
  canPaste: boolean;
  /** Goes to a step; `more` marks it besides the others. */
  choose: (id: string, more?: boolean) => void;
  ask: (gap: Gap | null) => void;
  /** Asks what comes after a step: in the way that counts as its own. */
  askAfter: (id: string) => void;
  add: (gap: Gap, type: JourneyNodeType) => void;
  remove: (ids: readonly string[]) => void;
  shift: (id: string, way: 'up' | 'down') => void;
  moveTo: (id: string, gap: Gap) => void;
  turn: (id: string) => void;
  lead: (gap: Gap, to: string | null) => void;
  /** Other settings of a step; typing in one field is one step back. */
  changeNode: (node: JourneyNode, kind?: string) => void;
  /** Other settings of the journey. */
  changeDraft: (part: Partial<JourneyDraft>, kind?: string) => void;
  copy: (ids: readonly string[]) => void;
  cut: (ids: readonly string[]) => void;
  paste: (gap?: Gap) => void;
  undo: () => void;
  redo: () => void;
  /** Begins again with what the server has. */
  reset: (draft: JourneyDraft) => void;
}

/** What is chosen, said and about to be added; and how a change gets into the history. */
function useBench(first: JourneyDraft, onChange: (draft: JourneyDraft) => void) {
  const [history, setHistory] = useState(() => begin(first));
  const [focus, setFocus] = useState<string>(START);
  const [more, setMore] = useState<readonly string[]>([]);
  const [adding, setAdding] = useState<Gap | null>(null);
  const [said, setSaid] = useState('');
  const draft = history.now;
  const here = nodeOf(draft, focus) ? focus : START;
  const go = (next: typeof history, words: string): void => {
    if (next === history) return;
    setHistory(next);
    onChange(next.now);
    if (words) setSaid(words);
  };
  return {
    history,
    draft,
    here,
    marked: [...new Set([...more.filter((id) => nodeOf(draft, id)), here])],
    adding,
    said,
    setHistory,
    setAdding,
    setSaid,
    go,
    /** Goes to another state of the draft and stays by the step; where it is gone, by the one before it. */
    travel: (next: typeof history, words: string): void => {
      let id = here;
      while (id !== START && !nodeOf(next.now, id))
        id = draft.edges.find(({ to }) => to === id)?.from ?? START;
      go(next, words);
      setFocus(id);
    },
    mark: (ids: readonly string[]): void => {
      setFocus(ids[0] ?? here);
      setMore(ids);
    },
    choose: (id: string, besides = false): void => {
      setFocus(id);
      setMore(besides ? [...new Set([...more, here, id])] : []);
    },
    apply: (drawing: Drawing, words: string, kind: string | null = null): void => {
      const { nodes, edges } = drawing;
      if (nodes === draft.nodes && edges === draft.edges) return;
      go(changed(history, { ...draft, nodes, edges }, kind), words);
    },
  };
}
type Bench = ReturnType<typeof useBench>;
type EditorText = TextOf<keyof (typeof editorTexts)['en']>;

/** Everything the builder can do to a draft; each change is told to `onChange`. */
export function useBuilder(first: JourneyDraft, onChange: (draft: JourneyDraft) => void): Builder {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const bench = useBench(first, onChange);
  const { history, draft, here, apply, choose } = bench;
  const [canPaste, setCanPaste] = useState(clipboard !== null);
  const cutting = useCutting(bench, text, () => setCanPaste(true));
  return {
    draft,
    focus: here,
    marked: bench.marked,
    adding: bench.adding,
    said: bench.said,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    canPaste,
    choose,
    ask: bench.setAdding,
    askAfter: (id) => bench.setAdding(mainGap(draft, id) ?? null),
    add: (gap, type) => {
      bench.setAdding(null);
      if (!cutting.fits(1)) return;
      const node = blankNode(type, makeId());
      apply(insert(draft, gap, node), text('added', { name: kindOf(node, language) }));
      choose(node.id);
    },
    shift: (id, way) => {
      const gap = gapBeside(draft, id, way);
      if (gap) apply(moveTo(draft, id, gap), text('moved'));
    },
    moveTo: (id, gap) => apply(moveTo(draft, id, gap), text('moved')),
    turn: (id) => apply(turnWays(draft, id), text('moved')),
    lead: (gap, to) => apply(lead(draft, gap, to), ''),
    changeNode: (node, kind) => apply(change(draft, node), '', kind ?? null),
    changeDraft: (part, kind) =>
      bench.go(changed(history, { ...draft, ...part }, kind ?? null), ''),
    remove: cutting.remove,
    copy: cutting.copy,
    cut: cutting.cut,
    paste: cutting.paste,
    undo: () => bench.travel(undone(history), text('undone')),
    redo: () => bench.travel(redone(history), text('redone')),
    reset: (next) => {
      bench.setHistory(begin(next));
      choose(START);
    },
  };
}

/** Taking out, copying, pasting. */
function useCutting(bench: Bench, text: EditorText, onCopied: () => void) {
  const { draft, here, apply, choose } = bench;
  const fits = (count: number): boolean => {
    if (draft.nodes.length + count <= JOURNEY_LIMITS.nodesMax) return true;
    bench.setSaid(text('full', { max: JOURNEY_LIMITS.nodesMax }));
    return false;
  };
  const takeOut = (ids: readonly string[]): void => {
    const real = ids.filter((id) => id !== START);
    if (real.length === 0) return;
    const above = draft.edges.find(({ to }) => to === real[0])?.from ?? START;
    const next = remove(draft, real);
    apply(next, text('removed', { count: draft.nodes.length - next.nodes.length }));
    choose(nodeOf(next, above) ? above : START);
  };
  const keep = (ids: readonly string[]): void => {
    const clip = copy(draft, ids);
    if (clip.nodes.length === 0) return;
    clipboard = clip;
    onCopied();
    bench.setSaid(text('copied', { count: clip.nodes.length }));
  };
  return {
    fits,
    remove: takeOut,
    copy: keep,
    cut: (ids: readonly string[]): void => {
      keep(ids);
      takeOut(ids);
    },
    paste: (at?: Gap): void => {
      const gap = at ?? mainGap(draft, here);
      bench.setAdding(null);
      if (!clipboard || !gap || !fits(clipboard.nodes.length)) return;
      const { drawing, ids } = paste(draft, gap, clipboard, makeId);
      apply(drawing, text('pasted', { count: ids.length }));
      bench.mark(ids);
    },
  };
}
