import type { OfferDraft, RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  addCampaign,
  addPlacement,
  ask,
  type Deciding,
  deciding,
} from '../../test/decision-house.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';
import { draftOf } from '../offer/index.ts';
import { bumpRevision } from '../profile/index.ts';
import { exampleCampaign, exampleId } from './example.ts';

const ONE = 1 as RetailerId;
const SHOPPERS = 48;
let db: TestDatabase;
let path: WritePath;
let processes: Deciding[];

beforeAll(async () => {
  db = await testDatabase();
  path = writePath(db.database);
  const { clock } = path;
  processes = [deciding(db.database, { clock }), deciding(db.database, { clock, seed: 99 })];
  await addPlacement(db.database, 'home');
  await db.database.owner`
    insert into decision_rule (retailer_id, salt, settings)
    values (1, 'salt', ${db.database.owner.json({ globalHoldoutBp: 0 })})`;
  await path.ingest.submit(
    path.web,
    Array.from({ length: SHOPPERS }, (_, i) => ({
      type: 'page',
      messageId: `page-${i}`,
      anonymousId: `shopper-${i}`,
    })),
  );
});
afterAll(() => db.drop());

async function addOffer(id: string, change: Partial<OfferDraft>): Promise<void> {
  const draft = draftOf({
    benefit: { kind: 'amount', amountMinor: 200, on: 'matching' },
    ...change,
  });
  await db.database.owner.begin(async (tx) => {
    await bumpRevision(tx, ONE);
    await tx`
      insert into offer (retailer_id, id, status, version, draft, live, created_at, updated_at)
      values (1, ${id}, 'live', 1, ${tx.json(draft as never)}, ${tx.json(draft as never)}, now(), now())`;
  });
}

/** Everybody asks at once, in two processes, three times; answers decisions won and codes given. */
async function rush(name: string): Promise<{ won: number; shoppers: number; codes: number }> {
  const rounds = Array.from({ length: 3 * SHOPPERS }, (_, i) => {
    const { decisions } = processes[i % 2] as Deciding;
    return decisions.decide(ONE, ask(`shopper-${i % SHOPPERS}`, `${name}-request-${i}`));
  });
  const answers = await Promise.all(rounds);
  const made = answers.flatMap((answer) => answer?.made ?? []);
  const won = made.filter((one) => one.draft?.decided.result === 'campaign');
  expect(made).toHaveLength(3 * SHOPPERS);
  for (const one of won) expect(one.code?.text).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  const shoppers = new Set(
    answers.flatMap((answer) =>
      answer?.made[0]?.draft?.decided.result === 'campaign' ? [answer.shopper?.id] : [],
    ),
  );
  return {
    won: won.length,
    shoppers: shoppers.size,
    codes: new Set(won.map((one) => one.code?.text)).size,
  };
}

it('gives out as many codes as there are, however many ask at once; each shopper keeps theirs', async () => {
  const offer = exampleId(700);
  await addOffer(offer, { stock: 7 });
  await addCampaign(db.database, exampleId(1), exampleCampaign('Sieben', { offerId: offer }));
  const { shoppers, codes } = await rush('stock');
  expect(shoppers).toBe(7);
  expect(codes).toBe(7);
  const [tally] = await db.database.owner<{ promised: number }[]>`
    select promised from offer_tally where retailer_id = 1 and owner = 'offer' and id = ${offer}`;
  expect(tally?.promised).toBe(7);
});

it('promises no more than the campaign’s budget', async () => {
  await db.database.owner`delete from campaign where retailer_id = 1`;
  await db.database.owner`update decision_rule set revision = revision + 1`;
  const offer = exampleId(701);
  await addOffer(offer, {});
  const budget = { minor: 1_050, currency: 'EUR' };
  const draft = exampleCampaign('Knapp', { offerId: offer, budget });
  await addCampaign(db.database, exampleId(2), draft);
  const { shoppers } = await rush('budget');
  // Two euros each: the sixth would be above.
  expect(shoppers).toBe(5);
  const [tally] = await db.database.owner<{ promised_minor: number }[]>`
    select promised_minor from offer_tally
     where retailer_id = 1 and owner = 'campaign' and id = ${exampleId(2)}`;
  expect(tally?.promised_minor).toBe(1_000);
});
