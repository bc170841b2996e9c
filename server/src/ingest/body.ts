import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { Failure, isObject, type JsonObject } from '@augenblick/contract';
import { LIMITS } from './limits.ts';

const UNPACK = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

/** A request's body as a JSON object, whatever the content type says: real clients label JSON as text or as a form. */
export async function readBody(
  raw: Buffer,
  contentEncoding: string | undefined,
): Promise<JsonObject> {
  const bytes = await unpack(raw, contentEncoding);
  if (bytes.length > LIMITS.batchBytesMax) throw new Failure('too_large');
  const text = bytes.toString('utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    throw new Failure('bad_json');
  }
  if (!isObject(parsed)) throw new Failure('bad_json', 'the body must be a JSON object');
  return parsed;
}

async function unpack(raw: Buffer, contentEncoding: string | undefined): Promise<Buffer> {
  const encoding = contentEncoding?.trim().toLowerCase();
  // Some proxies unpack and leave the header; the first two bytes of gzip are certain.
  const isGzip = raw[0] === 0x1f && raw[1] === 0x8b;
  const name = isGzip ? 'gzip' : encoding === 'deflate' || encoding === 'br' ? encoding : undefined;
  if (name === undefined) return raw;
  try {
    return await UNPACK[name](raw, { maxOutputLength: LIMITS.inflatedBytesMax });
  } catch (error) {
    throw (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE'
      ? new Failure('too_large')
      : new Failure('bad_json', `the body is not ${name}`);
  }
}
