import { Failure, type RetailerId } from '@augenblick/contract';
import type { DemoStatus } from '@augenblick/contract/api/demo.ts';
import type { Access, By } from '../access/index.ts';
import { SYSTEM } from '../access/index.ts';
import { openRetailer } from '../retailer/index.ts';
import type { Clock, Database, Ids, Jobs, Live, Log, Random } from '../runtime/index.ts';
import type { Decisions } from '../decision/index.ts';
import { type LoadDeps, loadHistory } from './load.ts';
import * as queries from './queries.ts';
import type { Letters } from './readers.ts';
import { removeDemo } from './remove.ts';
import { createRunner, type Runner } from './runner.ts';
import { noDemo, readStatus } from './status.ts';

/** What the switches need: enough for the command line. */
export interface DemoSwitchDeps {
  database: Database;
  clock: Clock;
  jobs: Pick<Jobs, 'add'>;
  live: Pick<Live, 'publish'>;
  log: Log;
  access: Pick<Access, 'audit'>;
}

/** What the demo needs of the house. */
export interface DemoDeps
  extends DemoSwitchDeps,
    Pick<LoadDeps, 'catalogue' | 'ingest' | 'sources' | 'readFile' | 'showcase'> {
  ids: Ids;
  random: Random;
  /** Decides what simulated visitors see. */
  decisions?: Pick<Decisions, 'decide' | 'loaded'>;
  /** What simulated shoppers do with their mails. */
  letters?: Letters;
  jobs: Jobs;
  live: Live;
  access: Pick<Access, 'ensureMember' | 'addFounders' | 'audit'>;
  /** Setting DEMO: false keeps an empty installation empty. */
  wanted: boolean;
}

/** What the terminal prints about the demo. */
export interface DemoPrinted {
  retailerId: RetailerId;
  retailerName: string;
  logIns: queries.DemoLogIn[];
}

/** How the demo stands, the switch and the removal. */
export interface DemoSwitch {
  status(retailerId: RetailerId): Promise<DemoStatus>;
  /** The demo retailer's id; null without one. */
  find(): Promise<RetailerId | null>;
  /** Switches the visitors on or off. Throws `not_found` for a real retailer, `conflict` while it is being removed. */
  switch(retailerId: RetailerId, running: boolean, asker?: By): Promise<DemoStatus>;
  /** Begins to remove the demo retailer in a job. Throws `not_found` for a real retailer. */
  remove(retailerId: RetailerId, asker?: By): Promise<void>;
  /** Does at once what the job would do; for a command line beside which no worker may be running. */
  removeNow(retailerId: RetailerId): Promise<void>;
}

/** The demo retailer of an installation. */
export interface Demo extends DemoSwitch {
  /**
   * Makes the demo retailer on an empty installation and puts its loading into the queue; answers what to print, also
   * for a demo that is there already. Null without one. Once removed it does not come back.
   */
  ensure(): Promise<DemoPrinted | null>;
  /** Sends the visitors, in processes with the role worker. */
  runner: Runner;
}

const LOAD = 'demo.load';
const REMOVE = 'demo.remove';
/** Loading and removing never run side by side. */
const QUEUE = 'demo';

const SHOP = {
  name: 'Musterladen Morgenrot',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  locale: 'de',
  colour: '#9c4a3c',
  demo: true,
} as const;
const LOG_INS = [
  { email: 'inhaberin@morgenrot.example', name: 'Olivia Morgenrot', role: 'owner' },
  { email: 'marketing@morgenrot.example', name: 'Malte Sander', role: 'marketing' },
  { email: 'team@morgenrot.example', name: 'Selma Aydin', role: 'staff' },
] as const;

/** The demo, with its jobs defined; call before `jobs.start`. */
export function createDemo(deps: DemoDeps): Demo {
  const { database, jobs } = deps;
  const changed = (retailerId: RetailerId): Promise<void> => tell(deps, retailerId);
  const parts = { ...deps, changed };
  const again = (name: string, retailerId: RetailerId): Promise<void> =>
    jobs.add(database.owner, name, { retailerId }, { key: `${name}:next`, queue: QUEUE });
  jobs.define(LOAD, async (payload, { signal }) => {
    const retailerId = retailerOf(payload);
    // Told to stop: goes on where it was when the process is there again.
    if (!(await loadHistory(parts, retailerId, signal))) await again(LOAD, retailerId);
  });
  jobs.define(REMOVE, async (payload, { signal }) => {
    const retailerId = retailerOf(payload);
    if (!(await removeDemo(parts, retailerId, signal))) await again(REMOVE, retailerId);
  });
  return { ...createDemoSwitch(deps), ensure: () => ensure(deps), runner: createRunner(parts) };
}

