import type { TemplateDraft } from '@augenblick/contract';
import { contentsOf } from './steps.ts';
import type { Writing } from './steps.ts';

/** Where in the editor something is: the wording, and the block or the line above the blocks. */
export interface Place {
  writing: Writing;
  /** Id of the block; null = one of the lines above (`line`). */
  block: string | null;
  /** Field of a line, such as `subject`; null with a block. */
  line: string | null;
}

/**
 * Where a dotted path of a draft is written: `contents.de.blocks.2.alt` → the third block, German;
 * `variants.0.contents.en.subject` → the subject of the first variant, English. Null for the draft as a whole.
 */
export function placeOf(draft: TemplateDraft, field: string): Place | null {
  const parts = field.split('.');
  const ofVariant = parts[0] === 'variants' ? draft.variants[Number(parts[1])] : undefined;
  const variant = ofVariant?.id ?? 'a';
  const rest = parts[0] === 'variants' ? parts.slice(2) : parts;
  const [head, language, line, at] = rest;
  if (head !== 'contents' || (language !== 'de' && language !== 'en')) return null;
  const writing: Writing = { variant, language };
  if (line === undefined) return { writing, block: null, line: null };
  if (line !== 'blocks') return { writing, block: null, line };
  const content = contentsOf(draft, variant)[language];
  const block = content.kind === 'mail' ? content.blocks[Number(at)] : undefined;
  return { writing, block: block?.id ?? null, line: null };
}
