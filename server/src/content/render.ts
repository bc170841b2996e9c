import type { Brand, FilledMessage, HtmlPiece, MessageData } from '@augenblick/contract';
import type { CompiledContent, CompiledMail, CompiledMessage, CompiledShort } from './compile.ts';
import { type Filling, joinParts, pieceParts } from './parts.ts';
import { type Locale, messageScope, type Scope, washed } from './scope.ts';

/** What may differ between two messages of one template. */
export interface RenderOptions {
  /** `a` (the template's own wording) or one of its variants; anything else is `a`. */
  variant?: string | null;
  /** What stands in the message for its n-th address; the address itself unless told. */
  track?: (n: number, address: string) => string;
  /** What stands at the end of a mail, as HTML. */
  pixel?: string;
  /** A mail's HTML is given in pieces, too. */
  pieces?: boolean;
}

/** The content of a variant in a language. */
export function contentOf(
  { variants }: CompiledMessage,
  locale: Locale,
  variant: string | null = null,
): CompiledContent {
  const wording = variants.get(variant ?? 'a') ?? variants.get('a');
  if (wording === undefined) throw new Error('A compiled template has a wording.');
  return wording[locale];
}

/**
 * One message: the template with one shopper's facts. Pure: the same facts give the same message. Throws when a text takes
 * more time or room than a text may.
 */
export function render(
  compiled: CompiledMessage,
  data: MessageData,
  locale: Locale,
  options: RenderOptions = {},
): FilledMessage {
  const content = contentOf(compiled, locale, options.variant ?? null);
  const scope = messageScope(data, locale, compiled.brand.address, content.named);
  let clean: Scope | undefined;
  const filling: Filling = {
    data,
    locale,
    scope,
    washed: () => (clean ??= washed(scope)),
    places: compiled.places,
    memo: Array.from({ length: content.slots }),
    links: [],
    track: options.track,
    pixel: options.pixel ?? '',
  };
  return content.kind === 'mail'
    ? mail(content, filling, compiled.brand.sender, options.pieces === true)
    : short(content, filling, compiled.channel === 'sms');
}

function mail(
  content: CompiledMail,
  filling: Filling,
  sender: Brand['sender'],
  inPieces: boolean,
): FilledMessage {
  const pieces: HtmlPiece[] = [];
  if (inPieces) pieceParts(content.html, filling, pieces);
  const html = inPieces ? textOf(pieces) : joinParts(content.html, filling);
  const text = joinParts(content.text, filling);
  return {
    subject: oneLine(joinParts(content.subject, filling)),
    preheader: oneLine(joinParts(content.preheader, filling)),
    html,
    ...(inPieces ? { pieces } : {}),
    text: `${text.includes('\n\n\n') ? text.replace(/\n{3,}/g, '\n\n').trim() : text.trim()}\n`,
    sender,
    links: filling.links,
  };
}

function textOf(pieces: readonly HtmlPiece[]): string {
  let text = '';
  for (const piece of pieces) text += typeof piece === 'string' ? piece : piece.text;
  return text;
}

function short(content: CompiledShort, filling: Filling, sms: boolean): FilledMessage {
  const url = joinParts(content.url, filling);
  const picture = joinParts(content.picture, filling);
  const text = joinParts(content.text, filling).trim();
  return {
    title: oneLine(joinParts(content.title, filling)),
    // A no-break space, as amounts have one, would halve the room of an SMS.
    text: sms ? text.replace(/[\u00a0\u202f]/g, ' ') : text,
    url: url === '' ? null : url,
    picture: picture === '' ? null : picture,
    links: filling.links,
  };
}

/** A header or a title has one line; a line break would end it. */
function oneLine(text: string): string {
  return text.includes('\n') || text.includes('\t')
    ? text.replace(/\s+/g, ' ').trim()
    : text.trim();
}
