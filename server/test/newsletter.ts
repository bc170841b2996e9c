/** Newsletters on a test database, without the console: a draft, what they reach, the runner of one process. */
import type { BroadcastDraft, RetailerId } from '@augenblick/contract';
import {
  type BroadcastDeps,
  createBroadcast,
  readBroadcast,
  stepBroadcast,
} from '../src/broadcast/broadcasts.ts';
import {
  type BroadcastRunner,
  createBroadcastRunner,
  type RunnerDeps,
} from '../src/broadcast/runner.ts';
import { Calendar } from '../src/decision/index.ts';
import {
  type Clock,
  type Database,
  type Ids,
  silentLog,
  systemClock,
  systemIds,
} from '../src/runtime/index.ts';
import { MARKETING, setRules } from './messages.ts';
import type { SmtpStandin } from './standins/smtp.ts';

const RETAILER = 1 as RetailerId;
/** Who does what a test does. */
export const BY = { kind: 'system', id: 'test', name: 'Test' } as const;
const CALENDAR = new Calendar();

/** One mail to everyone, now; `change` is what the test is about. */
export function newsletter(change: Partial<BroadcastDraft> = {}): BroadcastDraft {
  return {
    name: 'Advent',
    note: '',
    audience: { segmentIds: [], excludedSegmentIds: [] },
    channels: ['mail'],
    variants: [{ id: 'a', name: 'A', weight: 1, templateIds: { mail: MARKETING } }],
    test: null,
    schedule: { kind: 'now' },
    spreadMinutes: 0,
    perMinute: null,
    caps: [],
    topic: null,
    resultDays: 7,
    ...change,
  };
}

/** What newsletters reach: every template there may be is one to advertise with, in its third version. */
export function newsletterDeps(database: Database, clock: Clock, ids: Ids): BroadcastDeps {
  const facts = {
    channel: 'mail',
    basis: 'marketing',
    version: 3,
    archived: false,
    wordings: ['a', 'b'],
    musts: 0,
    shoulds: 0,
  } as const;
  return {
    database,
    clock,
    ids,
    calendar: CALENDAR,
    audit: () => Promise.resolve(),
    templates: (_sql, _retailer, asked) =>
      Promise.resolve(new Map(asked.map((id) => [id, { id, name: id, ...facts }]))),
    ring: () => undefined,
    told: () => undefined,
  };
}

/** The newsletters of one process. Two of them on one database are two processes. */
export function newsletterRunner(
  database: Database,
  clock: Clock,
  change: Partial<RunnerDeps> = {},
): BroadcastRunner {
  return createBroadcastRunner({
    sql: database.owner,
    clock,
    log: silentLog,
    calendar: CALENDAR,
    asked: () => undefined,
    told: () => undefined,
    ...change,
  });
}

/**
 * Shoppers of retailer 1 with a proven address, written as the fold would have left them; every `silent`-th has not agreed
 * to anything (0 = all have).
 */
export async function addShoppers(
  database: Database,
  { count, silent }: { count: number; silent: number },
): Promise<void> {
  const { owner } = database;
  const nothing = { traits: {}, counts: {}, cart: [], viewed: [], searches: [], wishlist: [] };
  const state = (consents: object): string => JSON.stringify({ v: 1, ...nothing, consents });
  const agreed = state({ 'marketing:email': { state: 'granted', at: 1, event: 'e' } });
  await owner`
    insert into profile (retailer_id, id, version, seq, last_at, state)
    select 1, ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 1, 1, now(),
           case when ${silent}::int > 0 and n % greatest(${silent}::int, 1) = 0 then ${state({})} else ${agreed} end
      from generate_series(0, ${count - 1}::int) n`;
  await owner`
    insert into identity (retailer_id, kind, value, profile_id, home_id, first_at, event_id)
    select 1, 'email', 'kunde' || row_number() over (order by id) || '@example.com', id, id, now(), id
      from profile where retailer_id = 1`;
  await setRules(database, { quiet: null });
  await owner`analyze`;
}

/** One newsletter to everyone, half of whom get the other of its wordings. */
export interface Newsletter {
  id: string;
  step(name: 'schedule' | 'pause' | 'resume'): Promise<unknown>;
  /** False while the database is away, too. */
  done(): Promise<boolean>;
}

/** Creates it as a draft. */
export async function createNewsletter(database: Database): Promise<Newsletter> {
  const deps = newsletterDeps(database, systemClock, systemIds);
  const templateIds = { mail: MARKETING };
  const variants = ['a', 'b'].map((id) => ({ id, name: id, weight: 1, templateIds }));
  const { broadcast } = await createBroadcast(deps, RETAILER, newsletter({ variants }), BY);
  const { id } = broadcast;
  return {
    id,
    step: (name) => stepBroadcast(deps, name, { retailerId: RETAILER, id, by: BY }),
    done: async () =>
      (await readBroadcast(deps, RETAILER, id).catch(() => null))?.broadcast.status === 'done',
  };
}

/** A recipient with the result of their message. */
export interface RecipientResult {
  address: string;
  status: string | null;
  reason: string | null;
  provider: string | null;
}

/** Everyone in the audience of a newsletter. */
export function resultsOf({ owner }: Database, id: string): Promise<RecipientResult[]> {
  return owner<RecipientResult[]>`
    select i.value as address, d.status, d.reason, d.provider_id as provider from broadcast_recipient r
      join identity i on i.retailer_id = 1 and i.kind = 'email' and i.profile_id = r.profile_id
      left join delivery d on d.retailer_id = 1 and d.id = r.delivery_id
     where r.retailer_id = 1 and r.broadcast_id = ${id}`;
}

/** Mails a server took, by what their own header says they are: a mail that came twice stands here twice. */
export function messageIds(smtp: Pick<SmtpStandin, 'taken'>): string[] {
  return smtp.taken.map(({ raw }) => {
    const id = /^message-id:\s*(\S+)\s*$/im.exec(raw.toString('latin1'))?.[1];
    if (id === undefined) throw new Error('a mail without a Message-ID');
    return id;
  });
}
