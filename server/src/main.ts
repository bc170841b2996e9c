/**
 * The whole house, wired in start order. Everything an installation does begins here; what a part does is in its folder.
 */
import path from 'node:path';
import {
  type Clock,
  type Config,
  createHttp,
  createJobs,
  createLive,
  createMetrics,
  healthRoutes,
  type Http,
  type Ids,
  type Installation,
  installationRoot,
  type Log,
  openInstallation,
  serveApplication,
  systemClock,
  systemIds,
} from './runtime/index.ts';

/** A running installation. */
export interface App {
  http: Http;
  installation: Installation;
  /** Where the web server listens; undefined in a process that only works. */
  url: string | undefined;
  /** What to tell the person who started it: addresses, set-up link, demo log-ins. */
  welcome: readonly Welcome[];
  /** Stops in reverse order: no new requests, running ones and jobs finish, then the database. */
  stop(): Promise<void>;
}

/** One line of the greeting. */
export interface Welcome {
  de: string;
  en: string;
  value: string;
}

/** What the house is built from. */
export interface AppOptions {
  config: Config;
  log: Log;
  clock?: Clock;
  ids?: Ids;
  /** Such as 0.1.0, for the API's description. */
  version?: string;
}

/** Starts an installation in the role of its settings. Throws with a sentence for the operator. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, log, clock = systemClock, ids = systemIds } = options;
  const stops: (() => Promise<unknown>)[] = [];
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    for (const part of stops.reverse()) await part();
  };
  try {
    // The database, and what all parts stand on.
    const installation = await openInstallation({ config, log, name: 'augenblick start' });
    stops.push(() => installation.close());
    const { database } = installation;
    const metrics = createMetrics();
    const live = createLive({ url: database.url, log, processId: ids.uuid7() });
    await live.start();
    stops.push(() => live.stop());
    const jobs = createJobs({
      url: database.url,
      log,
      concurrency: config.jobConcurrency,
      prepare: config.databasePrepare,
    });
    const http = await createHttp({
      config,
      log,
      ids,
      metrics,
      ...(options.version === undefined ? {} : { version: options.version }),
    });
    stops.push(() => http.close());
    void clock;

    // What every process answers, whatever its role.
    healthRoutes(http, {
      sql: database.owner,
      metrics,
      metricsToken: config.metricsToken,
      ready: () => (stopping ? 'stopping' : undefined),
    });

    // Work, then doors open.
    if (config.role !== 'web') {
      await jobs.start();
      stops.push(() => jobs.stop());
    }
    if (config.role !== 'worker') {
      await serveApplication(http, path.join(installationRoot(), 'web', 'console', 'dist'));
    }
    const url = await listen(http, config);
    log.info({ role: config.role, url, migrated: installation.migrated }, 'Started.');
    return { http, installation, url, welcome: [], stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Opens the port; also for workers, whose health and measurements are asked for. */
async function listen(http: Http, config: Config): Promise<string> {
  await http.listen({ port: config.port, host: config.host });
  const address = http.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  return config.publicUrl ?? `http://localhost:${port}`;
}
