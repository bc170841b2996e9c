import type { Block, BlockKind, ChannelName, ColumnBlock } from '@augenblick/contract';
import type { IconName } from '@augenblick/ui';

/** Drawing of each kind of block. */
export const BLOCK_ICONS: Readonly<Record<BlockKind, IconName>> = {
  header: 'store',
  heading: 'heading',
  text: 'lines',
  picture: 'image',
  gif: 'film',
  video: 'video',
  button: 'button',
  products: 'grid',
  recommendations: 'spark',
  voucher: 'ticket',
  points: 'coins',
  question: 'smile',
  columns: 'columns',
  divider: 'minus',
  spacer: 'divider',
  social: 'heart',
  footer: 'footer',
};

/** Kinds that may stand in a column. */
export const COLUMN_KINDS: readonly ColumnBlock['kind'][] = [
  'heading',
  'text',
  'picture',
  'gif',
  'video',
  'button',
  'spacer',
  'divider',
];

/** True for a block that may stand in a column. */
export function mayStandInColumn(block: Block): block is ColumnBlock {
  return COLUMN_KINDS.some((kind) => kind === block.kind);
}

/** Drawing of each channel. */
export const CHANNEL_ICONS: Readonly<Record<ChannelName, IconName>> = {
  mail: 'mail',
  push: 'bell',
  inbox: 'inbox',
  sms: 'message',
  whatsapp: 'bubble',
  telegram: 'send',
  webhook: 'webhook',
  staff: 'shoppers',
};

/**
 * Words of a block without marks, for a line in a list: names in Liquid's braces as people call them (`nameOf`), in quiet
 * brackets. Empty where it says nothing yet.
 */
export function plainWords(text: string, nameOf: (name: string) => string = same): string {
  return text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\*\*|(?<!\w)_|_(?!\w)/g, '')
    .replaceAll(/\{%[^%]*%\}/g, '')
    .replaceAll(
      /\{\{-?\s*([^}|]*?)\s*(?:\|[^}]*)?-?\}\}/g,
      (_, name: string) => `‹${nameOf(name)}›`,
    )
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function same(name: string): string {
  return name;
}
