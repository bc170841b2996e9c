import { Failure, type RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/database.ts';
import { SYSTEM } from '../access/index.ts';
import { createIds, fixedClock, seededRandom, type TransactionSql } from '../runtime/index.ts';
import { type DraftDeps, Drafts } from './drafts.ts';

interface Sign {
  name: string;
  says: string;
}
interface Row {
  status: string;
  version: number;
  draft: Sign;
  updated_at: Date;
}

const SHOP = 1 as RetailerId;
const NEXT_DOOR = 2 as RetailerId;
const audited: string[] = [];
let db: TestDatabase;
let deps: DraftDeps;

/** Any kind will do: these stand where campaigns stand. */
const signs: Drafts<DraftDeps, Sign, Row, { id: string; row: Row }> = new Drafts({
  noun: 'campaign',
  table: 'campaign',
  versions: { table: 'campaign_version', owner: 'campaign_id' },
  editable: ({ status }) => status !== 'ended',
  deletable: ({ version }) => version === 0,
  copied: ({ draft }) => ({ draft, columns: { status: 'draft' } }),
  refuse: ({ says }) => {
    if (says === '') throw new Failure('bad_request', 'says');
  },
  read: async (_deps, sql, retailerId, id) => ({
    id,
    row: await signs.locked(sql, { retailerId, id }),
  }),
});

const asked = (id: string, retailerId = SHOP) => ({ retailerId, id, by: SYSTEM });
const inShop = <T>(work: (sql: TransactionSql) => Promise<T>) =>
  db.database.withRetailer(SHOP, work);
const publish = (id: string) =>
  inShop(async (sql) =>
    signs.publish(deps, sql, asked(id), await signs.locked(sql, asked(id)), {
      row: { status: 'live' },
      version: {},
    }),
  );
const hang = (name = 'Tür') =>
  signs.create(
    deps,
    { retailerId: SHOP, by: SYSTEM },
    { draft: { name, says: 'offen' }, columns: { status: 'draft' } },
  );

beforeAll(async () => {
  db = await testDatabase();
  const clock = fixedClock('2026-05-04T12:00:00Z');
  deps = {
    database: db.database,
    clock,
    ids: createIds(clock, seededRandom(5)),
    audit: async (_sql, { action, target, detail }) => {
      audited.push(`${action} ${target} ${String(detail?.['what'])}`);
    },
  };
});
afterAll(() => db.drop());

describe('a draft', () => {
  it('is changed only on what was read, and each change is told apart', async () => {
    const { id, row } = await hang();
    const updatedAt = row.updated_at.getTime();
    const draft = { name: 'Tür', says: 'zu' };
    const changed = await signs.change(deps, asked(id), { draft, updatedAt });
    expect(changed.row.draft).toEqual(draft);
    // The clock stands still, the instant does not.
    expect(changed.row.updated_at.getTime()).toBe(updatedAt + 1);
    await expect(signs.change(deps, asked(id), { draft, updatedAt })).rejects.toMatchObject({
      code: 'conflict',
    });
    const empty = { draft: { ...draft, says: '' }, updatedAt: updatedAt + 1 };
    await expect(signs.change(deps, asked(id), empty)).rejects.toMatchObject({
      code: 'bad_request',
    });
    expect(audited.slice(-2)).toEqual([
      `campaign.changed campaign:${id} created`,
      `campaign.changed campaign:${id} changed`,
    ]);
  });

  it('becomes a version that stays, and can be taken back', async () => {
    const { id } = await hang();
    await publish(id);
    const live = await signs.read(deps, SHOP, id);
    expect(live.row).toMatchObject({ status: 'live', version: 1 });
    const updatedAt = live.row.updated_at.getTime();
    await signs.change(deps, asked(id), { draft: { name: 'Tür', says: 'zu' }, updatedAt });
    await publish(id);
    const { versions } = await signs.versions(deps, { retailerId: SHOP, id });
    expect(versions.map(({ version, by, draft }) => [version, by, draft.says])).toEqual([
      [2, SYSTEM.name, 'zu'],
      [1, SYSTEM.name, 'offen'],
    ]);
    const restored = await signs.restore(deps, asked(id), 1);
    expect(restored.row).toMatchObject({ version: 2, draft: { says: 'offen' } });
    await expect(signs.restore(deps, asked(id), 3)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is copied under a name of its own', async () => {
    const { id } = await hang('Fenster');
    const copy = await inShop((sql) => signs.duplicate(deps, sql, asked(id)));
    const next = await inShop((sql) => signs.duplicate(deps, sql, asked(copy.id)));
    expect([copy.row.draft.name, next.row.draft.name]).toEqual(['Fenster (2)', 'Fenster (3)']);
    expect(copy.row).toMatchObject({ status: 'draft', version: 0, draft: { says: 'offen' } });
  });

  it('is deleted while nobody can count on it', async () => {
    const never = await hang();
    await signs.remove(deps, asked(never.id));
    await expect(signs.read(deps, SHOP, never.id)).rejects.toMatchObject({ code: 'not_found' });
    const { id } = await hang();
    await publish(id);
    await expect(signs.remove(deps, asked(id))).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is not edited any more when it is over', async () => {
    const { id } = await hang();
    await publish(id);
    const { row } = await inShop(async (sql) => {
      const before = await signs.locked(sql, asked(id));
      await signs.set(deps, sql, asked(id), before, { status: 'ended' });
      return { row: await signs.locked(sql, asked(id)) };
    });
    const change = { draft: row.draft, updatedAt: row.updated_at.getTime() };
    await expect(signs.change(deps, asked(id), change)).rejects.toMatchObject({ code: 'conflict' });
    await expect(signs.restore(deps, asked(id), 1)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is nothing to the shop next door', async () => {
    const { id } = await hang();
    await publish(id);
    await expect(signs.read(deps, NEXT_DOOR, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(signs.versions(deps, { retailerId: NEXT_DOOR, id })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(signs.remove(deps, asked(id, NEXT_DOOR))).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(signs.read(deps, SHOP, 'no-id')).rejects.toMatchObject({ code: 'not_found' });
  });
});
