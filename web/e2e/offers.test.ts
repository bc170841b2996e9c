import { readFile } from 'node:fs/promises';
import type { OfferOne, RedeemedOffers } from '@augenblick/contract/api/offer.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, type ConsoleUnderTest, fits, startConsole } from './browser.ts';
import { addSource } from './retailer.ts';

let house: ConsoleUnderTest;
/** Write key of a shop system: may redeem. */
let key = '';

beforeAll(async () => {
  house = await startConsole();
  key = (await addSource(house, 'server')).key.key;
});
afterAll(() => house.close());

async function shop<T>(call: string, body: object): Promise<T> {
  const response = await fetch(`${house.url}/v1/offers/${call}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

const cart = (unitPriceMinor: number) => ({
  currency: 'EUR',
  items: [{ productId: 'v1', quantity: 1, unitPriceMinor }],
  shippingMinor: 490,
});

describe('Offers', () => {
  it('are written, made live, given as a list of codes and redeemed once', async () => {
    const page = await house.openSignedIn('/offers');
    await page.getByText('Noch kein Angebot', { exact: true }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Neues Angebot' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Was möchten Sie geben?').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: /^Prozent/ }).click();

    await page.getByLabel('Name', { exact: true }).fill('Flyer im Mai');
    await page.getByLabel('Prozent Nachlass').fill('12,5');
    await page.getByLabel(/^Ab einem Warenwert/).fill('40');
    await page.getByText('12,5 % Nachlass auf alles, ab 40 €, einmal je Person').waitFor();
    // The example counts with it: 12.5 % of 49 €.
    await page.getByText('6,13 € weniger für die Ware.').waitFor();
    await page.getByText('Für individuelle Preisermäßigungen').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel('Wie oft je Person').fill('');
    await page.getByText('12,5 % Nachlass auf alles, ab 40 €', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Live schalten' }).click();
    await page.getByText('„Flyer im Mai“ läuft.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.getByRole('tab', { name: 'Codes' }).click();
    await page.getByText('Noch keine Codes').waitFor();
    await page.getByRole('button', { name: 'Liste mit Codes anlegen' }).first().click();
    await dialog.getByLabel('Wie viele').fill('3');
    await dialog.getByLabel('Wofür').fill('=Flyer');
    expect(await accessibilityFaults(page)).toEqual([]);
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Codes anlegen und Datei speichern' }).click();
    const file = await readFile(await (await download).path(), 'utf8');
    const codes = [...file.matchAll(/"([2-9A-Z]{4}(?:-[2-9A-Z]{4}){2})"/g)].map(
      (one) => one[1] ?? '',
    );
    expect(codes).toHaveLength(3);
    await page.getByText('Liste „=Flyer“').first().waitFor();
    expect(await page.content()).not.toContain(codes[0]);
    expect(await accessibilityFaults(page)).toEqual([]);

    const order = { reference: 'B-1001', cart: cart(5000), codes: [codes[0]?.toLowerCase()] };
    const first = await shop<RedeemedOffers>('redeem', order);
    expect(first).toMatchObject({ discountMinor: 625, totalMinor: 4865, repeated: false });
    expect(await shop<RedeemedOffers>('redeem', order)).toEqual({ ...first, repeated: true });
    const again = await shop<RedeemedOffers>('redeem', { ...order, reference: 'B-1002' });
    expect(again.refused[0]).toMatchObject({ reason: 'code_used' });

    await page.reload();
    await page.getByText('eingelöst', { exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Eingelöst' }).click();
    await page.getByText('B-1001').waitFor();
    await page.getByText('Eine Bestellung: 6,25 € gegeben, 48,65 € bezahlt.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.getByRole('tab', { name: 'Codes' }).click();
    await page.getByRole('button', { name: 'Alle freien zurückziehen' }).click();
    await dialog.getByRole('button', { name: 'Zurückziehen' }).click();
    await page.getByText('2 Codes zurückgezogen.').waitFor();
    const late = await shop<RedeemedOffers>('redeem', {
      ...order,
      reference: 'B-1003',
      codes: [codes[1]],
    });
    expect(late.refused[0]).toMatchObject({ reason: 'code_revoked' });
  });

  it('compare with the lowest price of 30 days, in English on a phone', async () => {
    const base = `/api/r/${house.retailerId}/offers`;
    const one = await house.call<OfferOne>('POST', base, {
      name: 'Spring sale',
      title: { de: 'Frühling', en: 'Spring sale' },
      audience: 'public',
      benefit: { kind: 'percentage', percentBp: 2000, on: 'matching', maxMinor: null },
      currency: 'EUR',
      terms: {
        minBasketMinor: null,
        productIds: [],
        categories: [],
        excludedProductIds: [],
        excludedCategories: [],
        newCustomersOnly: false,
        perShopper: null,
      },
      validFrom: null,
      validTo: null,
      codes: 'none',
      publicCode: null,
      codeHours: null,
      stacking: { mode: 'alone', group: null },
      budgetMinor: null,
      stock: null,
    });
    const options = { language: 'en', width: 'phone', theme: 'dark' } as const;
    const page = await house.openSignedIn(`/offers/${one.offer.id}?tab=prices`, options);
    await page.getByText('lowers prices for everybody').waitFor();
    await page.getByRole('link', { name: 'Section 11 PAngV' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await fits(page);
    await page.goto(`${house.url}/offers/${one.offer.id}/edit`);
    await page.getByText('20% off everything').first().waitFor();
    await page.getByText('To pay').waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.goto(`${house.url}/offers`);
    await page.getByText('Spring sale').waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
