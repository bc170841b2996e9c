import type { Pen } from '../pen.ts';
import { type BlockDefinition, type BlockOf, buttonCell, row } from './block.ts';

function cell({ label, url, look, align }: BlockOf<'button'>, pen: Pen): string {
  const href = pen.address('url', url);
  const made = buttonCell(pen, { href, label: pen.words('label', label), look, align });
  // A button that would lead nowhere for this shopper is left out.
  return pen.when(pen.leads('url', url), made);
}

/** One thing to do. */
export const button: BlockDefinition<BlockOf<'button'>> = {
  kind: 'button',
  words: { de: 'Schaltfläche', en: 'Button' },
  fresh: (locale) => ({
    kind: 'button',
    label: locale === 'de' ? 'Im Laden ansehen' : 'See it in the shop',
    url: '/',
    look: 'filled',
    align: 'left',
  }),
  texts: ({ label, url }) => [
    { field: 'label', text: label, kind: 'words' },
    { field: 'url', text: url, kind: 'address' },
  ],
  html: (block, pen) => row(pen, cell(block, pen)),
  cell,
  text: ({ label, url }, pen) =>
    pen.when(pen.leads('url', url), `${pen.words('label', label)}: ${pen.address('url', url)}\n`),
};
