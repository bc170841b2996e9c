import type { Bare } from '../src/journey/example.ts';
import { exampleCampaign } from '../src/decision/example.ts';
import { draftOf } from '../src/journey/example.ts';
import type { JourneyDraft, JourneyStatus, ProfileId, RetailerId } from '@augenblick/contract';
import {
  addJourney,
  createBooks,
  createRunner,
  type JourneyRunner,
  publishJourney,
  type RunnerDeps,
  sweepJourneys,
} from '../src/journey/index.ts';
import { type JourneyStep, stepJourney } from '../src/journey/journeys.ts';
import { createCodeKeys } from '../src/offer/index.ts';
import { bumpRevision } from '../src/profile/index.ts';
import {
  createMetrics,
  type Database,
  seededIds,
  seededRandom,
  silentLog,
} from '../src/runtime/index.ts';
import { SOURCES, type WritePath } from './write-path.ts';

export const RETAILER = 1 as RetailerId;
/** A published mail template that says nothing. */
export const TEMPLATE = '01900000-0000-7000-8000-00000000a001';
const BY = { kind: 'system', id: 'test', name: 'Test' } as const;

/** What tests of journeys write: shoppers, journeys, messages. */
const WRITTEN =
  'event profile profile_card identity identity_link wakeup journey journey_version journey_run journey_step journey_tally journey_inbox journey_effect journey_sweep journey_product delivery customer_order order_line'.split(
    ' ',
  );

/** Empties what the test before wrote; the write path that remembers it must be made anew. */
export async function emptyShop(database: Database): Promise<void> {
  for (const table of WRITTEN)
    await database.owner`delete from ${database.owner(table)} where retailer_id = 1`;
}

/** Puts the template into the database. */
export async function addTemplate(database: Database): Promise<void> {
  await database.owner`
    insert into message_template (retailer_id, id, version, draft, created_at, updated_at, published_at)
    values (1, ${TEMPLATE}, 1, '{"name": "Mail", "channel": "mail", "basis": "marketing"}', now(), now(), now())
    on conflict do nothing`;
}

/** A send step by mail. */
export function mail(id: string): Bare {
  const messages = [{ channel: 'mail' as const, templateId: TEMPLATE }];
  return { id, type: 'send', messages, withinHours: null };
}

/** An abandoned cart: mail after an hour, another a day later; any purchase ends it. */
export const CART: JourneyDraft = draftOf({
  key: 'cart',
  entries: [
    { id: 'e', type: 'event', event: { names: ['Product Added'], where: [] }, channels: [] },
  ],
  exits: [
    { id: 'x', type: 'event', event: { names: ['Order Completed'], where: [] }, sameKey: false },
  ],
  goal: { event: { names: ['Order Completed'], where: [] }, sameKey: false, ends: false },
  nodes: [
    { id: 'w1', type: 'wait', for: { n: 1, unit: 'hour' } },
    mail('m1'),
    { id: 'w2', type: 'wait', for: { n: 1, unit: 'day' } },
    mail('m2'),
  ],
  edges: ['start next w1', 'w1 next m1', 'm1 next w2', 'w2 next m2'],
});

/** A campaign for everybody in placement `home`. */
export const HOME_CAMPAIGN = exampleCampaign('Lichterfest');

/** Makes a journey and puts it live. */
export async function publishDraft(
  { database, clock }: { database: Database; clock: WritePath['clock'] },
  draft: JourneyDraft,
  id = '01900000-0000-7000-8000-00000000b001',
  move = false,
): Promise<string> {
  const deps = { clock, audit: () => Promise.resolve() };
  await database.withRetailer(RETAILER, async (sql) => {
    await bumpRevision(sql, RETAILER);
    const asked = { retailerId: RETAILER, id, by: BY };
    const [known] = await sql`select 1 from journey where retailer_id = 1 and id = ${id}`;
    if (known)
      await sql`update journey set draft = ${sql.json(draft as never)} where retailer_id = 1 and id = ${id}`;
    else await addJourney(deps, sql, asked, { draft, playbook: null });
    await publishJourney(deps, sql, asked, move);
  });
  return id;
}

/** Presses a button of a journey; answers how it stands then. */
export async function takeStep(
  { database, clock }: { database: Database; clock: WritePath['clock'] },
  what: JourneyStep,
  id: string,
): Promise<JourneyStatus> {
  const deps = { database, clock, ids: seededIds(3, clock), audit: () => Promise.resolve() };
  return (await stepJourney(deps, what, { retailerId: RETAILER, id, by: BY })).journey.status;
}

/** Looks for what begins or ends by itself; answers how many began. */
export function sweep(database: Database, clock: WritePath['clock']): Promise<number> {
  return sweepJourneys({ sql: database.owner, clock, ring: () => undefined });
}

/** A runner of one process on a test database; nobody decides unless `decide` does. */
export function runnerOf(
  database: Database,
  path: Pick<WritePath, 'clock' | 'ingest'>,
  slot = 0,
  decide: RunnerDeps['decide'] = () => Promise.resolve(null),
): JourneyRunner {
  const { owner: sql } = database;
  return createRunner({
    sql,
    clock: path.clock,
    ids: seededIds(7 + slot, path.clock),
    log: silentLog,
    metrics: createMetrics({ process: false }),
    books: createBooks(),
    codeKeys: createCodeKeys({ sql, random: seededRandom(1) }),
    slot,
    submit: (source, items) => path.ingest.submit(source, items),
    source: () => Promise.resolve(SOURCES.till),
    decide,
    catalogue: { byIds: () => Promise.resolve(new Map()) },
  });
}

/** What was asked for: step and instant, in order. */
export async function messages(database: Database): Promise<[string, number, string][]> {
  const rows = await database.owner<{ step: string; at: Date; status: string }[]>`
    select origin_step as step, not_before as at, status from delivery
    where retailer_id = 1 order by not_before, origin_step, id`;
  return rows.map(({ step, at, status }) => [step, at.getTime(), status]);
}

/** The profile behind a user id. */
export async function profileOf(database: Database, userId: string): Promise<ProfileId> {
  const [row] = await database.owner<{ profile_id: ProfileId }[]>`
    select profile_id from identity where retailer_id = 1 and kind like 'user%' and value = ${userId}`;
  return row?.profile_id as ProfileId;
}
