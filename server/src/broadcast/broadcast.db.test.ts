import type { BroadcastDraft, RetailerId } from '@augenblick/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { MARKETING } from '../../test/messages.ts';
import { BY, newsletter, newsletterDeps, newsletterRunner } from '../../test/newsletter.ts';
import { fixedClock, type FixedClock, seededIds } from '../runtime/index.ts';
import {
  type BroadcastDeps,
  changeBroadcast,
  chooseWinner,
  createBroadcast,
  readBroadcast,
  stepBroadcast,
} from './broadcasts.ts';
import { readRecipients, readResults } from './results.ts';

const ONE = 1 as RetailerId;
const OTHER = '00000000-0000-4000-8000-000000000002';
const NOW = '2026-11-23T12:00:00Z';

let db: TestDatabase;
let clock: FixedClock;
let deps: BroadcastDeps;

beforeEach(async () => {
  db = await testDatabase();
  clock = fixedClock(NOW);
  deps = newsletterDeps(db.database, clock, seededIds(3, clock));
});
afterEach(() => db.drop());

/** Shoppers of retailer 1 with ids that sort; every third lives in Tokyo. */
async function shoppers(count: number, from = 1): Promise<void> {
  await db.database.owner`
    insert into profile (retailer_id, id, version, seq, last_at, state)
    select 1, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1, n, now(),
      json_build_object('traits', case when n % 3 = 0
          then '{"timezone":{"value":"Asia/Tokyo"}}'::json else '{}'::json end,
        'consents', '{"analytics:any":{"state":"granted"}}'::json)::text
    from generate_series(${from}::int, ${from + count - 1}::int) n`;
}

const runnerOf = (more: { readMax?: number; handMax?: number } = {}) =>
  newsletterRunner(db.database, clock, more);

async function scheduled(change: Partial<BroadcastDraft> = {}): Promise<string> {
  const { broadcast } = await createBroadcast(deps, ONE, newsletter(change), BY);
  await step(broadcast.id, 'schedule');
  return broadcast.id;
}

const step = (id: string, name: Parameters<typeof stepBroadcast>[1]) =>
  stepBroadcast(deps, name, { retailerId: ONE, id, by: BY });
const read = (id: string) => readBroadcast(deps, ONE, id);

const messages = () => db.database.owner<
  { id: string; profile_id: string; variant: string; status: string; at: Date; templates: string }[]
>`select id, profile_id, variant, status, not_before as at, templates from delivery where retailer_id = 1
   order by not_before, profile_id`;

/** As if the senders had done their part. */
async function deliver(status = 'sent'): Promise<void> {
  await db.database.owner`
    update delivery set status = ${status}, sent_at = ${new Date(clock.now())}, decided_at = ${new Date(clock.now())}
     where status = 'waiting' and not_before <= ${new Date(clock.now() + 60_000)}`;
}

