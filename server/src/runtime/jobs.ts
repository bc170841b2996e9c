import { EventEmitter } from 'node:events';
import { Logger, type Runner, run, runMigrations, type WorkerEvents } from 'graphile-worker';
import { openPool, type Sql, type TransactionSql } from './database.ts';
import type { Log } from './log.ts';

/** Work that is done later, in any process with the role worker. Runs at least once: it must be safe to run twice. */
export type JobHandler = (
  payload: unknown,
  context: { log: Log; signal: AbortSignal },
) => Promise<void>;

/** When and how a job runs. */
export interface JobOptions {
  /** A waiting job with the same key is replaced. */
  key?: string;
  /** Not before this instant, ms since 1970. */
  runAt?: number;
  /** Jobs of one queue run one after another. */
  queue?: string;
}

/** The queue of an installation. */
export interface Jobs {
  /** Says how jobs of this name are done. Before `start`. Throws when the name is taken. */
  define(name: string, handler: JobHandler): void;
  /** Puts a job into the queue, within the caller's transaction when `sql` is one. */
  add(
    sql: Sql | TransactionSql,
    name: string,
    payload: unknown,
    options?: JobOptions,
  ): Promise<void>;
  /** Begins to work. */
  start(): Promise<void>;
  /** Takes no new job, waits for the running ones (their signal is aborted after 5 s). */
  stop(): Promise<void>;
}

/** What the queue needs. */
export interface JobsOptions {
  url: string;
  log: Log;
  concurrency?: number;
  prepare?: boolean;
  /** How often jobs of dead processes are looked for, ms. */
  sweepMs?: number;
}

/** Class of the advisory locks by which a worker process shows that it lives; the second key is its pool's name. */
const ALIVE = 4401;

/** Makes or updates the queue's own tables (schema graphile_worker). */
export async function installJobs(url: string): Promise<void> {
  const silent = new Logger(() => () => undefined);
  await runMigrations({ connectionString: url, logger: silent, maxPoolSize: 1 });
}

/** The queue on graphile-worker. */
export function createJobs(options: JobsOptions): Jobs {
  const handlers = new Map<string, JobHandler>();
  let worker: WorkerProcess | undefined;
  return {
    define: (name, handler) => {
      if (handlers.has(name)) throw new Error(`job "${name}" is defined twice`);
      handlers.set(name, handler);
    },
    add: async (sql, name, payload, { key, runAt, queue } = {}) => {
      const at = runAt === undefined ? null : new Date(runAt);
      await sql`select enqueue_job(${name}, ${JSON.stringify(payload ?? {})}::text::json, ${queue ?? null}, ${at}, ${key ?? null})`;
    },
    start: async () => {
      if (handlers.size === 0) return;
      worker ??= new WorkerProcess(options, handlers);
      await worker.start();
    },
    stop: async () => {
      await worker?.stop();
      worker = undefined;
    },
  };
}

/** The part of the queue that works: a pool of workers, and the return of jobs whose process has died. */
class WorkerProcess {
  private readonly options: JobsOptions;
  private readonly handlers: ReadonlyMap<string, JobHandler>;
  private readonly session: Sql;
  private runner: Runner | undefined;
  private poolName = '';
  private stopping = false;
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();

  constructor(options: JobsOptions, handlers: ReadonlyMap<string, JobHandler>) {
    this.options = options;
    this.handlers = handlers;
    this.session = openPool({ url: options.url, max: 1, name: 'worker', session: true });
  }

  async start(): Promise<void> {
    await this.launch();
    // From here on the others see that this process lives.
    await this.sweep();
    this.sweepSoon(this.options.sweepMs ?? 30_000);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.runner
      ?.stop()
      .catch((error: unknown) =>
        this.options.log.warn({ err: error }, 'Jobs did not stop cleanly.'),
      );
    await this.sweeping;
    await this.session.end({ timeout: 1 });
  }

  private async launch(): Promise<void> {
    const { url, log, concurrency = 4, prepare = true } = this.options;
    const events: WorkerEvents = new EventEmitter();
    events.on('pool:create', ({ workerPool }) => {
      this.poolName = (workerPool as unknown as { id: string }).id;
    });
    const runner = await run({
      connectionString: url,
      maxPoolSize: concurrency + 2,
      noHandleSignals: true,
      noPreparedStatements: !prepare,
      events,
      logger: new Logger(() => (level, message) => {
        if (level === 'error' || level === 'warning') log.warn(`queue: ${message}`);
      }),
      taskList: Object.fromEntries(
        [...this.handlers].map(([name, handler]) => [name, this.task(name, handler)]),
      ),
      crontab: '',
      preset: {
        worker: {
          concurrentJobs: concurrency,
          pollInterval: 1_000,
          // Told in batches, a result is told again when the database is away, and the pool ends when it cannot be; told
          // one by one, a lost connection is a rejection that nobody handles.
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
          localQueue: { size: concurrency + 1 },
        },
      },
    });
    this.runner = runner;
    runner.promise.then(
      () => this.ended(undefined),
      (error: unknown) => this.ended(error),
    );
  }

  private task(name: string, handler: JobHandler) {
    return async (
      payload: unknown,
      helpers: { abortSignal?: AbortSignal; job: { attempts: number } },
    ): Promise<void> => {
      const log = this.options.log.child({ job: name });
      try {
        await handler(payload, {
          log,
          signal: helpers.abortSignal ?? new AbortController().signal,
        });
      } catch (error) {
        log.warn(
          { err: error, attempt: helpers.job.attempts },
          'A job failed; it will be tried again.',
        );
        throw error;
      }
    };
  }

  /** The pool ended by itself: the database went away for longer than it bears. Begins again. */
  private ended(error: unknown): void {
    if (this.stopping) return;
    this.options.log.warn({ err: error }, 'The job workers ended; starting them again.');
    this.timer = setTimeout(() => {
      this.launch().catch((failure: unknown) => this.ended(failure));
      this.sweepSoon(1_000);
    }, 1_000);
  }

  private sweepSoon(ms: number): void {
    if (this.stopping) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.sweeping = this.sweep()
        .catch((error: unknown) =>
          this.options.log.debug({ err: error }, 'Sweep of dead workers failed.'),
        )
        .finally(() => this.sweepSoon(this.options.sweepMs ?? 30_000));
    }, ms);
    this.timer.unref();
  }

  /**
   * Every worker process holds an advisory lock named after its pool. A pool whose lock can be taken is dead, and the
   * jobs it had are given back. (Left to itself, the queue waits four hours.)
   */
  private async sweep(): Promise<void> {
    const sql = this.session;
    await sql`
      select pg_advisory_lock(${ALIVE}, hashtext(${this.poolName}))
      where not exists (
        select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
          and classid = ${ALIVE} and objid::bigint = hashtext(${this.poolName})::bigint & 4294967295)`;
    await sql`
      with dead as materialized (
        select distinct locked_by as name from graphile_worker._private_jobs
        where locked_by is not null and locked_by <> ${this.poolName} and locked_at < now() - interval '2 seconds'
      ), taken as materialized (
        select name, pg_try_advisory_xact_lock(${ALIVE}, hashtext(name)) as free from dead
      )
      select graphile_worker.force_unlock_workers(array_agg(name)) from taken where free having count(*) > 0`;
  }
}
