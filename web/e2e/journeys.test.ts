import type { JourneyList, JourneyOne } from '@augenblick/contract/api/journey.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  accessibilityFaults,
  type ConsoleUnderTest,
  fits,
  holdNote,
  PATIENCE,
  pressInOneGo,
  startConsole,
} from './browser.ts';
import { fillInBrand } from './retailer.ts';

let house: ConsoleUnderTest;
let base: string;

beforeAll(async () => {
  house = await startConsole();
  base = `/api/r/${house.retailerId}`;
});
afterAll(() => house.close());

async function named(name: string): Promise<JourneyOne> {
  const list = await house.call<JourneyList>('GET', `${base}/journeys`);
  const found = list.journeys.find(({ journey }) => journey.name === name);
  if (!found) throw new Error(`No journey ${name}`);
  return house.call<JourneyOne>('GET', `${base}/journeys/${found.journey.id}`);
}

/** Kinds of the steps in the order in which they are gone through, as the server has them. */
async function drawn(name: string): Promise<string[]> {
  const { journey } = await named(name);
  const kinds: string[] = [];
  let at: string | undefined = 'start';
  while (at !== undefined && kinds.length < 50) {
    const id: string = at;
    kinds.push(journey.nodes.find((node) => node.id === id)?.type ?? '?');
    at = journey.edges.find(({ from }) => from === id)?.to;
  }
  return kinds;
}

const BOOK = 'Liegengebliebener Warenkorb';

