import { createHmac } from 'node:crypto';
import type { Identity, RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { fixedClock } from '../runtime/index.ts';
import { identityHash } from '../consent/index.ts';
import { createSuppressions } from './suppression.ts';

const one = 1 as RetailerId;
const erna: Identity = { kind: 'email', value: 'erna@mail.example' };
const key = Buffer.alloc(32, 7);
const erasedAt = Date.UTC(2026, 1, 1);
const event = (at: number, kind: 'track' | 'identify' = 'track') => ({
  identities: [erna],
  kind,
  at,
});

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

describe('suppression', () => {
  it('is nothing before the first erasure and heard of within two seconds in another process', async () => {
    const clock = fixedClock(erasedAt);
    const suppressions = createSuppressions({ sql: db.database.owner, clock });
    expect(await suppressions.of(one)).toBeNull();
    const { owner } = db.database;
    await owner`insert into erasure_key (key) values (${key})`;
    await owner`
      insert into suppression (retailer_id, hash, at, erasure_id)
      values (1, ${identityHash(key, one, erna)}, ${new Date(erasedAt)}, gen_random_uuid())`;
    // Answered from memory, without a promise: this is asked for every batch.
    expect(suppressions.of(one)).toBeNull();
    clock.advance(2_000);
    const erased = await suppressions.of(one);
    expect(erased?.matches(event(erasedAt), 'web')).toBe(true);
    expect(erased?.matches(event(erasedAt + 1), 'web')).toBe(false);
    expect(erased?.matches(event(erasedAt + 1, 'identify'), 'import')).toBe(true);
    expect(erased?.matches(event(erasedAt + 1), 'import')).toBe(false);
    expect(await suppressions.of(2 as RetailerId)).toBeNull();
  });

  it('keeps a hash that only the key opens, another one at another retailer', () => {
    const hash = identityHash(key, one, erna);
    const known = createHmac('sha256', key).update(`1\nemail\n${erna.value}`).digest();
    expect(hash.equals(known)).toBe(true);
    expect(hash.equals(identityHash(key, 2 as RetailerId, erna))).toBe(false);
    expect(hash.equals(identityHash(Buffer.alloc(32, 8), one, erna))).toBe(false);
  });

  it('hides its key and hashes from connections of a retailer', async () => {
    const seen = await db.database.withRetailer(2 as RetailerId, async (sql) => ({
      keys: await sql`select 1 from erasure_key`,
      hashes: await sql`select 1 from suppression`,
    }));
    expect([seen.keys.length, seen.hashes.length]).toEqual([0, 0]);
  });
});