describe('sending', () => {
  it('asks for one message for everyone, in chunks, in the published version, and ends', async () => {
    await shoppers(250);
    const id = await scheduled();
    await runnerOf({ readMax: 40, handMax: 30 }).round();
    const asked = await messages();
    expect(asked).toHaveLength(250);
    expect(new Set(asked.map((one) => one.profile_id)).size).toBe(250);
    expect(JSON.parse(asked[0]?.templates ?? '')).toEqual({ mail: { id: MARKETING, version: 3 } });
    expect((await read(id)).progress).toMatchObject({ audience: 250, queued: 250, waiting: 0 });
    await deliver();
    clock.advance(5_000);
    await runnerOf().round();
    const { broadcast, progress } = await read(id);
    expect(broadcast.status).toBe('done');
    expect(progress).toMatchObject({ audience: 250, sent: 250, queued: 0 });
  });

  it('goes on where a process stopped, and two processes at once ask nobody twice', async () => {
    await shoppers(600);
    await scheduled();
    const rounds = [1, 2, 3].map(() => runnerOf({ readMax: 37, handMax: 23 }));
    const [first] = rounds;
    // Stopped in the middle: what was committed stays, the rest is done by the others.
    const stopping = first?.round();
    await first?.stop();
    await stopping;
    await Promise.all(rounds.slice(1).map((one) => one.round()));
    const asked = await messages();
    expect(new Set(asked.map((one) => one.profile_id)).size).toBe(600);
    expect(asked).toHaveLength(600);
  });

  it('means segments and leaves out others; a neighbour is never among them', async () => {
    await shoppers(30);
    await segment(7, 'live', 1, 20);
    await segment(8, 'live', 11, 15);
    const id = await scheduled({
      audience: { segmentIds: [segmentId(7)], excludedSegmentIds: [segmentId(8)] },
    });
    await runnerOf({ readMax: 4 }).round();
    expect(await messages()).toHaveLength(15);
    expect((await read(id)).progress.audience).toBe(15);
  });

  it('stands still, and says so, when a segment was switched off before its time', async () => {
    await shoppers(5);
    await segment(7, 'live', 1, 5);
    const id = await scheduled({
      audience: { segmentIds: [], excludedSegmentIds: [segmentId(7)] },
    });
    await db.database.owner`update segment set status = 'archived' where retailer_id = 1`;
    await runnerOf().round();
    expect((await read(id)).broadcast).toMatchObject({ status: 'paused', paused: 'segment_off' });
    expect(await messages()).toHaveLength(0);
  });

  it('is due at the hour of each shopper, tomorrow where the hour has passed', async () => {
    await shoppers(6);
    const schedule = { kind: 'local', day: '2026-11-23', minutes: 18 * 60 } as const;
    const id = await scheduled({ schedule });
    expect((await read(id)).broadcast.startAt).toBe(Date.parse('2026-11-23T17:00:00Z'));
    clock.set(Date.parse('2026-11-23T17:00:01Z'));
    await runnerOf().round();
    expect((await messages()).map(({ at }) => at.toISOString().slice(0, 19))).toEqual(
      Array.from({ length: 4 }, () => '2026-11-23T17:00:01'),
    );
    clock.set(Date.parse('2026-11-24T08:59:45Z'));
    await runnerOf().round();
    expect((await messages()).slice(4).map(({ at }) => at.toISOString())).toEqual(
      Array.from({ length: 2 }, () => '2026-11-24T09:00:00.000Z'),
    );
  });

  it('never asks for more a minute than it may, and spreads over the time given', async () => {
    await shoppers(20);
    await scheduled({ perMinute: 6 });
    const until = clock.now() + 5 * 60_000;
    while (clock.now() < until) {
      await runnerOf({ handMax: 3 }).round();
      clock.advance(5_000);
    }
    const at = (await messages()).map((one) => one.at.getTime());
    expect(at).toHaveLength(20);
    for (const [i, one] of at.entries()) {
      if (i >= 6) expect(one - (at[i - 6] as number)).toBeGreaterThanOrEqual(60_000);
    }
  });

  it('follows shoppers who were joined meanwhile', async () => {
    await shoppers(3);
    const id = await scheduled({ schedule: { kind: 'at', at: clock.now() + 3_600_000 } });
    // Read ahead of its time by hand: the audience is known, the messages are not asked for.
    await db.database
      .owner`update broadcast set start_at = ${new Date(clock.now() + 3_600_000)}, next_at = ${new Date(clock.now())} where id = ${id}`;
    await runnerOf().round();
    expect(await messages()).toHaveLength(0);
    const [a, b] = [1, 2].map((n) => `01900000-0000-7000-8000-00000000000${n}`);
    await db.database.owner`
      insert into identity_change (retailer_id, id, at, identity, from_profile, to_profile, reason)
      values (1, gen_random_uuid(), now(), 'email:x', ${b as string}, ${a as string}, 'linked')`;
    await db.database.owner`delete from profile where retailer_id = 1 and id = ${b as string}`;
    clock.advance(3_600_000);
    await runnerOf().round();
    expect((await messages()).map((one) => one.profile_id.at(-1))).toEqual(['1', '3']);
  });
});

describe('pausing', () => {
  it('takes back what waits, goes on with the same people, and nobody gets two', async () => {
    await shoppers(100);
    const id = await scheduled({ perMinute: 60 });
    await runnerOf().round();
    await deliver();
    const sent = (await messages()).filter(({ status }) => status === 'sent').length;
    expect(sent).toBeGreaterThan(10);
    await step(id, 'pause');
    expect((await read(id)).progress).toMatchObject({ sent, queued: 0, waiting: 100 - sent });
    clock.advance(600_000);
    await runnerOf().round();
    expect((await read(id)).progress.queued).toBe(0);
    await step(id, 'resume');
    for (let i = 0; i < 40; i++) {
      await runnerOf().round();
      await deliver();
      clock.advance(10_000);
    }
    const done = await read(id);
    expect(done.broadcast.status).toBe('done');
    expect(done.progress).toMatchObject({ audience: 100, sent: 100 });
    const reached = (await messages()).filter(({ status }) => status === 'sent');
    expect(new Set(reached.map((one) => one.profile_id)).size).toBe(100);
    expect(reached).toHaveLength(100);
  });

  it('cancelled, everyone has a result', async () => {
    await shoppers(50);
    const id = await scheduled({ perMinute: 30 });
    await runnerOf().round();
    await deliver();
    await step(id, 'cancel');
    const { progress, broadcast } = await read(id);
    expect(broadcast.status).toBe('cancelled');
    expect(progress.sent + progress.takenBack).toBe(50);
    clock.advance(600_000);
    await runnerOf().round();
    expect((await read(id)).progress.queued).toBe(0);
    await expect(step(id, 'resume')).rejects.toMatchObject({ code: 'conflict' });
    const page = await readRecipients(deps, ONE, id, { result: 'takenBack' });
    expect(page.recipients).toHaveLength(progress.takenBack);
  });
});

