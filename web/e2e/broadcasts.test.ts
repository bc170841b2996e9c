import type { RetailerId } from '@augenblick/contract';
import type { BroadcastOne, BroadcastRecipients } from '@augenblick/contract/api/broadcast.ts';
import type { TemplateOne } from '@augenblick/contract/api/template.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  accessibilityFaults,
  type ConsoleUnderTest,
  fits,
  NoonClock,
  PATIENCE,
  startConsole,
} from './browser.ts';
import { fillInBrand, holdNobodyOut } from './retailer.ts';

let house: ConsoleUnderTest;
let base: string;

/** Twelve agreed to mails, five did not, three have no address. */
const AGREED = 12;

beforeAll(async () => {
  // A limit counts by days, so the day must not end in between.
  house = await startConsole({ clock: new NoonClock() });
  base = `/api/r/${house.retailerId}`;
  const { ingest, sources } = house.app.house;
  const retailerId = house.retailerId as RetailerId;
  const till = await sources.ensure({ retailerId, kind: 'till', name: 'Kasse' });
  const items = Array.from({ length: 20 }, (_, i): unknown[] => {
    const userId = `kundin-${i}`;
    const email = i < 17 ? { email: `kundin-${i}@example.com` } : {};
    const traits = { firstName: `Kundin ${i}`, timezone: 'Europe/Berlin', ...email };
    const agreed = { purpose: 'marketing', channel: 'email' };
    return [
      { type: 'identify', userId, traits },
      ...(i < AGREED
        ? [{ type: 'track', userId, event: 'Consent Granted', properties: agreed }]
        : []),
    ];
  }).flat();
  await ingest.submit(till, items);
  // The figures below are known only if nobody is held out.
  await holdNobodyOut(house);
  await house.call('POST', `${base}/template-book/newsletter`, {
    locale: 'de',
    channel: 'mail',
    publish: false,
  });
  await publishAll();
});
afterAll(() => house.close());

/** Puts every template to use. */
async function publishAll(): Promise<void> {
  await fillInBrand(house);
  const { templates } = await house.call<{ templates: { id: string }[] }>(
    'GET',
    `${base}/templates`,
  );
  for (const { id } of templates) {
    await house.call<TemplateOne>('POST', `${base}/templates/${id}/publish`, {});
  }
}

async function named(name: string): Promise<BroadcastOne> {
  const { broadcasts } = await house.call<{ broadcasts: BroadcastOne[] }>(
    'GET',
    `${base}/broadcasts`,
  );
  const found = broadcasts.find(({ broadcast }) => broadcast.name === name);
  if (!found) throw new Error(`No newsletter ${name}`);
  return found;
}

/** Lets requests to an address wait until they are released. */
async function holdRequests(page: Page, address: string): Promise<{ release(): void }> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((done) => {
    release = done;
  });
  await page.route(address, async (route) => {
    await released;
    await route.continue();
  });
  return { release };
}

