/** Two furnished shops in one database, as a copy for each story. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JourneyDraft, RetailerId } from '@augenblick/contract';
import { SYSTEM } from '../../src/access/index.ts';
import { openContent, useBookTemplate } from '../../src/content/index.ts';
import { addJourney, draftOf, openJourneys, publishJourney } from '../../src/journey/index.ts';
import { useEntry } from '../../src/journey/use-playbook.ts';
import { openForms } from '../../src/optin/index.ts';
import { bumpRevision } from '../../src/profile/index.ts';
import { type Database, fixedClock } from '../../src/runtime/index.ts';
import { administer, databaseOf, testDatabase } from '../database.ts';
import { ownPostgres } from '../own-postgres.ts';
import { Outside } from './outside.ts';
import { type Process, startProcess } from './process.ts';

export const SHOPS = [1 as RetailerId, 2 as RetailerId];
export const SALT = 'salz';
/** What both shops have set. */
export const CAPS = { day: 1, week: 3 };
export const HOLDOUT_BP = 1_500;
const QUIET = { from: 22 * 60, to: 7 * 60, kinds: ['mail', 'app'] };
/** A journey of its own with a best channel and waits; its id is the same in both shops. */
export const BROWSING = '01900000-0000-7000-8000-00000000c001';
/** Journeys of the playbook that are live beside those of a shop that is shown around. */
const PLAYBOOK = [
  'viewed-not-bought',
  'accessories',
  'review',
  'birthday',
  'replenish',
  'win-back',
  'back-in-stock',
  'price-drop',
] as const;
/** Both shops open at this instant. */
export const OPENING = Date.parse('2026-03-02T09:00:00Z');

/** Templates of newsletters, by id. */
export interface Templates {
  mail: string;
  other: string;
  sms: string;
  telegram: string;
}

/** A furnished database, and copies of it. */
export interface Furnished {
  templates: ReadonlyMap<RetailerId, Templates>;
  /** The database server dies and is started again, where it is one of our own. */
  restart?: (() => Promise<void>) | undefined;
  copy(): Promise<{ url: string; dataDir: string; drop(): Promise<void> }>;
  drop(): Promise<void>;
}

/** Rules, brand, templates, form and journeys of one shop. */
async function furnishShop(
  one: Process,
  { owner }: Pick<Database, 'owner'>,
  retailerId: RetailerId,
): Promise<Templates> {
  const { deps } = one.house.journeys;
  await owner`
    insert into decision_rule (retailer_id, salt, settings) values (${retailerId}, ${SALT}, ${owner.json(
      {
        globalHoldoutBp: HOLDOUT_BP,
        caps: [
          { times: CAPS.day, per: 'day' },
          { times: CAPS.week, per: 'week' },
        ],
        quiet: QUIET,
      },
    )}) on conflict (retailer_id) do update set salt = excluded.salt, settings = excluded.settings`;
  await openContent(deps, retailerId);
  await openForms(one.house.consenting, retailerId);
  await openJourneys(deps, retailerId);
  const made = await one.database.withRetailer(retailerId, async (sql) => {
    const asked = { retailerId, key: 'newsletter', by: SYSTEM, locale: 'de' } as const;
    const mail = await useBookTemplate(deps, sql, { ...asked, channel: 'mail', publish: true });
    const other = await useBookTemplate(deps, sql, { ...asked, channel: 'mail', publish: true });
    const sms = await useBookTemplate(deps, sql, { ...asked, channel: 'sms', publish: true });
    const telegram = await useBookTemplate(deps, sql, {
      ...asked,
      channel: 'telegram',
      publish: true,
    });
    for (const key of PLAYBOOK)
      await useEntry(deps, sql, { retailerId, key, by: SYSTEM, locale: 'de', publish: true });
    return { mail: mail.id, other: other.id, sms: sms.id, telegram: telegram.id };
  });
  await one.database.withRetailer(retailerId, async (sql) => {
    await bumpRevision(sql, retailerId);
    const asked = { retailerId, id: browsingOf(retailerId), by: SYSTEM };
    await addJourney(deps, sql, asked, { draft: browsing(made, 1), playbook: null });
    await publishJourney(deps, sql, asked, false);
  });
  return made;
}

/**
 * Furnishes both shops as an installation would: brand, templates, form, journeys, settings. `own`: on a server of its own,
 * which may die.
 */
export async function furnish(own = false): Promise<Furnished> {
  const server = own ? await ownPostgres() : undefined;
  const db =
    server === undefined ? await testDatabase() : { database: server.database, url: server.url() };
  // What the second shop of every test database begins with was never folded: here it is a shop like the first.
  for (const table of ['event', 'profile', 'profile_card', 'identity', 'customer_order', 'consent'])
    await db.database.owner`delete from ${db.database.owner(table)} where retailer_id = 2`;
  const clock = fixedClock(OPENING);
  const outside = new Outside(clock.now);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'augenblick-story-'));
  const failed = (words: string): void => {
    throw new Error(words);
  };
  const { url } = db;
  const one = await startProcess({ url, dataDir, clock, seed: 1, outside, failed });
  const templates = new Map<RetailerId, Templates>();
  for (const retailerId of SHOPS) {
    templates.set(retailerId, await furnishShop(one, db.database, retailerId));
  }
  await one.close();
  await db.database.close();
  const from = databaseOf(url);
  const home = url.replace(from, 'postgres');
  return {
    templates,
    restart: server === undefined ? undefined : () => server.restart(),
    copy: async () => {
      const name = `story_${randomBytes(8).toString('hex')}`;
      await administer(home, (sql) => sql.unsafe(`create database "${name}" template "${from}"`));
      // A copied sequence forgets what it gave out when the server dies before its next checkpoint.
      if (server !== undefined) await administer(home, (sql) => sql`checkpoint`);
      return {
        url: url.replace(from, name),
        dataDir,
        drop: () =>
          administer(home, (sql) => sql.unsafe(`drop database if exists "${name}" with (force)`)),
      };
    },
    drop: async () => {
      if (server === undefined)
        await administer(home, (sql) =>
          sql.unsafe(`drop database if exists "${from}" with (force)`),
        );
      else await server.remove();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The id of the journey about browsing in a shop. */
export const browsingOf = (retailerId: RetailerId): string =>
  BROWSING.replace(/1$/, String(retailerId));

/** Something was looked at: a word about it an hour later through whichever channel, another one some days after. */
export function browsing({ mail, sms, telegram }: Templates, days: number): JourneyDraft {
  const messages = [
    { channel: 'mail' as const, templateId: mail },
    { channel: 'sms' as const, templateId: sms },
    { channel: 'telegram' as const, templateId: telegram },
  ];
  return draftOf({
    name: 'Angesehen',
    key: 'shopper',
    entries: [
      { id: 'e', type: 'event', event: { names: ['Product Viewed'], where: [] }, channels: [] },
    ],
    exits: [
      { id: 'x', type: 'event', event: { names: ['Order Completed'], where: [] }, sameKey: false },
    ],
    nodes: [
      { id: 'w1', type: 'wait', for: { n: 1, unit: 'hour' } },
      { id: 'm1', type: 'send', messages, withinHours: 24 },
      { id: 'w2', type: 'wait', for: { n: days, unit: 'day' } },
      { id: 'm2', type: 'send', messages: messages.slice(0, 1), withinHours: null },
    ],
    edges: ['start next w1', 'w1 next m1', 'm1 next w2', 'w2 next m2'],
  });
}
