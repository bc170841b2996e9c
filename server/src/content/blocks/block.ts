import type { AddressForm, Block, BlockGround, BlockKind } from '@augenblick/contract';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import type { Pen } from '../pen.ts';
import type { Locale } from '../scope.ts';

/** A text of a block: `rich` ones hold markup, `address` ones lead somewhere, `source` ones are pictures. */
export interface BlockText {
  field: string;
  text: string;
  kind: 'words' | 'rich' | 'address' | 'source';
}

/** A kind of block: what it is called, how it looks when it is new, which texts it has, how it is drawn. */
export interface BlockDefinition<B extends Block = Block> {
  kind: B['kind'];
  words: Words;
  /** A new one, with words that show what it is for. */
  fresh(locale: Locale, form: AddressForm): Omit<B, 'id' | 'ground' | 'onlyWith'>;
  texts(block: B): BlockText[];
  /** As MJML: whole sections. */
  html(block: B, pen: Pen): string;
  /** As MJML within a column, for blocks that may stand in one. */
  cell?(block: B, pen: Pen): string;
  /** As lines of the plain part. */
  text(block: B, pen: Pen): string;
}

/** The block of one kind. */
export type BlockOf<K extends BlockKind> = Extract<Block, { kind: K }>;

/** Says "du" or "Sie". */
export type Say = (sie: string, du: string) => string;

/** A section of one column. */
export function row(pen: Pen, inner: string, padding = '8px 24px'): string {
  return section(pen, `<mj-column>${inner}</mj-column>`, padding);
}

/** A section around columns. */
export function section(pen: Pen, columns: string, padding = '8px 24px'): string {
  const { ground, colours } = pen;
  // The second class says which block of the content this is: the editor opens the block that is pressed in its preview.
  const place = /\bblocks\.(\d+)\./.exec(pen.field)?.[1] ?? '';
  return `<mj-section css-class="g-${ground} k${place}" background-color="${colours.paper}" padding="${padding}">${columns}</mj-section>`;
}

/** Words in a column. `tone` muted is for what matters less. */
export function wordsCell(
  pen: Pen,
  inner: string,
  own: { align?: string; size?: number; tone?: 'ink' | 'muted'; padding?: string } = {},
): string {
  const { align = 'left', size = 16, tone = 'ink', padding = '0' } = own;
  const { ground, colours } = pen;
  return `<mj-text css-class="${tone === 'ink' ? 't' : 'm'}-${ground}" align="${align}" padding="${padding}" font-size="${size}px" line-height="1.5" color="${colours[tone]}">${inner}</mj-text>`;
}

/** A button in a column; `href` and `label` are signs or fixed words. */
export function buttonCell(
  pen: Pen,
  own: { href: string; label: string; look: 'filled' | 'outline'; align?: string },
): string {
  const { href, label, look, align = 'left' } = own;
  const { ground, colours, sheet } = pen;
  const filled = look === 'filled';
  return `<mj-button css-class="${filled ? 'b' : 'o'}-${ground}" href="${href}" align="${align}" padding="8px 0" inner-padding="13px 24px" border-radius="${sheet.theme.radius}px" font-size="16px" font-weight="600" background-color="${filled ? colours.button : 'transparent'}" color="${filled ? colours.buttonInk : colours.link}" border="2px solid ${filled ? colours.button : colours.link}">${label}</mj-button>`;
}

/** The ground of a block: its colours and its name. */
export function groundOf(pen: Pen, ground: BlockGround): Pen {
  return pen.at(pen.field, { ground, colours: pen.sheet.theme.grounds[ground] });
}
