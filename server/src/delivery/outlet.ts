/** One channel of one retailer in this process: hands messages over, as many at once as the channel takes. */
import type { ChannelName, DeliveryReason, RetailerId } from '@augenblick/contract';
import { databaseIsAway, type Log, type Pause } from '../runtime/index.ts';
import type { Channels, SendResult, Transport } from './channel.ts';
import { type LinkBase, outgoing } from './compose.ts';
import { hand, type HandDeps } from './hand.ts';
import { patiently } from './patience.ts';
import type { Outcome } from './queries-send.ts';
import type { Recorder } from './recorder.ts';
import type { Reserved } from './reserve.ts';

export interface OutletDeps extends HandDeps {
  channels: Channels;
  recorder: Recorder;
  base: () => Promise<LinkBase>;
  pause: Pause;
  log: Log;
  /** How long a send took, seconds. */
  took: (channel: ChannelName, seconds: number) => void;
}

/** Longest wait for one send where the channel does not say, ms. */
const TIMEOUT_MS = 60_000;
/** After "not now" a message waits this long (ms), longer each time; then it has failed. */
const BACK_OFF_MS = [5_000, 30_000, 120_000, 300_000, 900_000, 1_800_000, 3_600_000, 7_200_000];
/** The channel itself does not work: nothing leaves through it for this long (ms), doubled each time. */
const CLOSED_MS = 1_000;
const CLOSED_MAX_MS = 60_000;
const CHANNEL_FAULTS: ReadonlySet<DeliveryReason> = new Set([
  'channel_down',
  'credentials_refused',
  'rate_limited',
]);
const AWAY_MS = 250;
/** After so many looks in a row that failed though the database is there, messages wait for some time (ms). */
const FAILURES_MAX = 4;
const FAILED_MS = 60_000;
/** Unanswered: the channel is asked after this long. */
const ASK_MS = 60_000;
/** What is under way was handed over in about so many groups: while one is looked at, the others leave. */
const GROUPS = 3;
/** Made ready, or being made so: so many times what may be handed over, so that neither signing nor handing over waits. */
const AHEAD = 2;
/** A send faster than this (ms) on the average: more may be handed over than are under way. */
const FAST_MS = 100;

interface Entry {
  message: Reserved;
  settled: () => void;
}

/** A message that is written and signed, for this transport; `go` hands it over, or says why it cannot be made. */
interface Made extends Entry {
  transport: Transport | null;
  go: (() => Promise<SendResult>) | string;
}

/** Messages on their way out through one channel. */
export class Outlet {
  /** Nothing is handed over before this instant (ms). */
  closedUntil = 0;
  /** Failures of the channel in a row. */
  faults = 0;
  private readonly deps: OutletDeps;
  private readonly retailerId: RetailerId;
  private readonly name: ChannelName;
  private queue: Entry[] = [];
  /** Being made ready, and ready to be handed over. */
  private making = 0;
  private made: Made[] = [];
  /** Handed over, without a written result. */
  private active = 0;
  /** Last looks in a row that failed though the database is there. */
  private failures = 0;
  private sending = 0;
  private readonly waiters: (() => void)[] = [];
  private meanMs = FAST_MS;
  private nextSlot = 0;
  private pumping = false;
  private stopped = false;

  constructor(deps: OutletDeps, retailerId: RetailerId, name: ChannelName) {
    this.deps = deps;
    this.retailerId = retailerId;
    this.name = name;
  }

  /** Takes reserved messages; `settled` is called for each when its result is with the recorder. */
  add(messages: readonly Reserved[], settled: () => void): void {
    for (const message of messages) this.queue.push({ message, settled });
    void this.pump();
  }

  /** What was not handed over goes back to waiting; what is under way ends. */
  stop(): void {
    this.stopped = true;
    this.release(this.deps.clock.now());
  }

