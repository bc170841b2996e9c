/**
 * The tracking clients that shops put into their pages, from npm, in a real browser on a page of another origin: what
 * they say reaches the running server as it was meant.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type KeyedSource,
  people,
  type RunningServer,
  runningServer,
  type StoredEvent,
  storedEvents,
} from '../../server/test/pipeline/running.ts';
import { differences } from '../../server/test/write-path.ts';
import { launch, PATIENCE } from './browser.ts';
import { type Pages, servePages } from './pages.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a shop's page does with each client; every call is made by the page itself. */
const PAGES = {
  segment: `
    import { AnalyticsBrowser } from '@segment/analytics-next';
    window.shop = (key, url) => AnalyticsBrowser.load({ writeKey: key, cdnURL: url });`,
  rudderstack: `
    import { RudderAnalytics } from '@rudderstack/analytics-js/bundled';
    window.shop = (key, url) => {
      const analytics = new RudderAnalytics();
      analytics.load(key, url, { configUrl: url });
      return analytics;
    };`,
} as const;
type ClientName = keyof typeof PAGES;

let server: RunningServer;
let browser: Browser;
let pages: Pages;
beforeAll(async () => {
  const scripts = new Map<string, string>();
  for (const [name, contents] of Object.entries(PAGES)) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: ROOT },
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'browser',
      target: 'es2022',
      logLevel: 'error',
      define: { 'process.env.NODE_ENV': '"production"' },
    });
    scripts.set(`/${name}.js`, outputFiles[0]?.text ?? '');
  }
  pages = await servePages((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://shop');
    const script = scripts.get(pathname);
    if (script !== undefined) {
      response.setHeader('content-type', 'text/javascript; charset=utf-8').end(script);
      return;
    }
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>Lampen</title><script src="${pathname}.js"></script>`);
  });
  server = await runningServer();
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  pages.close();
  expect(await differences(server.db.database)).toEqual([]);
  await server.stop();
});

let source: KeyedSource;
let page: Page;
let problems: string[];
beforeEach(async () => {
  source = await server.source('web', `Shop ${expect.getState().currentTestName}`.slice(0, 80));
  page = await (await browser.newContext({ locale: 'de-DE' })).newPage();
  problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('requestfailed', (request) => {
    // Only what went to us: the clients try their makers' servers too, which a shop may block.
    if (request.url().startsWith(server.url)) problems.push(`${request.url()} failed`);
  });
  page.on('response', (response) => {
    if (response.url().startsWith(server.url) && response.status() >= 400)
      problems.push(`${response.url()} ${response.status()}`);
  });
});
afterEach(async () => {
  // A request that is under way when the window closes has not failed.
  page.removeAllListeners('requestfailed');
  await page.context().close();
  expect(problems).toEqual([]);
});

interface Analytics {
  page(name: string): unknown;
  identify(id: string, traits: object): unknown;
  track(event: string, properties: object): unknown;
  group(id: string, traits: object): unknown;
  alias(to: string): unknown;
  reset(): unknown;
}
declare global {
  interface Window {
    shop: (key: string, url: string) => Analytics;
    analytics: Analytics;
  }
}

async function open(name: ClientName): Promise<string[]> {
  const asked: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin === server.url) asked.push(`${request.method()} ${url.pathname}`);
  });
  await page.goto(`${pages.origin}/${name}?utm_source=brief&utm_campaign=herbst`);
  await page.evaluate(
    ([key, url]) => {
      window.analytics = window.shop(key, url);
    },
    [source.key, server.url] as const,
  );
  return asked;
}

/** Waits until so many events of this source are stored. */
function stored(count: number): Promise<StoredEvent[]> {
  return vi.waitFor(async () => {
    const events = await storedEvents(server.db.database, source.id);
    expect(events.map((event) => event.name)).toHaveLength(count);
    return events;
  }, PATIENCE);
}

describe.each(Object.keys(PAGES) as ClientName[])('%s in the browser', (name) => {
  it('tells everything of a visit', async () => {
    const asked = await open(name);
    await page.evaluate(async (user) => {
      const { analytics } = window;
      await analytics.page('Lampen');
      await analytics.track('Product Viewed', { product_id: 'p1', price: 89.9, currency: 'EUR' });
      await analytics.identify(user, { name: 'Ute', email: 'ute@example.com' });
      await analytics.track('Order Completed', { order_id: 'b1', total: 89.9, currency: 'EUR' });
      await analytics.group('club', { tier: 'gold' });
      await analytics.alias(`${user}-new`);
    }, `${name}-user`);

    const events = await stored(6);
    const of = (wanted: string) => events.find((event) => event.name === wanted) as StoredEvent;
    expect(events.map((event) => event.name).sort()).toEqual([
      'Group Joined',
      'Identity Aliased',
      'Order Completed',
      'Page Viewed',
      'Product Viewed',
      'Shopper Identified',
    ]);
    expect(of('Page Viewed').body.context).toMatchObject({
      campaign: { source: 'brief', name: 'herbst' },
      locale: 'de-DE',
      page: { path: `/${name}`, title: 'Lampen' },
    });
    expect(of('Product Viewed').body.properties).toMatchObject({ product_id: 'p1', price: 89.9 });
    expect(of('Shopper Identified').body.traits).toMatchObject({ name: 'Ute' });
    for (const event of events)
      expect(Math.abs(event.at.getTime() - event.received_at.getTime())).toBeLessThan(60_000);
    // One shopper: the cookie from before, the customer, and the new number. An e-mail in a form proves nothing.
    const group = (await people(server.db.database, `${name}-user`)).flat();
    expect(group).toHaveLength(new Set(group).size);
    expect(group.filter((key) => key.startsWith('user_id:')).sort()).toContain(
      `user_id:${name}-user`,
    );
    expect(group.filter((key) => key.startsWith('anonymous_id:')).length).toBeGreaterThan(0);
    expect(group.filter((key) => key.startsWith('email:'))).toEqual([]);
    const settings = name === 'segment' ? `/v1/projects/${source.key}/settings` : '/sourceConfig/';
    expect(asked).toContain(`GET ${settings}`);
    expect(asked.some((one) => one.startsWith('POST /v1/'))).toBe(true);
  });

  it('is somebody else after reset', async () => {
    await open(name);
    await page.evaluate(async (user) => {
      const { analytics } = window;
      await analytics.identify(user, {});
      await analytics.track('Before', {});
      await analytics.reset();
      await analytics.track('After', {});
    }, `${name}-reset`);
    const events = await stored(3);
    const ids = (wanted: string) => events.find((event) => event.name === wanted)?.body.ids ?? [];
    expect(ids('Before')).toContain(`user_id:${name}-reset`);
    expect(ids('After')).not.toContain(`user_id:${name}-reset`);
    expect(ids('After')).toHaveLength(1);
  });
});
