import type { MessageContents, TemplateDraft } from '@augenblick/contract';
import type { TemplateOne } from '@augenblick/contract/api/template.ts';
import { useEffect, useRef, useState } from 'react';
import { useDraft } from '../shell/use-draft.ts';
import type { Drafting as AnyDrafting } from '../shell/use-draft.ts';
import { historyOf, redone, stepped, undone } from './history.ts';
import type { History } from './history.ts';
import { contentsOf } from './steps.ts';
import type { Writing } from './steps.ts';

export type Drafting = AnyDrafting<TemplateDraft, TemplateOne>;

/** The fields of a draft, without what the server adds to a template. */
export function draftOf({ template }: TemplateOne): TemplateDraft {
  const { name, channel, basis, contents, variants } = template;
  return { name, channel, basis, contents, variants };
}

/** A template under somebody's hands: the draft that saves itself, its history, what is being written. */
export interface Editing {
  drafting: Drafting;
  draft: TemplateDraft;
  writing: Writing;
  /** Contents of the variant being written, both languages. */
  contents: MessageContents;
  onWriting: (part: Partial<Writing>) => void;
  /** Makes a step. `key` joins typing in one field to one step; null stands alone. */
  act: (next: TemplateDraft, key?: string | null) => void;
  undo: () => void;
  redo: () => void;
  mayUndo: boolean;
  mayRedo: boolean;
  /** Takes over what the server has; what was on the screen before can be had back with undo. */
  take: (one: TemplateOne) => void;
}

/** Holds the draft of the editor, with steps that can be taken back. */
export function useEditor(one: TemplateOne, language: Writing['language']): Editing {
  const drafting = useDraft(one, {
    place: 'templates',
    id: one.template.id,
    draftOf,
    stampOf: ({ template }) => template.updatedAt,
  });
  const { draft } = drafting;
  const [history, setHistory] = useState<History<TemplateDraft>>(() => historyOf(draft));
  // What a note at the edge of the screen takes back is the last step then, not when the note was made.
  const latest = useRef(history);
  const show = (next: History<TemplateDraft>): void => {
    latest.current = next;
    setHistory(next);
  };
  const [asked, setWriting] = useState<Writing>({ variant: 'a', language });
  // A variant that a step has taken away is no longer being written.
  const known = draft.variants.some(({ id }) => id === asked.variant);
  const writing = known ? asked : { ...asked, variant: 'a' };
  const go = (next: History<TemplateDraft>): void => {
    if (next === latest.current) return;
    show(next);
    drafting.change(next.now);
  };
  return {
    drafting,
    draft,
    writing,
    contents: contentsOf(draft, writing.variant),
    onWriting: (part) => setWriting({ ...writing, ...part }),
    act: (next, key = null) => {
      const place = key === null ? null : `${writing.variant}.${writing.language}.${key}`;
      go(stepped(latest.current, next, place, performance.now()));
    },
    undo: () => go(undone(latest.current)),
    redo: () => go(redone(latest.current)),
    mayUndo: history.past.length > 0,
    mayRedo: history.future.length > 0,
    take: (answer) => {
      show(stepped(latest.current, draftOf(answer), null, performance.now()));
      drafting.take(answer);
    },
  };
}

/**
 * Ctrl Z and Ctrl Shift Z (or Y) work on the whole message, also while a field has the cursor: the field's own memory would
 * know nothing of blocks that were moved meanwhile.
 */
export function useUndoKeys({ undo, redo }: Pick<Editing, 'undo' | 'redo'>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey) return;
      // A dialog in front of the message has fields of its own.
      if (event.target instanceof Element && event.target.closest('[role=dialog]')) return;
      const key = event.key.toLowerCase();
      if (key === 'y' || (key === 'z' && event.shiftKey)) redo();
      else if (key === 'z') undo();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
