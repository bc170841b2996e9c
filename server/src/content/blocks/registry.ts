import type { AddressForm, Block, BlockKind } from '@augenblick/contract';
import { BLOCK_KINDS } from '@augenblick/contract';
import type { Locale } from '../scope.ts';
import type { BlockDefinition, BlockOf } from './block.ts';
import { button } from './button.ts';
import { footer } from './footer.ts';
import { points, voucher } from './gift.ts';
import { header } from './header.ts';
import { gif, picture, video } from './picture.ts';
import { products, recommendations } from './products.ts';
import { question } from './question.ts';
import { columns, divider, social, spacer } from './structure.ts';
import { heading, text } from './words.ts';

/** Every kind of block. A new one is one definition and one line here (docs/recipes/block.md). */
const BLOCKS: { readonly [K in BlockKind]: BlockDefinition<BlockOf<K>> } = {
  header,
  heading,
  text,
  picture,
  gif,
  video,
  button,
  products,
  recommendations,
  voucher,
  points,
  question,
  columns,
  divider,
  spacer,
  social,
  footer,
};

/** The definition of a block. */
export function definitionOf(block: Pick<Block, 'kind'>): BlockDefinition {
  return BLOCKS[block.kind] as unknown as BlockDefinition;
}

/** A new block of a kind, with words that show what it is for. */
function freshBlock(kind: BlockKind, locale: Locale, form: AddressForm): Block {
  const own = definitionOf({ kind }).fresh(locale, form);
  return {
    ...own,
    id: kind,
    ground: kind === 'voucher' || kind === 'points' ? 'tint' : 'paper',
    onlyWith: null,
  } as Block;
}

/** Every kind as it is when new, in the order of the shelf. */
export function freshBlocks(form: AddressForm): { de: Block; en: Block }[] {
  return BLOCK_KINDS.map((kind) => ({
    de: freshBlock(kind, 'de', form),
    en: freshBlock(kind, 'en', form),
  }));
}
