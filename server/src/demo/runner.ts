import type { RetailerId, Source } from '@augenblick/contract';
import type { Decisions } from '../decision/index.ts';
import {
  type Clock,
  type Database,
  databaseIsAway,
  type Live,
  type Log,
  openPool,
  type Random,
  type Sql,
} from '../runtime/index.ts';
import { createCalendar } from './calendar.ts';
import { readDemoFile } from './dataset.ts';
import type { Submit } from './load.ts';
import * as queries from './queries.ts';
import { type Letters, Readers } from './readers.ts';
import {
  buildWorld,
  createSimulation,
  type DemoSourceKey,
  type KnownShopper,
  purchaseAfter,
  type SimulatedItem,
  type Simulation,
  type World,
} from './simulation/index.ts';
import { SIMULATED_EVENTS_MAX } from './status.ts';
import { Visitors } from './visitors.ts';

export interface RunnerDeps {
  database: Database;
  ingest: Submit;
  /** Decides what visitors see; without it they see nothing. */
  decisions?: Pick<Decisions, 'decide' | 'loaded'>;
  /** What shoppers do with their mails; without it nobody reads any. */
  letters?: Letters;
  live: Live;
  clock: Clock;
  random: Random;
  log: Log;
  /** Told when visitors begin to come or stop. */
  changed: (retailerId: RetailerId) => Promise<void>;
  /** Pause between two looks at the switch while nothing runs, ms. Switches reach the runner at once through `live`. */
  lookMs?: number;
  /** Pause between two turns of the visitors, ms. */
  turnMs?: number;
}

/** Sends simulated visitors, in one process of the installation at a time. */
export interface Runner {
  start(): void;
  /** Ends after the events under way are stored. */
  stop(): Promise<void>;
}

const LOOK_MS = 15_000;
const TURN_MS = 400;
/** Looks at the switch also while visitors are sent; it may have been thrown while the notification was lost. */
const TURNS_BETWEEN_LOOKS = 25;
/** After a longer gap (a laptop that slept) the visitors of the gap are not made up for. */
const GAP_MAX_MS = 30_000;

/** A simulation that runs, with what it needs. */
interface Run {
  retailerId: RetailerId;
  session: Sql;
  simulation: Simulation;
  world: World;
  /** Who reads mails, by address. */
  readers: ReadonlyMap<string, KnownShopper>;
  sources: Map<DemoSourceKey | 'history', Source>;
  /** When it was last told the time, ms. */
  at: number;
  turns: number;
  /** Events sent and not yet counted in the database. */
  uncounted: number;
}

/** The runner of one process. Nothing but a look every 15 s while the demo is absent or switched off. */
export function createRunner(deps: RunnerDeps): Runner {
  return new VisitorRunner(deps);
}

class VisitorRunner implements Runner {
  private readonly deps: RunnerDeps;
  private readonly visitors: Visitors | undefined;
  private readonly readers: Readers | undefined;
  private run: Run | undefined;
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> = Promise.resolve();
  private stopped = true;
  private lookNow = false;
  private heard: { retailerId: RetailerId; end: () => void } | undefined;

  constructor(deps: RunnerDeps) {
    this.deps = deps;
    const { decisions, letters, clock, random } = deps;
    this.visitors = decisions && new Visitors({ decisions, clock, random });
    const { owner } = deps.database;
    const mailsSince = (retailerId: RetailerId, since: number) =>
      queries.mailsSince(owner, retailerId, since);
    const buy = (mail: queries.SentMail, at: number) => this.buy(mail, at);
    this.readers = letters && new Readers({ mailsSince, letters, buy });
  }

  start(): void {
    this.stopped = false;
    this.next(0);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.heard?.end();
    await this.working;
    await this.end();
  }

