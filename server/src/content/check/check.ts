import type {
  Block,
  Brand,
  CheckGroup,
  CheckSeverity,
  FilledMessage,
  MessageContent,
  MessageData,
  TemplateDraft,
} from '@augenblick/contract';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import type { Places } from '../address.ts';
import { type BlockText, definitionOf } from '../blocks/index.ts';
import { blocksOf, type CompiledContent, type Compiling } from '../compile.ts';
import { contentOf, render } from '../render.ts';
import { sampleMessage } from '../sample.ts';
import type { Locale } from '../scope.ts';

/** What is looked at. */
export interface CheckInput {
  draft: TemplateDraft;
  brand: Brand;
  compiling: Compiling;
  /** Where this installation is reached. */
  origin: string;
  shop: MessageData['shop'];
  currency: string;
}

/** A block with the place it stands in, such as `contents.de.blocks.2`. Blocks in columns stand for themselves. */
export interface Placed {
  field: string;
  block: Block;
}

/** A text with the place it stands in. */
export type PlacedText = BlockText;

/** One wording in one language. */
export interface Wording {
  field: string;
  locale: Locale;
  variant: string;
  content: MessageContent;
  blocks: Placed[];
  texts: PlacedText[];
  /** Filled in with sample facts; null when it cannot be. */
  filled: FilledMessage | null;
  compiled: CompiledContent | null;
}

/** The draft, taken apart once for all checks. */
export interface CheckContext extends CheckInput {
  places: Places;
  wordings: Wording[];
}

/** Tells what was found at a place. */
export type Say = (field: string, de: string, en: string) => void;

/** One point of the check before sending. */
export interface Check {
  key: string;
  group: CheckGroup;
  severity: CheckSeverity;
  /** What is looked at. */
  title: Words;
  /** Where it has nothing to look at it is neither passed nor failed. */
  applies: (context: CheckContext) => boolean;
  look: (context: CheckContext, say: Say) => void;
}

export const always = (): boolean => true;
export const mailOnly = ({ draft }: CheckContext): boolean => draft.channel === 'mail';
export const shortOnly = ({ draft }: CheckContext): boolean => draft.channel !== 'mail';
/** Webhooks and hints speak to systems and the team, not to shoppers. */
export const toShoppers = ({ draft }: CheckContext): boolean =>
  draft.channel !== 'webhook' && draft.channel !== 'staff';

/** Takes a draft apart. Pure. */
export function contextOf(input: CheckInput): CheckContext {
  const { draft, compiling, origin, brand, shop, currency } = input;
  const all = [
    { variant: 'a', field: 'contents', contents: draft.contents },
    ...draft.variants.map(({ id, contents }, i) => ({
      variant: id,
      field: `variants.${i}.contents`,
      contents,
    })),
  ];
  const wordings = all.flatMap(({ variant, field, contents }) =>
    (['de', 'en'] as const).map((locale): Wording => {
      const content = contents[locale];
      const blocks = placed(content, `${field}.${locale}.blocks`);
      return {
        field: `${field}.${locale}`,
        locale,
        variant,
        content,
        blocks,
        texts: textsOf(content, `${field}.${locale}`, blocks),
        filled: sampleOf(compiling, { locale, variant, shop, currency }),
        compiled:
          compiling.compiled === null ? null : contentOf(compiling.compiled, locale, variant),
      };
    }),
  );
  return { ...input, places: { origin, shopUrl: brand.shopUrl }, wordings };
}

function sampleOf(
  { compiled }: Compiling,
  of: { locale: Locale; variant: string; shop: MessageData['shop']; currency: string },
): FilledMessage | null {
  if (compiled === null) return null;
  const { locale, variant, shop, currency } = of;
  try {
    return render(compiled, sampleMessage(locale, shop, currency), locale, { variant });
  } catch {
    return null;
  }
}

function placed(content: MessageContent, field: string): Placed[] {
  return blocksOf(content).flatMap((block, i): Placed[] => {
    const own = { field: `${field}.${i}`, block };
    if (block.kind !== 'columns') return [own];
    const inner = block.columns.flatMap((blocks, column) =>
      blocks.map((one, n) => ({
        field: `${own.field}.columns.${column}.${n}`,
        block: one as Block,
      })),
    );
    return [own, ...inner];
  });
}

function textsOf(content: MessageContent, field: string, blocks: readonly Placed[]): PlacedText[] {
  if (content.kind === 'short') {
    return [
      { field: `${field}.title`, text: content.title, kind: 'words' },
      { field: `${field}.text`, text: content.text, kind: 'words' },
      { field: `${field}.url`, text: content.url, kind: 'address' },
      { field: `${field}.picture`, text: content.picture, kind: 'source' },
    ];
  }
  return [
    { field: `${field}.subject`, text: content.subject, kind: 'words' },
    { field: `${field}.preheader`, text: content.preheader, kind: 'words' },
    ...blocks
      .filter(({ block }) => block.kind !== 'columns')
      .flatMap(({ field: at, block }) =>
        definitionOf(block)
          .texts(block)
          .map((text) => ({ ...text, field: `${at}.${text.field}` })),
      ),
  ];
}

/** Everything a wording says to its reader, without addresses. */
export function saidIn({ texts }: Wording): string {
  return texts
    .filter(({ kind }) => kind === 'words' || kind === 'rich')
    .map(({ text }) => text)
    .join('\n');
}

/** A text without Liquid and markup. */
export function bare(text: string): string {
  return text
    .replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, '')
    .replace(/\[([^[\]]*)\]\([^()\s]*\)/g, '$1')
    .replace(/\*\*|(?<=^|\s)_|_(?=$|\s)/g, '');
}
