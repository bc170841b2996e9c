import type { CampaignDraft, RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/database.ts';
import { SYSTEM } from '../access/index.ts';
import { createOffer, draftOf, type OfferDeps, stepOffer } from '../offer/index.ts';
import { createIds, fixedClock, seededRandom } from '../runtime/index.ts';
import { loadCampaignBook } from './book.ts';
import {
  campaignVersions,
  changeCampaign,
  createCampaign,
  deleteCampaign,
  listCampaigns,
  restoreVersion,
  stepCampaign,
} from './campaigns.ts';
import { renderContent } from './content.ts';
import { openShowcase } from './open.ts';
import { createPlacement, listPlacements, removePlacement } from './placements.ts';
import { ENTRIES, placeBody, PLACES } from './playbook/index.ts';
import { sampleData } from './scope.ts';
import { readPlaybook, usePlaybook } from './use-playbook.ts';

let db: TestDatabase;
let deps: OfferDeps;
const SHOP = 1 as RetailerId;
const NEXT_DOOR = 2 as RetailerId;
const clock = fixedClock('2026-05-04T12:00:00Z');
const asked = (id: string) => ({ retailerId: SHOP, id, by: SYSTEM });
const audited: string[] = [];
async function revision(): Promise<number> {
  const [row] = await db.database.owner<{ revision: number }[]>`
    select revision from published where retailer_id = ${SHOP}`;
  return row?.revision ?? 0;
}

beforeAll(async () => {
  db = await testDatabase();
  const random = seededRandom(3);
  deps = {
    database: db.database,
    clock,
    ids: createIds(clock, random),
    random,
    keys: { of: async () => Buffer.alloc(32) },
    categoriesOf: async () => new Map(),
    audit: async (_sql, note) => {
      audited.push(`${note.action}:${JSON.stringify(note.detail)}`);
    },
  };
});
afterAll(() => db.drop());

const place = PLACES.find(({ key }) => key === 'home-hero');
const draftFor = (change: Partial<CampaignDraft>): CampaignDraft => {
  const entry = ENTRIES.find(({ key }) => key === 'return-after-absence');
  if (!entry) throw new Error('no entry');
  return { ...entry.campaign({ currency: 'EUR', zone: 'Europe/Berlin', locale: 'de' }), ...change };
};

describe('a campaign', () => {
  it('goes live only when nothing is missing, in versions that stay', async () => {
    const { campaign } = await createCampaign(deps, SHOP, draftFor({ name: 'Gruß' }), SYSTEM);
    await expect(stepCampaign(deps, 'publish', asked(campaign.id))).rejects.toMatchObject({
      code: 'not_ready',
      detail: 'placements',
    });
    if (!place) throw new Error('no place');
    const before = await revision();
    await createPlacement(deps, SHOP, placeBody(place, 'de'), SYSTEM);
    const live = await stepCampaign(deps, 'publish', asked(campaign.id));
    expect(live.campaign).toMatchObject({ status: 'live', version: 1, changed: false });
    expect(await revision()).toBe(before + 2);

    const draft = draftFor({ name: 'Gruß', priority: 99 });
    const { updatedAt } = live.campaign;
    const changed = await changeCampaign(deps, asked(campaign.id), { draft, updatedAt });
    expect(changed.campaign.changed).toBe(true);
    expect(changed.live?.priority).toBe(65);
    await expect(
      changeCampaign(deps, asked(campaign.id), { draft, updatedAt }),
    ).rejects.toMatchObject({ code: 'conflict' });
    let book = await loadCampaignBook(db.database.owner, SHOP);
    expect(book.campaigns.get(campaign.id)).toMatchObject({ version: 1, priority: 65 });

    await stepCampaign(deps, 'publish', asked(campaign.id));
    book = await loadCampaignBook(db.database.owner, SHOP);
    expect(book.campaigns.get(campaign.id)).toMatchObject({ version: 2, priority: 99 });
    expect(book.placements.get('home-hero')?.campaigns.map(({ id }) => id)).toEqual([campaign.id]);
    const { versions } = await campaignVersions(deps, SHOP, campaign.id);
    expect(versions.map(({ version, draft: one }) => [version, one.priority])).toEqual([
      [2, 99],
      [1, 65],
    ]);
    const back = await restoreVersion(deps, asked(campaign.id), 1);
    expect(back.campaign).toMatchObject({ priority: 65, changed: true, version: 2 });

    await expect(
      removePlacement(deps, { retailerId: SHOP, key: 'home-hero', by: SYSTEM }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await stepCampaign(deps, 'pause', asked(campaign.id));
    expect((await loadCampaignBook(db.database.owner, SHOP)).campaigns.size).toBe(0);
    await stepCampaign(deps, 'resume', asked(campaign.id));
    const copy = await stepCampaign(deps, 'duplicate', asked(campaign.id));
    expect(copy.campaign).toMatchObject({ name: 'Gruß (2)', status: 'draft', version: 0 });
    await deleteCampaign(deps, asked(copy.campaign.id));
    await stepCampaign(deps, 'end', asked(campaign.id));
    await expect(stepCampaign(deps, 'resume', asked(campaign.id))).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(deleteCampaign(deps, asked(campaign.id))).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await listCampaigns(deps, NEXT_DOOR)).toEqual([]);
    expect(audited).toContain('campaign.changed:{"what":"published"}');
  });

  it('takes its finished draft of an offer live with it, and leaves the book while the offer rests', async () => {
    const { offer } = await createOffer(
      deps,
      SHOP,
      draftOf({ codes: 'public', publicCode: 'HALLO', audience: 'public' }),
      SYSTEM,
    );
    const unready = draftOf({ codes: 'public', publicCode: null, audience: 'public' });
    const { offer: half } = await createOffer(deps, SHOP, unready, SYSTEM);
    const second = await createCampaign(deps, SHOP, draftFor({ offerId: half.id }), SYSTEM);
    await expect(stepCampaign(deps, 'publish', asked(second.campaign.id))).rejects.toMatchObject({
      detail: 'offerId',
    });
    const { campaign } = await createCampaign(deps, SHOP, draftFor({ offerId: offer.id }), SYSTEM);
    const published = await stepCampaign(deps, 'publish', asked(campaign.id));
    expect(published.offer?.status).toBe('live');
    expect(
      (await loadCampaignBook(db.database.owner, SHOP)).campaigns.get(campaign.id)?.offer?.id,
    ).toBe(offer.id);
    await stepOffer(deps, 'pause', asked(offer.id));
    expect((await loadCampaignBook(db.database.owner, SHOP)).campaigns.has(campaign.id)).toBe(
      false,
    );
    const other = await createOffer(
      deps,
      SHOP,
      draftOf({ codes: 'public', publicCode: 'HALLO', audience: 'public' }),
      SYSTEM,
    );
    await expect(stepOffer(deps, 'publish', asked(other.offer.id))).rejects.toMatchObject({
      code: 'code_taken',
    });
  });
});

describe('the playbook', () => {
  it('is at least ten, each live in one step, in both languages', async () => {
    const { entries } = await readPlaybook(deps, SHOP);
    expect(entries.length).toBeGreaterThanOrEqual(10);
    for (const { key } of entries) {
      const made = await usePlaybook(
        deps,
        { retailerId: SHOP, key, by: SYSTEM },
        { locale: 'en', publish: true },
      );
      expect(made.campaign, key).toMatchObject({ status: 'live', playbook: key });
      expect(made.findings.filter(({ severity }) => severity === 'must')).toEqual([]);
    }
    const book = await loadCampaignBook(db.database.owner, SHOP);
    const shop = { name: 'Testladen', zone: 'Europe/Berlin' };
    for (const { key } of entries) {
      const campaign = [...book.campaigns.values()].find(({ name }) =>
        entries.some((one) => one.key === key && one.name.en === name),
      );
      for (const variant of campaign?.variants ?? []) {
        for (const locale of ['de', 'en'] as const) {
          const rendered = renderContent(
            variant.contents[locale],
            sampleData(locale, shop, 'EUR'),
            locale,
          );
          expect(rendered?.headline, `${key} ${locale}`).toMatch(/\S/);
          expect(JSON.stringify(rendered)).not.toMatch(/!|\{\{|undefined/);
        }
      }
    }
    expect(book.freeShippingFromMinor).toBe(5000);
    expect((await readPlaybook(deps, SHOP)).entries.every(({ used }) => used > 0)).toBe(true);
  });

  it('opens a shop to look at, once', async () => {
    await openShowcase(deps, NEXT_DOOR);
    const first = await listCampaigns(deps, NEXT_DOOR);
    expect(
      first.filter(({ campaign }) => campaign.status === 'live').length,
    ).toBeGreaterThanOrEqual(10);
    await openShowcase(deps, NEXT_DOOR);
    expect(await listCampaigns(deps, NEXT_DOOR)).toHaveLength(first.length);
    const { placements } = await listPlacements(deps, NEXT_DOOR);
    expect(placements).toHaveLength(PLACES.length);
  });
});
