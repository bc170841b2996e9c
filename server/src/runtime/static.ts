import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '@augenblick/contract';
import fastifyStatic from '@fastify/static';
import { sendFailure } from './http-failure.ts';
import type { Http } from './http.ts';

/** Paths that belong to programs: an unknown one there is a failure, not a page. */
const NOT_PAGES = /^\/(api|v1|sdk|metrics|health)(\/|$)/;
const YEAR_S = 31_536_000;

/**
 * Serves a built web application from `folder` at `/`. Files below `assets/` carry a hash in their name and are kept
 * for a year; every path that is no file shows the application's page, which then finds its own way.
 */
export async function serveApplication(http: Http, folder: string): Promise<void> {
  if (!existsSync(path.join(folder, 'index.html'))) {
    http.get('/', { schema: { hide: true } }, async (_request, reply) =>
      reply
        .type('text/plain; charset=utf-8')
        .send('The console is not built. Run: npm run build\n'),
    );
    return;
  }
  await http.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, file) => {
      const forever = file.includes(`${path.sep}assets${path.sep}`);
      reply.header('cache-control', forever ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
    },
  });
  http.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const asksForPage = request.headers.accept?.includes('text/html');
    if (!asksForPage || NOT_PAGES.test(request.url)) {
      return sendFailure(reply, new Failure('not_found'));
    }
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
}

/**
 * Serves a built single-page application from `folder` below `prefix`, such as the demo storefront at `/shop`. Files below
 * `assets/` are kept for a year; every other path below the prefix shows its page, with 404 where `knows` (asked for the path
 * below the prefix, without slashes at its ends) does not know it. Nothing happens without a build.
 */
export async function serveFolder(
  http: Http,
  of: { folder: string; prefix: string; knows: (path: string) => boolean },
): Promise<void> {
  const { folder, prefix, knows } = of;
  const page = path.join(folder, 'index.html');
  if (!existsSync(page)) return;
  const html = readFileSync(page);
  await http.register(fastifyStatic, {
    root: path.join(folder, 'assets'),
    prefix: `${prefix}/assets/`,
    wildcard: false,
    decorateReply: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply) => {
      reply.header('cache-control', `public, max-age=${YEAR_S}, immutable`);
    },
  });
  for (const url of [prefix, `${prefix}/*`]) {
    http.get(url, { schema: { hide: true } }, async (request, reply) => {
      const below = (request.params as { '*'?: string })['*'] ?? '';
      return reply
        .code(knows(below.replaceAll(/^\/+|\/+$/g, '')) ? 200 : 404)
        .header('cache-control', 'no-cache')
        .type('text/html; charset=utf-8')
        .send(html);
    });
  }
}
