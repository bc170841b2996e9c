/** A message that cannot be shown any more says why. */
import type { RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { MARKETING, memoryWriter } from '../../test/messages.ts';
import { messageDetail } from './history.ts';

const ONE = 1 as RetailerId;
const PERSON = '0190dddd-0000-7000-8000-000000000001';
const uuid = (n: number): string => `0190dddd-0001-7000-8000-${String(n).padStart(12, '0')}`;
const GONE = uuid(900);

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

/** A message of both retailers; `template` null = what it said is kept no longer. */
async function message(n: number, attempt: number, template: string | null): Promise<void> {
  const { owner } = db.database;
  for (const retailer of [1, 2])
    await owner`
      insert into delivery (retailer_id, id, profile_id, asked_at, lane, priority, channels, origin_kind, origin_id,
                            origin_version, templates, rules, data, not_before, status, channel, attempt)
      values (${retailer}, ${uuid(n)}, ${PERSON}, now(), 'mail', 2, '{mail}', 'broadcast', 'b', 1, '{}', '{}', '{}',
              now(), ${attempt === 0 ? 'dropped' : 'sent'}, 'mail', ${attempt})`;
  // The neighbour keeps theirs: it must not be found for us.
  for (const retailer of template === null ? [2] : [1, 2])
    await owner`
      insert into delivery_content (retailer_id, id, at, profile_id, template_id, template_version, locale, data)
      values (${retailer}, ${uuid(n)}, now(), ${PERSON}, ${template ?? MARKETING}, 1, 'de',
              ${JSON.stringify({ event: {} })})`;
}

it('says why what a message said cannot be shown', async () => {
  await message(1, 1, MARKETING);
  await message(2, 1, null);
  await message(3, 0, null);
  await message(4, 1, GONE);
  const writer = {
    ...memoryWriter,
    template: async (...asked: Parameters<typeof memoryWriter.template>) =>
      asked[1] === GONE ? null : memoryWriter.template(...asked),
  };
  const seen = async (n: number) => {
    const { shown, unseen } = await messageDetail({ database: db.database, writer }, ONE, uuid(n));
    return [shown !== null, unseen];
  };
  expect(await seen(1)).toEqual([true, null]);
  expect(await seen(2)).toEqual([false, 'not_kept']);
  expect(await seen(3)).toEqual([false, 'never_filled']);
  expect(await seen(4)).toEqual([false, 'template_gone']);
});
