/**
 * Text as mail carries it: quoted-printable (RFC 2045 6.7), encoded words (RFC 2047), addresses (RFC 5322). Written for
 * speed: a newsletter encodes the same template a hundred thousand times.
 */
import { domainToASCII } from 'node:url';

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

/**
 * Quoted-printable of a text, lines ended by CRLF, the last one too. A blank after a blank and one at the end of a line are
 * escaped, so that the text is the same before and after DKIM's relaxed canonicalisation; a dot that begins a line is
 * escaped, so that no relay has to stuff it.
 */
export function quotedPrintable(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const { length } = bytes;
  const out = Buffer.allocUnsafe(length * 3 + Math.ceil((length * 9) / LINE_MAX) + 16);
  let at = 0;
  let i = 0;
  /** Where the present line began. */
  let line = 0;
  const end = (soft: boolean): void => {
    if (soft) out[at++] = EQUALS;
    out[at++] = CR;
    out[at++] = LF;
    line = at;
  };
  while (i < length) {
    // Most of a mail: letters in a row, with room left for the soft break.
    const most = line + LINE_MAX - 1;
    while (at < most && ITSELF[bytes[i] as number] === 1) out[at++] = bytes[i++] as number;
    if (i >= length) break;
    const byte = bytes[i] as number;
    if (byte === LF || byte === CR) {
      i += byte === CR && bytes[i + 1] === LF ? 2 : 1;
      end(false);
      continue;
    }
    const next = bytes[i + 1];
    const ends = next === undefined || next === LF || next === CR;
    const afterBlank = at > line ? out[at - 1] === SPACE : at > 3 && isSoftAfterBlank(out, at);
    const plain =
      byte === SPACE
        ? !afterBlank && !ends
        : ITSELF[byte] === 1 || (byte === DOT && at > line && at < most);
    // A soft break before what has no room; at the end of a line the last place may be used, too.
    if (at + (plain ? 1 : 3) > (ends ? line + LINE_MAX : most)) {
      end(true);
      continue;
    }
    if (plain) {
      out[at++] = byte;
    } else {
      out[at++] = EQUALS;
      out[at++] = HEX[byte >> 4] as number;
      out[at++] = HEX[byte & 15] as number;
    }
    i += 1;
  }
  if (at > line || at === 0) end(false);
  return out.subarray(0, at);
}

/** True where the line before ended in a blank and a soft break: the next blank is the second in a row. */
function isSoftAfterBlank(out: Buffer, at: number): boolean {
  return out[at - 3] === EQUALS && out[at - 4] === SPACE;
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