describe('A newsletter', () => {
  it('is written as a sentence, says who gets it and why others do not, and is sent', async () => {
    const page = await house.openSignedIn('/messages');
    await page.getByText('Noch kein Newsletter').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Neuer Newsletter' }).click();
    await page.getByRole('heading', { level: 1, name: /Schreiben Sie, was/ }).waitFor();
    const send = page.getByRole('button', { name: 'Senden', exact: true });
    await page.getByText('Eine Sache fehlt noch.').waitFor();
    expect(await send.isDisabled()).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.getByLabel('Name', { exact: true }).fill('Adventspost');
    await page.getByRole('button', { name: /^Was per/ }).click();
    await page.getByRole('combobox', { name: 'Vorlage für E-Mail' }).click();
    await page.getByRole('option').first().click();
    await page.getByText('Es fehlt nichts. Er kann gesendet werden.').waitFor();
    await page.getByText(`${AGREED} von 20 bekämen ihn`).waitFor();
    await page.getByText('weil keine Einwilligung vorliegt').waitFor();
    await page.getByText('weil keine bestätigte Adresse vorliegt').waitFor();
    await page.getByText(/Punkten sind in Ordnung/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: /^Wann / }).click();
    // While the next estimate is made, the one before stays and can be read.
    const estimates = await holdRequests(page, '**/broadcasts/reach');
    await page.getByText('Zur Stunde jeder Person').click();
    await page.getByRole('button', { name: /um 18:00 Uhr nach der Uhr jeder Person/ }).waitFor();
    await page.locator('[data-stale=true]').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    estimates.release();
    await page.locator('[data-stale=true]').waitFor({ state: 'detached' });
    await page.getByText('Sofort', { exact: true }).click();
    await page.getByText('Gespeichert', { exact: true }).waitFor();

    await send.click();
    const dialog = page.getByRole('dialog', { name: '„Adventspost“ senden?' });
    await dialog.getByText(`Er geht an ${AGREED} Personen.`).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Jetzt senden' }).click();
    await page.getByText('„Adventspost“ ist unterwegs.').waitFor();
    await page.getByText('Gesendet', { exact: true }).first().waitFor();
    await page.getByText('20 von 20 haben ein Ergebnis').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await vi.waitUntil(
      async () => (await named('Adventspost')).broadcast.status === 'done',
      PATIENCE,
    );
    const { progress, broadcast } = await named('Adventspost');
    expect(progress).toMatchObject({ audience: 20, sent: AGREED, leftOut: 8, queued: 0 });

    // Everyone has a result, and whoever got nothing a reason.
    const { recipients } = await house.call<BroadcastRecipients>(
      'GET',
      `${base}/broadcasts/${broadcast.id}/recipients`,
    );
    expect(recipients).toHaveLength(20);
    expect(recipients.filter(({ result, reason }) => result !== 'sent' && !reason)).toEqual([]);
  });

  it('shows list, results and editor on a phone, dark and in English', async () => {
    const shown = { language: 'en', width: 'phone', theme: 'dark' } as const;
    const page = await house.openSignedIn('/messages', shown);
    await page.getByRole('row', { name: /Adventspost/ }).waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    const { broadcast } = await named('Adventspost');
    await page.goto(`${house.url}/messages/broadcasts/${broadcast.id}`);
    await page.getByText('20 of 20 have a result').waitFor();
    await page.getByText('Who did not get it, and why').waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.getByRole('button', { name: 'More for this newsletter' }).click();
    await page.getByRole('menuitem', { name: 'Copy' }).click();
    await page.getByRole('heading', { level: 1, name: /Write what/ }).waitFor();
    await page.getByRole('button', { name: /^What by/ }).click();
    await page.getByRole('button', { name: 'Add a wording' }).click();
    await page.getByText('Two wordings say the same.').first().waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);

    // Whoever got the one before has had their newsletter of the day, and the estimate knows it.
    await page.getByRole('button', { name: /^How often/ }).click();
    await page.getByRole('button', { name: 'Add a limit' }).click();
    await page.getByRole('button', { name: /at most 1 a day, all newsletters together/ }).waitFor();
    await page.getByText('because this person already got as many of these as allowed').waitFor();
    await page.getByText(`0 of 20 would get it`).waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('sends a test to oneself through the real way', async () => {
    const { broadcast } = await named('Adventspost');
    const copy = await house.call<BroadcastOne>(
      'POST',
      `${base}/broadcasts/${broadcast.id}/duplicate`,
      {},
    );
    const page = await house.openSignedIn(`/messages/broadcasts/${copy.broadcast.id}/edit`);
    await page.getByRole('button', { name: 'Test an mich' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ein Test an Sie selbst' });
    await dialog.getByLabel('An welche Adresse').fill('anna@hofladen-linde.de');
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Test senden' }).click();
    await dialog.getByText('Die Testnachricht ist gesendet.').waitFor();
    await dialog.getByRole('link', { name: 'Zu den abgefangenen Mails' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('is scheduled, taken back, paused and cancelled', async () => {
    const { broadcast } = await named('Adventspost');
    const { broadcast: copy } = await house.call<BroadcastOne>(
      'POST',
      `${base}/broadcasts/${broadcast.id}/duplicate`,
      {},
    );
    const { updatedAt } = copy;
    const { id, ...draft } = copy;
    await house.call('PUT', `${base}/broadcasts/${id}`, {
      draft: { ...draft, name: 'Nikolaus', perMinute: 1 },
      updatedAt,
    });
    await house.call('POST', `${base}/broadcasts/${id}/schedule`, {});
    // Who is to get it stands in the list before somebody is fast enough to take it back.
    await vi.waitFor(async () => {
      const { progress } = await named('Nikolaus');
      expect(progress.waiting + progress.queued).toBeGreaterThan(10);
    }, PATIENCE);
    const page = await house.openSignedIn(`/messages/broadcasts/${id}`);
    await page.getByRole('button', { name: 'Anhalten' }).click();
    await page.getByText('„Nikolaus“ ist angehalten').waitFor();
    await page.getByText('Er ist angehalten.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Weiter senden' }).click();
    await page.getByText('„Nikolaus“ wird weiter gesendet.').waitFor();
    await page.getByRole('button', { name: 'Mehr zu diesem Newsletter' }).click();
    await page.getByRole('menuitem', { name: 'Endgültig abbrechen' }).click();
    const dialog = page.getByRole('dialog', { name: '„Nikolaus“ endgültig abbrechen?' });
    await dialog.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    // 'Abbrechen' beside it could mean either.
    await dialog.getByRole('button', { name: 'Weiter senden' }).waitFor();
    await dialog.getByRole('button', { name: 'Endgültig abbrechen' }).click();
    await page.getByText('„Nikolaus“ ist abgebrochen.').waitFor();
    const { progress } = await named('Nikolaus');
    expect(progress.takenBack).toBeGreaterThan(10);
    expect(progress.waiting + progress.queued).toBe(0);
  });
});
