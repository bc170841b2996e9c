/** The demo storefront in real Chromium on the real server: the four moments, and every kind of trouble. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, createApp } from '../../server/src/main.ts';
import { createLog, loadConfig } from '../../server/src/runtime/index.ts';
import { type TestDatabase, testDatabase } from '../../server/test/database.ts';
import { accessibilityFaults, launch, PATIENCE } from './browser.ts';

/** An item that the demo data always has. */
const LAMP = '/artikel/85123A';

let db: TestDatabase;
let app: App;
let browser: Browser;
let dataDir: string;
beforeAll(async () => {
  db = await testDatabase();
  await db.database.owner`delete from retailer`;
  dataDir = mkdtempSync(path.join(tmpdir(), 'augenblick-shop-'));
  app = await createApp({
    config: loadConfig({ PORT: '0', DATABASE_URL: db.url, DATA_DIR: dataDir, DEMO: 'true' }),
    log: createLog({ level: 'error', format: 'text' }),
  });
  browser = await launch();
  await vi.waitFor(
    async () => {
      const [row] = await db.database.owner`select stage from demo`;
      expect(row?.['stage']).toBe('ready');
    },
    { timeout: 240_000, interval: 200 },
  );
});
afterAll(async () => {
  await browser.close();
  await app.stop();
  await db.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

let page: Page;
let problems: string[];
async function open(
  address = '',
  { phone = false, dark = false, locale = 'de-DE' } = {},
): Promise<void> {
  const context = await browser.newContext({
    viewport: phone ? { width: 360, height: 780 } : { width: 1440, height: 900 },
    hasTouch: phone,
    colorScheme: dark ? 'dark' : 'light',
    locale,
    reducedMotion: 'reduce',
  });
  page = await context.newPage();
  page.setDefaultTimeout(PATIENCE.timeout);
  problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`${app.url}/shop${address}`);
  await page.waitForSelector('h1');
}
afterEach(async () => {
  expect(problems).toEqual([]);
  await page.context().close();
});

const yes = (): Promise<void> => page.click('.banner .button:not(.quiet)');
/** Goes on within the shop, as a click on a link does. */
async function follow(address: string): Promise<void> {
  await page.evaluate((to) => {
    const link = document.createElement('a');
    link.href = to;
    document.body.append(link);
    link.click();
    link.remove();
  }, `/shop${address}`);
}
/** The page stands with all that it loads; before that its places are empty. */
const drawn = (): Promise<unknown> =>
  page.waitForFunction(() => {
    const loading = document.querySelector('[aria-busy=true], .card.loading');
    const pictures = [...document.images].filter(
      ({ loading: how, complete }) => how !== 'lazy' && !complete,
    );
    return document.querySelector('h1') !== null && loading === null && pictures.length === 0;
  });
const playedKind = (kind: string): Promise<void> =>
  vi.waitFor(async () => {
    const marks = await page.$$eval('.play li', (list) =>
      list.map((one) => one.classList.contains('done')),
    );
    expect(marks[['know', 'go', 'do', 'buy'].indexOf(kind)], kind).toBe(true);
  }, PATIENCE);

async function buy(): Promise<void> {
  await page.fill('input[name=name]', 'Mira Muster');
  await page.fill('input[name=email]', 'mira@beispiel.example');
  await page.click('form .main');
  await page.waitForSelector('input[name=delivery]');
  await page.click('form .main');
  await page.waitForSelector('input[name=payment]');
  await page.click('form .main');
  await page.waitForSelector('.page-thank_you');
}

describe('mail from the shop', () => {
  it('signs up through the retailer’s own form, in the language of the page', async () => {
    await open('/post');
    const form = page.locator('[data-augenblick-form]');
    await form.getByLabel('E-Mail-Adresse').fill('mira@kundin.example');
    expect(await accessibilityFaults(page)).toEqual([]);
    // Nobody fills in a form in less than a second and a half: a person has read by now.
    await page.evaluate('Date.now = ((now) => () => now() + 5000)(Date.now)');
    await form.getByRole('button', { name: 'Anmelden' }).click();
    await form.getByText('Fast geschafft').waitFor();
    await vi.waitFor(async () => {
      const rows = await db.database.owner`
        select from caught_mail where address = 'mira@kundin.example'`;
      expect(rows).toHaveLength(1);
    }, PATIENCE);
    await page.click('.tools .language');
    await form.getByLabel('E-mail address').waitFor();
  });
});

describe('the four moments', () => {
  it('to know: looking closely and reading what others say', async () => {
    await open(LAMP);
    await yes();
    await page.click('.product-rating a');
    for (const proof of await page.$$('.columns .proof summary')) await proof.click();
    await playedKind('know');
    await page.waitForSelector('.moment-know .evidence li');
    expect(await page.textContent('.moment-kind')).toContain('Ich will etwas wissen');
  });

  it('to go: stores near by, hours, the way there', async () => {
    await open('/filialen');
    await yes();
    await page.fill('input[name=place]', 'nuernberg');
    await page.click('.line-form .button');
    await page.waitForSelector('.km');
    expect(await page.textContent('.stores li')).toContain('Altstadt');
    await page.click('.stores li a');
    await page.waitForSelector('.hours');
    await page.click('.page .button');
    await playedKind('go');
  });

  it('to do: a how-to', async () => {
    await open('/ratgeber');
    await yes();
    await page.click('.guides a');
    await page.waitForSelector('.steps');
    await playedKind('do');
  });

  it('to buy: cart, checkout, order, thanks, review – and the panel says why', async () => {
    await open(LAMP);
    await yes();
    await page.click('.actions .main');
    await page.click('.tools a[href="/shop/warenkorb"]');
    await page.click('.totals .main');
    await page.waitForSelector('.progress');
    await playedKind('buy');
    // The shop waits a second for what was decided, then goes on without; the next page asks again.
    await vi.waitFor(async () => {
      if (await page.locator('.decision').count()) return;
      await follow('/warenkorb');
      await follow('/kasse');
      await page.waitForSelector('.decision', { timeout: 5_000 });
    }, PATIENCE);
    await buy();
    expect(await page.textContent('h1')).toContain('Mira Muster');
    await page.click('.plain-lines a');
    await page.click('.page-review_form .main');
    await page.waitForSelector('.page-review_form [role=status]');
    const [order] = await vi.waitFor(async () => {
      const rows = await db.database.owner<{ order_id: string }[]>`
        select body->'properties'->>'order_id' as order_id from event
        where name = 'Order Completed' and body->'properties'->>'order_id' like 'V-%'`;
      expect(rows).toHaveLength(1);
      return rows;
    }, PATIENCE);
    expect(order?.order_id).toMatch(/^V-/);
  });
});

describe('consent', () => {
  it('without a yes nothing is sent and nothing but the cart is kept', async () => {
    await open(LAMP);
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/v1/')) sent.push(request.url());
    });
    await page.click('.banner .quiet');
    await page.click('.actions .main');
    await follow('/warenkorb');
    await page.waitForSelector('.lines');
    expect(sent).toEqual([]);
    expect(await page.evaluate('[document.cookie, ...Object.keys(localStorage)]')).toEqual([
      '',
      'morgenrot',
    ]);
    expect(await page.textContent('.why')).toContain('nicht zugestimmt');
  });
});

