import type { CaughtList, ChannelView } from '@augenblick/contract/api/channel.ts';
import type { TemplateList, TemplateOne } from '@augenblick/contract/api/template.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accessibilityFaults,
  type ConsoleUnderTest,
  fits,
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

async function fine(page: Page): Promise<void> {
  await fits(page);
  expect(await accessibilityFaults(page)).toEqual([]);
}

async function template(name: string): Promise<TemplateOne['template']> {
  const { templates } = await house.call<TemplateList>('GET', `${base}/templates`);
  const found = templates.find((one) => one.name === name);
  if (!found) throw new Error(`No template ${name}`);
  const one = await house.call<TemplateOne>('GET', `${base}/templates/${found.id}`);
  return one.template;
}

/** Kinds of the blocks in a language, in their order. */
async function kinds(name: string, language: 'de' | 'en'): Promise<string[]> {
  const content = (await template(name)).contents[language];
  return content.kind === 'mail' ? content.blocks.map(({ kind }) => kind) : [];
}

const saved = (page: Page) => page.getByText('Gespeichert', { exact: true }).waitFor();

/** Names of the blocks as they stand in the editor. */
const rows = (page: Page) =>
  page.getByRole('list', { name: 'Bausteine dieser E-Mail' }).locator('li[id^="block-"]');

/** What a screen reader says while a block is moved. */
const said = (page: Page, words: string) =>
  page.locator('[aria-live=assertive]', { hasText: words }).waitFor({ state: 'attached' });

describe('Templates', () => {
  it('lead an empty shop to a ready-made one', async () => {
    const page = await house.openSignedIn('/messages?tab=templates');
    await page.getByRole('heading', { level: 1, name: /Noch verlässt keine E-Mail/ }).waitFor();
    await page.getByText('Noch keine Vorlage').waitFor();
    await fine(page);
    await page.getByRole('button', { name: 'Eine fertige wählen' }).click();
    const drawer = page.getByRole('dialog', { name: /Fertige Vorlagen/ });
    await drawer.getByRole('article').first().waitFor();
    expect(await drawer.getByRole('article').count()).toBeGreaterThanOrEqual(8);
    await fine(page);
    await drawer.getByRole('button', { name: /„Warenkorb 1.*“ nehmen/ }).click();
    await page.getByRole('menuitem', { name: 'E-Mail' }).click();
    await page.getByRole('heading', { level: 1, name: /Warenkorb 1.* schreiben/ }).waitFor();
    await rows(page).first().waitFor();
    const frame = page.frameLocator('iframe');
    await frame.getByText('Abmelden').first().waitFor();
    await fine(page);
  });

  it('of every channel begin with a menu', async () => {
    const page = await house.openSignedIn('/messages?tab=templates');
    await page.getByRole('button', { name: 'Neue Vorlage' }).click();
    await page.getByRole('menuitem', { name: 'SMS' }).click();
    await page.getByLabel('Text', { exact: true }).fill('Ihre Kerzen sind da. {{ shop.name }}');
    await page.getByText('Ihre Kerzen sind da. Hofladen Linde').waitFor();
    await page.getByText(/Eine SMS, \d+ Zeichen/).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Kerzen sind da');
    await page.getByText('Service', { exact: true }).click();
    await saved(page);
    await fine(page);
    const { channel, basis, contents } = await template('Kerzen sind da');
    expect([channel, basis]).toEqual(['sms', 'service']);
    expect(contents.de).toMatchObject({ text: 'Ihre Kerzen sind da. {{ shop.name }}' });
    expect(contents.en).toMatchObject({ text: '' });
  });
});

