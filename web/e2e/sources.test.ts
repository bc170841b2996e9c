import { readFile } from 'node:fs/promises';
import type { NewSource } from '@augenblick/contract/api/source.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accessibilityFaults,
  type ConsoleUnderTest,
  fits,
  holdNote,
  startConsole,
} from './browser.ts';

let house: ConsoleUnderTest;

beforeAll(async () => {
  house = await startConsole();
});
afterAll(() => house.close());

async function send(key: string, call: string, body: object): Promise<void> {
  const response = await fetch(`${house.url}/v1/${call}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
    },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

/** A German file as a till exports it: Windows-1252, semicolons, comma, and one row without a price. */
const ORDERS = Buffer.from(
  [
    'Bestellnr;Datum;Kundennr;Artikelnr;Artikel;Menge;Einzelpreis',
    'A-1;03.05.2026;K-77;100;Töpferschale;2;12,50',
    'A-2;27.06.2026;K-78;101;Kerze;1;4,90',
    'A-3;28.06.2026;K-79;102;Vase;1;',
  ].join('\r\n'),
  'latin1',
);

describe('Sources', () => {
  it('connects a source and turns green when the first event arrives', async () => {
    const page = await house.openSignedIn('/sources');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Quelle anbinden' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /Shopsystem/ }).check({ force: true });
    await dialog.getByLabel('Name').fill('Unser Shop');
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Quelle und Schlüssel anlegen' }).click();
    await page.getByText('Das wird von selbst grün').waitFor();
    const key = await page.getByRole('textbox', { name: 'Schreibschlüssel' }).inputValue();
    const code = await page.locator('pre').innerText();
    expect(code).toContain(key);
    expect(code).toContain(house.url);
    expect(await accessibilityFaults(page)).toEqual([]);
    await send(key, 'track', { userId: 'K-1', event: 'Product Viewed', properties: { name: 'X' } });
    await page.getByText('Das erste Ereignis ist da').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    // Told once: after a reload the key is nowhere on the page.
    await page.reload();
    await page.getByText('Der Schlüssel wird nicht noch einmal gezeigt').waitFor();
    expect(await page.content()).not.toContain(key);
  });

  it('pauses with a way back, makes a further key and revokes it, in English on a phone', async () => {
    const { source } = await house.call<NewSource>('POST', `/api/r/${house.retailerId}/sources`, {
      kind: 'till',
      name: 'Till',
    });
    const options = { language: 'en', width: 'phone', theme: 'dark' } as const;
    const page = await house.openSignedIn(`/sources/${source.id}`, options);
    await page.getByRole('button', { name: 'Pause' }).click();
    await holdNote(page, 'Till is paused; nothing is accepted from it.');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.getByRole('button', { name: 'New key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What is it for?').fill('Till 2');
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    expect(await dialog.getByLabel('Write key').inputValue()).toMatch(/^agb_wk_/);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Revoke the key Till 2' }).click();
    await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByText('revoked', { exact: true }).waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

describe('Imports', () => {
  it('shows how a file is read, imports it and hands back what was turned away', async () => {
    const page = await house.openSignedIn('/sources?tab=imports');
    await page.getByText('Noch kein Import').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const file = { name: 'kasse.csv', mimeType: 'text/csv', buffer: ORDERS };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('So wurde die Datei gelesen').waitFor();
    await page.getByText('Töpferschale').first().waitFor();
    const shown = (label: string): Promise<string> =>
      page.getByRole('combobox', { name: label }).inputValue();
    expect(await shown('Zeichensatz')).toContain('Windows-1252');
    expect(await shown('Trennzeichen')).toContain('Semikolon');
    expect(await shown('Spalte Artikelnr wird zu')).toBe('Artikelnummer');
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.getByRole('button', { name: 'Import starten' }).click();
    await page.getByText('Import fertig').waitFor();
    await page.getByText('1 Zeile wurde abgelehnt').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Zeilen herunterladen' }).click();
    expect(await readFile(await (await download).path(), 'utf8')).toContain('Vase');

    await page.goto(`${house.url}/sources?tab=imports`);
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: 'Import starten' }).click();
    await page.getByText('Import fertig').waitFor();
    const already = page.locator('p', { hasText: 'Schon da' }).locator('xpath=..');
    await already.getByText('2', { exact: true }).waitFor();
  });

  it('lists what was imported, in English on a phone', async () => {
    const page = await house.openSignedIn('/sources?tab=imports', {
      language: 'en',
      width: 'phone',
    });
    await page
      .getByRole('row', { name: /kasse\.csv/ })
      .first()
      .waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page
      .getByRole('row', { name: /kasse\.csv/ })
      .first()
      .click();
    await page.getByText('Import done').waitFor();
    await fits(page);
  });
});

describe('What was not accepted', () => {
  it('says why and what to do, refuses again while nothing has changed, and throws away', async () => {
    const { key } = await house.call<NewSource>('POST', `/api/r/${house.retailerId}/sources`, {
      kind: 'web',
      name: 'Blog',
    });
    await send(key.key, 'track', { event: 'Product Viewed', messageId: 'd1', properties: {} });
    await send(key.key, 'track', { userId: 'K-9', event: '', messageId: 'd2' });
    const page = await house.openSignedIn('/sources?tab=dead');
    await page.getByText('2 von 2').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('row', { name: /Gehört niemandem/ }).click();
    const drawer = page.getByRole('dialog', { name: /Gehört niemandem/ });
    await drawer.getByText(/Schicken Sie eine userId/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await drawer.getByRole('button', { name: 'Noch einmal versuchen' }).click();
    await page.getByText('Weiterhin nicht angenommen, 1 bleibt.').waitFor();
    await drawer.getByRole('button', { name: 'Löschen' }).click();
    await page
      .getByRole('dialog', { name: /Diesen Eintrag löschen/ })
      .getByRole('button', { name: 'Löschen' })
      .click();
    await page.getByText('1 Eintrag gelöscht.').waitFor();
    await page.getByText('1 von 1').waitFor();
  });

  it('filters by reason, in English', async () => {
    const page = await house.openSignedIn('/sources?tab=dead', { language: 'en', theme: 'dark' });
    await page.getByRole('combobox', { name: 'Reason' }).click();
    await page.getByRole('option', { name: /The event has no name/ }).click();
    await page.getByRole('row', { name: /The event has no name/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
