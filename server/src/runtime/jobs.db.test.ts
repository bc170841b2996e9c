import type { RetailerId } from '@augenblick/contract';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { silentLog } from './log.ts';

const ONE = 1 as RetailerId;
/** A worker that others keep from running must not be taken for one that does nothing. */
const PATIENCE = { timeout: 50_000 };
let db: TestDatabase;
const started: Jobs[] = [];
beforeAll(async () => {
  db = await testDatabase();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((jobs) => jobs.stop()));
});
afterAll(() => db.drop());

function queue(): Jobs {
  const jobs = createJobs({ url: db.url, log: silentLog, concurrency: 2, sweepMs: 50 });
  started.push(jobs);
  return jobs;
}

/** A job that notes its payloads, and a promise for the first `count` of them. */
function noting(jobs: Jobs, name: string, count: number): Promise<unknown[]> {
  const seen: unknown[] = [];
  return new Promise((resolve) => {
    jobs.define(name, async (payload) => {
      if (seen.push(payload) === count) resolve(seen);
    });
  });
}

test('a job is added in the caller’s transaction, also by the app role, and runs after commit', async () => {
  const jobs = queue();
  const done = noting(jobs, 'note', 1);
  await jobs.start();
  const { withRetailer } = db.database;
  const undone = withRetailer(ONE, async (sql) => {
    await jobs.add(sql, 'note', { kept: false });
    throw new Error('rolled back');
  });
  await expect(undone).rejects.toThrow('rolled back');
  await withRetailer(ONE, (sql) => jobs.add(sql, 'note', { kept: true }));
  expect(await done).toEqual([{ kept: true }]);
});

test('the same key replaces a waiting job', async () => {
  const jobs = queue();
  const done = noting(jobs, 'keyed', 2);
  for (const n of [1, 2, 3]) await jobs.add(db.database.owner, 'keyed', { n }, { key: 'k' });
  await jobs.add(db.database.owner, 'keyed', { n: 4 }, { key: 'other' });
  await jobs.start();
  expect((await done).map((payload) => (payload as { n: number }).n)).toEqual(
    expect.arrayContaining([3, 4]),
  );
});

test('a job for later waits; one that failed comes again', async () => {
  const jobs = queue();
  let tries = 0;
  const done = new Promise<void>((resolve) => {
    jobs.define('shaky', async () => {
      tries += 1;
      if (tries === 1) throw new Error('not yet');
      resolve();
    });
  });
  const later = { key: 'later', runAt: Date.UTC(2999, 0, 1) };
  await jobs.add(db.database.owner, 'shaky', {}, later);
  await jobs.start();
  await jobs.add(db.database.owner, 'shaky', {});
  await vi.waitFor(async () => {
    expect((await waiting('shaky')).some((job) => job.attempts === 1)).toBe(true);
  }, PATIENCE);
  await db.database
    .owner`update graphile_worker._private_jobs set run_at = now() where attempts = 1`;
  await done;
  await vi.waitFor(async () => expect(await waiting('shaky')).toHaveLength(1), PATIENCE);
  expect(tries).toBe(2);
});

test('jobs of a killed process come back, those of a living one stay with it', async () => {
  const { owner } = db.database;
  const jobs = queue();
  const done = noting(jobs, 'orphan', 1);
  await jobs.add(owner, 'orphan', { lost: true });
  await owner`
    update graphile_worker._private_jobs j set locked_by = 'pool-that-died', locked_at = now() - interval '1 minute', attempts = 1
    from graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'orphan'`;
  await jobs.start();
  expect(await done).toEqual([{ lost: true }]);

  // A second process sweeps while the first one works: the job is not taken from it.
  let runs = 0;
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const first = queue();
  const begun = new Promise<void>((resolve) => {
    first.define('long', async () => {
      runs += 1;
      resolve();
      await held;
    });
  });
  await first.start();
  await jobs.add(owner, 'long', {});
  await begun;
  await owner`update graphile_worker._private_jobs set locked_at = locked_at - interval '1 hour' where locked_by is not null`;
  const second = queue();
  second.define('long', async () => {
    runs += 1;
  });
  const swept = noting(second, 'swept', 1);
  await second.start();
  await owner`
    select graphile_worker.add_job('swept', '{}'::json), graphile_worker.add_job('swept', '{}'::json, run_at := '2999-01-01')`;
  await owner`
    update graphile_worker._private_jobs j set locked_by = 'pool-dead-too', locked_at = now() - interval '1 minute'
    from graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'swept' and j.run_at < now()`;
  await swept;
  release();
  expect(runs).toBe(1);
});

function waiting(name: string): Promise<{ attempts: number }[]> {
  return db.database.owner<{ attempts: number }[]>`
    select j.attempts from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = ${name}`;
}
