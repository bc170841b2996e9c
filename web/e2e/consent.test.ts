import type { FormOne, SignupDetail, SignupList } from '@augenblick/contract/api/optin.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  accessibilityFaults,
  type ConsoleUnderTest,
  fits,
  PATIENCE,
  startConsole,
} from './browser.ts';
import { type Pages, serveStrictPage } from './pages.ts';

let house: ConsoleUnderTest;
let shop: Pages;
/** What stands in the shop's page. */
let body = '';

beforeAll(async () => {
  house = await startConsole();
  shop = await serveStrictPage(house.url, () => body);
});
afterAll(async () => {
  shop.close();
  await house.close();
});

const base = () => `/api/r/${house.retailerId}/consent`;

/** A mail needs the shop's address for its links. */
async function addShopAddress(): Promise<void> {
  const address = `/api/r/${house.retailerId}/brand`;
  const { brand } = await house.call<{ brand: object }>('GET', address);
  await house.call('PUT', address, { ...brand, shopUrl: 'https://hof.example' });
}

/** The link to a page of ours in the newest mail that has one, as it lies in the catcher. */
async function mailedLink(email: string, to = '/m/c/'): Promise<string> {
  return vi.waitUntil(async () => {
    const sql = house.app.installation.database.owner;
    const [row] = await sql<{ source: string }[]>`
      select d.data as source from caught_mail m join delivery d
          on d.retailer_id = m.retailer_id and d.id = m.delivery_id
       where m.address = ${email} order by m.at desc limit 1`;
    const url = row && (JSON.parse(row.source) as { confirm_url?: string }).confirm_url;
    const path = url ? new URL(url).pathname : '';
    return path.startsWith(to) ? path : undefined;
  }, PATIENCE);
}