  private async pump(): Promise<void> {
    if (this.pumping) return;
    this.pumping = true;
    try {
      while (this.queue.length + this.made.length > 0) {
        const { clock, channels } = this.deps;
        if (this.stopped || clock.now() < this.closedUntil) {
          this.release(this.closedUntil);
          return;
        }
        const transport = await channels.open(this.retailerId, this.name);
        const all = this.roomOf(transport);
        this.makeAhead(transport, all * AHEAD);
        const next = Math.min(all - this.active, this.made.length);
        // Small groups cost a transaction each: wait for some more while others are under way.
        const left = this.queue.length + this.making + this.made.length;
        const some = Math.min(left, Math.ceil(all / GROUPS));
        if (next <= 0 || (next < some && this.active + this.making > 0)) return;
        const group = this.made.splice(0, next);
        this.active += group.length;
        void this.handOver(transport, group);
      }
    } catch (error) {
      this.deps.log.error({ err: error }, 'a channel could not be opened');
      this.release(this.deps.clock.now() + CLOSED_MS);
    } finally {
      this.pumping = false;
    }
  }

  /**
   * Writes and signs what leaves next before it is noted as being handed over: so little time lies between that note and the
   * result, and a process that dies leaves few messages of which nobody knows whether they were sent.
   */
  private makeAhead(transport: Transport | null, most: number): void {
    const room = Math.max(0, most - this.making - this.made.length);
    for (const entry of this.queue.splice(0, room)) {
      this.making += 1;
      void this.make(transport, entry).then((made) => {
        this.making -= 1;
        this.made.push(made);
        return this.pump();
      });
    }
  }

  private async make(transport: Transport | null, { message, settled }: Entry): Promise<Made> {
    const end = (go: Made['go']): Made => ({ message, settled, transport, go });
    try {
      const base = await this.deps.base();
      const ready = outgoing(base, this.retailerId, message, this.deps.clock.now());
      if (transport?.prepare) return end(await transport.prepare(ready));
      return end(() => (transport as Transport).send(ready));
    } catch (error) {
      return end(wordsOf(error));
    }
  }

  /** How many may be handed over at once: what is under way, and some more where answers come fast. */
  private roomOf(transport: Transport | null): number {
    if (transport === null) return 64;
    const { concurrency, perSecond } = transport;
    if (this.faults > 0) return Math.min(concurrency, 4);
    const ahead = this.meanMs < FAST_MS ? Math.max(64, concurrency * 2) : concurrency;
    return perSecond === null ? ahead : Math.max(1, Math.min(ahead, perSecond));
  }

  private release(from: number): void {
    const entries = [...this.made, ...this.queue];
    this.made = [];
    this.queue = [];
    this.giveBack(entries, from);
  }

  private giveBack(entries: readonly Entry[], from: number): void {
    const now = this.deps.clock.now();
    for (const { message, settled } of entries) {
      const outcome = { ...outcomeOf(message, now), from: Math.max(from, 1) };
      this.deps.recorder.add(this.retailerId, outcome, undefined, settled);
    }
  }

  private async handOver(transport: Transport | null, group: Made[]): Promise<void> {
    try {
      const messages = group.map(({ message }) => message);
      const { note, go, stopped } = await patiently(hand(this.deps, this.retailerId, messages));
      this.failures = 0;
      const { recorder } = this.deps;
      const lost = new Map(stopped.map((outcome) => [outcome.id, outcome]));
      const going = new Set(go);
      let open = go.length;
      for (const one of group) {
        const { message, settled } = one;
        const free = (): void => {
          this.active -= 1;
          settled();
          void this.pump();
        };
        const end = lost.get(message.id);
        if (going.has(message))
          void this.send(transport, one).then((outcome) => {
            open -= 1;
            return recorder.add(this.retailerId, outcome, open === 0 ? note : undefined, free);
          });
        else if (end !== undefined) recorder.add(this.retailerId, end, undefined, free);
        else free();
      }
    } catch (error) {
      await this.again(group, error);
    }
  }

  /** Nothing left this house: the same rows are looked at again, soon; or later, where a look fails again and again. */
  private async again(group: readonly Made[], error: unknown): Promise<void> {
    const { clock, log, pause } = this.deps;
    const away = databaseIsAway(error);
    if (!away) log.error({ err: error }, 'messages were not handed over');
    this.failures = away ? 0 : this.failures + 1;
    await pause(AWAY_MS);
    this.active -= group.length;
    if (this.failures < FAILURES_MAX) this.made.unshift(...group);
    else this.giveBack(group, clock.now() + FAILED_MS);
    void this.pump();
  }

