/** Writes what came of messages, many at a time. What is in here is known only to this process until it is written. */
import type { RetailerId } from '@augenblick/contract';
import type { SuppressionList } from '../consent/index.ts';
import {
  type Clock,
  databaseIsAway,
  type Ids,
  type Live,
  type Log,
  type Pause,
  type Sql,
} from '../runtime/index.ts';
import { barAddresses } from './dead.ts';
import { patiently } from './patience.ts';
import * as queries from './queries-send.ts';

export interface RecorderDeps {
  sql: Sql;
  clock: Clock;
  ids: Ids;
  log: Log;
  live: Pick<Live, 'publish'>;
  pause: Pause;
  suppression: SuppressionList;
  /** Told after commit, per written batch. */
  written: (retailerId: RetailerId, outcomes: readonly queries.Outcome[]) => void;
}

/** Results are written after this many, or after this long (ms), whichever comes first. */
const FLUSH_COUNT = 128;
const FLUSH_MS = 5;
const AWAY_MS = 250;
/** Failures of another kind than a database that is away after which results are written one by one, and given up alone. */
const FAILURES_MAX = 20;
const ALONE_MAX = 3;
/** Most ids told to the live views at once. */
const TOLD_MAX = 4;

interface Waiting {
  outcomes: queries.Outcome[];
  /** Notes of hand-overs that are over when these outcomes are written. */
  notes: string[];
  /** Called when they are written. */
  done: (() => void)[];
}

/**
 * The results of one process that are still to be written. One transaction at a time: what comes while it runs is in the
 * next one, so that many results cost few transactions and none waits for more than two.
 */
export class Recorder {
  private readonly deps: RecorderDeps;
  private waiting = new Map<RetailerId, Waiting>();
  private count = 0;
  private writing: Promise<void> | undefined;
  /** A result could not be written: notes stay, so that nobody takes its message for one that was never handed over. */
  private lost = false;
  /** Ends the wait for more results. */
  private hurry: (() => void) | undefined;

  constructor(deps: RecorderDeps) {
    this.deps = deps;
  }

  /**
   * Takes a result; with it, the note of a hand-over of which it is the last one. `done` is called once it is written: what
   * is not written is lost with this process, so its place is not given to the next message before.
   */
  add(retailerId: RetailerId, outcome: queries.Outcome, note?: string, done?: () => void): void {
    let own = this.waiting.get(retailerId);
    if (own === undefined) {
      own = { outcomes: [], notes: [], done: [] };
      this.waiting.set(retailerId, own);
    }
    own.outcomes.push(clean(outcome));
    if (done !== undefined) own.done.push(done);
    if (note !== undefined) own.notes.push(note);
    this.count += 1;
    if (this.count >= FLUSH_COUNT) this.hurry?.();
    this.writing ??= this.work();
  }

  /** Resolves when everything added so far is written. */
  async drained(): Promise<void> {
    while (this.writing !== undefined) {
      this.hurry?.();
      await this.writing;
    }
  }

  private async work(): Promise<void> {
    while (this.count > 0) {
      if (this.count < FLUSH_COUNT) await this.more();
      const batches = this.waiting;
      this.waiting = new Map();
      this.count = 0;
      for (const [retailerId, batch] of batches) await this.write(retailerId, batch);
    }
    this.writing = undefined;
  }

  /** Waits for more results, not for long. */
  private async more(): Promise<void> {
    const hurried = new Promise<void>((resolve) => {
      this.hurry = resolve;
    });
    await Promise.race([hurried, this.deps.pause(FLUSH_MS)]);
    this.hurry = undefined;
  }

  private async write(retailerId: RetailerId, batch: Waiting): Promise<void> {
    const failure = await this.persist(retailerId, batch, FAILURES_MAX);
    if (failure !== null) await this.apart(retailerId, batch, failure);
    for (const done of batch.done) done();
    this.deps.written(retailerId, batch.outcomes);
    for (const { id } of batch.outcomes.slice(0, TOLD_MAX)) {
      this.deps.live.publish({ retailerId, topic: 'message', data: id });
    }
  }

  /**
   * Writes results; waits for the database as long as it takes, because nobody else knows them. Answers the failure when it
   * is there and refuses them `most` times: how long it was away before does not count.
   */
  private async persist(
    retailerId: RetailerId,
    batch: Pick<Waiting, 'outcomes' | 'notes'>,
    most: number,
  ): Promise<unknown> {
    for (let failures = 0; ; ) {
      try {
        await patiently(this.commit(retailerId, batch));
        return null;
      } catch (error) {
        if (!databaseIsAway(error)) failures += 1;
        if (failures >= most) return error;
        await this.deps.pause(AWAY_MS);
      }
    }
  }

  /** One result that the database refuses must not take the others with it; it is written without the other side's words. */
  private async apart(retailerId: RetailerId, batch: Waiting, failure: unknown): Promise<void> {
    const { log } = this.deps;
    log.error({ err: failure, retailerId }, 'results of messages were not written');
    for (const outcome of batch.outcomes) {
      const alone = { outcomes: [outcome], notes: [] };
      if ((await this.persist(retailerId, alone, ALONE_MAX)) === null) continue;
      const bare = { ...outcome, words: null, provider: null };
      const plain = { outcomes: [bare], notes: [] };
      const still = await this.persist(retailerId, plain, ALONE_MAX);
      if (still === null) continue;
      this.lost = true;
      log.error({ err: still, retailerId, id: outcome.id }, 'the result of a message is lost');
    }
    await this.persist(retailerId, { outcomes: [], notes: batch.notes }, 1);
  }

  private async commit(
    retailerId: RetailerId,
    { outcomes, notes }: Pick<Waiting, 'outcomes' | 'notes'>,
  ): Promise<void> {
    const { sql, ids, clock, suppression } = this.deps;
    const over = this.lost ? [] : notes;
    if (outcomes.length === 0) {
      await queries.deleteHanded(sql, retailerId, over);
      return;
    }
    // One order for all writers of rows: no two wait for each other in a circle.
    const sorted = [...outcomes].sort((a, b) => (a.id < b.id ? -1 : 1));
    const news = { id: ids.uuid7(), at: clock.now() };
    // A server that says while it is handed a mail that nobody lives there says what a bounce says later.
    const gone = new Set(
      sorted.flatMap(({ id, reason }) => (reason === 'mailbox_gone' ? [id] : [])),
    );
    if (gone.size === 0) {
      await queries.recordOutcomes(sql, retailerId, sorted, news, over);
      return;
    }
    await sql.begin(async (tx) => {
      const counted = await queries.recordOutcomes(tx, retailerId, sorted, news, over);
      const learned = counted.flatMap(({ id, status }) =>
        status === 'failed' && gone.has(id)
          ? [{ id, reason: 'bounced' as const, at: clock.now() }]
          : [],
      );
      await barAddresses(tx, suppression, retailerId, learned);
    });
  }
}

const WORDS_MAX = 300;

/** What another side says may be long and hold anything. */
function clean(outcome: queries.Outcome): queries.Outcome {
  const words = outcome.words?.replaceAll('\u0000', '').slice(0, WORDS_MAX);
  const provider = outcome.provider?.replaceAll('\u0000', '').slice(0, WORDS_MAX);
  return {
    ...outcome,
    words: words === undefined ? null : Buffer.from(words).toString(),
    provider: provider === undefined ? null : Buffer.from(provider).toString(),
  };
}
