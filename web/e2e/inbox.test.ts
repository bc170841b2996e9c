/** The bell on a shop's page (inbox.js), in front of the real server and under a strict content security policy. */
import { createHmac, randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  accessibilityFaults,
  type ConsoleUnderTest,
  fits,
  PATIENCE,
  startConsole,
} from './browser.ts';
import { type Pages, serveStrictPage } from './pages.ts';
import { addSource, tell } from './retailer.ts';

let house: ConsoleUnderTest;
let shop: Pages;
let script = '';
let key = '';
let secret = '';

beforeAll(async () => {
  house = await startConsole();
  shop = await serveStrictPage(house.url, () => `<div data-augenblick-inbox></div>${script}`);
  const made = await addSource(house, 'web');
  key = made.key.key;
  const of = `/api/r/${house.retailerId}/decisions/sources/${made.source.id}/secret`;
  ({ secret } = await house.call<{ secret: string }>('POST', of));
  // The shop's own server makes a customer number known.
  const server = await addSource(house, 'server');
  await tell(house, server.key.key, [{ type: 'identify', userId: 'K-1', messageId: 'i-1' }]);
});
afterAll(async () => {
  shop.close();
  await house.close();
});

/** Lays a message into the inbox as its channel does; what the channel itself does has tests of its own. */
async function lay(userId: string, title: string, url: string | null): Promise<void> {
  const sql = house.app.installation.database.owner;
  await vi.waitFor(async () => {
    const put = await sql`
      insert into inbox_message (retailer_id, profile_id, id, at, locale, title, body, url, picture)
      select retailer_id, profile_id, ${randomUUID()}, now(), 'de', ${title}, 'Ab morgen für Sie da.', ${url}, null
        from identity where retailer_id = ${house.retailerId} and kind = 'user_id' and value = ${userId}`;
    expect(put.count).toBe(1);
  }, PATIENCE);
}

function scriptFor(
  userId: string,
  proof = createHmac('sha256', secret).update(userId).digest('hex'),
) {
  return `<script src="${house.url}/inbox.js" data-write-key="${key}" data-user-id="${userId}" data-user-proof="${proof}" defer></script>`;
}

async function openShop(width: number): Promise<{ page: Page; said: string[] }> {
  const context = await house.browser.newContext({ viewport: { width, height: 740 } });
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (one) => said.push(one.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await page.goto(shop.origin);
  return { page, said };
}

it('counts what is unread, shows it, and notes it as read', async () => {
  await lay('K-1', 'Ihre Tasse ist wieder da', 'https://hof.example/tasse');
  await lay('K-1', 'Böse', 'javascript:alert(1)');
  script = scriptFor('K-1');
  const { page, said } = await openShop(360);
  const bell = page.getByRole('button', { name: 'Nachrichten, 2 ungelesen' });
  await bell.click();
  const panel = page.getByRole('dialog', { name: 'Nachrichten' });
  const link = panel.getByRole('link', { name: 'Ihre Tasse ist wieder da' });
  expect(await link.getAttribute('href')).toBe('https://hof.example/tasse');
  expect(await panel.getByRole('link').count()).toBe(1);
  expect(await accessibilityFaults(page)).toEqual([]);
  await fits(page);
  await page.getByRole('button', { name: 'Nachrichten', exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'hidden' });
  const sql = house.app.installation.database.owner;
  const [row] = await sql<{ unread: number }[]>`
    select count(*)::int as unread from inbox_message where read_at is null and retailer_id = ${house.retailerId}`;
  expect(row?.unread).toBe(0);
  expect(said.filter((one) => !one.includes('favicon'))).toEqual([]);
  await page.context().close();
});

it('draws no bell for a proof that is somebody else’s, and tells the developer', async () => {
  script = scriptFor('K-1', createHmac('sha256', secret).update('K-2').digest('hex'));
  const { page, said } = await openShop(1280);
  await vi.waitFor(() => expect(said.join(' ')).toContain('do not belong together'), PATIENCE);
  expect(await page.getByRole('button').count()).toBe(0);
  await page.context().close();
});

it('says so when the messages cannot be reached, and shows them when they can', async () => {
  script = scriptFor('K-1');
  const { page } = await openShop(1280);
  await page.getByRole('button', { name: 'Nachrichten' }).waitFor();
  await page.route('**/v1/inbox', (route) => route.abort());
  await page.reload();
  await page.getByRole('button', { name: 'Nachrichten' }).click();
  await page.getByText('gerade nicht erreichbar').waitFor();
  await page.unroute('**/v1/inbox');
  await page.getByRole('button', { name: 'Noch einmal versuchen' }).click();
  await page.getByText('Ihre Tasse ist wieder da').waitFor();
  await page.context().close();
});
