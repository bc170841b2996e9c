import { escapeHtml } from '../runtime/index.ts';

/** HTML that is put into a page as it is. Made only by `html` and `raw`, so that what people typed is always escaped. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What a template may hold: text is escaped, HTML is not, lists are put one after the other, nothing stays nothing. */
export type Piece = string | number | Html | false | null | readonly Piece[];

/** Puts a page together: html`<p>${typed}</p>` escapes `typed`. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  let markup = parts[0] ?? '';
  for (const [i, piece] of pieces.entries()) markup += markupOf(piece) + (parts[i + 1] ?? '');
  return new Html(markup);
}

/** Own text that is HTML already: a style sheet, a drawing. Never what somebody typed. */
export function raw(markup: string): Html {
  return new Html(markup);
}

function markupOf(piece: Piece): string {
  if (piece === false || piece === null) return '';
  if (piece instanceof Html) return piece.markup;
  if (typeof piece === 'string') return escapeHtml(piece);
  if (typeof piece === 'number') return String(piece);
  return piece.map(markupOf).join('');
}
