import type { Block, ColumnBlock } from '@augenblick/contract';
import { absolute } from '../address.ts';
import type { Pen } from '../pen.ts';
import {
  type BlockDefinition,
  type BlockOf,
  type BlockText,
  row,
  section,
  wordsCell,
} from './block.ts';
import { button } from './button.ts';
import { gif, picture, video } from './picture.ts';
import { heading, text } from './words.ts';

/** A thin line. */
export const divider: BlockDefinition<BlockOf<'divider'>> = {
  kind: 'divider',
  words: { de: 'Trennlinie', en: 'Divider' },
  fresh: () => ({ kind: 'divider' }),
  texts: () => [],
  html: (block, pen) => row(pen, dividerCell(block, pen)),
  cell: dividerCell,
  text: () => '---\n',
};
function dividerCell(_block: BlockOf<'divider'>, pen: Pen): string {
  return `<mj-divider css-class="d-${pen.ground}" border-width="1px" border-color="${pen.colours.line}" padding="8px 0" />`;
}

/** Empty room. */
export const spacer: BlockDefinition<BlockOf<'spacer'>> = {
  kind: 'spacer',
  words: { de: 'Abstand', en: 'Space' },
  fresh: () => ({ kind: 'spacer', height: 24 }),
  texts: () => [],
  html: (block, pen) => row(pen, spacerCell(block), '0 24px'),
  cell: spacerCell,
  text: () => '',
};
function spacerCell({ height }: BlockOf<'spacer'>): string {
  return `<mj-spacer height="${Math.round(height)}px" />`;
}

/** What may stand in a column. */
const CELLS: { readonly [K in ColumnBlock['kind']]: BlockDefinition<BlockOf<K>> } = {
  heading,
  text,
  picture,
  gif,
  video,
  button,
  spacer,
  divider,
};
/** The definition of a block in a column. */
export function cellDefinition(block: ColumnBlock): BlockDefinition {
  return CELLS[block.kind] as unknown as BlockDefinition;
}

const WIDTHS = {
  '1-1': [50, 50],
  '1-2': [33.33, 66.67],
  '2-1': [66.67, 33.33],
  '1-1-1': [33.33, 33.33, 33.34],
} as const;

/** Calls `work` for each block of each column, with the place it stands in. */
function inColumns(
  { columns }: BlockOf<'columns'>,
  pen: Pen,
  work: (block: ColumnBlock, pen: Pen) => string,
): string[] {
  return columns.map((blocks, i) =>
    blocks
      .map((block, j) => {
        const own = pen.at(`${pen.field}columns.${i}.${j}.`);
        const made = work(block, own);
        return block.onlyWith === null || made === ''
          ? made
          : pen.when(pen.has(block.onlyWith), made);
      })
      .join(''),
  );
}

/** Blocks beside each other. */
export const columns: BlockDefinition<BlockOf<'columns'>> = {
  kind: 'columns',
  words: { de: 'Spalten', en: 'Columns' },
  fresh: () => ({ kind: 'columns', ratio: '1-1', columns: [[], []] }),
  texts: (block) =>
    block.columns.flatMap((blocks, i) =>
      blocks.flatMap((one, j) =>
        cellDefinition(one)
          .texts(one as Block)
          .map((entry): BlockText => ({ ...entry, field: `columns.${i}.${j}.${entry.field}` })),
      ),
    ),
  html: (block, pen) => {
    const widths = WIDTHS[block.ratio];
    const cells = inColumns(
      block,
      pen,
      (one, own) => cellDefinition(one).cell?.(one as Block, own) ?? '',
    );
    const made = widths.map(
      (width, i) =>
        `<mj-column width="${width}%" padding="0 8px" vertical-align="top">${cells[i] ?? ''}</mj-column>`,
    );
    return section(pen, made.join(''), '8px 16px');
  },
  text: (block, pen) =>
    inColumns(block, pen, (one, own) => cellDefinition(one).text(one as Block, own)).join(''),
};

/** Names of the places elsewhere; proper names in every language but one. */
const PLACES = {
  instagram: 'Instagram',
  facebook: 'Facebook',
  pinterest: 'Pinterest',
  tiktok: 'TikTok',
  youtube: 'YouTube',
  linkedin: 'LinkedIn',
  whatsapp: 'WhatsApp',
  website: 'Website',
} as const;

/** The accounts of the brand kit. As words: pictures of networks come from elsewhere and tell them who read the mail. */
export const social: BlockDefinition<BlockOf<'social'>> = {
  kind: 'social',
  words: { de: 'Soziale Netze', en: 'Social networks' },
  fresh: () => ({ kind: 'social' }),
  texts: () => [],
  html: (_block, pen) => {
    const { brand, places } = pen.sheet;
    const links = brand.social.flatMap(({ kind, url }) => {
      const to = absolute(url, places);
      if (to === '') return [];
      const style = `color:${pen.colours.link};text-decoration:underline`;
      return `<a href="${pen.address('social', to)}" style="${style}" target="_blank">${PLACES[kind]}</a>`;
    });
    return links.length === 0
      ? ''
      : row(pen, wordsCell(pen, links.join(' &nbsp; '), { align: 'center', size: 14 }));
  },
  text: (_block, pen) =>
    pen.sheet.brand.social
      .flatMap(({ kind, url }) => {
        const to = absolute(url, pen.sheet.places);
        return to === '' ? [] : `${PLACES[kind]}: ${pen.address('social', to)}\n`;
      })
      .join(''),
};
