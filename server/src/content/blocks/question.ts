import type { Pen } from '../pen.ts';
import { type BlockDefinition, type BlockOf, row, wordsCell } from './block.ts';

/** One possible answer: what stands on it, how it is read aloud, and its number. */
interface Answer {
  sign: string;
  spoken: string;
  number: number;
}

const FACES = ['😞', '🙁', '😐', '🙂', '😀'];

function answers({ scale, options }: BlockOf<'question'>, pen: Pen): Answer[] {
  const de = pen.sheet.locale === 'de';
  switch (scale) {
    case 'nps':
      return Array.from({ length: 11 }, (_, number) => ({
        sign: String(number),
        spoken: de ? `${number} von 10` : `${number} of 10`,
        number,
      }));
    case 'smileys':
      return FACES.map((sign, i) => ({
        sign,
        spoken: de ? `${i + 1} von 5` : `${i + 1} of 5`,
        number: i + 1,
      }));
    case 'stars':
      return FACES.map((_, i) => ({
        sign: '★'.repeat(i + 1),
        spoken: de ? `${i + 1} von 5 Sternen` : `${i + 1} of 5 stars`,
        number: i + 1,
      }));
    case 'choice':
    default:
      return options.map((option, i) => ({
        sign: pen.words(`options.${i}`, option),
        spoken: '',
        number: i + 1,
      }));
  }
}

/** A question; one click is one answer. */
export const question: BlockDefinition<BlockOf<'question'>> = {
  kind: 'question',
  words: { de: 'Frage', en: 'Question' },
  fresh: (locale, form) => ({
    kind: 'question',
    question:
      locale === 'en'
        ? 'How likely are you to recommend us?'
        : form === 'du'
          ? 'Wie wahrscheinlich empfiehlst du uns weiter?'
          : 'Wie wahrscheinlich empfehlen Sie uns weiter?',
    scale: 'nps',
    options: [],
    ends:
      locale === 'en'
        ? { low: 'not at all', high: 'very likely' }
        : { low: 'gar nicht', high: 'sehr wahrscheinlich' },
    url: '/',
  }),
  texts: ({ question: asked, options, ends, url }) => [
    { field: 'question', text: asked, kind: 'words' },
    ...options.map((text, i) => ({ field: `options.${i}`, text, kind: 'words' as const })),
    { field: 'ends.low', text: ends.low, kind: 'words' },
    { field: 'ends.high', text: ends.high, kind: 'words' },
    { field: 'url', text: url, kind: 'address' },
  ],
  html: (block, pen) => {
    const { colours, sheet } = pen;
    const wide = block.scale === 'choice' ? 'padding:0 16px' : 'min-width:34px;padding:0 2px';
    const style = `display:inline-block;${wide};margin:0 6px 6px 0;line-height:44px;text-align:center;border:1px solid ${colours.link};border-radius:${Math.min(sheet.theme.radius, 12)}px;color:${colours.link};text-decoration:none`;
    const links = answers(block, pen).map(({ sign, spoken, number }) => {
      const href = pen.address('url', block.url, { answer: number });
      const label = spoken === '' ? '' : ` aria-label="${spoken}"`;
      return `<a href="${href}"${label} style="${style}" target="_blank">${sign}</a>`;
    });
    const head = `<h2 style="margin:0;font-size:20px;line-height:1.25;font-weight:700">${pen.words('question', block.question)}</h2>`;
    const { low, high } = block.ends;
    const ends = `${pen.words('ends.low', low)} – ${pen.words('ends.high', high)}`;
    return row(
      pen,
      [
        wordsCell(pen, head, { size: 20, padding: '4px 0 12px' }),
        wordsCell(pen, links.join('')),
        low === '' || high === '' ? '' : wordsCell(pen, ends, { size: 14, tone: 'muted' }),
      ].join(''),
      '16px 24px',
    );
  },
  text: (block, pen) => {
    const lines = answers(block, pen).map(
      ({ sign, spoken, number }) =>
        `- ${spoken === '' ? sign : spoken}: ${pen.address('url', block.url, { answer: number })}\n`,
    );
    return `${pen.words('question', block.question)}\n${lines.join('')}`;
  },
};
