import type { SegmentList } from '@augenblick/contract/api/segment.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, type ConsoleUnderTest, fits, startConsole } from './browser.ts';
import { addSource, tell } from './retailer.ts';

let house: ConsoleUnderTest;

/** Three people look at lamps, one of them buys one; a fourth came for bread. */
const lamp = { product_id: 'L1', name: 'Lampe Nord', category: 'Lampen', brand: 'Nord', price: 49 };
const bread = { product_id: 'B1', name: 'Roggenbrot', category: 'Brot', price: 4 };
const viewed = (userId: string, n: number, properties: object) => ({
  type: 'track',
  event: 'Product Viewed',
  messageId: `${userId}-${n}`,
  userId,
  properties,
});
const HISTORY = [
  ...['Ada', 'Bea', 'Cem'].flatMap((name) => [
    {
      type: 'identify',
      messageId: `i-${name}`,
      userId: name,
      traits: { name: `${name} Beispiel`, city: 'Köln' },
    },
    ...[1, 2, 3].map((n) => viewed(name, n, lamp)),
  ]),
  {
    type: 'track',
    event: 'Order Completed',
    messageId: 'order-1',
    userId: 'Cem',
    properties: {
      order_id: 'O-1',
      total: 49,
      currency: 'EUR',
      products: [{ ...lamp, quantity: 1 }],
    },
  },
  viewed('Dan', 1, bread),
];

beforeAll(async () => {
  house = await startConsole();
  const { key } = await addSource(house, 'server');
  await tell(house, key.key, HISTORY);
});
afterAll(() => house.close());

const shots = process.env['SHOTS'];
async function shoot(page: Page, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: `${shots}/segments-${name}.png`, fullPage: true });
}

describe('Segments', () => {
  it('are begun from a starting point, previewed and switched on', async () => {
    const page = await house.openSignedIn('/segments');
    await page.getByRole('heading', { name: /Sagen Sie einmal, wen Sie meinen/ }).waitFor();
    await shoot(page, 'list-empty');
    await page
      .getByRole('link', { name: /Übernehmen: Haben sich für Lampen interessiert/ })
      .click();
    await page.getByRole('heading', { name: 'Wen meinen Sie?' }).waitFor();
    const sentence = page.getByTestId('sentence');
    expect(await sentence.textContent()).toBe(
      'Kundinnen und Kunden, die in den letzten 30 Tagen mindestens 3-mal ein Produkt angesehen haben ' +
        '(Kategorie ist „Lampen“), und die in den letzten 30 Tagen aus der Kategorie „Lampen“ nichts gekauft haben.',
    );
    // Ada and Bea; Cem has bought, Dan has not looked.
    await page.getByText('von 4 Personen').waitFor();
    await page.getByText('Ada Beispiel').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await shoot(page, 'builder');
    await page.getByRole('button', { name: 'Speichern und einschalten' }).click();
    await page.getByRole('heading', { name: /^2 Personen sind gerade in/ }).waitFor();
    await page.getByRole('link', { name: 'Bea Beispiel' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await shoot(page, 'page');
  });

  it('are built with the keyboard alone, and say what is still missing', async () => {
    const page = await house.openSignedIn('/segments/new');
    await page.getByLabel('Name').fill('Kölner Lampenfreunde');
    await page.getByRole('button', { name: 'Bedingung hinzufügen' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Eine Angabe zur Person' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Hier fehlt noch eine Angabe.').waitFor();
    expect(await page.getByRole('button', { name: 'Speichern und einschalten' }).isEnabled()).toBe(
      false,
    );
    // The new sentence has the focus.
    await page.getByRole('combobox', { name: 'Einzelheit' }).selectOption('city');
    await page.getByRole('combobox', { name: 'Werte: Hinzufügen' }).fill('köln');
    await page.keyboard.press('Enter');
    await page.getByText('von 4 Personen').waitFor();
    await page.locator('p', { hasText: /^3$/ }).waitFor();
    await page.getByRole('button', { name: 'Nicht', exact: true }).click();
    await page.locator('p', { hasText: /^1$/ }).waitFor();
    expect(await page.getByTestId('sentence').textContent()).toContain('für die das nicht gilt');
    await page.getByRole('button', { name: 'Als Entwurf speichern' }).click();
    await page.getByRole('heading', { name: /ist ein Entwurf/ }).waitFor();
    const { segments } = await house.call<SegmentList>(
      'GET',
      `/api/r/${house.retailerId}/segments`,
    );
    expect(segments.map(({ status }) => status).sort()).toEqual(['draft', 'live']);
  });

  it('follow what shoppers do, fit a phone, and speak English in the dark', async () => {
    const page = await house.openSignedIn('/segments', {
      language: 'en',
      theme: 'dark',
      width: 'phone',
    });
    await page.getByRole('heading', { name: /One segment is kept up to date/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await fits(page);
    await shoot(page, 'list-phone');
    await page
      .getByRole('link', { name: /Lampen interessiert/ })
      .first()
      .click();
    await page.getByRole('heading', { name: /2 shoppers are in/ }).waitFor();
    await fits(page);
    await shoot(page, 'page-phone');
    await page.goto(`${house.url}/segments/new?start=abandoned_cart`);
    await page.getByText('of 4 shoppers').waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await shoot(page, 'builder-phone');
  });
});
