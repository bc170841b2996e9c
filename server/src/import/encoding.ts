import { isUtf8 } from 'node:buffer';
import type { ImportEncoding } from '@augenblick/contract/api/import.ts';

/** Finds out the encoding of a text that comes in pieces. Feed all of it: an umlaut may stand in the last line. */
export interface EncodingDetector {
  push(chunk: Uint8Array): void;
  /** `doubtful`: bytes that fit no encoding well; a person should look at the preview. */
  result(): { encoding: ImportEncoding; bom: boolean; doubtful: boolean };
}

/**
 * A byte order mark decides; else NUL bytes on one side of every pair say UTF-16; else text that is UTF-8 throughout is
 * UTF-8 (a long Windows-1252 text practically never is); else Windows-1252, which is how German tills and Excel write –
 * unless most of the special characters are sound UTF-8 and only a few bytes are broken.
 */
export function encodingDetector(): EncodingDetector {
  let head: Uint8Array = new Uint8Array(0);
  let rest: Uint8Array = new Uint8Array(0);
  let sound = 0;
  let broken = 0;
  return {
    push(chunk) {
      if (head.length < HEAD_BYTES)
        head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
      const whole = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = lastBoundary(whole);
      const part = whole.subarray(0, end);
      rest = whole.slice(end);
      if (!isUtf8(part) || broken > 0) {
        const counted = countSequences(part);
        sound += counted.sound;
        broken += counted.broken;
      } else if (sound < ENOUGH) sound += countSequences(part).sound;
    },
    result() {
      const marked = markOf(head);
      if (marked) return { encoding: marked, bom: true, doubtful: false };
      const wide = withoutMark16(head);
      if (wide) return { encoding: wide, bom: false, doubtful: false };
      const all = broken + (rest.length > 0 ? 1 : 0);
      if (all === 0) return { encoding: 'utf-8', bom: false, doubtful: false };
      // Two bytes that happen to form UTF-8 are rare in Windows-1252 ("Ã¤"), hence the clear majority.
      if (sound > 9 * all) return { encoding: 'utf-8', bom: false, doubtful: true };
      return { encoding: 'windows-1252', bom: false, doubtful: sound > 0 };
    },
  };
}

const HEAD_BYTES = 4096;
const ENOUGH = 100_000;

function markOf(head: Uint8Array): ImportEncoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return undefined;
}

function withoutMark16(head: Uint8Array): ImportEncoding | undefined {
  const pairs = Math.floor(head.length / 2);
  if (pairs < 2) return undefined;
  let low = 0;
  let high = 0;
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0) high++;
    if (head[2 * i + 1] === 0) low++;
  }
  if (low > 0.7 * pairs && high === 0) return 'utf-16le';
  if (high > 0.7 * pairs && low === 0) return 'utf-16be';
  return undefined;
}

/** End of the last whole UTF-8 sequence, so that a character cut in two by the chunk is not counted as broken. */
function lastBoundary(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  if (lead >= 0xf0 && lead < 0xf5) return 4;
  return 0;
}

function countSequences(bytes: Uint8Array): { sound: number; broken: number } {
  let sound = 0;
  let broken = 0;
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i] ?? 0;
    if (lead < 0x80) continue;
    const length = sequenceLength(lead);
    if (length > 0 && isUtf8(bytes.subarray(i, i + length)) && i + length <= bytes.length) {
      sound++;
      i += length - 1;
    } else broken++;
  }
  return { sound, broken };
}
