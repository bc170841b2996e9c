import type { Block, BlockKind, ColumnBlock } from '@augenblick/contract';
import type { Language } from '@augenblick/ui';
import { OTHER, replaced } from './block-list.ts';
import type { Pair } from './block-list.ts';

/**
 * What a block says in words, and therefore says anew in each language. All else – pictures, addresses, colours, sizes – is
 * the same in both, so that it is set once.
 */
export const WORDS_OF: Readonly<Record<BlockKind, readonly string[]>> = {
  header: [],
  heading: ['text'],
  text: ['text'],
  picture: ['alt'],
  gif: ['alt'],
  video: ['alt'],
  button: ['label'],
  products: ['title', 'button'],
  recommendations: ['title', 'button'],
  voucher: ['title', 'text'],
  points: ['text'],
  question: ['question', 'options', 'ends'],
  columns: [],
  divider: [],
  spacer: [],
  social: [],
  footer: ['text'],
};

/** A block as `lead` is set, in the words of `other`; `lead` itself where there is no other of its kind. */
export function translated<One extends Block>(lead: One, other: Block | undefined): One {
  if (other === undefined || other.kind !== lead.kind) return lead;
  if (lead.kind === 'columns' && other.kind === 'columns') {
    const known = new Map(other.columns.flat().map((block) => [block.id, block]));
    const columns = lead.columns.map((column) =>
      column.map((block): ColumnBlock => translated(block, known.get(block.id))),
    );
    return { ...lead, columns };
  }
  if (lead.kind === 'question' && other.kind === 'question') {
    // As many answers as the other language has: an answer's place is what it means.
    const options = lead.options.map((option, at) => other.options[at] ?? option);
    return { ...lead, question: other.question, ends: other.ends, options };
  }
  const theirs = new Map(Object.entries(other));
  const words = WORDS_OF[lead.kind].map((field) => [field, theirs.get(field)] as const);
  return { ...lead, ...Object.fromEntries(words) };
}

/** Both languages after a block was set in one of them. */
export function blockSet(pair: Pair<Block>, language: Language, block: Block): Pair<Block> {
  const other = OTHER[language];
  const theirs = pair[other].find(({ id }) => id === block.id);
  return {
    ...pair,
    [language]: replaced(pair[language], block),
    [other]: theirs ? replaced(pair[other], translated(block, theirs)) : pair[other],
  };
}

/** A copy with ids of its own, made by `newId`; called once per block in the order they stand. */
export function copied<One extends Block>(block: One, newId: (id: string) => string): One {
  const copy = { ...block, id: newId(block.id) };
  if (copy.kind !== 'columns') return copy;
  const columns = copy.columns.map((column) =>
    column.map((inner) => ({ ...inner, id: newId(inner.id) })),
  );
  return { ...copy, columns };
}
