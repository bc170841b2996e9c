import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '@augenblick/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Http } from '../runtime/index.ts';

/** A tag's file with its compressed twins. */
interface TagFile {
  etag: string;
  plain: Buffer;
  gzip: Buffer;
  brotli: Buffer;
}

/** Files that browsers load, at the root so that the snippet stays short. */
const NAMES = ['tag.js', 'tag.mjs', 'vitals.js', 'push.js', 'push-worker.js', 'inbox.js'] as const;
/** How long a browser keeps them without asking: a new version is in use everywhere within the hour. */
const FRESH_S = 3600;

/** Serves the tag's files from `folder` (sdk/dist). Files that are not built answer 404. */
export function tagRoutes(http: Http, folder: string): void {
  for (const name of NAMES) {
    const file = read(folder, name);
    http.get(`/${name}`, { schema: { hide: true } }, async (request, reply) => {
      if (!file) throw new Failure('not_found');
      return answer(request, reply, file);
    });
  }
}

function read(folder: string, name: string): TagFile | undefined {
  const at = path.join(folder, name);
  if (![at, `${at}.gz`, `${at}.br`].every((one) => existsSync(one))) return undefined;
  const plain = readFileSync(at);
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 20)}"`;
  return { etag, plain, gzip: readFileSync(`${at}.gz`), brotli: readFileSync(`${at}.br`) };
}

function answer(request: FastifyRequest, reply: FastifyReply, file: TagFile): FastifyReply {
  reply
    .header('access-control-allow-origin', '*')
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('cache-control', `public, max-age=${FRESH_S}, stale-while-revalidate=86400`)
    .header('timing-allow-origin', '*')
    .header('vary', 'Accept-Encoding')
    .header('etag', file.etag)
    .type('text/javascript; charset=utf-8');
  // A proxy that compresses again marks the tag as weak; it is the same file all the same.
  const known = request.headers['if-none-match']?.replaceAll('W/', '').split(/,\s*/) ?? [];
  if (known.includes(file.etag)) return reply.code(304).send();
  const accepted = request.headers['accept-encoding'] ?? '';
  if (/\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(file.brotli);
  if (/\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(file.gzip);
  return reply.send(file.plain);
}
