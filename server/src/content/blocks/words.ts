import { type BlockDefinition, type BlockOf, row, wordsCell } from './block.ts';

const SIZES = { 1: 28, 2: 20 } as const;

function headingCell({ text, level, align }: BlockOf<'heading'>, pen: Parameters<typeof row>[0]) {
  const tag = `h${level}`;
  const style = `margin:0;font-size:${SIZES[level]}px;line-height:1.25;font-weight:700`;
  return wordsCell(pen, `<${tag} style="${style}">${pen.words('text', text)}</${tag}>`, {
    align,
    size: SIZES[level],
    padding: '4px 0',
  });
}

/** A heading of the first or second level. */
export const heading: BlockDefinition<BlockOf<'heading'>> = {
  kind: 'heading',
  words: { de: 'Überschrift', en: 'Heading' },
  fresh: (locale) => ({
    kind: 'heading',
    text: locale === 'de' ? 'Worum es geht' : 'What this is about',
    level: 1,
    align: 'left',
  }),
  texts: ({ text }) => [{ field: 'text', text, kind: 'words' }],
  html: (block, pen) => row(pen, headingCell(block, pen)),
  cell: headingCell,
  text: ({ text, level }, pen) =>
    level === 1 ? `${pen.words('text', text)}\n` : `${pen.words('text', text)}:\n`,
};

function textCell({ text, align }: BlockOf<'text'>, pen: Parameters<typeof row>[0]): string {
  return wordsCell(pen, pen.rich('text', text), { align });
}

/** Paragraphs and lists. */
export const text: BlockDefinition<BlockOf<'text'>> = {
  kind: 'text',
  words: { de: 'Text', en: 'Text' },
  fresh: (locale, form) => ({
    kind: 'text',
    text:
      locale === 'en'
        ? 'Hello {{ first_name }},\n\nwrite here what you would say at the counter.'
        : form === 'du'
          ? 'Hallo {{ first_name }},\n\nschreib hier, was du am Tresen sagen würdest.'
          : 'Guten Tag {{ first_name }},\n\nschreiben Sie hier, was Sie am Tresen sagen würden.',
    align: 'left',
  }),
  texts: (block) => [{ field: 'text', text: block.text, kind: 'rich' }],
  html: (block, pen) => row(pen, textCell(block, pen)),
  cell: textCell,
  text: (block, pen) => `${pen.rich('text', block.text)}\n`,
};