  private async send(transport: Transport | null, made: Made): Promise<Outcome> {
    const { clock } = this.deps;
    const { message } = made;
    const base = outcomeOf(message, clock.now());
    if (transport === null) return { ...base, status: 'dropped', reason: 'channel_off' };
    // The channel's settings may have changed since it was written.
    const { go } = made.transport === transport ? made : await this.make(transport, made);
    if (typeof go === 'string')
      return { ...base, status: 'failed', reason: 'content_failed', words: go };
    await this.turn(transport);
    const started = clock.now();
    try {
      const late = (result: SendResult): void =>
        this.deps.recorder.add(this.retailerId, this.judge(message, result));
      const limit = transport.timeoutMs ?? TIMEOUT_MS;
      const result = await inTime(go(), limit, late);
      return this.judge(message, result);
    } finally {
      const ms = clock.now() - started;
      this.meanMs = this.meanMs * 0.9 + ms * 0.1;
      this.deps.took(this.name, ms / 1000);
      this.sending -= 1;
      this.waiters.shift()?.();
    }
  }

  /** Waits until the channel takes one more, and for its place in the second. */
  private async turn({ concurrency, atHand = concurrency, perSecond }: Transport): Promise<void> {
    while (this.sending >= atHand) {
      await new Promise<void>((resolve) => this.waiters.push(resolve));
    }
    this.sending += 1;
    if (perSecond === null) return;
    const now = this.deps.clock.now();
    const slot = Math.max(now, this.nextSlot);
    this.nextSlot = slot + 1000 / perSecond;
    if (slot > now) await this.deps.pause(slot - now);
  }

  /** What a result means for the message and for the channel. */
  private judge(message: Reserved, result: SendResult): Outcome {
    const now = this.deps.clock.now();
    const base = outcomeOf(message, now);
    if (result.outcome === 'sent') {
      this.faults = 0;
      return { ...base, status: 'sent', provider: result.providerId };
    }
    const { words } = result;
    if (result.outcome === 'unknown')
      return { ...base, status: 'unknown', reason: 'no_answer', words, from: now + ASK_MS };
    const { reason, permanent, retryAt } = result;
    const fault = result.onlyThis !== true && CHANNEL_FAULTS.has(reason);
    if (fault) this.close(retryAt ?? null, now);
    else this.faults = 0;
    const pause = BACK_OFF_MS[message.tries];
    const from =
      retryAt ?? now + (fault ? Math.max(pause ?? 0, this.closedUntil - now) : (pause ?? 0));
    const { until } = message.due.row;
    const over = pause === undefined || (until !== null && from > until);
    if (permanent || over) return { ...base, status: 'failed', reason, words };
    return { ...base, status: 'waiting', reason, words, from, refused: true };
  }

  private close(retryAt: number | null, now: number): void {
    // Sends that were under way together fail together: that is one fault.
    if (now < this.closedUntil) return;
    const pause = Math.min(CLOSED_MAX_MS, CLOSED_MS * 2 ** Math.min(this.faults, 10));
    this.faults += 1;
    this.closedUntil = retryAt === null ? now + pause : Math.max(now, retryAt);
    this.release(this.closedUntil);
  }
}

function outcomeOf({ id, attempt }: Reserved, at: number): Outcome {
  const none = { reason: null, words: null, provider: null, from: null, refused: false };
  return { id, attempt, status: 'waiting', at, ...none };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The result, or unknown after the limit; one that comes later is told to `late`. A throw is unknown, too. */
async function inTime(
  work: Promise<SendResult>,
  ms: number,
  late: (result: SendResult) => void,
): Promise<SendResult> {
  const safe = work.catch(
    (error: unknown): SendResult => ({
      outcome: 'unknown',
      words: wordsOf(error),
    }),
  );
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  const first = await Promise.race([safe, over]);
  clearTimeout(timer);
  if (first !== null) return first;
  void safe.then((result) => (result.outcome === 'unknown' ? undefined : late(result)));
  return { outcome: 'unknown', words: `no answer within ${Math.round(ms / 1000)} s` };
}
