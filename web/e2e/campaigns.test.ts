import type { CampaignOne } from '@augenblick/contract/api/campaign.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accessibilityFaults,
  type ConsoleUnderTest,
  fits,
  holdNote,
  pressInOneGo,
  startConsole,
} from './browser.ts';

let house: ConsoleUnderTest;
let base: string;

beforeAll(async () => {
  house = await startConsole();
  base = `/api/r/${house.retailerId}`;
});
afterAll(() => house.close());

async function campaigns(): Promise<CampaignOne[]> {
  const list = await house.call<{ campaigns: CampaignOne[] }>('GET', `${base}/campaigns`);
  return list.campaigns;
}

async function named(name: string): Promise<CampaignOne> {
  const found = (await campaigns()).find(({ campaign }) => campaign.name === name);
  if (!found) throw new Error(`No campaign ${name}`);
  return found;
}

describe('Playbook', () => {
  it('leads an empty shop to a ready-made campaign that is live after two clicks', async () => {
    const page = await house.openSignedIn('/campaigns');
    await page.getByRole('heading', { level: 1, name: /Noch spricht keine Kampagne/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Aus den Vorlagen wählen' }).click();
    const cards = page.getByRole('article');
    await cards.first().waitFor();
    expect(await cards.count()).toBeGreaterThanOrEqual(8);
    expect(await accessibilityFaults(page)).toEqual([]);
    const open = page.getByRole('button', { name: '„Suche ohne Treffer“ ansehen' });
    await open.click();
    const dialog = page.getByRole('dialog', { name: /Suche ohne Treffer/ });
    await dialog.getByText('zeige an').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Jetzt live schalten' }).click();
    await holdNote(page, '„Suche ohne Treffer“ läuft.');
    await page.getByRole('heading', { level: 1, name: /Suche ohne Treffer/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    // The note takes it back: paused, not gone.
    await page.getByRole('button', { name: 'Rückgängig' }).click();
    await page.getByText('Pausiert', { exact: true }).waitFor();
    expect((await named('Suche ohne Treffer')).campaign.status).toBe('paused');
  });

  it('shows the list and the gallery on a phone, dark and in English', async () => {
    const shown = { language: 'en', width: 'phone', theme: 'dark' } as const;
    const page = await house.openSignedIn('/campaigns', shown);
    await page.getByRole('row', { name: /Suche ohne Treffer/ }).waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Playbook' }).click();
    await page.getByRole('article').first().waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

describe('A campaign', () => {
  it('is written as a sentence, saves itself, says what is missing and goes live', async () => {
    const page = await house.openSignedIn('/campaigns');
    await page.getByRole('button', { name: 'Neue Kampagne' }).click();
    await page.getByRole('heading', { level: 1, name: /Schreiben Sie, was/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const live = page.getByRole('button', { name: 'Live schalten' });
    await page.getByText(/fehlt noch|fehlen noch/).waitFor();
    expect(await live.isDisabled()).toBe(true);

    await page.getByLabel('Name', { exact: true }).fill('Adventslichter');
    await page.getByLabel('Überschrift').fill('Lichter für {{ shop.name }}');
    await page.getByLabel('Text', { exact: true }).fill('Handgezogen, drei Stunden Ruhe.');
    // The preview fills in the name while somebody writes.
    await page.getByText('Lichter für Hofladen Linde').waitFor();
    await page.getByText('Englisch', { exact: true }).click();
    await page.getByLabel('Überschrift').fill('Lights');
    await page.getByLabel('Text', { exact: true }).fill('Hand-drawn.');
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.getByRole('button', { name: /^In welchem Moment/ }).click();
    await page.getByRole('button', { name: 'will kaufen' }).click();
    await page.getByRole('button', { name: /wenn jemand will kaufen/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: /^Wo / }).click();
    await page.getByRole('group', { name: 'Plätze, an denen sie stehen darf' }).waitFor();
    await page.getByRole('button', { name: 'Suche ohne Treffer' }).click();
    await page.getByText('Es fehlt nichts. Sie kann live gehen.').waitFor();
    await page.getByText('Gespeichert', { exact: true }).waitFor();
    const { campaign } = await named('Adventslichter');
    expect(campaign.status).toBe('draft');
    expect(campaign.when.kinds).toEqual(['buy']);
    expect(campaign.variants[0]?.contents.de.headline).toBe('Lichter für {{ shop.name }}');

    await live.click();
    await page.getByText('„Adventslichter“ läuft.').waitFor();
    expect((await named('Adventslichter')).campaign.status).toBe('live');
    await page.getByText('Was sie tut').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('keeps what is live while a change waits, and throws the change away with a way back', async () => {
    const { campaign } = await named('Adventslichter');
    const page = await house.openSignedIn(`/campaigns/${campaign.id}/edit`);
    await page.getByRole('button', { name: /^Wie oft/ }).click();
    const times = page.getByLabel('Wie oft', { exact: true }).first();
    await times.fill('7');
    await page.getByRole('button', { name: /7-mal je Besuch/ }).waitFor();
    await page.getByRole('button', { name: 'Änderungen verwerfen' }).click();
    await holdNote(page, 'Der Entwurf ist wieder das, was läuft.');
    await page.getByRole('button', { name: /einmal je Besuch/ }).waitFor();
    await page.getByRole('button', { name: 'Rückgängig' }).click();
    await page.getByRole('button', { name: /7-mal je Besuch/ }).waitFor();
    await page.getByText('Gespeichert', { exact: true }).waitFor();
    const changed = await named('Adventslichter');
    expect(changed.campaign.caps[0]?.times).toBe(7);
    expect(changed.live?.caps[0]?.times).toBe(1);
  });

  it('does not overwrite what somebody else has saved meanwhile', async () => {
    const { campaign } = await named('Adventslichter');
    const page = await house.openSignedIn(`/campaigns/${campaign.id}/edit`);
    await page.getByLabel('Name', { exact: true }).waitFor();
    const address = `${base}/campaigns/${campaign.id}`;
    const { campaign: now } = await house.call<CampaignOne>('GET', address);
    const theirs = { ...now, note: 'Von Ben geändert' };
    await house.call('PUT', address, { draft: theirs, updatedAt: now.updatedAt });
    await page.getByLabel('Name', { exact: true }).fill('Adventskerzen');
    await page.getByText('Jemand anders hat diese Kampagne geändert').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Andere Fassung laden' }).click();
    const note = page.getByLabel('Wofür sie da ist (liest nur Ihr Team)');
    await page.getByText('Jemand anders hat').waitFor({ state: 'detached' });
    expect(await note.inputValue()).toBe('Von Ben geändert');
  });

  it('is written on a phone, dark and in English', async () => {
    const { campaign } = await named('Adventslichter');
    const shown = { language: 'en', width: 'phone', theme: 'dark' } as const;
    const page = await house.openSignedIn(`/campaigns/${campaign.id}/edit`, shown);
    await page.getByRole('button', { name: /^When/ }).click();
    await page.getByLabel('From').waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.goto(`${house.url}/campaigns/${campaign.id}`);
    await page.getByText('What it does').waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('is copied, and ends only after a question', async () => {
    const { campaign } = await named('Adventslichter');
    const page = await house.openSignedIn(`/campaigns/${campaign.id}`);
    await page.getByRole('button', { name: 'Mehr zu dieser Kampagne' }).click();
    await page.getByRole('menuitem', { name: 'Endgültig beenden' }).click();
    const dialog = page.getByRole('dialog', { name: /„Adventslichter“ endgültig beenden/ });
    await dialog.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Endgültig beenden' }).click();
    await page.getByText('„Adventslichter“ ist beendet.').waitFor();
    expect((await named('Adventslichter')).campaign.status).toBe('ended');
    await page.getByRole('button', { name: 'Mehr zu dieser Kampagne' }).click();
    await page.getByRole('menuitem', { name: 'Kopieren' }).click();
    await page.getByText('Das ist eine Kopie.').waitFor();
    await page.getByRole('heading', { level: 1, name: /Schreiben Sie, was/ }).waitFor();
  });
});

describe('Placements', () => {
  it('makes a place, gives the line for the page and keeps a fallback', async () => {
    const page = await house.openSignedIn('/placements');
    await page.getByRole('button', { name: 'Neuer Platz' }).first().click();
    const dialog = page.getByRole('dialog', { name: /Neuer Platz/ });
    await dialog.getByLabel('Name').fill('Schaufenster oben');
    expect(await dialog.getByLabel('Schlüssel').inputValue()).toBe('schaufenster-oben');
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Platz anlegen' }).click();
    await page.getByRole('heading', { level: 1, name: /Schaufenster oben/ }).waitFor();
    expect(await page.locator('pre').innerText()).toBe(
      '<div data-augenblick="schaufenster-oben" style="min-height: 120px"></div>',
    );
    await page.getByRole('button', { name: 'Ersatz schreiben' }).click();
    await page.getByLabel('Überschrift').fill('Schön, dass Sie da sind');
    await page.getByText('Schön, dass Sie da sind').first().waitFor();
    await page.getByText('Englisch', { exact: true }).click();
    await page.getByLabel('Überschrift').fill('Good to see you');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByText('Der Ersatz ist gespeichert.').waitFor();

    await page.getByRole('button', { name: 'Pausieren' }).click();
    await holdNote(page, '„Schaufenster oben“ ist pausiert');
    await page.getByRole('button', { name: 'Rückgängig' }).last().click();
    await page.getByRole('button', { name: 'Pausieren' }).waitFor();
  });

  it('lists the places on a phone, in English', async () => {
    const page = await house.openSignedIn('/placements', { language: 'en', width: 'phone' });
    await page.getByRole('row', { name: /Schaufenster oben/ }).waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('row', { name: /Schaufenster oben/ }).click();
    await page.getByText('Into your page').waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

describe('The way there', () => {
  it('leads by keyboard, palette and the bar of a phone', async () => {
    const page = await house.openSignedIn('/live');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await pressInOneGo(page, 'g', 'c');
    await page.getByRole('tab', { name: 'Vorlagen' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('Entsch');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Protokoll' }).waitFor();

    const phone = await house.openSignedIn('/campaigns', { width: 'phone' });
    await phone.getByRole('button', { name: 'Mehr', exact: true }).click();
    await phone.getByRole('menuitem', { name: 'Plätze' }).click();
    await phone.getByRole('row', { name: /Schaufenster oben/ }).waitFor();
  });
});