describe('an A/B test', () => {
  const variants = [
    { id: 'a', name: 'Kurz', weight: 1, templateIds: { mail: MARKETING } },
    { id: 'b', name: 'Lang', weight: 1, templateIds: { mail: OTHER } },
  ];
  const test = { shareBp: 4000, measure: 'clicked', afterMinutes: 60, unclear: 'ask' } as const;

  async function tested(clicks: { a: number; b: number }, unclear: 'ask' | 'leading' = 'ask') {
    await shoppers(1000);
    const id = await scheduled({ variants, test: { ...test, unclear } });
    await runnerOf().round();
    await deliver();
    for (const [variant, count] of Object.entries(clicks)) {
      await db.database.owner`
        update delivery set clicked_at = ${new Date(clock.now())} where id in (
          select id from delivery where variant = ${variant} limit ${count})`;
    }
    return id;
  }

  it('gives the rest the clear winner after its time', async () => {
    const id = await tested({ a: 10, b: 60 });
    const first = await messages();
    expect(first.length).toBeGreaterThan(340);
    expect(first.length).toBeLessThan(460);
    clock.advance(59 * 60_000);
    await runnerOf().round();
    expect(await messages()).toHaveLength(first.length);
    clock.advance(2 * 60_000);
    await runnerOf().round();
    const { broadcast } = await read(id);
    expect(broadcast.winner).toMatchObject({ variantId: 'b', by: 'clear' });
    const rest = (await messages()).filter(({ status }) => status === 'waiting');
    expect(rest).toHaveLength(1000 - first.length);
    expect(new Set(rest.map(({ variant }) => variant))).toEqual(new Set(['b']));
    const { verdict } = await readResults(deps, ONE, id);
    expect(verdict?.state).toBe('clear');
  });

  it('asks when nobody won clearly, and takes what a person chooses', async () => {
    const id = await tested({ a: 20, b: 24 });
    clock.advance(61 * 60_000);
    await runnerOf().round();
    expect((await read(id)).broadcast).toMatchObject({ status: 'paused', paused: 'no_winner' });
    const { verdict } = await readResults(deps, ONE, id);
    expect(verdict).toMatchObject({ state: 'unclear', leader: 'b' });
    await expect(step(id, 'resume')).rejects.toMatchObject({ code: 'conflict' });
    await chooseWinner(deps, { retailerId: ONE, id, by: BY }, 'a');
    await runnerOf().round();
    const { broadcast } = await read(id);
    expect(broadcast.winner).toMatchObject({ variantId: 'a', by: 'person' });
    expect(await messages()).toHaveLength(1000);
  });

  it('sends the one that leads where that was asked for, and says that it only leads', async () => {
    const id = await tested({ a: 20, b: 24 }, 'leading');
    clock.advance(61 * 60_000);
    await runnerOf().round();
    expect((await read(id)).broadcast.winner).toMatchObject({ variantId: 'b', by: 'leading' });
  });
});

describe('drafts', () => {
  it('say what is missing, and are only scheduled without', async () => {
    const { broadcast, findings } = await createBroadcast(
      deps,
      ONE,
      newsletter({ variants: [{ id: 'a', name: 'A', weight: 1, templateIds: {} }] }),
      BY,
    );
    expect(findings[0]).toMatchObject({ severity: 'must', field: 'variants.0.templateIds.mail' });
    await expect(step(broadcast.id, 'schedule')).rejects.toMatchObject({ code: 'not_ready' });
  });

  it('cannot be changed by two people at once, nor once scheduled; taken back they can', async () => {
    const { broadcast } = await createBroadcast(deps, ONE, newsletter(), BY);
    const asked = { retailerId: ONE, id: broadcast.id, by: BY };
    const { updatedAt } = broadcast;
    const change = { draft: newsletter({ name: 'Neu' }), updatedAt };
    expect((await changeBroadcast(deps, asked, change)).broadcast.name).toBe('Neu');
    await expect(changeBroadcast(deps, asked, change)).rejects.toMatchObject({ code: 'conflict' });
    await step(broadcast.id, 'schedule');
    const { broadcast: back } = await step(broadcast.id, 'unschedule');
    expect(back).toMatchObject({ status: 'draft', startAt: null });
    await runnerOf().round();
    expect(await messages()).toHaveLength(0);
  });
});

const segmentId = (no: number): string => `00000000-0000-4000-9000-00000000000${no}`;

async function segment(no: number, status: string, from: number, to: number): Promise<void> {
  await db.database.owner`
    insert into segment (retailer_id, id, no, name, status, condition, created_at, changed_at)
    values (1, ${segmentId(no)}, ${no}, ${`S${no}`}, ${status}, '{}', now(), now())`;
  await db.database.owner`
    insert into segment_member (retailer_id, segment_no, profile_id, since)
    select 1, ${no}::int, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, now()
    from generate_series(${from}::int, ${to}::int) n`;
}
