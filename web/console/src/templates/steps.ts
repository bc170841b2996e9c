import type { Block, MessageContents, TemplateDraft, TemplateVariant } from '@augenblick/contract';
import type { Language } from '@augenblick/ui';
import { OTHER, pairInserted, pairMoved, pairRemoved } from './block-list.ts';
import type { Pair } from './block-list.ts';
import { blockSet, copied } from './languages.ts';

/** Which wording of a template is being written: the variant (`a` = the template's own) and the language. */
export interface Writing {
  variant: string;
  language: Language;
}

/** Letters of variants; the first is the template itself. */
export const VARIANT_LETTERS = ['a', 'b', 'c', 'd', 'e'] as const;

/** What a variant says; that of the template itself where there is no such variant. */
export function contentsOf(draft: TemplateDraft, variant: string): MessageContents {
  return draft.variants.find(({ id }) => id === variant)?.contents ?? draft.contents;
}

/** The draft with other contents in a variant. */
export function withContents(
  draft: TemplateDraft,
  variant: string,
  contents: MessageContents,
): TemplateDraft {
  const at = draft.variants.findIndex(({ id }) => id === variant);
  const found = draft.variants[at];
  if (!found) return { ...draft, contents };
  return { ...draft, variants: draft.variants.with(at, { ...found, contents }) };
}

/** Blocks of a variant in both languages; empty for a message that has none. */
export function blocksOf(draft: TemplateDraft, variant: string): Pair<Block> {
  const { de, en } = contentsOf(draft, variant);
  return {
    de: de.kind === 'mail' ? de.blocks : [],
    en: en.kind === 'mail' ? en.blocks : [],
  };
}

/** The draft with other blocks; the same draft when nothing changed or there is no mail to hold them. */
function withBlocks(draft: TemplateDraft, variant: string, pair: Pair<Block>): TemplateDraft {
  const { de, en } = contentsOf(draft, variant);
  if (de.kind !== 'mail' || en.kind !== 'mail') return draft;
  if (de.blocks === pair.de && en.blocks === pair.en) return draft;
  const contents = {
    de: { ...de, blocks: [...pair.de] },
    en: { ...en, blocks: [...pair.en] },
  };
  return withContents(draft, variant, contents);
}

/** Puts a new block at a place, in both languages. */
export function addBlock(
  draft: TemplateDraft,
  writing: Writing,
  blocks: Readonly<Record<Language, Block>>,
  at: number,
): TemplateDraft {
  const { variant, language } = writing;
  const pair = blocksOf(draft, variant);
  return withBlocks(draft, variant, pairInserted(pair, blocks, language, at));
}

/** Moves a block, in both languages. */
export function moveBlock(
  draft: TemplateDraft,
  { variant, language }: Writing,
  id: string,
  to: number,
): TemplateDraft {
  return withBlocks(draft, variant, pairMoved(blocksOf(draft, variant), id, language, to));
}

/** Takes a block out, in both languages. */
export function removeBlock(draft: TemplateDraft, variant: string, id: string): TemplateDraft {
  return withBlocks(draft, variant, pairRemoved(blocksOf(draft, variant), id));
}

/** Sets a block in the language that is being written; what is not words is set in the other one, too. */
export function setBlock(draft: TemplateDraft, writing: Writing, block: Block): TemplateDraft {
  const { variant, language } = writing;
  return withBlocks(draft, variant, blockSet(blocksOf(draft, variant), language, block));
}

/** A copy right behind its original, in both languages. `newId` makes a fresh id at each call. */
export function duplicateBlock(
  draft: TemplateDraft,
  writing: Writing,
  id: string,
  newId: () => string,
): TemplateDraft {
  const pair = blocksOf(draft, writing.variant);
  const { language } = writing;
  const lead = pair[language].find((block) => block.id === id);
  if (!lead) return draft;
  const ids = new Map<string, string>();
  // The two languages stay one block: what had one id before has one afterwards.
  const idOf = (old: string): string => {
    const known = ids.get(old) ?? newId();
    ids.set(old, known);
    return known;
  };
  const other = pair[OTHER[language]].find((block) => block.id === id) ?? lead;
  const blocks = { [language]: copied(lead, idOf), [OTHER[language]]: copied(other, idOf) };
  const at = pair[language].indexOf(lead) + 1;
  return addBlock(draft, writing, blocks as Record<Language, Block>, at);
}

/** Sets subject and preheader, title and text: what is no block. One language only. */
export function setLines(
  draft: TemplateDraft,
  { variant, language }: Writing,
  part: Readonly<Record<string, string>>,
): TemplateDraft {
  const contents = contentsOf(draft, variant);
  const content = { ...contents[language], ...part };
  return withContents(draft, variant, { ...contents, [language]: content });
}

/** Sets what a short message shows and where it leads, in both languages. */
export function setBoth(
  draft: TemplateDraft,
  variant: string,
  part: Readonly<Partial<Record<'url' | 'picture', string>>>,
): TemplateDraft {
  const { de, en } = contentsOf(draft, variant);
  if (de.kind !== 'short' || en.kind !== 'short') return draft;
  return withContents(draft, variant, { de: { ...de, ...part }, en: { ...en, ...part } });
}

/** Begins a further variant with the words of the one being written; null when there are as many as there may be. */
export function addVariant(
  draft: TemplateDraft,
  from: string,
  name: (letter: string) => string,
): { draft: TemplateDraft; id: string } | null {
  const taken = new Set(['a', ...draft.variants.map(({ id }) => id)]);
  const id = VARIANT_LETTERS.find((letter) => !taken.has(letter));
  if (!id) return null;
  const variant: TemplateVariant = {
    id,
    name: name(id.toUpperCase()),
    contents: contentsOf(draft, from),
  };
  return { draft: { ...draft, variants: [...draft.variants, variant] }, id };
}

/** Takes a variant away; the template's own stays. */
export function removeVariant(draft: TemplateDraft, id: string): TemplateDraft {
  return { ...draft, variants: draft.variants.filter((variant) => variant.id !== id) };
}

/** Takes all blocks over from the other language, words and all, for whoever writes one language first. */
export function takeOver(draft: TemplateDraft, { variant, language }: Writing): TemplateDraft {
  const contents = contentsOf(draft, variant);
  const from: MessageContents['de'] = contents[OTHER[language]];
  return withContents(draft, variant, { ...contents, [language]: from });
}
