/** The messages of one retailer that were asked for with the same first channel: taken, reserved, passed to outlets. */
import type { ChannelName } from '@augenblick/contract';
import { type Clock, databaseIsAway, type Log } from '../runtime/index.ts';
import type { Outlet } from './outlet.ts';
import { patiently } from './patience.ts';
import { type LaneKey, peekDue, putOff } from './queries-send.ts';
import { type Batch, reserve, type ReserveDeps, type Reserved } from './reserve.ts';

export interface LaneDeps extends ReserveDeps {
  clock: Clock;
  log: Log;
  outlet: (name: ChannelName) => Outlet;
  /** Left out and put off, by reason. */
  refused: (reasons: ReadonlyMap<string, number>) => void;
}

/**
 * Reserved and not yet settled, at least and at most: about what leaves within half a second. More would only be kept: what
 * lives longer than the collector's young generation costs it a copy each. With a quarter of a second the others waited
 * for a reservation wherever the machine has other things to do. At least so many that one reservation
 * is under way while another is handed over; with 64 the two took turns, and 500 a second were out of reach.
 */
const WINDOW_MIN = 192;
const WINDOW_MAX = 1_024;
const WINDOWS_A_SECOND = 2;
/** Taken at once. */
const TAKE_MAX = 256;
/** A message that could not be judged is looked at again after this long. */
const FAILED_MS = 60_000;

/** One lane of this process. It runs while something is due and ends when nothing is. */
export class Lane {
  running: Promise<void> | undefined;
  private readonly deps: LaneDeps;
  private readonly key: LaneKey;
  private inFlight = 0;
  private window = WINDOW_MIN;
  private second = 0;
  private settledInSecond = 0;
  private wake: (() => void) | undefined;
  private nudged = false;
  private stopped = false;

  constructor(deps: LaneDeps, key: LaneKey) {
    this.deps = deps;
    this.key = key;
  }

  /** Messages reserved here that have no result yet. */
  get open(): number {
    return this.inFlight;
  }

  /** Nothing is taken before this instant (ms): the channel does not work. */
  get closedUntil(): number {
    return this.deps.outlet(this.key.lane).closedUntil;
  }

  /** Something new may be due. */
  nudge(): void {
    this.nudged = true;
    this.wake?.();
  }

  stop(): void {
    this.stopped = true;
    this.wake?.();
  }

  /** Works until nothing is due, the channel is closed, or it is stopped; what is under way may outlast it. */
  async run(): Promise<void> {
    const own = this.deps.outlet(this.key.lane);
    while (!this.stopped) {
      if (this.deps.clock.now() < own.closedUntil) return;
      const window = own.faults > 0 ? 4 : this.window;
      const room = window - this.inFlight;
      // A transaction for a handful is dear: wait until there is room for some, or nothing is under way.
      if (room < Math.min(32, window)) {
        await this.change();
        continue;
      }
      this.nudged = false;
      const limit = Math.min(room, TAKE_MAX);
      const taken = await this.take(limit);
      if (taken < limit && !this.nudged) return;
    }
  }

  /**
   * Reserves and passes on; where that fails for another reason than a lost database, one by one: nobody's message holds up the
   * others'. Answers how many were taken.
   */
  private async take(limit: number): Promise<number> {
    const { deps, key } = this;
    try {
      return await this.passedOn(() => reserve(deps, key, limit));
    } catch (error) {
      if (databaseIsAway(error)) throw error;
    }
    const ids = await patiently(peekDue(deps.sql, key, deps.clock.now(), limit));
    for (const id of ids) {
      if (this.stopped) break;
      await this.alone(id);
    }
    return ids.length;
  }

  private async alone(id: string): Promise<void> {
    const { deps, key } = this;
    try {
      await this.passedOn(() => reserve(deps, key, 1, id));
    } catch (error) {
      if (databaseIsAway(error)) throw error;
      deps.log.error({ err: error, ...key, id }, 'a message could not be judged');
      await patiently(putOff(deps.sql, key.retailerId, id, deps.clock.now() + FAILED_MS));
    }
  }

  /**
   * What was reserved is passed on the moment it is known to be: were it gathered first, it would wait for its lease should the
   * database go away before the last one, or the answer come later than anybody waited for it.
   */
  private passedOn(reserving: () => Promise<Batch>): Promise<number> {
    const done = reserving().then(({ taken, reserved, refused }) => {
      this.deps.refused(refused);
      this.passOn(reserved);
      return taken;
    });
    return patiently(done);
  }

  private passOn(reserved: readonly Reserved[]): void {
    this.inFlight += reserved.length;
    const byChannel = new Map<ChannelName, Reserved[]>();
    for (const message of reserved) {
      const { name } = message.channel;
      const list = byChannel.get(name) ?? [];
      list.push(message);
      byChannel.set(name, list);
    }
    for (const [name, list] of byChannel) this.deps.outlet(name).add(list, () => this.settled());
  }

  private settled(): void {
    this.inFlight -= 1;
    const second = Math.floor(this.deps.clock.now() / 1000);
    if (second !== this.second) {
      this.resize();
      this.second = second;
      this.settledInSecond = 0;
    }
    this.settledInSecond += 1;
    if (this.settledInSecond > this.window * WINDOWS_A_SECOND) this.resize();
    this.wake?.();
  }

  private resize(): void {
    const wanted = Math.ceil(this.settledInSecond / WINDOWS_A_SECOND);
    this.window = Math.min(WINDOW_MAX, Math.max(WINDOW_MIN, wanted));
  }

  /** Resolves when something was settled, nudged or stopped. */
  private async change(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    this.wake = undefined;
  }
}
