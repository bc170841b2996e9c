/**
 * Text as mail carries it: quoted-printable (RFC 2045 6.7), encoded words (RFC 2047), addresses (RFC 5322). Written for
 * speed: a newsletter encodes the same template a hundred thousand times.
 */
import { domainToASCII } from 'node:url';
import type { HtmlPiece } from '@augenblick/contract';

const LINE_MAX = 76;
const HEX = Buffer.from('0123456789ABCDEF');
const CR = 13;
const LF = 10;
const SPACE = 32;
const EQUALS = 61;
const DOT = 46;

/** 1 for bytes that stand for themselves wherever they are: printable, no blank, no `=`, no dot. */
const ITSELF = new Uint8Array(256).map((_, byte) =>
  byte > SPACE && byte < 127 && byte !== EQUALS && byte !== DOT ? 1 : 0,
);

/** Fixed pieces are taken over from here on; shorter ones are faster encoded than looked up. */
const FIXED_MIN = 64;

/** A fixed piece as it stands on the wire, begun at the start of a line. */
interface Encoded {
  bytes: Uint8Array;
  /** Of its last line. */
  column: number;
}

/**
 * Writes a mail's body. Lines are ended by CRLF. In quoted-printable a blank after a blank and one at the end of a line or
 * piece are escaped, so that the text is the same before and after DKIM's relaxed canonicalisation; a dot that begins a line
 * is escaped, so that no relay has to stuff it. One body at a time: `begin` … `end`.
 */
export class BodyWriter {
  private out = Buffer.allocUnsafeSlow(1 << 17);
  private given = Buffer.allocUnsafeSlow(1 << 15);
  private at = 0;
  /** Where the present line began. */
  private line = 0;
  /** What fixed pieces became; a piece lives as long as its template. */
  private readonly kept = new WeakMap<object, Encoded>();

  /** Begins a body. */
  begin(): void {
    this.at = 0;
    this.line = 0;
  }

  /** The body; its bytes are the caller's. */
  end(): Buffer {
    const body = Buffer.allocUnsafeSlow(this.at);
    this.out.copy(body, 0, 0, this.at);
    return body;
  }

  /** As it is: seven-bit, with its own line ends. */
  raw(text: string): void {
    this.room(text.length);
    this.at += this.out.write(text, this.at, 'latin1');
    this.line = this.at;
  }

  /** A text in quoted-printable, its last line ended. */
  quoted(pieces: readonly HtmlPiece[]): void {
    const start = this.at;
    for (const piece of pieces) {
      if (typeof piece === 'string') this.encode(piece);
      else if (piece.text.length < FIXED_MIN || piece.text.includes('\r')) this.encode(piece.text);
      else this.fixed(piece);
    }
    if (this.at > this.line || this.at === start) this.newLine(false);
  }

  /** A fixed piece begins a line of its own: so it is the same bytes in every mail. */
  private fixed(piece: Exclude<HtmlPiece, string>): void {
    if (this.at > this.line) {
      this.room(3);
      this.newLine(true);
    }
    const known = this.kept.get(piece) ?? this.keep(piece);
    this.room(known.bytes.length);
    this.out.set(known.bytes, this.at);
    this.at += known.bytes.length;
    this.line = this.at - known.column;
  }

  private keep(piece: Exclude<HtmlPiece, string>): Encoded {
    const from = this.at;
    this.encode(piece.text);
    const made = {
      bytes: Uint8Array.from(this.out.subarray(from, this.at)),
      column: this.at - this.line,
    };
    this.at = from;
    this.line = from;
    this.kept.set(piece, made);
    return made;
  }

  /** Room for this many bytes more. */
  private room(more: number): void {
    if (this.at + more <= this.out.length) return;
    const larger = Buffer.allocUnsafeSlow((this.at + more) * 2);
    this.out.copy(larger, 0, 0, this.at);
    this.out = larger;
  }

  private newLine(soft: boolean): void {
    const { out } = this;
    if (soft) out[this.at++] = EQUALS;
    out[this.at++] = CR;
    out[this.at++] = LF;
    this.line = this.at;
  }

  private encode(text: string): void {
    if (text.length * 3 > this.given.length) this.given = Buffer.allocUnsafeSlow(text.length * 6);
    const bytes = this.given;
    const length = bytes.write(text, 0, 'utf8');
    this.room(length * 3 + Math.ceil((length * 9) / LINE_MAX) + 16);
    const { out } = this;
    let i = 0;
    while (i < length) {
      // Most of a mail: letters in a row, with room left for the soft break.
      const most = this.line + LINE_MAX - 1;
      let { at } = this;
      while (i < length && at < most && ITSELF[bytes[i] as number] === 1)
        out[at++] = bytes[i++] as number;
      this.at = at;
      if (i < length) i = this.unusual(bytes, i, length);
    }
  }

