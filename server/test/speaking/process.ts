/** One process of a house that speaks: all its parts on a database of their own pools, driven by hand, and killed at will. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { ChannelName, RetailerId } from '@augenblick/contract';
import { consentingRoutes } from '../../src/consenting.ts';
import { takeInFor } from '../../src/delivery/channels/inbound.ts';
import { reconcile } from '../../src/delivery/reconcile.ts';
import { eraseShopper } from '../../src/erasure/index.ts';
import { createHouse, type Ground, type House } from '../../src/house.ts';
import { sweepJourneys } from '../../src/journey/index.ts';
import {
  createIds,
  createHttp,
  createMetrics,
  type Database,
  databaseIsAway,
  type FixedClock,
  type Http,
  type JobHandler,
  type Log,
  openDatabase,
  seededRandom,
  silentLog,
  systemPause,
} from '../../src/runtime/index.ts';
import { handInsOf, speakingRoutes } from '../../src/speaking.ts';
import type { Outside } from './outside.ts';

/** Where the links of these messages lead. */
export const ADDRESS = 'https://augenblick.example';
/** How long a hand-over may be without a result, ms: what a process that was killed left is looked for after this. */
export const LEASE_MS = 180_000;

/** What a process is started with. */
export interface Start {
  url: string;
  dataDir: string;
  clock: FixedClock;
  seed: number;
  outside: Outside;
  /** What it says went wrong. */
  failed: (words: string) => void;
}

/** A process. `kill` takes its connections away in the middle of whatever it does; nothing of it goes on. */
export interface Process {
  house: House;
  database: Database;
  http: Http;
  alive(): boolean;
  /** Everything that is due now: alarms, journeys, newsletters, jobs, messages, what came of them. */
  work(): Promise<void>;
  /** A provider hands in what was written or done in a channel. */
  hear(retailerId: RetailerId, channel: ChannelName, said: object): Promise<void>;
  /** Forgets a shopper, as the console does. */
  erase(retailerId: RetailerId, profileId: string): Promise<void>;
  kill(): Promise<void>;
  /** Resolves when none of its connections is a lost one. */
  reconnected(): Promise<void>;
  close(): Promise<void>;
}

/** Starts one. */
export async function startProcess(start: Start): Promise<Process> {
  const { url, clock, outside } = start;
  const state = { alive: true };
  const database = openDatabase({ url, connections: 4 });
  const random = seededRandom(start.seed);
  const ids = createIds(clock, random);
  const jobs = new Jobs();
  const log = noting((words) => {
    if (state.alive) start.failed(words);
  });
  const ground: Ground = {
    config: settings(start.dataDir),
    address: () => ADDRESS,
    log,
    clock,
    ids,
    random,
    database,
    metrics: createMetrics({ process: false }),
    live: SILENT,
    jobs,
    // Whoever waits for a second try in a process that was killed waits for good.
    pause: (ms) => (state.alive ? systemPause(Math.min(ms, 3)) : new Promise(() => undefined)),
  };
  const house = createHouse(ground);
  const shelf = house.speaking.channels;
  shelf.open = async (retailerId, name) => outside.transport(retailerId, name, () => state.alive);
  const http = await createHttp({
    config: { trustProxy: undefined, publicUrl: ADDRESS },
    log: silentLog,
    ids,
    metrics: ground.metrics,
  });
  await speakingRoutes(http, ground, house);
  consentingRoutes(http, house);
  await http.ready();
  const process: Process = {
    house,
    database,
    http,
    alive: () => state.alive,
    work: () => work(ground, house, jobs),
    hear: async (retailerId, channel, said) => {
      const headers = { 'content-type': 'application/json' };
      const body = Buffer.from(JSON.stringify(said));
      const request = { method: 'POST', query: {}, headers, body, now: clock.now() } as const;
      const taken = await takeInFor(handInsOf(ground, house), retailerId, channel, request);
      if (taken.outcome !== 'read') start.failed(`${channel} ${taken.outcome}`);
    },
    erase: (retailerId, profileId) => erase(ground, house, retailerId, profileId),
    kill: async () => {
      state.alive = false;
      await Promise.all(
        [database.owner, database.ingest, database.decide, database.send, database.app].map((sql) =>
          sql.end({ timeout: 0 }),
        ),
      );
    },
    reconnected: () => reconnected(database),
    close: async () => {
      await http.close();
      if (state.alive) await database.close();
      state.alive = false;
    },
  };
  return process;
}

