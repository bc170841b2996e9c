import type { Readable } from 'node:stream';

/** What a back-up file is made of, one after another, the whole compressed with gzip. */
export type Frame =
  | { type: 'head'; value: BackupHead }
  /** Rows of this table follow, in PostgreSQL's COPY text form. */
  | { type: 'table'; value: { name: string; columns: string[] } }
  | { type: 'rows'; value: Buffer }
  /** The last value of a sequence, and whether it was handed out. */
  | { type: 'sequence'; value: { name: string; last: string; called: boolean } }
  /** The end: a file without it is cut off. */
  | { type: 'end'; value: { rows: Record<string, number> } };

/** The first frame. */
export interface BackupHead {
  format: 'augenblick-backup';
  version: 1;
  /** ISO instant. */
  createdAt: string;
  /** Such as 180004. */
  server: number;
  migrations: { version: number; name: string; checksum: string }[];
}

/** The file is not a back-up, is cut off or damaged, or cannot be put here. The message says which. */
export class BackupProblem extends Error {}

const TYPES = ['head', 'table', 'rows', 'sequence', 'end'] as const;
/** A frame is one byte of type, four of length, and the content: JSON, or the rows as they are. */
const HEAD_BYTES = 5;
const LARGEST = 256 * 1024 * 1024;

/** A frame as bytes. */
export function writeFrame(frame: Frame): Buffer {
  const content = frame.type === 'rows' ? frame.value : Buffer.from(JSON.stringify(frame.value));
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(TYPES.indexOf(frame.type));
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}

/** The frames of an uncompressed stream. Throws `BackupProblem` when it is none, or ends too early. */
export async function* readFrames(stream: Readable): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  let ended = false;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= HEAD_BYTES) {
      const type = TYPES[rest.readUInt8()];
      const length = rest.readUInt32BE(1);
      if (type === undefined || length > LARGEST)
        throw new BackupProblem('This is not a back-up of Augenblick, or it is damaged.');
      if (rest.length < HEAD_BYTES + length) break;
      const content = rest.subarray(HEAD_BYTES, HEAD_BYTES + length);
      rest = rest.subarray(HEAD_BYTES + length);
      yield (
        type === 'rows'
          ? { type, value: content }
          : { type, value: JSON.parse(content.toString('utf8')) }
      ) as Frame;
      ended = type === 'end';
    }
  }
  if (!ended || rest.length > 0)
    throw new BackupProblem('The back-up is cut off: its end is missing. Use another one.');
}
