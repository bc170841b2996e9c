import type { KeyboardEvent } from 'react';
import type { Layout } from '../graph/layout.ts';
import { neighbour } from '../graph/walk.ts';
import type { Heading } from '../graph/walk.ts';
import type { Builder } from './use-builder.ts';

const HEADINGS: Readonly<Record<string, Heading>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  PageDown: 'next',
  PageUp: 'previous',
};

/** What the keys of a canvas can do. */
export interface KeyActs {
  layout: Layout;
  focus: string;
  /** Goes to a step. */
  onGo: (id: string, more: boolean) => void;
  /** Null where nothing may be changed. */
  builder: Builder | null;
  /** Opens what a step does, at the question where its ways lead. */
  onConnect: (id: string) => void;
  onHelp: () => void;
}

/** Does what a key on the canvas says; true when it was one of ours. */
export function canvasKey(event: KeyboardEvent, acts: KeyActs): boolean {
  const { layout, focus, builder } = acts;
  if (builder && (event.ctrlKey || event.metaKey)) return commandKey(event, builder);
  const heading = HEADINGS[event.key];
  if (heading && event.altKey) {
    if (!builder) return false;
    if (heading === 'up' || heading === 'down') builder.shift(focus, heading);
    else if (heading === 'left' || heading === 'right') builder.turn(focus);
    return true;
  }
  if (heading) {
    const next = neighbour(layout, focus, heading);
    if (next !== undefined) acts.onGo(next, event.shiftKey);
    return true;
  }
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  if (event.key === 'Home' || event.key === 'End') {
    const rows = layout.steps.toSorted((a, b) => a.y - b.y || a.x - b.x);
    const to = event.key === 'Home' ? rows[0] : rows.at(-1);
    if (to) acts.onGo(to.id, false);
    return true;
  }
  if (event.key === '?') {
    acts.onHelp();
    return true;
  }
  return builder ? stepKey(event.key, builder, acts) : false;
}

function stepKey(key: string, builder: Builder, { onConnect }: KeyActs): boolean {
  const { focus, marked } = builder;
  switch (key) {
    case 'a':
    case 'A':
    case '+':
    case 'Insert':
      builder.askAfter(focus);
      return true;
    case 'Delete':
    case 'Backspace':
      builder.remove(marked);
      return true;
    case 'c':
    case 'C':
      onConnect(focus);
      return true;
    case 'Escape':
      builder.choose(focus);
      return true;
    default:
      return false;
  }
}

/** Ctrl or Cmd and a letter. */
function commandKey(event: KeyboardEvent, builder: Builder): boolean {
  switch (event.key.toLowerCase()) {
    case 'c':
      builder.copy(builder.marked);
      return true;
    case 'x':
      builder.cut(builder.marked);
      return true;
    case 'v':
      builder.paste();
      return true;
    default:
      return historyKey(event, builder);
  }
}

/** Undo and redo, wherever the focus is; fields keep their own. */
export function historyKey(event: KeyboardEvent, builder: Builder): boolean {
  if (!event.ctrlKey && !event.metaKey) return false;
  const key = event.key.toLowerCase();
  if (key === 'z' && event.shiftKey) builder.redo();
  else if (key === 'z') builder.undo();
  else if (key === 'y') builder.redo();
  else return false;
  return true;
}
