import type { CampaignDraft, Content } from '@augenblick/contract';
import type { CampaignOne } from '@augenblick/contract/api/campaign.ts';
import type { MomentAnswer } from '@augenblick/contract/api/decision.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { blankCampaign } from '../console/src/campaigns/blank.ts';
import {
  accessibilityFaults,
  type ConsoleUnderTest,
  fits,
  holdNote,
  PATIENCE,
  startConsole,
} from './browser.ts';
import { addSource, holdNobodyOut } from './retailer.ts';

let house: ConsoleUnderTest;
let base: string;
let writeKey: string;

function content(headline: string): Content {
  return {
    look: 'card',
    headline,
    text: 'Zwei Sätze dazu.',
    picture: null,
    button: { label: 'Ansehen', url: '/neu' },
    links: [],
    code: false,
    products: 'none',
  };
}

async function campaign(part: Partial<CampaignDraft> & { name: string }): Promise<string> {
  const headline = content(part.name);
  const draft: CampaignDraft = {
    ...blankCampaign(part.name, 'Europe/Berlin'),
    placements: ['home-top'],
    variants: [{ id: 'a', name: 'A', weight: 100, contents: { de: headline, en: headline } }],
    caps: [],
    holdoutBp: 0,
    ...part,
  };
  const made = await house.call<CampaignOne>('POST', `${base}/campaigns`, draft);
  const { id } = made.campaign;
  await house.call('POST', `${base}/campaigns/${id}/publish`, {});
  return id;
}

/** A visit as the browser tag tells it: events in, decisions out. */
async function visit(anonymousId: string, batch: object[] = []): Promise<MomentAnswer> {
  const response = await fetch(`${house.url}/v1/moment`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      writeKey,
      requestId: `request-${anonymousId}-${batch.length}`,
      anonymousId,
      locale: 'de',
      placements: ['home-top'],
      batch: batch.map((one, at) => ({ ...one, messageId: `${anonymousId}-${at}` })),
    }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as MomentAnswer;
}

const GUIDE = {
  type: 'page',
  properties: { page_type: 'guide', title: 'Wolle waschen', url: 'https://laden.example/rat' },
};

beforeAll(async () => {
  house = await startConsole();
  base = `/api/r/${house.retailerId}`;
  writeKey = (await addSource(house, 'web')).key.key;
});
afterAll(() => house.close());