describe('Playbook of journeys', () => {
  it('makes a draft that says what is missing while only people know it', async () => {
    const page = await house.openSignedIn('/journeys?tab=playbook');
    await page.getByRole('button', { name: '„Geburtstag“ ansehen' }).click();
    await page.getByRole('button', { name: 'Jetzt live schalten' }).click();
    await page.getByText(/„Geburtstag“ ist ein Entwurf/).waitFor();
    await page.getByRole('button', { name: /fehlt noch|fehlen noch/ }).waitFor();
    await house.call('DELETE', `${base}/journeys/${(await named('Geburtstag')).journey.id}`);
  });

  it('leads an empty shop to a ready-made journey that is live after two clicks', async () => {
    await fillInBrand(house);
    const page = await house.openSignedIn('/journeys');
    await page.getByRole('heading', { level: 1, name: /Noch begleitet keine Strecke/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Aus den Vorlagen wählen' }).click();
    const cards = page.getByRole('article');
    await cards.first().waitFor();
    expect(await cards.count()).toBeGreaterThanOrEqual(10);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: `„${BOOK}“ ansehen` }).click();
    const dialog = page.getByRole('dialog', { name: new RegExp(BOOK) });
    await dialog.getByText('Wartet 1 Tag.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Jetzt live schalten' }).click();
    await holdNote(page, `„${BOOK}“ läuft.`);
    await page.getByRole('heading', { level: 1, name: new RegExp(BOOK) }).waitFor();
    await page.getByRole('button', { name: /^Start Beginnt/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    // The note takes it back: paused, not gone.
    await page.getByRole('button', { name: 'Rückgängig' }).click();
    await page.getByRole('heading', { level: 1 }).getByText('Pausiert').waitFor();
    expect((await named(BOOK)).journey.status).toBe('paused');
    await page.getByRole('button', { name: 'Weiterlaufen lassen' }).click();
    await page.getByText(`„${BOOK}“ läuft weiter.`).waitFor();
  });

  it('shows list, drawing and gallery on a phone, dark and in English', async () => {
    const shown = { language: 'en', width: 'phone', theme: 'dark' } as const;
    const page = await house.openSignedIn('/journeys', shown);
    await page.getByRole('row', { name: new RegExp(BOOK) }).waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('row', { name: new RegExp(BOOK) }).click();
    await page.getByText('Waits 1 day.').waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.goto(`${house.url}/journeys?tab=playbook`);
    await page.getByRole('article').first().waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

/** Presses a key on the drawing and waits for what the page says about it. */
async function press(page: Page, key: string, said?: string | RegExp): Promise<void> {
  await page.keyboard.press(key);
  if (said) await page.getByRole('status').filter({ hasText: said }).waitFor();
}

/** Adds a step after the focused one, without a mouse. */
async function add(page: Page, kind: string, name: string): Promise<void> {
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: /Schritt einfügen/ });
  await dialog.locator(`[data-kind="${kind}"]`).focus();
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page
    .getByRole('status')
    .filter({ hasText: `${name} ist eingefügt.` })
    .waitFor();
  await focused(page, name);
}

/** Waits until the step of this kind has the focus. */
async function focused(page: Page, name: string): Promise<void> {
  await page.locator('[data-step]:focus', { hasText: name }).waitFor();
}

async function saved(page: Page): Promise<void> {
  await page.getByText('Gespeichert', { exact: true }).waitFor();
}

describe('The builder', () => {
  it('builds a small journey with the keyboard alone', async () => {
    const page = await house.openSignedIn('/journeys?new=1');
    await page.getByRole('heading', { level: 1, name: 'Neue Strecke' }).waitFor();
    await page.getByRole('button', { name: /^Start Noch beginnt/ }).focus();
    expect(await accessibilityFaults(page)).toEqual([]);
    await add(page, 'wait', 'Warten');
    await add(page, 'send', 'Nachricht senden');
    await add(page, 'branch', 'Verzweigen');
    await saved(page);
    expect(await drawn('Neue Strecke')).toEqual(['start', 'wait', 'send', 'branch']);

    // A dialog gives the focus back, the first time, too.
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Ohne Maus' }).getByText('Strg C').waitFor();
    await page.keyboard.press('Escape');
    await focused(page, 'Verzweigen');

    // Up through the ways, one step moved, taken out, brought back.
    await press(page, 'ArrowUp');
    await focused(page, 'Nachricht senden');
    await press(page, 'Alt+ArrowUp', 'Der Schritt ist verschoben.');
    await saved(page);
    await vi.waitFor(
      async () => expect(await drawn('Neue Strecke')).toEqual(['start', 'send', 'wait', 'branch']),
      PATIENCE,
    );
    await press(page, 'Delete', 'Der Schritt ist draußen.');
    await press(page, 'Control+z', 'Rückgängig gemacht.');
    await press(page, 'Control+z', 'Rückgängig gemacht.');
    await saved(page);
    await vi.waitFor(
      async () => expect(await drawn('Neue Strecke')).toEqual(['start', 'wait', 'send', 'branch']),
      PATIENCE,
    );
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('copies, pastes and connects without a mouse, and says in words what is missing', async () => {
    const { journey } = await named('Neue Strecke');
    const page = await house.openSignedIn(`/journeys/${journey.id}/edit`);
    await page.getByRole('button', { name: /^Warten Wartet/ }).focus();
    await press(page, 'Control+c', 'Ein Schritt ist kopiert.');
    await press(page, 'ArrowDown');
    await focused(page, 'Nachricht senden');
    await press(page, 'Control+v', 'Ein Schritt ist eingefügt.');
    await saved(page);
    const four = ['start', 'wait', 'send', 'wait', 'branch'];
    await vi.waitFor(async () => expect(await drawn('Neue Strecke')).toEqual(four), PATIENCE);
    await page.getByRole('button', { name: /Dinge fehlen noch|Eins fehlt noch/ }).waitFor();

    // Where the “no” of the branch leads is asked for by name.
    await page.getByRole('button', { name: /^Verzweigen Fragt/ }).focus();
    await page.keyboard.press('c');
    const no = page.getByLabel('Nein', { exact: true }).first();
    await no.click();
    await page.getByRole('option', { name: 'Wartet 1 Tag.' }).last().click();
    await saved(page);
    await vi.waitFor(async () => {
      const now = (await named('Neue Strecke')).journey;
      expect(now.edges.some(({ port }) => port === 'no')).toBe(true);
    }, PATIENCE);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('reads as an indented list on a phone, dark and in English', async () => {
    const { journey } = await named('Neue Strecke');
    const shown = { language: 'en', width: 'phone', theme: 'dark' } as const;
    const page = await house.openSignedIn(`/journeys/${journey.id}/edit`, shown);
    await page
      .getByRole('button', { name: /Waits 1 day\./ })
      .first()
      .click();
    await page.getByRole('dialog').getByText('And then').waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page
      .getByRole('button', { name: /^Add a step after/ })
      .first()
      .click();
    await page.getByRole('dialog', { name: /Add a step/ }).waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('does not overwrite what somebody else has saved meanwhile', async () => {
    const { journey } = await named('Neue Strecke');
    const page = await house.openSignedIn(`/journeys/${journey.id}/edit`);
    await page.getByLabel('Name', { exact: true }).waitFor();
    const address = `${base}/journeys/${journey.id}`;
    const { journey: now } = await house.call<JourneyOne>('GET', address);
    const theirs = { ...now, note: 'Von Ben geändert' };
    await house.call('PUT', address, { draft: theirs, updatedAt: now.updatedAt });
    await page.getByLabel('Name', { exact: true }).fill('Umbenannt');
    await page.getByText('Jemand anders hat diese Strecke inzwischen geändert').waitFor();
    await page.getByRole('button', { name: 'Andere Fassung laden' }).click();
    await page.getByText('Jemand anders hat').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Notiz fürs Team').inputValue()).toBe('Von Ben geändert');
  });
});

describe('Playing it', () => {
  it('plays a journey through for a made-up shopper', async () => {
    const { journey } = await named(BOOK);
    const page = await house.openSignedIn(`/journeys/${journey.id}/edit?test=1`);
    const drawer = page.getByRole('dialog', { name: /Für eine Person durchspielen/ });
    await drawer.getByRole('button', { name: 'Durchspielen' }).click();
    await drawer.getByText('Was passieren würde').first().waitFor();
    expect(await drawer.getByRole('listitem').count()).toBeGreaterThan(3);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('plays a journey against the past', async () => {
    const { journey } = await named(BOOK);
    const page = await house.openSignedIn(`/journeys/${journey.id}/dry-run`);
    await page.getByRole('button', { name: 'Probelauf starten' }).click();
    await page.getByRole('heading', { level: 1, name: /niemanden begleitet/ }).waitFor();
    await page.getByText('So oft begonnen').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

describe('The way there and out', () => {
  it('ends only after a question, and is copied', async () => {
    const { journey } = await named(BOOK);
    const page = await house.openSignedIn(`/journeys/${journey.id}`);
    await page.getByRole('button', { name: 'Mehr zu dieser Strecke' }).click();
    await page.getByRole('menuitem', { name: 'Endgültig beenden' }).click();
    const dialog = page.getByRole('dialog', { name: /endgültig beenden/ });
    await dialog.getByText('Niemand ist unterwegs.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Endgültig beenden' }).click();
    await page.getByText(`„${BOOK}“ ist beendet.`).waitFor();
    expect((await named(BOOK)).journey.status).toBe('ended');
    await page.getByRole('button', { name: 'Mehr zu dieser Strecke' }).click();
    await page.getByRole('menuitem', { name: 'Kopieren' }).click();
    await page.getByText('Das ist eine Kopie.').waitFor();
  });

  it('leads by keyboard', async () => {
    const page = await house.openSignedIn('/live');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await pressInOneGo(page, 'g', 'j');
    await page.getByRole('tab', { name: 'Vorlagen' }).waitFor();
  });
});