describe('Consent', () => {
  it('begins with a wording, builds a form and puts it live', async () => {
    const page = await house.openSignedIn('/consent');
    await page.getByText('Noch hat niemand zugestimmt').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Wortlaute' }).click();
    await page.getByText('Noch kein Wortlaut').waitFor();
    await page.getByRole('button', { name: 'Neuer Wortlaut' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Newsletter');
    await dialog.getByLabel('Wortlaut auf Deutsch').fill('Ja, der Hofladen darf mir schreiben.');
    await dialog.getByLabel('Wortlaut auf Englisch').fill('Yes, the farm shop may write to me.');
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Speichern' }).click();
    await page.getByText('Gespeichert als Fassung 1.').waitFor();

    await page.getByRole('link', { name: 'Neues Formular' }).first().click();
    await page.getByLabel('Name für Sie').fill('Fußzeile');
    await page.getByLabel('Überschrift').fill('Post vom Hof');
    const frame = page.frameLocator('iframe');
    await frame.getByRole('heading', { name: 'Post vom Hof' }).waitFor();
    await frame.getByText('Ja, der Hofladen darf mir schreiben.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Speichern' }).click();
    const live = page.getByRole('button', { name: 'Live schalten' });
    await live.click();
    await page.getByText('In Ihrem Markenauftritt fehlt').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await addShopAddress();
    await live.click();
    await page.getByText('„Fußzeile“ läuft.').waitFor();
    await page.getByText('data-augenblick-form').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('signs up on a shop’s page under a strict policy without moving anything, and is proven', async () => {
    const { forms } = await house.call<{ forms: FormOne[] }>('GET', `${base()}/forms`);
    const id = forms[0]?.id ?? '';
    body = `<div data-augenblick-form="${id}"></div><script async src="${house.url}/f/${id}.js"></script>`;
    const page = await house.browser.newPage();
    const problems: string[] = [];
    page.on('console', (said) => said.type() === 'error' && problems.push(said.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(shop.origin);
    await page.getByRole('heading', { name: 'Post vom Hof' }).waitFor();
    await page.getByLabel('E-Mail-Adresse').fill('karla@mail');
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await page.getByText('Diese Adresse sieht nicht vollständig aus').waitFor();
    await page.getByLabel('E-Mail-Adresse').fill('karla@mail.example');
    const before = await page.locator('#below').boundingBox();
    // Machines answer at once; a person has read by now.
    await page.evaluate('Date.now = ((now) => () => now() + 5000)(Date.now)');
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await page.getByText('Fast geschafft').waitFor();
    expect(await page.locator('#below').boundingBox()).toEqual(before);
    expect(problems.filter((one) => !one.includes('favicon'))).toEqual([]);
    await page.close();

    const link = await mailedLink('karla@mail.example');
    const mail = await house.open(link, { width: 'phone' });
    await mail.getByRole('heading', { name: 'Anmeldung bestätigen' }).waitFor();
    await mail.getByText('Ja, der Hofladen darf mir schreiben.').waitFor();
    expect(await accessibilityFaults(mail)).toEqual([]);
    await fits(mail);
    await mail.getByRole('button', { name: 'Ja, anmelden' }).click();
    await mail.getByRole('heading', { name: 'Vielen Dank' }).waitFor();
    expect(await accessibilityFaults(mail)).toEqual([]);

    const { signups } = await house.call<SignupList>('GET', `${base()}/signups`);
    const detail = await house.call<SignupDetail>('GET', `${base()}/signups/${signups[0]?.id}`);
    expect(detail).toMatchObject({ state: 'confirmed', mail: 'sent', page: `${shop.origin}/` });
    expect(detail.mailHash).toMatch(/^[0-9a-f]{64}$/);
    expect(detail.mailMessageId).toMatch(/^<[0-9a-f-]{36}@/);

    const desk = await house.openSignedIn('/consent?tab=signups');
    await desk.getByText('karla@mail.example').click();
    await desk.getByRole('dialog').getByText('3. Bestätigt').waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
    const href = await desk.getByRole('link', { name: 'Nachweis drucken' }).getAttribute('href');
    await desk.goto(house.url + href);
    await desk.getByRole('heading', { name: /^Nachweis einer Einwilligung/ }).waitFor();
    await desk.getByText(detail.mailHash ?? '-').waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
  });

  it('shows a pop-up that closes by keyboard and stays away', async () => {
    const { wordings } = await house.call<{ wordings: { id: string }[] }>(
      'GET',
      `${base()}/wordings`,
    );
    const said = { headline: 'Hallo', text: '', button: 'Los', thanks: 'Danke' };
    const form = await house.call<FormOne>('POST', `${base()}/forms`, {
      name: 'Ecke',
      kind: 'popup',
      address: 'du',
      wordingId: wordings[0]?.id,
      topics: [],
      askFirstName: false,
      texts: { de: said, en: said },
      popup: {
        afterSeconds: 0,
        afterScroll: null,
        onLeave: false,
        position: 'centre',
        againAfterDays: 30,
      },
      hosts: [],
    });
    await house.call('POST', `${base()}/forms/${form.id}/status`, { status: 'live' });
    body = `<script async src="${house.url}/f/${form.id}.js"></script>`;
    const page = await house.browser.newPage();
    await page.goto(shop.origin);
    await page.getByRole('dialog', { name: 'Hallo' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const [response] = await Promise.all([
      page.waitForResponse(/\/f\/.*\.js$/),
      page.goto(shop.origin),
    ]);
    expect(response.status()).toBeLessThan(400);
    await page.waitForLoadState('networkidle');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.close();
  });

  it('lets readers choose, pause and leave without log-in, on a phone and in English', async () => {
    const topic = {
      key: 'neues',
      name: { de: 'Neues', en: 'News' },
      about: { de: 'Was frisch ist.', en: 'What is fresh.' },
    };
    const settings = await house.call<object>('GET', `${base()}/settings`);
    await house.call('PUT', `${base()}/settings`, { ...settings, topics: [topic] });
    const sql = house.app.installation.database.owner;
    const [sent] = await sql<{ id: string }[]>`
      select id from delivery where origin_kind = 'optin' and address = 'karla@mail.example' limit 1`;
    const { deliveries } = house.app.house.speaking;
    const { linkToken } = await import('../../server/src/delivery/index.ts');
    const { secret } = await deliveries.base();
    const token = linkToken(secret, house.retailerId as never, sent?.id ?? '', 'own');

    const page = await house.open(`/m/p/${token}`, { width: 'phone', language: 'en' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByLabel(/^(Sprache|Language)/).selectOption('en');
    await page.getByLabel(/^(Wie oft|How often)/).selectOption('monthly');
    await page.getByRole('button', { name: /^(Speichern|Save)$/ }).click();
    await page.getByText('Saved. This holds from now on.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await fits(page);
    expect(await page.getByLabel('How often').inputValue()).toBe('monthly');
    await page.getByRole('button', { name: 'Ask for a copy of my data' }).click();
    await page.getByText('We have sent a mail to k•••a@mail.example').waitFor();
    const asked = await mailedLink('karla@mail.example', '/m/d/');
    const sure = await house.open(asked, { width: 'phone', theme: 'dark' });
    await sure.getByRole('heading', { name: 'Please confirm' }).waitFor();
    expect(await accessibilityFaults(sure)).toEqual([]);
    await fits(sure);
    await sure.getByRole('button', { name: 'Yes, ask for the copy' }).click();
    await sure.getByText('We have received your request').waitFor();

    const leave = await house.open(`/m/u/${token}`, { theme: 'dark' });
    await leave.getByRole('heading', { name: 'Unsubscribe' }).waitFor();
    expect(await accessibilityFaults(leave)).toEqual([]);
    await leave.getByRole('button', { name: 'Yes, unsubscribe me' }).click();
    await leave.getByRole('heading', { name: 'You are unsubscribed' }).waitFor();

    const desk = await house.openSignedIn('/consent?tab=suppressed', {
      width: 'phone',
      language: 'en',
      theme: 'dark',
    });
    await desk.getByText('karla@mail.example').waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
    await fits(desk);
    await desk.getByRole('tab', { name: 'Data requests' }).click();
    await desk.getByRole('button', { name: 'Mark as done' }).click();
    await desk.getByText('Marked as done.').waitFor();
    await desk.getByRole('tab', { name: 'Topics and rules' }).click();
    await desk.getByRole('switch', { name: /^Write to existing customers/ }).click();
    await desk.getByText('Your own similar goods').first().waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
    await fits(desk);
    await desk.getByRole('tab', { name: 'Overview' }).click();
    await desk.getByText('Consents given and withdrawn').waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
    await fits(desk);
  });
});
