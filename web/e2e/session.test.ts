import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, type ConsoleUnderTest, OWNER, startConsole } from './browser.ts';

describe('the first owner', () => {
  let house: ConsoleUnderTest;
  beforeAll(async () => {
    house = await startConsole({ fresh: true });
  });
  afterAll(() => house.close());

  it('is told where the link is, opens it, creates account and shop, and is in', async () => {
    const page = await house.open('/');
    await page.getByText('Im Terminal steht der Link').waitFor();
    await page.goto(house.url + house.setupPath);
    await page.getByRole('heading', { name: 'Ihr Geschäft macht die Augen auf' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel('Ihr Name').fill(OWNER.name);
    await page.getByLabel('E-Mail').fill(OWNER.email);
    await page.getByLabel('Passwort', { exact: true }).fill(OWNER.password);
    await page.getByLabel('Mein Geschäft gleich anlegen').check();
    await page.getByLabel('Name des Geschäfts').fill(OWNER.shop);
    await page.getByRole('button', { name: 'Konto anlegen und Konsole öffnen' }).click();
    await page.waitForURL('**/live');
    await page.getByRole('button', { name: OWNER.shop }).first().waitFor();
  });

  it('cannot use the link a second time', async () => {
    const page = await house.open(house.setupPath, { language: 'en' });
    await page.getByRole('heading', { name: 'This link no longer works' }).waitFor();
  });
});

describe('signing in', () => {
  let house: ConsoleUnderTest;
  beforeAll(async () => {
    house = await startConsole();
  });
  afterAll(() => house.close());

  it('refuses a wrong password in words and then lets the owner in where they wanted to go', async () => {
    const page = await house.open('/settings/staff');
    await signIn(page, 'ganz falsch geraten');
    await page.getByText('E-Mail oder Passwort stimmt nicht').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel('Passwort', { exact: true }).fill(OWNER.password);
    await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
    await page.waitForURL('**/settings/staff');
    await page.getByRole('heading', { name: 'Bei Hofladen Linde arbeitet ein Mensch' }).waitFor();
  });

  it('invites somebody, who joins by the link and is let into what their role may see', async () => {
    const page = await house.openSignedIn('/settings/staff?invite=1');
    await page.getByRole('dialog').getByLabel('E-Mail').fill('jonas@hofladen-linde.de');
    await page.getByRole('button', { name: 'Link erstellen' }).click();
    const link = await page.getByLabel('Der Link ist bereit').inputValue();
    const guest = await house.open(new URL(link).pathname, { width: 'phone' });
    await guest.getByRole('heading', { name: 'Hofladen Linde erwartet Sie' }).waitFor();
    await guest.getByLabel('Ihr Name').fill('Jonas Öztürk');
    await guest.getByLabel('Passwort', { exact: true }).fill('ein sehr langer Satz');
    await guest.getByRole('button', { name: 'Einladung annehmen' }).click();
    await guest.waitForURL('**/live');
    await guest.goto(`${house.url}/settings`);
    await guest.getByRole('link', { name: 'Team' }).waitFor();
    expect(await guest.getByRole('link', { name: 'Protokoll' }).count()).toBe(0);
  });

  it('makes a passkey, signs out and comes back with it', async () => {
    const page = await house.openSignedIn('/settings');
    await virtualAuthenticator(page);
    await page.getByRole('button', { name: 'Passkey hinzufügen' }).click();
    await page.getByLabel('Wie soll er heißen?').fill('Laptop im Büro');
    await page.getByRole('dialog').getByRole('button', { name: 'Passkey hinzufügen' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Laptop im Büro' }).waitFor();
    await page.getByRole('button', { name: OWNER.email }).click();
    await page.getByRole('menuitem', { name: 'Abmelden' }).click();
    await page.waitForURL('**/sign-in');
    await page.getByRole('button', { name: 'Mit Passkey anmelden' }).click();
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    await page.getByRole('navigation', { name: 'Hauptnavigation' }).first().waitFor();
  });

  it('says what happened when the passkey is not there', async () => {
    const page = await house.open('/sign-in', { language: 'en' });
    const authenticator = await virtualAuthenticator(page);
    await authenticator.send('WebAuthn.setUserVerified', {
      authenticatorId: authenticator.id,
      isUserVerified: false,
    });
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('The passkey was not used').waitFor();
  });
});

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('E-Mail').fill(OWNER.email);
  await page.getByLabel('Passwort', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
}

/** A passkey device in software, through Chromium's debugger. */
async function virtualAuthenticator(page: Page): Promise<CDPSession & { id: string }> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return Object.assign(session, { id: authenticatorId });
}