  /** One byte that is not itself everywhere, or a soft break; answers where to go on. */
  private unusual(bytes: Buffer, i: number, length: number): number {
    const { out, at, line } = this;
    const byte = bytes[i] as number;
    const next = i + 1 < length ? bytes[i + 1] : undefined;
    if (byte === LF || byte === CR) {
      this.newLine(false);
      return byte === CR && next === LF ? i + 2 : i + 1;
    }
    const lineEnds = next === LF || next === CR;
    const afterBlank = at > line ? out[at - 1] === SPACE : i === 0 || isSoftAfterBlank(out, at);
    const most = line + LINE_MAX - 1;
    const plain =
      byte === SPACE
        ? !afterBlank && !lineEnds && next !== undefined
        : ITSELF[byte] === 1 || (byte === DOT && at > line && at < most);
    // A soft break before what has no room; at the end of a line the last place may be used, too.
    if (at + (plain ? 1 : 3) > (lineEnds ? line + LINE_MAX : most)) {
      this.newLine(true);
      return i;
    }
    if (plain) {
      out[this.at++] = byte;
    } else {
      out[this.at++] = EQUALS;
      out[this.at++] = HEX[byte >> 4] as number;
      out[this.at++] = HEX[byte & 15] as number;
    }
    return i + 1;
  }
}

/** True where the line before ended in a blank and a soft break: the next blank is the second in a row. */
function isSoftAfterBlank(out: Buffer, at: number): boolean {
  return at > 3 && out[at - 3] === EQUALS && out[at - 4] === SPACE;
}

const PLAIN = /^[\x20-\x7e]*$/;
/** Bytes of text in one encoded word: 45 become 60 letters, with its frame 72. */
const WORD_BYTES = 45;

/** One line of text: what could end a header or is no character is a blank. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim();
}

/** A header's text: as it is where that is plain ASCII, else encoded words, folded. */
export function headerText(text: string): string {
  const line = oneLine(text);
  if (PLAIN.test(line) && !line.includes('=?')) return fold(line);
  const words: string[] = [];
  let part = '';
  let size = 0;
  for (const character of line) {
    const bytes = Buffer.byteLength(character);
    if (size + bytes > WORD_BYTES) {
      words.push(part);
      part = '';
      size = 0;
    }
    part += character;
    size += bytes;
  }
  words.push(part);
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}

/** Breaks a plain header at blanks; a word longer than a line stays whole. */
function fold(line: string): string {
  if (line.length <= LINE_MAX) return line;
  const lines: string[] = [];
  let open = '';
  for (const word of line.split(' ')) {
    if (open !== '' && open.length + 1 + word.length > LINE_MAX) {
      lines.push(open);
      open = word;
    } else {
      open = open === '' ? word : `${open} ${word}`;
    }
  }
  lines.push(open);
  return lines.join('\r\n ');
}

/** An address with its domain in the DNS's letters (`müller.de` → `xn--mller-kva.de`); null when it is none. */
export function asciiAddress(address: string): string | null {
  const at = address.lastIndexOf('@');
  if (at <= 0 || address.length > 254) return null;
  const local = address.slice(0, at);
  // Local parts beyond dot-atom are possible and never seen in a shop; letters beyond ASCII need SMTPUTF8 all the way.
  if (!/^[\w.!#$%&'*+/=?^`{|}~-]{1,64}$/.test(local)) return null;
  const domain = domainToASCII(address.slice(at + 1));
  if (!/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9-]{1,63}$/i.test(domain)) return null;
  return `${local}@${domain.toLowerCase()}`;
}

/** `"Name" <address>` for a header; the address must be one of `asciiAddress`. */
export function mailbox(name: string, address: string): string {
  const line = oneLine(name);
  if (line === '') return `<${address}>`;
  const plain = PLAIN.test(line) && !line.includes('=?') && line.length < LINE_MAX;
  const shown = plain ? `"${line.replace(/[\\"]/g, '\\$&')}"` : encoded(line);
  return `${shown} <${address}>`;
}

function encoded(line: string): string {
  const text = headerText(line);
  // A long plain name is put into encoded words, too: a quoted string must not be folded inside a word.
  if (text.startsWith('=?')) return text;
  return (line.match(/.{1,40}/gsu) ?? [])
    .map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`)
    .join('\r\n ');
}