  private next(ms: number): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.working = this.work()
        .catch((error: unknown) => this.failed(error))
        .finally(() => this.next(this.pause()));
    }, ms);
    this.timer.unref();
  }

  private pause(): number {
    if (this.lookNow) return 0;
    return this.run ? (this.deps.turnMs ?? TURN_MS) : (this.deps.lookMs ?? LOOK_MS);
  }

  private async work(): Promise<void> {
    if (!this.run || this.run.turns >= TURNS_BETWEEN_LOOKS || this.lookNow) await this.look();
    if (this.run) await this.turn(this.run);
  }

  /** Begins or ends according to the switch. */
  private async look(): Promise<void> {
    this.lookNow = false;
    const [row] = await queries.demos(this.deps.database.owner);
    this.listen(row?.retailerId);
    const { run } = this;
    if (run) {
      run.turns = 0;
      await this.count(run);
    }
    const wanted =
      row?.stage === 'ready' && row.running && row.simulated < SIMULATED_EVENTS_MAX
        ? row
        : undefined;
    if (run && run.retailerId !== wanted?.retailerId) await this.end();
    if (!wanted) return;
    if (this.run) await this.renew(this.run, wanted);
    else await this.begin(wanted);
  }

  /** Pausing a source in the console stops its events; a lost session has lost the lock, too. */
  private async renew(run: Run, row: queries.DemoRow): Promise<void> {
    const { owner } = this.deps.database;
    run.sources = await queries.demoSources(owner, row.retailerId, row.sourceIds);
    if (!(await queries.takeVisitors(run.session, row.retailerId))) await this.end();
  }

  private async begin(row: queries.DemoRow): Promise<void> {
    const { database, clock, random } = this.deps;
    const session = openPool({ url: database.url, max: 1, name: 'demo', session: true });
    if (!(await queries.takeVisitors(session, row.retailerId))) {
      await session.end({ timeout: 1 });
      return;
    }
    const startAt = clock.now();
    const world = buildWorld(readDemoFile(), row.currency);
    this.run = {
      retailerId: row.retailerId,
      session,
      world,
      readers: new Map(world.shoppers.map((shopper) => [shopper.email, shopper])),
      simulation: createSimulation({
        world,
        calendar: createCalendar(row.zone),
        seed: Math.floor(random.next() * 2 ** 32),
        startAt,
        run: startAt.toString(36),
      }),
      sources: await queries.demoSources(database.owner, row.retailerId, row.sourceIds),
      at: startAt,
      turns: 0,
      uncounted: 0,
    };
    await this.deps.changed(row.retailerId);
  }

  private async turn(run: Run): Promise<void> {
    run.turns++;
    const now = this.deps.clock.now();
    const items = run.simulation.advance(now);
    const slept = now - run.at > GAP_MAX_MS;
    run.at = now;
    const wanted = slept ? [] : items;
    for (const [key, batch] of bySource(wanted)) {
      const source = run.sources.get(key);
      if (!source) continue;
      const sent = batch.map(({ item }) => item);
      sent.unshift(...(this.visitors?.consents(batch) ?? []));
      await this.deps.ingest.submit(source, sent);
      run.uncounted += sent.length;
      const seen = (await this.visitors?.look(run.retailerId, source, batch)) ?? [];
      if (seen.length > 0) await this.deps.ingest.submit(source, seen);
      run.uncounted += seen.length;
    }
    await this.readers?.look(run.retailerId, now);
  }

  /** What somebody known buys after a mail; newcomers of the simulation and real addresses buy nothing here. */
  private async buy({ id: deliveryId, address }: queries.SentMail, at: number): Promise<void> {
    const { run } = this;
    const shopper = run?.readers.get(address ?? '');
    if (!run || !shopper) return;
    const { source: key, item } = purchaseAfter(run.world, { deliveryId, shopper, at });
    const source = run.sources.get(key);
    if (!source) return;
    await this.deps.ingest.submit(source, [item]);
    run.uncounted++;
  }

  private async count(run: Run): Promise<void> {
    if (run.uncounted === 0) return;
    const events = run.uncounted;
    await queries.addSimulated(this.deps.database.owner, run.retailerId, events);
    run.uncounted -= events;
  }

  private async end(): Promise<void> {
    const { run } = this;
    if (!run) return;
    this.run = undefined;
    await this.count(run).catch(() => undefined);
    // Ending the session gives the lock back.
    await run.session.end({ timeout: 1 });
    await this.deps.changed(run.retailerId).catch(() => undefined);
  }

  /** A failure never ends the simulation for good. Real traffic goes first: what found no room is left out. */
  private async failed(error: unknown): Promise<void> {
    const busy = (error as { code?: unknown }).code === 'overloaded';
    if (!busy && !databaseIsAway(error)) {
      this.deps.log.warn({ err: error }, 'The visitor simulation failed; it will try again.');
    }
    if (!busy) await this.end().catch(() => undefined);
  }

  /** Hears of switches thrown in any process. */
  private listen(retailerId: RetailerId | undefined): void {
    if (this.heard?.retailerId === retailerId) return;
    this.heard?.end();
    this.heard = undefined;
    if (retailerId === undefined) return;
    const end = this.deps.live.subscribe({ retailerId, topics: ['demo'] }, () => this.wake());
    this.heard = { retailerId, end };
  }

  private wake(): void {
    if (this.lookNow) return;
    this.lookNow = true;
    // Never beside a turn that is under way: `next` replaces the timer, and the work after it looks.
    void this.working.then(() => this.next(0));
  }
}

function bySource(items: readonly SimulatedItem[]): Map<DemoSourceKey, SimulatedItem[]> {
  const groups = new Map<DemoSourceKey, SimulatedItem[]>();
  for (const item of items) {
    const group = groups.get(item.source);
    if (group) group.push(item);
    else groups.set(item.source, [item]);
  }
  return groups;
}
