import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accessibilityFaults,
  type ConsoleUnderTest,
  fits,
  OWNER,
  pressInOneGo,
  startConsole,
} from './browser.ts';
import { addSource, tell } from './retailer.ts';

let house: ConsoleUnderTest;
let writeKey: string;

beforeAll(async () => {
  house = await startConsole();
});
afterAll(() => house.close());

/** Sends calls as a web shop would. */
const send = (batch: readonly object[]): Promise<void> => tell(house, writeKey, batch);

const track = (messageId: string, event: string, properties: object): object => ({
  type: 'track',
  messageId,
  userId: 'K-10482',
  event,
  properties,
});

describe('Live', () => {
  it('says what to do first while nothing has come', async () => {
    const page = await house.openSignedIn('/live');
    await page.getByRole('heading', { name: 'Es ist noch nichts angekommen.' }).waitFor();
    await page.getByText('Noch keine Augenblicke').waitFor();
    await page.getByRole('link', { name: 'Quelle anbinden' }).waitFor();
    await page.getByRole('tab', { name: 'Ereignisse' }).click();
    await page.getByText('Noch keine Ereignisse').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('shows an event within moments of its arrival and where it went', async () => {
    writeKey = (await addSource(house, 'web')).key.key;
    const page = await house.openSignedIn('/live?view=events');
    await page.locator('[data-state=open]').waitFor();
    await send([
      {
        type: 'identify',
        messageId: 'm0',
        userId: 'K-10482',
        traits: { name: 'Katharina Brandt' },
      },
      track('m1', 'Products Searched', { query: 'Wärmflasche' }),
      track('m2', 'Product Added', { product_id: '22457', name: 'Wärmflasche', price: 8.95 }),
    ]);
    const row = page.getByRole('row', { name: /In den Warenkorb gelegt/ });
    await row.waitFor();
    await page.getByRole('heading', { name: /Ein Mensch ist gerade in Ihrem Geschäft/ }).waitFor();
    await row.press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Was damit geschah').waitFor();
    await drawer.getByText('Kundennummer', { exact: true }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await drawer.getByRole('link', { name: 'Zur Person' }).click();
    await page.waitForURL('**/shoppers/*');
  });

  it('shows what somebody wants, why we think so, and keeps up with them', async () => {
    const page = await house.openSignedIn('/live');
    await page.locator('[data-state=open]').waitFor();
    const stream = page.getByRole('list', { name: 'Augenblicke' });
    const buys = stream.getByRole('listitem').filter({ hasText: 'Katharina Brandt will kaufen' });
    await buys.getByText('Wärmflasche', { exact: true }).waitFor();
    await buys.getByRole('img', { name: 'Ich will kaufen' }).waitFor();
    await page.getByRole('heading', { name: /einer will kaufen/ }).waitFor();
    await buys.getByRole('button', { name: 'Warum?' }).click();
    await buys.getByText('Was dafür spricht').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    // From the sign to the event behind it, and back.
    await buys.getByRole('button', { name: 'Wärmflasche in den Warenkorb gelegt' }).click();
    await page.getByRole('dialog').getByText('Was damit geschah').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await send([
      {
        type: 'page',
        messageId: 'g1',
        userId: 'K-10483',
        properties: { path: '/filialen/koeln', store_id: 'koeln', store_name: 'Köln' },
      },
    ]);
    const goes = stream.getByRole('listitem').filter({ hasText: 'will hin' });
    await goes.getByText('Köln', { exact: true }).waitFor();
    const tile = page.getByRole('button', { name: /Ich will hin/ });
    await tile.filter({ hasText: '1' }).waitFor();
    await tile.click();
    await buys.waitFor({ state: 'detached' });
    await goes.waitFor();
    await page.getByRole('button', { name: /Ich will machen/ }).click();
    await page.getByRole('button', { name: 'Alle Augenblicke zeigen' }).click();
    await buys.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('holds the list while paused and shows what came meanwhile', async () => {
    const page = await house.openSignedIn('/live?view=events', { language: 'en', width: 'phone' });
    const cart = page.getByRole('row', { name: /Put into the cart/ });
    await cart.waitFor();
    await page.locator('[data-state=open]').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await send([track('m3', 'Checkout Started', { value: 8.95, currency: 'EUR' })]);
    await page.getByRole('button', { name: 'Show 1 new' }).waitFor();
    const checkout = page.getByRole('row', { name: /Went to the checkout/ });
    expect(await checkout.count()).toBe(0);
    await page.getByRole('button', { name: 'Show 1 new' }).click();
    await checkout.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await fits(page);
  });

  it('finds, filters and says when nothing matches, in English and dark', async () => {
    const page = await house.openSignedIn('/live?view=events', { language: 'en', theme: 'dark' });
    await page.getByRole('row', { name: /Put into the cart/ }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('hot chocolate');
    await page.getByText('Nothing found').waitFor();
    await page.getByRole('button', { name: 'Remove search and filters' }).click();
    const searched = page.getByRole('row', { name: /Looking and searching.*Searched/ });
    await searched.waitFor();
    await page.getByRole('combobox', { name: 'Topic' }).click();
    await page.getByRole('option', { name: 'Cart and purchase' }).click();
    await searched.waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /Cart and purchase.*Put into the cart/ }).waitFor();
    await page.getByRole('button', { name: 'As a table' }).click();
    await page.getByRole('columnheader', { name: 'Events per 5 seconds' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

describe('the shell', () => {
  it('goes everywhere by keyboard and finds shoppers', async () => {
    const page = await house.openSignedIn('/live?view=events');
    await page.getByRole('row', { name: /In den Warenkorb gelegt/ }).waitFor();
    await pressInOneGo(page, 'g', 'e');
    await page.waitForURL('**/settings');
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Suchen oder springen zu' });
    await field.fill('Katharina');
    await page.getByRole('option', { name: /Katharina Brandt/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await field.press('Enter');
    await page.waitForURL('**/shoppers/*');
  });

  it('has menus for shop and account that screen readers understand', async () => {
    const page = await house.openSignedIn('/settings');
    await page.getByRole('button', { name: OWNER.email }).click();
    await page.getByRole('menuitemradio', { name: 'Dunkel' }).click();
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /Händler wechseln/ }).click();
    await page.getByRole('menuitem', { name: OWNER.shop }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('speaks the other language and remembers it', async () => {
    const page = await house.openSignedIn('/settings');
    await page.getByRole('heading', { name: /Sie sind angemeldet/ }).waitFor();
    await page.getByText('English', { exact: true }).first().click();
    await page.getByRole('heading', { name: /You are signed in/ }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    await page.reload();
    await page.getByRole('heading', { name: /You are signed in/ }).waitFor();
    await page.getByText('Deutsch', { exact: true }).first().click();
    await page.getByRole('heading', { name: /Sie sind angemeldet/ }).waitFor();
  });

  it.each([
    '/settings',
    '/settings/staff',
    '/settings/keys',
    '/settings/retailer',
    '/settings/moments',
    '/settings/retention',
    '/settings/audit',
  ])('shows %s without faults, wide and on a phone, light and dark', async (address) => {
    for (const shown of [
      { width: 'wide', theme: 'light', language: 'de' },
      { width: 'phone', theme: 'dark', language: 'en' },
    ] as const) {
      const page = await house.openSignedIn(address, shown);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
      expect(await accessibilityFaults(page)).toEqual([]);
      await fits(page);
      await page.context().close();
    }
  });

  it('says so when a page does not exist', async () => {
    const page = await house.openSignedIn('/nirgends');
    await page.getByRole('heading', { name: 'Unter dieser Adresse gibt es nichts.' }).waitFor();
  });
});