/** The switches alone. */
export function createDemoSwitch(deps: DemoSwitchDeps): DemoSwitch {
  const { database, jobs, log } = deps;
  const changed = (retailerId: RetailerId): Promise<void> => tell(deps, retailerId);
  return {
    status: (retailerId) => readStatus(deps, retailerId),
    find: async () => (await queries.demos(database.owner))[0]?.retailerId ?? null,
    switch: async (retailerId, running, asker = SYSTEM) => {
      await throwSwitch(deps, { retailerId, running, asker });
      await changed(retailerId);
      return readStatus(deps, retailerId);
    },
    remove: async (retailerId, asker = SYSTEM) => {
      await database.owner.begin(async (sql) => {
        if (!(await queries.noteRemoving(sql, retailerId))) throw new Failure('not_found');
        await jobs.add(sql, REMOVE, { retailerId }, { key: REMOVE, queue: QUEUE });
      });
      log.info({ retailerId, by: asker.id }, 'The demo retailer is being removed.');
      await changed(retailerId);
    },
    removeNow: async (retailerId) => {
      await removeDemo({ ...deps, changed }, retailerId);
    },
  };
}

/** Tells the live views how the demo stands. */
async function tell(
  deps: Pick<DemoSwitchDeps, 'database' | 'clock' | 'live'>,
  retailerId: RetailerId,
): Promise<void> {
  const there = await queries.demoOf(deps.database.owner, retailerId);
  const data = there ? await readStatus(deps, retailerId) : noDemo('removed');
  deps.live.publish({ retailerId, topic: 'demo', data });
}

async function ensure(deps: DemoDeps): Promise<DemoPrinted | null> {
  return deps.database.owner.begin(async (sql) => {
    await queries.lockOffer(sql);
    const [there] = await queries.demos(sql);
    if (there) {
      if (there.stage === 'removing') return null;
      const { retailerId, retailerName, logIns } = there;
      return { retailerId, retailerName, logIns };
    }
    if (!deps.wanted || !(await queries.isUntouched(sql))) return null;
    return open(deps, sql);
  });
}

/** The retailer, its people and the order to load it, all in one transaction. */
async function open(deps: DemoDeps, sql: Parameters<typeof openRetailer>[0]): Promise<DemoPrinted> {
  const retailerId = await openRetailer(sql, SHOP);
  // One random password for all three: it has to be typed from a terminal, and they reach the same made-up shop.
  const password = deps.ids.token(9);
  const logIns = LOG_INS.map((person) => ({ ...person, password }));
  for (const person of logIns) {
    await deps.access.ensureMember(sql, { retailerId, ...person, locale: 'de', demo: true });
  }
  await deps.access.addFounders(sql, retailerId);
  await queries.insertDemo(sql, { retailerId, anchorAt: new Date(deps.clock.now()), logIns });
  await deps.jobs.add(
    sql as Parameters<Jobs['add']>[0],
    LOAD,
    { retailerId },
    { key: LOAD, queue: QUEUE },
  );
  return { retailerId, retailerName: SHOP.name, logIns };
}

async function throwSwitch(
  deps: Pick<DemoSwitchDeps, 'database' | 'access'>,
  { retailerId, running, asker }: { retailerId: RetailerId; running: boolean; asker: By },
): Promise<void> {
  await deps.database.owner.begin(async (sql) => {
    if (!(await queries.setRunning(sql, retailerId, running))) {
      throw new Failure((await queries.demoOf(sql, retailerId)) ? 'conflict' : 'not_found');
    }
    const target = `retailer:${retailerId}`;
    const detail = { running };
    await deps.access.audit(sql, {
      retailerId,
      actor: asker,
      action: 'demo.changed',
      target,
      detail,
    });
  });
}

function retailerOf(payload: unknown): RetailerId {
  const { retailerId } = payload as { retailerId?: unknown };
  if (!Number.isInteger(retailerId)) throw new TypeError('The job names no retailer.');
  return retailerId as RetailerId;
}
