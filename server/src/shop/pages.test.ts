/** Addresses of the storefront: pages are pages, everything else says that it is none. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SHOP_PAGES } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createHttp,
  createMetrics,
  type Http,
  seededIds,
  serveFolder,
  silentLog,
} from '../runtime/index.ts';
import { isPage } from './routes.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'augenblick-shop-'));
let http: Http;

beforeAll(async () => {
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>Morgenrot</title>');
  http = await createHttp({
    config: { trustProxy: undefined, publicUrl: undefined },
    log: silentLog,
    ids: seededIds(1),
    metrics: createMetrics({ process: false }),
  });
  await serveFolder(http, { folder, prefix: '/shop', knows: isPage });
  await http.ready();
});
afterAll(async () => {
  await http.close();
  rmSync(folder, { recursive: true, force: true });
});

it('answers 200 for pages and 404, with the page that says so, for what is none', async () => {
  const code = async (url: string): Promise<number> => {
    const answer = await http.inject({ method: 'GET', url });
    expect([url, answer.body]).toEqual([url, '<!doctype html><title>Morgenrot</title>']);
    return answer.statusCode;
  };
  const pages = ['', '/', '/artikel/85123A?x=1', '/suche?q=vase', '/hilfe/'];
  for (const url of [...pages, ...SHOP_PAGES.map((page) => `/${page}`)])
    expect([url, await code(`/shop${url}`)]).toEqual([url, 200]);
  for (const url of [
    '/cart',
    '/cart/',
    '/checkout?a=1',
    '/warenkorb2',
    '/toString',
    '//warenkorb.x',
  ])
    expect([url, await code(`/shop${url}`)]).toEqual([url, 404]);
});
