import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  addCampaign,
  addPlacement,
  ask,
  type Deciding,
  deciding,
  profileOf,
} from '../../test/decision-house.ts';
import { type WritePath, writePath } from '../../test/write-path.ts';
import type { RetailerId } from '@augenblick/contract';
import { exampleCampaign, exampleContent, exampleId } from './example.ts';

const ONE = 1 as RetailerId;
let db: TestDatabase;
let path: WritePath;
let one: Deciding;
let two: Deciding;

const view = (anonymousId: string, messageId: string) => ({
  type: 'track',
  event: 'Product Viewed',
  messageId,
  anonymousId,
  properties: { product_id: 'p1', name: 'Vase' },
});

beforeAll(async () => {
  db = await testDatabase();
  path = writePath(db.database);
  one = deciding(db.database, { clock: path.clock });
  two = deciding(db.database, { clock: path.clock, seed: 77 });
  const fallback = { de: exampleContent('Hallo'), en: exampleContent('Hello') };
  await addPlacement(db.database, 'home', { fallback });
  await addPlacement(db.database, 'cart');
  await db.database.owner`
    insert into decision_rule (retailer_id, salt, settings)
    values (1, 'salt', ${db.database.owner.json({ globalHoldoutBp: 0 })})`;
});
afterAll(() => db.drop());

let n = 0;
beforeEach(async () => {
  n += 1;
  await db.database.owner`delete from campaign_version where retailer_id = 1`;
  await db.database.owner`delete from campaign where retailer_id = 1`;
  await db.database.owner`update published set revision = revision + 1 where retailer_id = 1`;
});

const rows = (request: string) =>
  db.database.owner<
    { id: string; result: string; campaign_id: string | null; propensity: number }[]
  >`
    select id, result, campaign_id, propensity from decision
     where retailer_id = 1 and request = ${request} order by placement`;

it('decides, writes it down, and gives the same answer when asked again', async () => {
  await addCampaign(db.database, exampleId(n), exampleCampaign('Herbst'));
  await path.ingest.submit(path.web, [view('anna', `m${n}`)]);
  const first = await one.decisions.decide(ONE, ask('anna', 'request-1'));
  expect(first?.made[0]?.draft?.decided.result).toBe('campaign');
  const [row] = await rows('request-1');
  expect(row).toMatchObject({ result: 'campaign', campaign_id: exampleId(n), propensity: 1 });
  expect(first?.made[0]?.id).toBe(row?.id);
  const again = await two.decisions.decide(ONE, ask('anna', 'request-1'));
  expect(again).toMatchObject({ repeated: true, made: [{ id: row?.id, draft: null }] });
  expect(await rows('request-1')).toHaveLength(1);
  expect(one.told).toEqual([row?.id]);
});

it('does not give one browser the decision of another that used the same request id', async () => {
  await addCampaign(db.database, exampleId(n), exampleCampaign('Herbst'));
  await path.ingest.submit(path.web, [view('ben', `m${n}`), view('cem', `m${n}c`)]);
  const a = await one.decisions.decide(ONE, ask('ben', 'request-2'));
  const b = await one.decisions.decide(ONE, ask('cem', 'request-2'));
  expect(b?.repeated).toBe(false);
  expect(a?.made[0]?.id).not.toBe(b?.made[0]?.id);
});

it('says that nobody is known, and which placements are not there, without storing anything', async () => {
  const unknown = await one.decisions.decide(ONE, ask('nobody-yet', 'request-3'));
  expect(unknown).toMatchObject({ shopper: null, made: [{ id: null, draft: null }] });
  await path.ingest.submit(path.web, [view('dana', `m${n}`)]);
  const asked = ask('dana', 'request-4', { placements: ['nowhere', 'home'] });
  const answer = await one.decisions.decide(ONE, asked);
  expect(answer?.made.map(({ id }) => id === null)).toEqual([true, false]);
  expect((await rows('request-4')).map(({ result }) => result)).toEqual(['nothing_fits']);
});

it('keeps caps exactly when two processes are asked at the same time', async () => {
  const caps = [{ times: 3, per: 'day' as const }];
  await addCampaign(db.database, exampleId(n), exampleCampaign('Kappe', { caps }));
  await path.ingest.submit(path.web, [view('emil', `m${n}`), view('fred', `m${n}f`)]);
  const asks = Array.from({ length: 60 }, (_, i) => {
    const { decisions } = i % 2 === 0 ? one : two;
    return decisions.decide(ONE, ask(i % 3 === 0 ? 'fred' : 'emil', `cap-request-${i}`));
  });
  const answers = await Promise.all(asks);
  expect(answers.every((answer) => answer !== null)).toBe(true);
  for (const name of ['emil', 'fred']) {
    const id = await profileOf(db.database, name);
    const [count] = await db.database.owner<{ n: number }[]>`
      select count(*)::int as n from decision
       where retailer_id = 1 and profile_id = ${id} and campaign_id = ${exampleId(n)}`;
    expect(count?.n, name).toBe(3);
  }
});

