import { formattedDay } from '../../campaign/index.ts';
import type { Filling } from '../parts.ts';
import { cut } from '../scope.ts';
import { type BlockDefinition, type BlockOf, row, wordsCell } from './block.ts';

/** "Gilt bis Donnerstag, 24. Dezember"; empty without an end. */
function until({ data, locale }: Filling): string {
  const at = data.code?.until ?? null;
  // Beyond this no calendar reaches; a code without an end says nothing.
  if (at === null || Math.abs(at) > 8.64e15) return '';
  const zone = data.shop.zone;
  const day = formattedDay({ locale, zone, currency: data.currency }, new Date(at).toISOString());
  if (day === '') return '';
  return locale === 'de' ? `Gilt bis ${day}` : `Valid until ${day}`;
}

const hasCode = ({ data }: Filling): boolean => data.code !== null && data.code.text !== '';
const codeText = ({ data }: Filling): string => cut(data.code?.text ?? '');

/** The shopper's own code. */
export const voucher: BlockDefinition<BlockOf<'voucher'>> = {
  kind: 'voucher',
  words: { de: 'Gutschein', en: 'Voucher' },
  fresh: (locale, form) => ({
    kind: 'voucher',
    title: '{{ offer.title }}',
    text:
      locale === 'en'
        ? 'Enter the code at the checkout or show it at the counter.'
        : form === 'du'
          ? 'Gib den Code an der Kasse ein oder zeig ihn im Laden.'
          : 'Geben Sie den Code an der Kasse ein oder zeigen Sie ihn im Laden.',
  }),
  texts: ({ title, text }) => [
    { field: 'title', text: title, kind: 'words' },
    { field: 'text', text, kind: 'rich' },
  ],
  html: ({ title, text }, pen) => {
    const { colours } = pen;
    const box = `display:inline-block;padding:12px 20px;border:2px dashed ${colours.link};font-family:Menlo,Consolas,monospace;font-size:20px;font-weight:700;letter-spacing:1px;color:${colours.ink}`;
    const code = `<span style="${box}">${pen.hole(codeText)}</span>`;
    const head = `<h2 style="margin:0;font-size:20px;line-height:1.25;font-weight:700">${pen.words('title', title)}</h2>`;
    const inner = [
      title === ''
        ? ''
        : wordsCell(pen, head, { align: 'center', size: 20, padding: '4px 0 12px' }),
      wordsCell(pen, code, { align: 'center', padding: '0 0 8px' }),
      wordsCell(pen, pen.hole(until), { align: 'center', size: 14, tone: 'muted' }),
      text === ''
        ? ''
        : wordsCell(pen, pen.rich('text', text), { align: 'center', padding: '8px 0 0' }),
    ];
    return pen.when(hasCode, row(pen, inner.join(''), '20px 24px'));
  },
  text: ({ title, text }, pen) =>
    pen.when(
      hasCode,
      `${pen.words('title', title)}\nCode: ${pen.hole(codeText)}\n${pen.hole(until)}\n${pen.rich('text', text)}\n`,
    ),
};

const hasPoints = ({ data }: Filling): boolean => data.points !== null;

/** The shopper's points. */
export const points: BlockDefinition<BlockOf<'points'>> = {
  kind: 'points',
  words: { de: 'Punktestand', en: 'Points' },
  fresh: (locale, form) => ({
    kind: 'points',
    text:
      locale === 'en'
        ? 'You have **{{ points }} points**.'
        : form === 'du'
          ? 'Du hast **{{ points }} Punkte**.'
          : 'Sie haben **{{ points }} Punkte**.',
  }),
  texts: ({ text }) => [{ field: 'text', text, kind: 'rich' }],
  html: ({ text }, pen) =>
    pen.when(
      hasPoints,
      row(pen, wordsCell(pen, pen.rich('text', text), { align: 'center' }), '16px 24px'),
    ),
  text: ({ text }, pen) => pen.when(hasPoints, `${pen.rich('text', text)}\n`),
};