describe('Decisions', () => {
  it('say what to do while there are none', async () => {
    const page = await house.openSignedIn('/decisions');
    await page.getByRole('heading', { level: 1, name: 'Noch wurde nichts entschieden.' }).waitFor();
    await page.getByText('Noch keine Entscheidung').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('open to moment, evidence, winner, guards and everything that lost', async () => {
    await house.call('POST', `${base}/placements`, {
      key: 'home-top',
      name: 'Startseite oben',
      kind: 'web',
      where: '',
      minHeight: 120,
      fallback: null,
      status: 'live',
    });
    // Every visit is to show something.
    await holdNobodyOut(house);
    await campaign({ name: 'Frisch ausgepackt' });
    const when = { kinds: ['buy'], stages: [], signals: [], minConfidence: 0 };
    await campaign({ name: 'Letzte Fragen', when });
    // Whoever answers too late has a page without: it asks again under the same ids, which decides nothing anew.
    const decided = await vi.waitFor(async () => {
      const [first] = (await visit('besuch-1', [GUIDE, GUIDE])).decisions;
      expect(first?.campaign).toBeTruthy();
      return first;
    }, PATIENCE);
    expect(decided?.campaign?.name).toBe('Frisch ausgepackt');

    const page = await house.openSignedIn('/decisions');
    await page.getByRole('row', { name: /Frisch ausgepackt/ }).click();
    const drawer = page.getByRole('dialog', { name: /Frisch ausgepackt/ });
    await drawer.getByText('will etwas wissen').first().waitFor();
    await drawer.getByText(/Ratgeber gelesen/).waitFor();
    await drawer.getByText('Geprüft und bestanden').waitFor();
    await drawer.getByText('Eine je Seite').waitFor();
    await drawer.getByText('… spricht zu einem anderen Moment').click();
    await drawer.getByRole('link', { name: 'Letzte Fragen' }).waitFor();
    await drawer.getByText('Wie der Wert zustande kommt').click();
    await drawer.getByText('Spanne eines Erfolgs').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    // The decision has an address of its own.
    expect(page.url()).toContain('open=');
    await page.reload();
    await page.getByRole('dialog', { name: /Frisch ausgepackt/ }).waitFor();
  });

  it('are filtered by what came out and by the reason a campaign lost', async () => {
    const page = await house.openSignedIn('/decisions');
    await page.getByRole('combobox', { name: 'Ergebnis' }).click();
    await page.getByRole('option', { name: 'Nichts hat gepasst' }).click();
    await page.getByText('Nichts gefunden').waitFor();
    await page.getByRole('button', { name: 'Suche und Filter entfernen' }).click();
    await page.getByRole('combobox', { name: 'Kampagne', exact: true }).click();
    await page.getByRole('option', { name: 'Letzte Fragen' }).click();
    await page.getByRole('combobox', { name: 'Verlor, denn sie' }).click();
    await page.getByRole('option', { name: 'spricht zu einem anderen Moment' }).click();
    await page.getByRole('row', { name: /Frisch ausgepackt/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('say who is kept out for comparison, on a phone, dark and in English', async () => {
    const rules = { globalHoldoutBp: 5000, caps: [], quiet: null, marginBp: 3500 };
    await house.call('PUT', `${base}/decisions/settings`, rules);
    // Half of all are kept out, always the same people: among thirty there is one for sure enough.
    for (let n = 0; n < 30; n += 1) await visit(`vergleich-${n}`, [GUIDE]);
    const shown = { language: 'en', width: 'phone', theme: 'dark' } as const;
    const page = await house.openSignedIn('/decisions?result=global_holdout', shown);
    await page
      .getByRole('row', { name: /Comparison group of the shop/ })
      .first()
      .click();
    await page.getByText('sees no campaign at all').waitFor();
    await fits(page);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

describe('Rules', () => {
  it('are changed for all decisions, with a way back', async () => {
    const page = await house.openSignedIn('/decisions?tab=rules');
    await page.getByRole('button', { name: 'Grenze hinzufügen' }).click();
    await page.getByRole('button', { name: 'Regeln speichern' }).click();
    await holdNote(page, 'Die Regeln sind gespeichert.');
    expect(await accessibilityFaults(page)).toEqual([]);
    const saved = () => house.call<{ caps: unknown[] }>('GET', `${base}/decisions/settings`);
    expect((await saved()).caps).toHaveLength(1);
    const undone = page.waitForResponse((answer) => answer.request().method() === 'PUT');
    await page.getByRole('button', { name: 'Rückgängig' }).click();
    await undone;
    expect((await saved()).caps).toEqual([]);
  });
});

describe('What would stand there', () => {
  it('is decided for a chosen shopper without writing anything', async () => {
    const list = () => house.call<{ decisions: unknown[] }>('GET', `${base}/decisions?limit=100`);
    const before = (await list()).decisions.length;
    const page = await house.openSignedIn('/placements/home-top');
    await page.getByRole('combobox', { name: 'Für wen' }).click();
    await page.getByRole('option').first().click();
    await page.getByText('Warum dies und nicht das').click();
    await page.getByText('Frisch ausgepackt').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect((await list()).decisions.length).toBe(before);
  });
});

describe('A dry run', () => {
  it('says whom a campaign would have reached, how often and why not more', async () => {
    const [one] = (await house.call<{ campaigns: CampaignOne[] }>('GET', `${base}/campaigns`))
      .campaigns;
    const page = await house.openSignedIn(`/campaigns/${one?.campaign.id}`);
    await page.getByRole('button', { name: 'Mehr zu dieser Kampagne' }).click();
    await page.getByRole('menuitem', { name: 'Probelauf' }).click();
    await page.getByRole('heading', { level: 1, name: /Was hätte/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByText('7 Tage', { exact: true }).click();
    await page.getByRole('button', { name: 'Probelauf starten' }).click();
    await page.getByText('Würde erreichen').waitFor();
    await page.getByText('Warum sie nicht gezeigt worden wäre').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    const shown = { language: 'en', width: 'phone', theme: 'dark' } as const;
    const phone = await house.openSignedIn('/campaigns?tab=runs', shown);
    await phone.getByRole('row', { name: /Done/ }).click();
    await phone.getByText('Would reach').first().waitFor();
    await fits(phone);
    expect(await accessibilityFaults(phone)).toEqual([]);
  });
});