it('answers the same request once, also when both processes get it at once', async () => {
  await addCampaign(db.database, exampleId(n), exampleCampaign('Einmal'));
  await path.ingest.submit(path.web, [view('gina', `m${n}`)]);
  const answers = await Promise.all(
    [one, two, one, two].map(({ decisions }) => decisions.decide(ONE, ask('gina', 'request-6'))),
  );
  const ids = new Set(answers.map((answer) => answer?.made[0]?.id));
  expect(ids.size).toBe(1);
  const [touch] = await db.database.owner<{ memory: string }[]>`
    select memory from touch where retailer_id = 1 and profile_id = ${await profileOf(db.database, 'gina')}`;
  expect(JSON.parse(touch?.memory ?? '{}').a[0]).toBe(1);
});

it('notices what was published meanwhile', async () => {
  await path.ingest.submit(path.web, [view('hans', `m${n}`)]);
  const before = await one.decisions.decide(ONE, ask('hans', 'request-7'));
  expect(before?.made[0]?.draft?.decided.result).toBe('nothing_fits');
  await addCampaign(db.database, exampleId(n), exampleCampaign('Neu'));
  const after = await one.decisions.decide(ONE, ask('hans', 'request-8'));
  expect(after?.made[0]?.draft?.decided.result).toBe('campaign');
});

it('shows a campaign once on a page', async () => {
  const placements = ['home', 'cart'];
  await addCampaign(db.database, exampleId(n), exampleCampaign('Zwei Plätze', { placements }));
  await path.ingest.submit(path.web, [view('ines', `m${n}`)]);
  await one.decisions.decide(ONE, ask('ines', 'request-9', { placements }));
  expect((await rows('request-9')).map(({ result }) => result).sort()).toEqual([
    'campaign',
    'nothing_fits',
  ]);
});

it('gives no answer in time rather than keeping a page waiting', async () => {
  const hasty = deciding(db.database, { patienceMs: 0 });
  expect(await hasty.decisions.decide(ONE, ask('anna', 'request-10'))).toBeNull();
  await hasty.decisions.drained();
});

it('counts what a stranger was shown when they sign in, and gives their decisions to who they are now', async () => {
  const caps = [{ times: 2, per: 'ever' as const }];
  await addCampaign(db.database, exampleId(n), exampleCampaign('Kappe', { caps }));
  await path.ingest.submit(path.web, [view('known-browser', `m${n}`)]);
  path.clock.advance(1_000);
  await path.ingest.submit(path.web, [{ ...view('known-browser', `m${n}u`), userId: 'K-1' }]);
  path.clock.advance(1_000);
  await path.ingest.submit(path.web, [view('new-browser', `m${n}n`)]);
  const shown = async (browser: string, request: string) =>
    (await one.decisions.decide(ONE, ask(browser, request)))?.made[0]?.draft?.decided.result;
  expect(await shown('known-browser', 'join-request-1')).toBe('campaign');
  expect(await shown('new-browser', 'join-request-2')).toBe('campaign');
  path.clock.advance(1_000);
  await path.ingest.submit(path.web, [{ ...view('new-browser', `m${n}j`), userId: 'K-1' }]);
  expect(await profileOf(db.database, 'new-browser')).toBe(
    await profileOf(db.database, 'known-browser'),
  );
  expect(await shown('known-browser', 'join-request-3')).toBe('nothing_fits');
  const owners = await db.database.owner<{ profile_id: string }[]>`
    select distinct profile_id from decision where retailer_id = 1 and request like 'join-request-%'`;
  expect(owners).toHaveLength(1);
});

it('tells only what this request shows to who merely claims to be somebody', async () => {
  const consent = { purpose: 'personalisation', channel: 'any' } as const;
  await addCampaign(db.database, exampleId(n), exampleCampaign('Persönlich', { consent }));
  await path.ingest.submit(path.web, [
    { ...view('vic-browser', `m${n}`), userId: 'victim' },
    {
      type: 'track',
      event: 'Consent Granted',
      messageId: `m${n}c`,
      userId: 'victim',
      properties: { purpose: 'personalisation' },
    },
  ]);
  const identity = { kind: 'user_id', value: 'victim' } as const;
  const claimed = await one.decisions.decide(ONE, ask('', 'claim-request-1', { identity }));
  expect(claimed?.shopper?.identity).toBe('claimed');
  expect(claimed?.made[0]?.draft?.decided.result).toBe('nothing_fits');
  const proven = await one.decisions.decide(
    ONE,
    ask('', 'claim-request-2', { identity, vouched: true }),
  );
  expect(proven?.made[0]?.draft?.decided.result).toBe('campaign');
});
