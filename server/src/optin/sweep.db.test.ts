/** Addresses that were typed and never confirmed are forgotten, with the nobody they hung on and the mail that was sent. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OptinHouse, openOptinHouse } from '../../test/optin.ts';
import { differences } from '../../test/write-path.ts';
import { createOptinSweep, type OptinSweep } from './index.ts';

const DAY = 86_400_000;
let house: OptinHouse;
let sweep: OptinSweep;
let handler: (() => Promise<void>) | undefined;
const asked: (number | undefined)[] = [];

beforeAll(async () => {
  house = await openOptinHouse();
  const { db, path } = house;
  sweep = createOptinSweep({
    database: db.database,
    clock: path.clock,
    jobs: {
      define: (_name: string, work: unknown) => {
        handler = work as typeof handler;
      },
      add: async (
        _sql: unknown,
        _name: string,
        _payload: unknown,
        options?: { runAt?: number },
      ) => {
        asked.push(options?.runAt);
      },
    } as never,
    forget: path.pipeline.forget,
  });
});
afterAll(() => house.close());

const signups = async () =>
  (
    await house.db.database.owner<{ email: string }[]>`
      select email from signup where retailer_id = 1 order by email`
  ).map(({ email }) => email);

/** Rows of retailer 1 that name this address, in any column of any table. */
async function naming(text: string): Promise<string[]> {
  const { owner } = house.db.database;
  const tables = await owner<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'augenblick' and c.relkind in ('r', 'p')`;
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await owner<{ n: number }[]>`
      select count(*)::int as n from ${owner(name)} t where strpos(to_jsonb(t)::text, ${text}) > 0`;
    if ((row?.n ?? 0) > 0) found.push(name);
  }
  return found.sort();
}

it('keeps a sign-up until two weeks after its link ended, then leaves nothing of it', async () => {
  const begin = house.path.clock.now();
  await house.signUp('vergessen@mail.example', { firstName: 'Vera' });
  const confirmed = await house.subscribed('treu@mail.example');
  expect(confirmed).not.toBe('');
  house.path.clock.set(begin + 21 * DAY - 2000);
  expect(await sweep.sweep()).toBe(0);
  await house.signUp('frisch@mail.example');
  house.path.clock.set(begin + 21 * DAY + 2000);
  expect(await sweep.sweep()).toBe(1);
  expect(await signups()).toEqual(['frisch@mail.example', 'treu@mail.example']);
  expect(await naming('vergessen@mail.example')).toEqual([]);
  expect(await house.mayWrite('treu@mail.example')).toBe('yes');
  expect(await sweep.sweep()).toBe(0);
  expect(await differences(house.db.database)).toEqual([]);
});

it('keeps the person who asked again and did not confirm, and forgets only the request', async () => {
  const begin = house.path.clock.now();
  const id = await house.subscribed('wieder@mail.example');
  // The same browser asks again for the same shopper: the request hangs on the shopper themselves.
  await house.db.database.owner`
    insert into signup (retailer_id, id, profile_id, event_id, email, purpose, channel, wording_id, wording_name,
                        wording_version, wording, language, topics, requested_at, token_hash, expires_at, mail_key)
    select retailer_id, gen_random_uuid(), ${id}, event_id, email, purpose, channel, wording_id, wording_name,
           wording_version, wording, language, topics, requested_at, '\\x02', expires_at, 'o:again'
      from signup where email = 'wieder@mail.example'`;
  house.path.clock.set(begin + 22 * DAY);
  expect(await sweep.sweep()).toBe(2);
  expect((await house.stateOf('wieder@mail.example'))?.id).toBe(id);
  expect(await signups()).toEqual(['treu@mail.example', 'wieder@mail.example']);
});

it('forgets what was asked for and never taken up when its link would have ended', async () => {
  const begin = house.path.clock.now();
  await house.ask('liegt@mail.example');
  expect(await naming('liegt@mail.example')).toEqual(['signup_asked']);
  house.path.clock.set(begin + 7 * DAY);
  expect(await sweep.sweep()).toBe(0);
  house.path.clock.set(begin + 7 * DAY + 1000);
  expect(await sweep.sweep()).toBe(1);
  expect(await naming('liegt@mail.example')).toEqual([]);
});

it('forgets several at once, and comes again a day later', async () => {
  const begin = house.path.clock.now();
  for (let i = 0; i < 3; i++) await house.signUp(`viele${i}@mail.example`);
  house.path.clock.set(begin + 22 * DAY);
  asked.length = 0;
  await handler?.();
  expect(asked).toEqual([begin + 23 * DAY]);
  expect(await signups()).toEqual(['treu@mail.example', 'wieder@mail.example']);
});
