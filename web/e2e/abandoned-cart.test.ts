/**
 * The promise to a shopper: who bought at the till is not reminded of the cart in the web shop. From the page with the tag
 * to the mail as the console shows it, on a clock that the test moves.
 */
import type { RetailerId } from '@augenblick/contract';
import type { CaughtList } from '@augenblick/contract/api/channel.ts';
import type { JourneyList, JourneyRuns } from '@augenblick/contract/api/journey.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  accessibilityFaults,
  type ConsoleUnderTest,
  NoonClock,
  PATIENCE,
  startConsole,
} from './browser.ts';
import { type Pages, servePages } from './pages.ts';
import { addSource, fillInBrand, holdNobodyOut } from './retailer.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** No quiet hours, before and after the jumps. */
const clock = new NoonClock();
let house: ConsoleUnderTest;
let base: string;
let shop: Pages;

beforeAll(async () => {
  house = await startConsole({ clock });
  base = `/api/r/${house.retailerId}`;
  await fillInBrand(house);
  await holdNobodyOut(house);
  const { key } = await addSource(house, 'web');
  shop = await servePages((request, response) => {
    const who = new URL(request.url ?? '/', 'http://shop').pathname.slice(1);
    response.setHeader('content-type', 'text/html; charset=utf-8').end(pageOf(key.key, who));
  });
});
afterAll(async () => {
  shop.close();
  await house.close();
});

/** A page of the shop whose visitor has agreed, is signed in, and puts a lamp into the cart. */
function pageOf(key: string, who: string): string {
  return `<!doctype html><html lang="de"><title>Lampe</title><main>Lampe</main><script type="module">
    import { createTag } from '${house.url}/tag.mjs';
    const tag = createTag({ writeKey: '${key}', endpoint: '${house.url}', beforeConsent: 'hold' });
    tag.consent({ analytics: true, personalisation: true });
    tag.identify('${who}');
    tag.added({ product_id: 'lampe-1', name: 'Lampe Juno', price: 49, quantity: 1, currency: 'EUR', cart_id: 'korb-${who}' });
    window.done = true;
  </script></html>`;
}

/** The shop's server knows who is who, and that mails are welcome. */
async function welcome(who: string): Promise<void> {
  const { ingest, sources } = house.app.house;
  const retailerId = house.retailerId as RetailerId;
  const server = await sources.ensure({ retailerId, kind: 'server', name: 'Kundenkonto' });
  const agreed = { purpose: 'marketing', channel: 'email' };
  const traits = { firstName: who, email: `${who}@example.com`, timezone: 'Europe/Berlin' };
  await ingest.submit(server, [
    { type: 'identify', userId: who, traits },
    { type: 'track', userId: who, event: 'Consent Granted', properties: agreed },
  ]);
}

async function fillsCart(who: string): Promise<void> {
  const page = await house.browser.newPage();
  await page.goto(`${shop.origin}/${who}`);
  const app = house.app.house;
  const { owner } = house.app.installation.database;
  await vi.waitUntil(async () => {
    await app.ingest.drained();
    const [row] = await owner<{ n: number }[]>`
      select count(*)::int as n from event join identity using (retailer_id, profile_id)
       where name = 'Product Added' and identity.kind = 'user_id' and value = ${who}`;
    return row?.n === 1;
  }, PATIENCE);
  await page.close();
}

/** Subjects of what was caught for somebody, the oldest first. */
async function mailsFor(who: string): Promise<string[]> {
  const { messages } = await house.call<CaughtList>('GET', `${base}/caught?search=${who}%40`);
  return messages.map(({ subject }) => subject ?? '').reverse();
}

async function journeyId(): Promise<string> {
  const { journeys } = await house.call<JourneyList>('GET', `${base}/journeys`);
  const [first] = journeys;
  if (!first) throw new Error('no journey');
  return first.journey.id;
}

async function runsOf(status: 'active' | 'done'): Promise<JourneyRuns['runs']> {
  const address = `${base}/journeys/${await journeyId()}/runs?status=${status}`;
  return (await house.call<JourneyRuns>('GET', address)).runs;
}

async function switchOn(page: Page): Promise<void> {
  await page.getByRole('button', { name: '„Liegengebliebener Warenkorb“ ansehen' }).click();
  const dialog = page.getByRole('dialog', { name: 'Liegengebliebener Warenkorb' });
  await dialog.getByRole('button', { name: 'Jetzt live schalten' }).click();
  await page
    .getByRole('heading', { level: 1 })
    .getByText(/Liegengebliebener Warenkorb/)
    .waitFor();
}

it('reminds of a cart until something is bought anywhere', async () => {
  const page = await house.openSignedIn('/journeys?tab=playbook');
  await switchOn(page);

  for (const who of ['kauft', 'zoegert']) {
    await welcome(who);
    await fillsCart(who);
  }
  // Half an hour of silence is an abandoned cart; the first mail follows by itself.
  clock.advance(31 * MINUTE);
  await vi.waitUntil(
    async () => (await mailsFor('kauft')).length + (await mailsFor('zoegert')).length === 2,
    PATIENCE,
  );
  const inbox = await house.openSignedIn('/messages?tab=inbox');
  await inbox.getByText('kauft@example.com').first().waitFor();
  expect(await accessibilityFaults(inbox)).toEqual([]);

  // One of them buys in the store: the till knows the customer, not the cart.
  const { ingest, sources } = house.app.house;
  const retailerId = house.retailerId as RetailerId;
  const till = await sources.ensure({ retailerId, kind: 'till', name: 'Kasse' });
  const receipt = { order_id: 'bon-1', total: 49, currency: 'EUR', products: [] };
  await ingest.submit(till, [
    { type: 'track', userId: 'kauft', event: 'Receipt Issued', properties: receipt },
  ]);

  // A day later only the other one is written to again.
  clock.advance(25 * HOUR);
  await vi.waitUntil(async () => (await mailsFor('zoegert')).length === 2, PATIENCE);
  expect(await mailsFor('kauft')).toHaveLength(1);
  clock.advance(49 * HOUR);
  await vi.waitUntil(async () => (await mailsFor('zoegert')).length === 3, PATIENCE);
  expect(await mailsFor('kauft')).toHaveLength(1);
  expect(new Set(await mailsFor('zoegert')).size).toBe(3);

  // The console says why, once the last wait is over.
  await vi.waitUntil(async () => (await runsOf('active')).length === 0, PATIENCE);
  const runs = await runsOf('done');
  const id = await journeyId();
  const ends = runs.map(({ displayName, end }) => `${displayName}: ${end}`);
  expect(ends.sort()).toEqual(['kauft: exit_event', 'zoegert: finished']);
  await page.goto(`${house.url}/journeys/${id}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
}, 300_000);
