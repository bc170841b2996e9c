/** The senders of one process: one lane for each retailer and first channel in which something is due. */
import type { ChannelName, RetailerId } from '@augenblick/contract';
import type { SuppressionList } from '../consent/index.ts';
import {
  type Clock,
  createGrowth,
  createRounds,
  databaseIsAway,
  type Growth,
  type Ids,
  type Live,
  type Log,
  type Metrics,
  type Pause,
  type Rounds,
  type Sql,
} from '../runtime/index.ts';
import type { Channels } from './channel.ts';
import type { LinkBase } from './compose.ts';
import type { Holds } from './hold.ts';
import { Lane } from './lane.ts';
import { Outlet } from './outlet.ts';
import { patiently } from './patience.ts';
import { type LaneKey, type Outcome, waitingLanes } from './queries-send.ts';
import { reconcile } from './reconcile.ts';
import { Recorder } from './recorder.ts';
import type { Writer } from './writer.ts';

/** What sending needs. */
export interface SenderDeps {
  /** Connections of their own. */
  sql: Sql;
  clock: Clock;
  ids: Ids;
  pause: Pause;
  log: Log;
  metrics: Metrics;
  live: Pick<Live, 'publish'>;
  channels: Channels;
  writer: Writer;
  suppression: SuppressionList;
  holds: Holds;
  /** Where links in messages lead. */
  base: () => Promise<LinkBase>;
  /** Told after results were written: there is news for the shoppers' timelines. */
  news?: () => void;
  /** Longest life of a hand-over without a result, ms; see ReconcileDeps. */
  leaseMs?: number;
}

/** Sends what is due, in this process; any number of processes may. */
export interface Sender {
  /** Something may be due at `at` (ms; now unless told). */
  ring(at?: number): void;
  start(): void;
  /** Takes nothing more, ends what is under way; what was not handed over goes back to waiting. */
  stop(): Promise<void>;
  /** Sends everything that is due now and waits for the results; for tests and the command line. */
  round(): Promise<void>;
  /** Messages reserved in this process without a result. */
  open(): number;
}

/** Messages asked for by other processes are noticed after this long. */
const POLL_MS = 200;
const AWAY_MS = 500;
/** What dead processes left behind is looked for this often. */
const RECONCILE_MS = 2_000;
const BACK_MS = 30_000;
const LEASE_MS = 180_000;
/** What statements look for; the texts beside them would cost a look most of its time. */
const LOOKED_AT = [
  `delivery (retailer_id, id, profile_id, lane, priority, status, not_before, taken_at, origin_kind, origin_id, provider_id)`,
  'delivery_content (retailer_id, id, profile_id)',
  'broadcast_recipient (retailer_id, broadcast_id, profile_id, delivery_id, due_at)',
  'inbox_message (retailer_id, id, profile_id)',
  'caught_mail (retailer_id, delivery_id, profile_id)',
];
const TOOK_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 60];

/** Creates the senders of this process; nothing leaves before `start`. */
export function createSender(deps: SenderDeps): Sender {
  return new Sending(deps);
}

class Sending implements Sender {
  private readonly deps: SenderDeps;
  private readonly lanes = new Map<string, Lane>();
  private readonly outlets = new Map<string, Outlet>();
  private readonly recorder: Recorder;
  private readonly growth: Growth;
  private readonly rounds: Rounds;
  private readonly counts: ReturnType<Metrics['counter']>;
  private readonly took: ReturnType<Metrics['histogram']>;
  private reconciledAt = -Infinity;

  constructor(deps: SenderDeps) {
    this.deps = deps;
    const { clock, log, metrics } = deps;
    this.rounds = createRounds({
      clock,
      log,
      round: () => patiently(this.look()),
      retryMs: AWAY_MS,
      failed: 'messages were not looked at',
    });
    this.counts = metrics.counter('messages_total', 'Messages by result and reason.', [
      'result',
      'reason',
    ]);
    this.took = metrics.histogram(
      'message_send_seconds',
      'From handing a message to its channel until the answer.',
      ['channel'],
      TOOK_S,
    );
    metrics.gauge(
      'messages_open',
      'Messages reserved in this process, without a result.',
      [],
      (gauge) => gauge.set(this.open()),
    );
    this.growth = createGrowth(deps.sql, LOOKED_AT);
    this.recorder = new Recorder({ ...deps, written: (_id, outcomes) => this.written(outcomes) });
  }

