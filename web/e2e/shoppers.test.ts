import type { ShopperList } from '@augenblick/contract/api/shopper.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accessibilityFaults,
  type ConsoleUnderTest,
  fits,
  holdNote,
  startConsole,
} from './browser.ts';
import { addSource, tell } from './retailer.ts';

let house: ConsoleUnderTest;
let shoppers: string;

/** What a shop system tells: Marta shops with an account, a card and a browser; Paul came once. */
const HISTORY = [
  {
    type: 'identify',
    messageId: 'i1',
    userId: 'K-1',
    anonymousId: 'browser-1',
    traits: { firstName: 'Marta', lastName: 'Lindqvist', email: 'marta@example.org' },
  },
  {
    type: 'track',
    messageId: 't1',
    userId: 'K-1',
    event: 'Products Searched',
    properties: { query: 'Wolldecke' },
  },
  {
    type: 'track',
    messageId: 't2',
    userId: 'K-1',
    event: 'Order Completed',
    properties: {
      order_id: 'B-100',
      total: 89.9,
      currency: 'EUR',
      products: [{ product_id: '7', name: 'Wolldecke grau', price: 89.9, quantity: 1 }],
    },
  },
  {
    type: 'identify',
    messageId: 'i2',
    anonymousId: 'browser-2',
    traits: { name: 'Paul Anders' },
  },
];

beforeAll(async () => {
  house = await startConsole();
  shoppers = `/api/r/${house.retailerId}/shoppers`;
  const { key } = await addSource(house, 'server');
  await tell(house, key.key, HISTORY);
});
afterAll(() => house.close());

async function idOf(name: string): Promise<string> {
  const { items } = await house.call<ShopperList>('GET', `${shoppers}?q=${name}`);
  const [first] = items;
  if (!first) throw new Error(`No shopper ${name}`);
  return first.id;
}

describe('Shoppers', () => {
  it('finds somebody by an identifier and opens the story with the keyboard', async () => {
    const page = await house.openSignedIn('/shoppers');
    await page.getByRole('heading', { name: /Sie kennen 2 Kundinnen und Kunden/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('/');
    await page.keyboard.type('marta@example');
    await page.getByRole('heading', { name: /1 Person passt dazu/ }).waitFor();
    const row = page.getByRole('row', { name: /Marta Lindqvist/ });
    await row.press('Enter');
    await page.getByRole('heading', { level: 1, name: /Marta Lindqvist/ }).waitFor();
    await page.getByText('Hat nach „Wolldecke“ gesucht').waitFor();
    await page.getByText(/Hat für 89,90\s€ bestellt/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('shows an order with its lines and where a fact comes from', async () => {
    const page = await house.openSignedIn(`/shoppers/${await idOf('Marta')}`);
    await page.getByRole('tab', { name: /Einkäufe/ }).click();
    await page.getByText('Bestellung B-100').first().waitFor();
    await page.getByText('Wolldecke grau').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: /Woher „Vorname“ kommt/ }).click();
    await page.getByRole('button', { name: 'Ereignis zeigen' }).click();
    await page.getByRole('dialog').getByText('Was damit geschah').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('joins two shoppers with a reason, takes it back and separates a browser', async () => {
    const page = await house.openSignedIn(`/shoppers/${await idOf('Marta')}?tab=identities`);
    await page.getByRole('button', { name: 'Zusammenführen' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('searchbox').fill('Paul');
    await dialog.getByRole('button', { name: /Paul Anders/ }).click();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByLabel('Grund').fill('Dieselbe Person, zweites Konto');
    await dialog.getByRole('button', { name: 'Zusammenführen' }).click();
    await holdNote(page, 'Mit Paul Anders zusammengeführt.');
    await page.getByRole('button', { name: 'browser-2 trennen' }).waitFor();
    await page
      .getByText(/Dieselbe Person, zweites Konto/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Rückgängig' }).click();
    await page.getByRole('button', { name: 'browser-2 trennen' }).waitFor({ state: 'detached' });
    expect(await idOf('Paul')).not.toBe(await idOf('Marta'));

    await page.getByRole('button', { name: 'browser-1 trennen' }).click();
    await dialog.getByLabel('Grund').fill('Browser des Partners');
    await dialog.getByRole('button', { name: 'Trennen' }).click();
    await page.getByText('browser-1 hat jetzt ein eigenes Profil.').waitFor();
    await page
      .getByText(/Browser des Partners/)
      .first()
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('records a consent with its wording and offers the proof, in English on a phone', async () => {
    const address = `/shoppers/${await idOf('Marta')}?tab=consents`;
    const page = await house.openSignedIn(address, {
      language: 'en',
      width: 'phone',
      theme: 'dark',
    });
    await page.getByText('No consent on record').waitFor();
    await page.getByRole('button', { name: 'Record' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What exactly was agreed to').fill('Yes, by e-mail please.');
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Record' }).click();
    await page.getByText('Yes, by e-mail please.').waitFor();
    await page.getByText('Marketing by e-mail').first().waitFor();
    const proof = await page.getByRole('link', { name: 'Print proof' }).getAttribute('href');
    const response = await page.request.get(house.url + (proof ?? ''));
    expect(await response.text()).toContain('Yes, by e-mail please.');
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('shows list, story and facts on a phone without sideways scrolling', async () => {
    const page = await house.openSignedIn('/shoppers', { language: 'en', width: 'phone' });
    await page.getByRole('row', { name: /Marta Lindqvist/ }).click();
    await page.getByText('Searched for “Wolldecke”').waitFor();
    await fits(page);
    await page.getByRole('tab', { name: 'Facts' }).click();
    await page.getByText('Times of day').waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('hands the data over and erases only after a typed word', async () => {
    const id = await idOf('Paul');
    const page = await house.openSignedIn(`/shoppers/${id}`);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Auskunft herunterladen' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.zip$/);
    await page.getByRole('button', { name: 'Löschen' }).click();
    const dialog = page.getByRole('dialog');
    const erase = dialog.getByRole('button', { name: 'Endgültig löschen' });
    expect(await erase.isDisabled()).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByLabel(/Tippen Sie „löschen“/).fill('löschen');
    await erase.click();
    await dialog.getByText('Von der Person ist nichts mehr da').waitFor();
    await dialog.getByRole('button', { name: 'Zu allen Kunden' }).click();
    await page.waitForURL('**/shoppers');
    const { total } = await house.call<ShopperList>('GET', `${shoppers}?q=Paul`);
    expect(total).toBe(0);
  });
});