async function erase(
  { database, clock, ids }: Ground,
  house: House,
  retailerId: RetailerId,
  profileId: string,
): Promise<void> {
  const { suppressions, definitions, access } = house;
  const { forget } = house.pipeline;
  const deps = { database, clock, ids, audit: access.audit, suppressions, definitions, forget };
  const actor = { kind: 'system', id: 'test', name: 'Test' } as const;
  const order = { confirm: profileId, reason: 'shopper_request' as const };
  await eraseShopper(deps, { retailerId, profileId, actor, order });
}

async function reconnected({ owner, ingest, decide, send, app }: Database): Promise<void> {
  for (const sql of [owner, ingest, decide, send, app])
    for (let whole = false; !whole; )
      whole = await Promise.all(Array.from({ length: 10 }, () => sql`select 1`)).then(
        () => true,
        (error: unknown) => {
          if (!databaseIsAway(error)) throw error;
          return false;
        },
      );
}

function settings(dataDir: string): Ground['config'] {
  mkdirSync(path.join(dataDir, 'secrets'), { recursive: true });
  return {
    dataDir,
    publicUrl: ADDRESS,
    demo: false,
    keepStrangersMonths: 14,
    keepDeadLettersDays: 30,
    keepImportFilesDays: 30,
    keepDecisionsDays: 30,
    keepMessagesDays: 400,
    secretKey: Buffer.alloc(32, 5).toString('base64'),
    allowPrivateHosts: true,
  };
}

/** In the order in which a fact goes through the house; twice, for what the results bring. */
async function work(ground: Ground, house: House, jobs: Jobs): Promise<void> {
  const { clock, database } = ground;
  const { journeys, broadcasts, speaking, wakeups } = house;
  const { deliveries, channels } = speaking;
  await wakeups.round();
  await jobs.work(ground.log);
  // A job that a process asked for before it was killed is done by another.
  await house.askedSignups.takeUp();
  const { owner: sql } = database;
  await sweepJourneys({ sql, clock, ring: () => undefined });
  for (let round = 0; round < 2; round++) {
    await journeys.runner.round();
    await broadcasts.runner.round();
    const deps = { sql: database.send, clock, channels };
    await reconcile({ ...deps, leaseMs: LEASE_MS, backMs: 30_000 });
    await deliveries.sender.round();
    await deliveries.news.round();
  }
}

const SILENT = {
  publish: () => undefined,
  subscribe: () => () => undefined,
  start: async () => undefined,
  stop: async () => undefined,
};

/** A log that passes on what went wrong. */
function noting(failed: (words: string) => void): Log {
  const say = (about: unknown, words?: string): void => {
    const { err, error } = (typeof about === 'object' ? about : {}) as {
      err?: unknown;
      error?: unknown;
    };
    const why = err ?? error;
    const stack = why instanceof Error ? (why.stack ?? why.message) : JSON.stringify(why ?? '');
    failed(`${words ?? String(about)} ${stack}`);
  };
  const log = {
    ...silentLog,
    error: say,
    warn: say,
    fatal: say,
    child: () => log,
  } as unknown as Log;
  return log;
}

/** The queue of one process, in memory: what is asked for is done in the next round, once for each key. */
class Jobs {
  readonly #handlers = new Map<string, JobHandler>();
  #waiting = new Map<string, { name: string; payload: unknown }>();
  #serial = 0;
  readonly define = (name: string, handler: JobHandler): void => {
    this.#handlers.set(name, handler);
  };
  readonly add = async (
    _sql: unknown,
    name: string,
    payload: unknown,
    { key }: { key?: string } = {},
  ): Promise<void> => {
    this.#waiting.set(key ?? `${name} ${(this.#serial += 1)}`, { name, payload });
  };
  readonly start = async (): Promise<void> => undefined;
  readonly stop = async (): Promise<void> => undefined;
  async work(log: Log): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    for (const { name, payload } of waiting.values())
      await this.#handlers.get(name)?.(payload, { log, signal: new AbortController().signal });
  }
}