describe('trouble', () => {
  const ANSWERS = {
    stopped: 'abort',
    rubbish: { status: 200, contentType: 'text/html', body: '<h1>Wartung</h1>' },
    error: { status: 500, body: 'kaputt' },
    slow: 'never',
  } as const;

  it.each(Object.keys(ANSWERS) as (keyof typeof ANSWERS)[])(
    'Augenblick is %s: everything of the shop works up to the order',
    async (kind) => {
      await open();
      await page.route('**/v1/**', (route) => {
        const answer = ANSWERS[kind];
        if (answer === 'abort') return route.abort();
        return answer === 'never' ? undefined : route.fulfill(answer);
      });
      await yes();
      await follow(LAMP);
      await page.click('.actions .main');
      await follow('/suche?q=teelicht');
      await page.waitForSelector('.card img');
      await follow('/kasse');
      await buy();
      expect(await page.textContent('h1')).toContain('Mira Muster');
    },
  );

  it('no network at all after loading: cart and checkout go on, lists say so', async () => {
    await open(LAMP);
    await yes();
    await page.click('.actions .main');
    await page.context().setOffline(true);
    await follow('/kasse');
    await buy();
    await follow('/sortiment/lights');
    await page.waitForSelector('.trouble');
  });

  it('the catalogue cannot be had: the shop says so and offers another try', async () => {
    const context = await browser.newContext();
    page = await context.newPage();
    problems = [];
    await page.route('**/api/shop**', (route) => route.fulfill({ status: 200, body: '<html>' }));
    await page.goto(`${app.url}/shop`);
    await page.waitForSelector('.trouble .button');
  });
});

describe('for everybody', () => {
  const PAGES = ['', '/sortiment/lights', LAMP, '/filialen/altstadt', '/ratgeber/kerzen', '/hilfe'];

  it.each([
    ['light, wide', { phone: false, dark: false }],
    ['dark, phone', { phone: true, dark: true, locale: 'en-GB' }],
  ] as const)('axe finds nothing: %s', async (_name, shown) => {
    await open('', shown);
    await yes();
    for (const address of PAGES) {
      await follow(address);
      await drawn();
      expect(await accessibilityFaults(page), address).toEqual([]);
    }
  });

  it('by keyboard: skip link, search, first result', async () => {
    await open();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.focus('#q');
    await page.keyboard.type('teelicht');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.card img');
    await page.waitForSelector('h1:focus');
    expect(page.url()).toContain('q=teelicht');
  });

  it('360 px: nothing is wider than the window', async () => {
    await open('', { phone: true });
    await yes();
    for (const address of [...PAGES, '/warenkorb', '/vergleich', '/suche?q=tasse']) {
      await follow(address);
      await drawn();
      expect(await page.evaluate('document.documentElement.scrollWidth'), address).toBe(360);
    }
  });

  it('another language changes every word and is remembered', async () => {
    await open(LAMP);
    await page.click('.language');
    expect(await page.textContent('.actions .main')).toContain('Add to cart');
    await page.reload();
    await page.waitForSelector('.actions');
    expect(await page.textContent('.actions .main')).toContain('Add to cart');
  });
});