  ring(at = 0): void {
    this.rounds.ring(at);
  }

  open(): number {
    let open = 0;
    for (const lane of this.lanes.values()) open += lane.open;
    return open;
  }

  start(): void {
    this.rounds.start();
  }

  async stop(): Promise<void> {
    const ended = this.rounds.stop();
    for (const lane of this.lanes.values()) lane.stop();
    await ended;
    await Promise.all([...this.lanes.values()].flatMap((lane) => lane.running ?? []));
    for (const outlet of this.outlets.values()) outlet.stop();
    const until = this.deps.clock.now() + 10_000;
    while (this.open() > 0 && this.deps.clock.now() < until) await this.deps.pause(20);
    await this.recorder.drained();
  }

  async round(): Promise<void> {
    for (;;) {
      const due = (await waitingLanes(this.deps.sql)).filter((one) => this.isDue(one));
      if (due.length === 0) break;
      await Promise.all(due.map((one) => this.begin(one)));
      while (this.open() > 0) await this.deps.pause(2);
      await this.recorder.drained();
    }
  }

  /** Starts the lanes in which something is due; answers when to look again (ms). */
  private async look(): Promise<number> {
    const { clock, sql } = this.deps;
    if (clock.now() - this.reconciledAt >= RECONCILE_MS) {
      this.reconciledAt = clock.now();
      const { leaseMs = LEASE_MS } = this.deps;
      await reconcile({ ...this.deps, leaseMs, backMs: Math.min(BACK_MS, leaseMs) });
    }
    let again = clock.now() + POLL_MS;
    for (const one of await waitingLanes(sql)) {
      if (this.isDue(one)) void this.begin(one);
      else again = Math.min(again, Math.max(one.next, this.laneOf(one).closedUntil));
    }
    return again;
  }

  private isDue(one: LaneKey & { next: number }): boolean {
    const now = this.deps.clock.now();
    return one.next <= now && this.laneOf(one).closedUntil <= now;
  }

  private begin(key: LaneKey): Promise<void> {
    const lane = this.laneOf(key);
    if (lane.running !== undefined) {
      lane.nudge();
      return lane.running;
    }
    const { log } = this.deps;
    lane.running = lane
      .run()
      .catch((error: unknown) => {
        if (!databaseIsAway(error)) log.error({ err: error, ...key }, 'messages were not sent');
      })
      .finally(() => {
        lane.running = undefined;
      });
    return lane.running;
  }

  private laneOf({ retailerId, lane }: LaneKey): Lane {
    const id = `${retailerId} ${lane}`;
    let known = this.lanes.get(id);
    if (known === undefined) {
      const refused = (reasons: ReadonlyMap<string, number>): void => {
        for (const [reason, by] of reasons) this.counts.inc({ result: 'held', reason }, by);
      };
      const outlet = (name: ChannelName): Outlet => this.outletOf(retailerId, name);
      known = new Lane({ ...this.deps, outlet, refused }, { retailerId, lane });
      this.lanes.set(id, known);
    }
    return known;
  }

  private outletOf(retailerId: RetailerId, name: ChannelName): Outlet {
    const id = `${retailerId} ${name}`;
    let known = this.outlets.get(id);
    if (known === undefined) {
      const took = (channel: ChannelName, seconds: number): void =>
        this.took.observe({ channel }, seconds);
      known = new Outlet({ ...this.deps, recorder: this.recorder, took }, retailerId, name);
      this.outlets.set(id, known);
    }
    return known;
  }

  private written(outcomes: readonly Outcome[]): void {
    for (const { status, reason } of outcomes)
      this.counts.inc({ result: status, reason: reason ?? '' });
    this.growth.noted(outcomes.length);
    this.deps.news?.();
  }
}
