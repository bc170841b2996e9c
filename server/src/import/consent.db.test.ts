import type { ImportChoices } from '@augenblick/contract/api/import.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, NEIGHBOUR, openBench, RETAILER } from '../../test/import-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const LIST = [
  'E-Mail;Vorname;Newsletter;Eingewilligt am',
  'anna@liste.example;Anna;ja;31.05.2024',
  'bert@liste.example;Bert;ja;',
  'cora@liste.example;Cora;abgemeldet;',
  'dora@liste.example;Dora;nein;',
].join('\n');
const WORDING = 'Ja, ich möchte Post vom Laden.';
const proven: ImportChoices = { settings: { consent: { wording: WORDING, at: null } } };

async function said(address: string, retailerId = RETAILER) {
  return bench.db.database.owner<
    { state: string; wording: string | null; method: string; at: Date }[]
  >`
    select c.state, c.wording, c.method, c.at from consent c
    join identity i on i.retailer_id = c.retailer_id and i.profile_id = c.profile_id
    where c.retailer_id = ${retailerId} and i.kind = 'email' and i.value = ${address}
    order by c.at`;
}

test('without the wording customers come, consents do not; who signed off stays so', async () => {
  const run = await bench.run(LIST);
  expect(run.summary).toMatchObject({ customers: 4, consents: 0, signedOff: 1 });
  expect(await said('anna@liste.example')).toEqual([]);
  expect(await said('cora@liste.example')).toMatchObject([{ state: 'withdrawn' }]);
});

test('with it they come along, each with its day; rows without one wait for it', async () => {
  const run = await bench.run(LIST, proven);
  expect(run.summary).toMatchObject({ consents: 1 });
  // Anna's name was there already; what is new of her is the consent.
  expect(run.progress).toMatchObject({ stored: 1, duplicate: 3 });
  expect(await said('anna@liste.example')).toMatchObject([
    { state: 'granted', wording: WORDING, method: 'import', at: new Date('2024-05-30T22:00:00Z') },
  ]);
  expect(await said('bert@liste.example')).toEqual([]);
  const day = Date.UTC(2024, 0, 15, 12);
  await bench.run(LIST, { settings: { consent: { wording: WORDING, at: day } } });
  expect(await said('bert@liste.example')).toMatchObject([{ state: 'granted', at: new Date(day) }]);
});

test('a list that comes again brings nobody back and says nothing twice', async () => {
  const renamed = LIST.replace(';Anna;', ';Anna Maria;');
  const run = await bench.run(renamed, proven);
  expect(run.progress).toMatchObject({ corrected: 1 });
  expect(await said('anna@liste.example')).toHaveLength(1);
});

test('a list that comes again with a later day brings nobody back who left', async () => {
  const day = Date.UTC(2026, 5, 1, 12);
  await bench.run('E-Mail;Vorname;Newsletter\nbert@liste.example;Bert;unsubscribed');
  const before = await said('bert@liste.example');
  expect(before.map(({ state }) => state).toSorted()).toEqual(['granted', 'withdrawn']);
  await bench.run(LIST, { settings: { consent: { wording: WORDING, at: day } } });
  await bench.run(LIST.replace(';Bert;', ';Berthold;'), {
    settings: { consent: { wording: WORDING, at: bench.clock.now() } },
  });
  expect(await said('bert@liste.example')).toEqual(before);
});

test('a day to come is no day of consent', async () => {
  const at = bench.clock.now() + 30 * 86_400_000;
  await expect(
    bench.run(LIST, { settings: { consent: { wording: WORDING, at } } }),
  ).rejects.toMatchObject({ code: 'settings_invalid' });
});

test('the neighbour heard nothing of it', async () => {
  expect(await said('anna@liste.example', NEIGHBOUR)).toEqual([]);
});
