import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Language } from '@augenblick/ui';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { type App, createApp } from '../../server/src/main.ts';
import { type Clock, createLog, loadConfig } from '../../server/src/runtime/index.ts';
import { testDatabase } from '../../server/test/database.ts';

/** The owner that `startConsole` has set up, and the shop that belongs to them. */
export const OWNER = {
  name: 'Anna Linde',
  email: 'anna@hofladen-linde.de',
  password: 'drei rote Äpfel im Korb',
  shop: 'Hofladen Linde',
} as const;

/** Waiting for a state that no page shows: long enough for a machine that does much else at once. */
export const PATIENCE = { timeout: 60_000, interval: 50 };

/** Noon in Berlin on a day in spring. */
const NOON = Date.UTC(2026, 4, 12, 10);

/**
 * Runs as the machine's clock does, but from noon on, and jumps when told: whatever counts by days or keeps quiet at night
 * comes out the same at every hour at which the tests are run.
 */
export class NoonClock implements Clock {
  private skew = NOON - Date.now();

  now(): number {
    return Date.now() + this.skew;
  }

  advance(ms: number): void {
    this.skew += ms;
  }
}

/** How a page is shown. */
export interface PageOptions {
  language?: Language;
  /** 1440 px or 360 px wide. */
  width?: 'wide' | 'phone';
  theme?: 'light' | 'dark';
}

/** The real server with the built console and a browser in front of it. */
export interface ConsoleUnderTest {
  app: App;
  url: string;
  browser: Browser;
  /** The set-up link as the terminal prints it; used up unless `fresh` was asked for. */
  setupPath: string;
  /** A new private window. Fails the test at `close` when the page wrote an error to its console. */
  open(address: string, options?: PageOptions): Promise<Page>;
  /** The same, signed in as the owner. */
  openSignedIn(address: string, options?: PageOptions): Promise<Page>;
  /** Calls the API as the owner; answers the JSON. Throws what the server said. */
  call<T = unknown>(method: string, address: string, body?: unknown): Promise<T>;
  /** Id of the owner's shop. */
  retailerId: number;
  close(): Promise<void>;
}

const ROOT = path.join(import.meta.dirname, '..', '..');
const require = createRequire(import.meta.url);

/**
 * Starts everything on a copy of the test database and a free port. `fresh` leaves the first owner to the test; `clock` lets
 * days pass.
 */
export async function startConsole(
  options: { fresh?: boolean; clock?: Clock } = {},
): Promise<ConsoleUnderTest> {
  if (!existsSync(path.join(ROOT, 'web/console/dist/index.html'))) {
    throw new Error('The console is not built. Run: npx vite build web/console');
  }
  const db = await testDatabase();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'augenblick-browser-'));
  const app = await createApp({
    config: loadConfig({ PORT: '0', DATABASE_URL: db.url, DATA_DIR: dataDir, DEMO: 'false' }),
    log: createLog({ level: 'warn', format: 'text' }),
    ...(options.clock ? { clock: options.clock } : {}),
  });
  const { url } = app;
  const setupPath = new URL(app.welcome.at(-1)?.value ?? url).pathname;
  const browser = await launch();
  const problems: string[] = [];
  const owner = options.fresh ? null : await setUp(url, setupPath);
  const open = async (address: string, shown: PageOptions = {}, cookie?: string): Promise<Page> => {
    const page = await newPage(browser, shown);
    watch(page, problems);
    if (cookie) await page.context().addCookies([cookieOf(cookie, url)]);
    await page.goto(url + address);
    return page;
  };
  return {
    app,
    url,
    browser,
    setupPath,
    retailerId: owner?.retailerId ?? 0,
    open,
    openSignedIn: (address, shown) => open(address, shown, owner?.cookie),
    call: (method, address, body) => call(url, method, address, body, owner?.cookie),
    close: async () => {
      await browser.close();
      await app.stop();
      await db.drop();
      rmSync(dataDir, { recursive: true, force: true });
      if (problems.length > 0) throw new Error(`The browser reported:\n${problems.join('\n')}`);
    },
  };
}

/** Chromium without a network of its own; CHROMIUM_PATH names another binary. */
export async function launch(): Promise<Browser> {
  return chromium.launch({
    timeout: 120_000,
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

async function newPage(browser: Browser, shown: PageOptions): Promise<Page> {
  const { language = 'de', width = 'wide', theme = 'light' } = shown;
  const phone = width === 'phone';
  const context = await browser.newContext({
    viewport: phone ? { width: 360, height: 780 } : { width: 1440, height: 900 },
    hasTouch: phone,
    colorScheme: theme,
    locale: language === 'de' ? 'de-DE' : 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE.timeout);
  return page;
}

/** An error in the page is a failure even where it still looks right; refused calls are expected by their tests. */
function watch(page: Page, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    if (message.text().startsWith('Failed to load resource')) return;
    problems.push(`${page.url()}: ${message.text()}`);
  });
}

interface Owner {
  cookie: string;
  retailerId: number;
}

async function setUp(url: string, setupPath: string): Promise<Owner> {
  const { name, email, password, shop } = OWNER;
  const token = setupPath.split('/').at(-1);
  const retailer = { name: shop, currency: 'EUR', timeZone: 'Europe/Berlin' };
  const response = await send(url, 'POST', '/api/setup', {
    token,
    name,
    email,
    password,
    locale: 'de',
    retailer,
  });
  const answer = (await response.json()) as { retailers: { id: number; name: string }[] };
  const made = answer.retailers.find((one) => one.name === shop);
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
  if (!made || !cookie) throw new Error('Setting up the owner did not work');
  return { cookie, retailerId: made.id };
}

async function send(
  url: string,
  method: string,
  address: string,
  body: unknown,
  cookie?: string,
): Promise<Response> {
  const response = await fetch(url + address, {
    method,
    headers: {
      origin: url,
      ...(cookie ? { cookie } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${address}: ${await response.text()}`);
  return response;
}

async function call<T>(
  url: string,
  method: string,
  address: string,
  body: unknown,
  cookie: string | undefined,
): Promise<T> {
  const response = await send(url, method, address, body, cookie);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

function cookieOf(pair: string, url: string) {
  const [name = '', value = ''] = pair.split('=');
  return { name, value, url, httpOnly: true, sameSite: 'Lax' as const };
}

/**
 * Waits for a note at the edge of the page and holds it with the pointer, as a reader does. Left alone it goes after seven
 * seconds, and what a test looks at before it presses the note's button takes longer on a busy machine.
 */
export async function holdNote(page: Page, text: string): Promise<void> {
  await page.getByRole('status').getByText(text).hover();
}

/**
 * Presses keys one right after the other: two keys of a command must follow each other quickly, and a busy page answers
 * the first one late.
 */
export async function pressInOneGo(page: Page, ...keys: string[]): Promise<void> {
  await Promise.all(keys.map((key) => page.keyboard.press(key)));
}

/** Fails where a page is wider than its window and would have to be moved sideways. */
export async function fits(page: Page): Promise<void> {
  const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate(overflow)).toBe(0);
}

interface AxeResult {
  violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[];
}

/** What axe-core finds against WCAG 2.1 A and AA on the page as it is now, in words; empty when nothing. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // Evaluated by the debugger and not as a script of the page, so that its content security policy stays on.
  const { readFileSync } = await import('node:fs');
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const result = (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })`,
  )) as AxeResult;
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}