describe('The mail editor', () => {
  it('writes with blocks, saves itself and shows what will arrive', async () => {
    const page = await house.openSignedIn('/messages?tab=templates');
    await page.getByRole('button', { name: 'Neue Vorlage' }).click();
    await page.getByRole('menuitem', { name: 'E-Mail' }).click();
    await rows(page).first().waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Adventspost');
    await page.getByLabel('Betreff').fill('Lichter bei {{ shop.name }}');
    await page
      .getByRole('button', { name: /^Überschrift/ })
      .nth(1)
      .click();
    const heading = page.getByLabel('Überschrift', { exact: true });
    await heading.fill('Ein ruhiger Advent');
    await page.frameLocator('iframe').getByText('Ein ruhiger Advent').waitFor();
    await page.getByText('Lichter bei Hofladen Linde').waitFor();
    await fine(page);

    // A press in the preview opens the block it belongs to.
    await page.frameLocator('iframe').getByText('Abmelden').first().click();
    await page.getByLabel('Eigene Zeile').waitFor();
    await saved(page);
    expect(await kinds('Adventspost', 'de')).toEqual([
      'header',
      'heading',
      'text',
      'button',
      'footer',
    ]);
    expect(await kinds('Adventspost', 'en')).toEqual(await kinds('Adventspost', 'de'));
  });

  it('puts a block in, moves it by keyboard and takes every step back', async () => {
    const { id } = await template('Adventspost');
    const page = await house.openSignedIn(`/messages/templates/${id}`);
    await rows(page).first().waitFor();
    await page.getByRole('button', { name: 'Gutschein' }).click();
    await page.getByLabel('Titel darüber').waitFor();
    await saved(page);
    // A new block goes above the foot.
    const five = ['header', 'heading', 'text', 'button'];
    expect(await kinds('Adventspost', 'de')).toEqual([...five, 'voucher', 'footer']);

    // Folded again: an open block is higher than its neighbours and takes more presses.
    await page.getByRole('button', { name: /^Gutschein/, expanded: true }).click();
    await page.getByRole('button', { name: 'Verschieben: Gutschein' }).focus();
    await page.keyboard.press('Space');
    await said(page, 'Gutschein ist über Platz 5 von 6.');
    await page.keyboard.press('ArrowUp');
    await said(page, 'Gutschein ist über Platz 4 von 6.');
    await page.keyboard.press('Space');
    await said(page, 'Gutschein abgesetzt auf Platz 4 von 6.');
    await saved(page);
    const moved = ['header', 'heading', 'text', 'voucher', 'button', 'footer'];
    expect(await kinds('Adventspost', 'de')).toEqual(moved);
    expect(await kinds('Adventspost', 'en')).toEqual(moved);

    await page.getByRole('button', { name: 'Mehr zu: Gutschein' }).click();
    await page.getByRole('menuitem', { name: 'Entfernen' }).click();
    await page.getByText('Gutschein ist weg.').waitFor();
    await page.keyboard.press('Control+z');
    await page.getByRole('button', { name: 'Mehr zu: Gutschein' }).waitFor();
    await page.getByRole('button', { name: 'Rückgängig', exact: true }).first().click();
    await page.getByRole('button', { name: 'Rückgängig', exact: true }).first().click();
    await page.getByRole('button', { name: 'Mehr zu: Gutschein' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Shift+z');
    await page.getByRole('button', { name: 'Mehr zu: Gutschein' }).waitFor();
    await saved(page);
    expect(await kinds('Adventspost', 'de')).toEqual([...five, 'voucher', 'footer']);
    await fine(page);
  });

  it('drags a block from the shelf to its place', async () => {
    const { id } = await template('Adventspost');
    const page = await house.openSignedIn(`/messages/templates/${id}`);
    await rows(page).first().waitFor();
    // What comes later moves the list: the findings and the preview.
    await page.getByText(/vorher zu klären/).waitFor();
    await page.frameLocator('iframe').getByText('Abmelden').first().waitFor();
    await rows(page)
      .nth(1)
      .evaluate((row) => row.scrollIntoView({ block: 'center' }));
    const from = await page.getByRole('button', { name: 'Linie', exact: true }).boundingBox();
    const to = await rows(page).nth(1).boundingBox();
    if (!from || !to) throw new Error('Nothing to drag');
    await page.mouse.move(from.x + 12, from.y + 12);
    await page.mouse.down();
    await page.mouse.move(from.x + 30, from.y + 30, { steps: 4 });
    await page.mouse.move(to.x + 40, to.y + 14, { steps: 8 });
    await said(page, 'Linie ist über Platz 2 von 6.');
    await page.mouse.up();
    await page.getByRole('button', { name: 'Mehr zu: Linie' }).waitFor();
    await saved(page);
    expect((await kinds('Adventspost', 'de')).slice(0, 3)).toEqual([
      'header',
      'divider',
      'heading',
    ]);
  });

  it('is checked, and each finding leads to its place in its language', async () => {
    const { id } = await template('Adventspost');
    const page = await house.openSignedIn(`/messages/templates/${id}`);
    await page.getByText(/vorher zu klären/).waitFor();
    expect(await page.getByRole('button', { name: 'Veröffentlichen' }).isDisabled()).toBe(true);
    // The same finding in both languages says which it is.
    await page
      .getByRole('button', { name: 'Der Betreff fehlt. Schreiben Sie, worum es geht. Englisch' })
      .waitFor();
    await page.locator('label', { hasText: /^Englisch$/ }).click();
    await page.getByLabel('Betreff').fill('Lights at {{ shop.name }}');
    await page.locator('label', { hasText: /^Deutsch$/ }).click();
    const finding = page.locator('[data-severity="must"] > button').first();
    await finding.click();
    // The cursor stands in a field of the editor.
    await page.locator('input:focus, textarea:focus').waitFor();
    await fine(page);
  });

  it('is sent as a test and read in the catcher', async () => {
    const { id } = await template('Adventspost');
    const page = await house.openSignedIn(`/messages/templates/${id}`);
    await page.getByRole('button', { name: 'Test senden' }).click();
    const dialog = page.getByRole('dialog', { name: /Test von „Adventspost“/ });
    await dialog.getByLabel('E-Mail-Adresse').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Test senden' }).click();
    await dialog.getByRole('link', { name: 'Lesen' }).click();
    await page.getByRole('heading', { level: 2, name: /Lichter bei Hofladen Linde/ }).waitFor();
    await page.getByText('Simuliert – aufgefangen, nicht gesendet').waitFor();
    await page.frameLocator('iframe').getByText('Ein ruhiger Advent').waitFor();
    await fine(page);
    const { messages } = await house.call<CaughtList>('GET', `${base}/caught`);
    expect(messages[0]).toMatchObject({ channel: 'mail', test: true });
  });

  it('does not overwrite what somebody else has saved, and brings one’s own back', async () => {
    const { id, updatedAt, ...draft } = await template('Adventspost');
    const page = await house.openSignedIn(`/messages/templates/${id}`);
    await page.getByLabel('Name', { exact: true }).waitFor();
    const { name, channel, basis, contents, variants } = draft;
    const theirs = { name: `${name} von Ben`, channel, basis, contents, variants };
    await house.call('PUT', `${base}/templates/${id}`, { draft: theirs, updatedAt });
    await page.getByLabel('Name', { exact: true }).fill('Adventspost von mir');
    await page.getByText('Jemand anders hat diese Vorlage geändert').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Andere Fassung laden' }).click();
    await page.getByText('Jemand anders hat').waitFor({ state: 'detached' });
    const field = page.getByLabel('Name', { exact: true });
    expect(await field.inputValue()).toBe('Adventspost von Ben');
    await page.getByRole('button', { name: 'Rückgängig', exact: true }).click();
    expect(await field.inputValue()).toBe('Adventspost von mir');
    await field.fill('Adventspost');
    await saved(page);
  });

  it('is written on a phone, dark and in English', async () => {
    const { id } = await template('Adventspost');
    const shown = { language: 'en', width: 'phone', theme: 'dark' } as const;
    const page = await house.openSignedIn(`/messages/templates/${id}`, shown);
    await page.getByRole('list', { name: 'Blocks of this mail' }).waitFor();
    await page
      .getByRole('button', { name: /^Voucher/ })
      .last()
      .click();
    await page.getByLabel('Title above').waitFor();
    await fine(page);
    await page.getByText('Look', { exact: true }).first().click();
    await page.frameLocator('iframe').getByText('Unsubscribe').first().waitFor();
    await fine(page);
  });
});

describe('Brand kit and pictures', () => {
  it('says once how everything looks, and every mail follows', async () => {
    const page = await house.openSignedIn('/messages/brand');
    await page.getByLabel('Firma').fill('Hofladen Linde GmbH');
    await page.getByLabel('Straße und Nummer').fill('Lindenweg 3');
    await page.getByLabel('PLZ und Ort').fill('79100 Freiburg');
    await page.getByText('du', { exact: true }).click();
    await fine(page);
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByText('Der Markenauftritt ist gespeichert.').waitFor();
    const { id } = await template('Adventspost');
    await page.goto(`${house.url}/messages/templates/${id}`);
    await page.frameLocator('iframe').getByText('Lindenweg 3').waitFor();
  });

  it('takes a picture in, describes it and puts it into a mail', async () => {
    const page = await house.openSignedIn('/messages/pictures');
    await page.getByLabel('Bild hochladen').setInputFiles({
      name: 'kerze.png',
      mimeType: 'image/png',
      buffer: Buffer.from(PIXEL, 'base64'),
    });
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Was es zeigt').fill('Eine Kerze am Fenster');
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Speichern' }).click();
    await page.getByText('Eine Kerze am Fenster').waitFor();
    await fine(page);

    const { id } = await template('Adventspost');
    await page.goto(`${house.url}/messages/templates/${id}`);
    await rows(page).first().waitFor();
    await page.getByRole('button', { name: 'Bild', exact: true }).click();
    await page.getByRole('button', { name: 'Bild wählen' }).click();
    await page.getByRole('dialog').getByRole('button', { name: /kerze/ }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Was das Bild zeigt').inputValue()).toBe('Eine Kerze am Fenster');
    await page.frameLocator('iframe').getByAltText('Eine Kerze am Fenster').waitFor();
    await saved(page);
  });

  it('fit a phone', async () => {
    const page = await house.openSignedIn('/messages/brand', { width: 'phone', theme: 'dark' });
    await page.getByLabel('Firma').waitFor();
    await fine(page);
    await page.goto(`${house.url}/messages/pictures`);
    await page.getByText('Eine Kerze am Fenster').waitFor();
    await fine(page);
  });
});

describe('Channels', () => {
  it('are drawn from their definition; a secret goes in and never comes out', async () => {
    const page = await house.openSignedIn('/messages?tab=channels');
    await page.getByRole('link', { name: /^E-Mail/ }).waitFor();
    await fine(page);
    await page.getByRole('link', { name: /^E-Mail/ }).click();
    await page.getByLabel('Adresse (SMTP)').fill('smtp.hofladen-linde.example');
    await page.getByLabel('Passwort').fill('sehr geheim');
    await fine(page);
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByText('E-Mail ist gespeichert.').waitFor();
    await page.getByText(/Hinterlegt und verborgen/).waitFor();
    expect(await page.getByRole('textbox', { name: 'Passwort' }).inputValue()).toBe('');
    const view = await house.call<ChannelView>('GET', `${base}/channels/mail`);
    expect(JSON.stringify(view)).not.toContain('sehr geheim');
    expect(view.secrets).toContain('password');

    // Live is not possible while something is missing, and says what.
    await page.getByText('In Betrieb', { exact: true }).click();
    await page.getByText('Bevor er in Betrieb gehen kann').waitFor();
    await fine(page);
  });

  it('make the key that signs mail, to be copied into the DNS', async () => {
    const page = await house.openSignedIn('/messages/channels/mail');
    await page.getByLabel('Domain, von der Sie senden').fill('hofladen-linde.example');
    await page.getByRole('button', { name: 'Schlüssel anlegen' }).click();
    const record = page.getByLabel('Name', { exact: true });
    await record.waitFor();
    expect(await record.inputValue()).toMatch(/\._domainkey\.hofladen-linde\.example$/);
    expect(await page.getByLabel('Wert', { exact: true }).inputValue()).toContain('v=DKIM1');
    await fine(page);
  });

  it('are looked at on a phone, dark and in English', async () => {
    const shown = { language: 'en', width: 'phone', theme: 'dark' } as const;
    const page = await house.openSignedIn('/messages?tab=channels', shown);
    await page.getByRole('link', { name: /^E-mail/ }).waitFor();
    await fine(page);
    await page.getByRole('link', { name: /^Webhook/ }).click();
    await page.getByRole('heading', { level: 1, name: /Webhook/ }).waitFor();
    await page.getByText('Addresses no shopper').waitFor();
    await fine(page);
  });
});

describe('Catcher and deliverability', () => {
  it('reads like a mail program, by keyboard, with the headers for developers', async () => {
    const page = await house.openSignedIn('/messages?tab=inbox');
    const list = page.getByRole('region', { name: 'Aufgefangene Nachrichten' });
    await list.getByRole('link').first().waitFor();
    await fine(page);
    await list.getByRole('link').first().focus();
    await page.keyboard.press('Enter');
    await page.getByText('Für Entwickler').click();
    await page.getByText('Message-ID').waitFor();
    await page.getByRole('link', { name: 'Quelltext herunterladen' }).waitFor();
    await fine(page);

    const phone = await house.openSignedIn('/messages?tab=inbox', {
      width: 'phone',
      theme: 'dark',
      language: 'en',
    });
    await phone.getByRole('region', { name: 'Caught messages' }).getByRole('link').first().click();
    await phone.getByText('Simulated – caught, not sent').waitFor();
    await fine(phone);
    await phone.getByRole('link', { name: 'All messages' }).click();
    await phone.getByRole('region', { name: 'Caught messages' }).waitFor();

    await page.getByRole('button', { name: 'Auffang leeren' }).click();
    const dialog = page.getByRole('dialog', { name: 'Auffang leeren?' });
    await dialog.getByRole('button', { name: 'Auffang leeren' }).click();
    await page.getByText('Noch nichts aufgefangen').waitFor();
    await fine(page);
  });

  it('says in words what the DNS lacks', async () => {
    const page = await house.openSignedIn('/messages?tab=deliverability');
    await page.getByLabel('Domain', { exact: true }).waitFor();
    await fine(page);
    const phone = await house.openSignedIn('/messages?tab=deliverability', {
      width: 'phone',
      theme: 'dark',
    });
    await phone.getByLabel('Domain', { exact: true }).waitFor();
    await fine(phone);
  });

  it('is one G and an N away', async () => {
    const page = await house.openSignedIn('/live');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await pressInOneGo(page, 'g', 'n');
    await page.getByRole('tab', { name: 'Zustellbarkeit' }).waitFor();
  });
});

/** A PNG of one dot. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
