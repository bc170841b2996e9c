/**
 * The whole house, wired in start order. Everything an installation does begins here; what a part does is in its folder.
 */
import path from 'node:path';
import type { RetailerId } from '@augenblick/contract';
import { accessRoutes, SYSTEM } from './access/index.ts';
import { broadcastRoutes } from './broadcast/index.ts';
import { campaignRoutes } from './campaign/index.ts';
import { catalogueRoutes } from './catalogue/index.ts';
import { consentRoutes } from './consent/index.ts';
import {
  changeSourceRule,
  decisionPublicRoutes,
  decisionRoutes,
  dryRunRoutes,
  decisionsOf,
} from './decision/index.ts';
import { type DemoPrinted, demoRoutes } from './demo/index.ts';
import { erasureRoutes } from './erasure/index.ts';
import { consentingRoutes } from './consenting.ts';
import { createHouse, type Ground, type House } from './house.ts';
import { importRoutes } from './import/index.ts';
import { ingestRoutes } from './ingest/index.ts';
import { journeyRoutes } from './journey/index.ts';
import { liveRoutes } from './live/index.ts';
import { momentLearningRoutes, momentRoutes } from './moment/index.ts';
import { offerRoutes, offerShopRoutes } from './offer/index.ts';
import { retailerRoutes } from './retailer/index.ts';
import { retentionRoutes } from './retention/index.ts';
import {
  type Clock,
  type Config,
  createHttp,
  createJobs,
  createLive,
  createMetrics,
  healthRoutes,
  type Http,
  type Jobs,
  type Ids,
  type Installation,
  installationRoot,
  type Log,
  openInstallation,
  publicUrl,
  type Random,
  serveApplication,
  systemClock,
  systemIds,
  systemRandom,
} from './runtime/index.ts';
import { shopRoutes } from './shop/index.ts';
import { segmentRoutes } from './segment/index.ts';
import { shopperRoutes } from './shopper/index.ts';
import { sourceRoutes } from './source/index.ts';
import { speakingRoutes } from './speaking.ts';
import { tagRoutes } from './tag/index.ts';
import { vitalsRoutes } from './vitals/index.ts';

/** A running installation. */
export interface App {
  http: Http;
  installation: Installation;
  house: House;
  /** Where it is reached. */
  url: string;
  /** What to tell the person who started it: set-up link, demo log-ins. */
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
  random?: Random;
  /** Such as 0.1.0, for the API's description. */
  version?: string;
}

/** Starts an installation in the role of its settings. Throws with a sentence for the operator. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, log, clock = systemClock, ids = systemIds, random = systemRandom } = options;
  const stops: (() => Promise<unknown>)[] = [];
  let state: 'starting' | 'ready' | 'stopping' = 'starting';
  const stop = async (): Promise<void> => {
    if (state === 'stopping') return;
    state = 'stopping';
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
    const { jobConcurrency: concurrency, databasePrepare: prepare } = config;
    const jobs = createJobs({ url: database.url, log, concurrency, prepare });

    // The house itself: what each part is and needs is in house.ts.
    let url = publicUrl(config);
    const address = (): string => url;
    const ground = { config, log, clock, ids, random, database, metrics, live, jobs, address };
    const house = createHouse(ground);
    stops.push(() => house.decisions.drained());
    stops.push(() => house.ingest.drained());
    const { version } = options;
    const http = await createHttp({ config, log, ids, metrics, ...(version ? { version } : {}) });
    stops.push(() => http.close());

    // Doors: health for every role, everything else where people and shops are answered.
    const ready = (): string | undefined => (state === 'ready' ? undefined : state);
    const { metricsToken } = config;
    healthRoutes(http, { sql: database.owner, metrics, metricsToken, ready });
    const web = config.role !== 'worker';
    if (web) {
      await house.sources.listen();
      await addRoutes(http, ground, house);
      await addPages(http, ground, house);
    }

    // Work begins, then the doors open.
    const demo = await begin(house, jobs, config.role, stops);
    stops.push(async () => installation.leaving());
    url = await listen(http, config);
    state = 'ready';
    log.info({ role: config.role, url, migrated: installation.migrated }, 'Started.');
    const welcome = web ? await greeting(house, url, demo) : [];
    return { http, installation, house, url, welcome, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Starts what runs by itself. Whoever takes events in also sets alarms, lays facts into journeys and asks for messages, so
 * every role looks after them; jobs and what goes through whole tables belong to workers.
 */
async function begin(
  house: House,
  jobs: Jobs,
  role: Config['role'],
  stops: (() => Promise<unknown>)[],
): Promise<DemoPrinted | null> {
  const { speaking, journeys, broadcasts, demo } = house;
  house.wakeups.start();
  stops.push(() => house.wakeups.stop());
  stops.push(() => speaking.channels.close());
  speaking.deliveries.start();
  stops.push(() => speaking.deliveries.stop());
  journeys.runner.start();
  stops.push(() => journeys.runner.stop());
  const printed = await demo.ensure();
  if (role === 'web') return printed;
  await jobs.start();
  stops.push(() => jobs.stop());
  broadcasts.runner.start();
  stops.push(() => broadcasts.runner.stop());
  const { retention, optinSweep, offerSweep, learning, momentLearning } = house;
  const { sweep } = journeys;
  const { catcherSweep } = speaking;
  for (const job of [
    retention,
    optinSweep,
    offerSweep,
    sweep,
    catcherSweep,
    learning,
    momentLearning,
  ])
    await job.schedule();
  demo.runner.start();
  stops.push(() => demo.runner.stop());
  return printed;
}

/** Every route of the house but health; each part adds its own. */
async function addRoutes(http: Http, ground: Ground, house: House): Promise<void> {
  const { database, clock, ids, live, log } = ground;
  const { access, sources, ingest, imports, catalogue, demo, suppressions, consoleSource } = house;
  const { submit } = ingest;
  const { forget } = house.pipeline;
  const { audit } = access;
  accessRoutes(http, access);
  retailerRoutes(http, { database, access, sources });
  retentionRoutes(http, { database, access, config: ground.config });
  sourceRoutes(http, { database, clock, ids, access, sources });
  await ingestRoutes(http, {
    ingest,
    byWriteKey: sources.byWriteKey,
    publicUrl: access.originOf,
  });
  await decisionPublicRoutes(http, {
    decisions: house.decisions,
    ingest,
    catalogue,
    byWriteKey: sources.byWriteKey,
    sql: database.owner,
  });
  importRoutes(http, { imports, access });
  catalogueRoutes(http, { catalogue, access });
  const sourceById = sources.byId;
  shopperRoutes(http, { ...house, database, clock, ids, submit, sourceById });
  consentRoutes(http, { access, database, clock, ids, submit, consoleSource });
  const importsFolder = path.join(path.resolve(ground.config.dataDir), 'imports');
  erasureRoutes(http, {
    access,
    database,
    clock,
    ids,
    audit,
    suppressions,
    definitions: house.definitions,
    forget,
    importsFolder,
  });
  demoRoutes(http, { demo, access });
  const { reading } = house;
  momentRoutes(http, { access, database, clock, reading, decisionsOf });
  momentLearningRoutes(http, { access, database, learning: house.momentLearning });
  const { random } = ground;
  decisionRoutes(http, { ...house, database, clock, ids, random, audit });
  dryRunRoutes(http, house);
  commerceRoutes(http, ground, house);
  segmentRoutes(http, { access, database, clock, ids, jobs: ground.jobs, live });
  vitalsRoutes(http, { access, database, clock });
  await speakingRoutes(http, ground, house);
  consentingRoutes(http, house);
  broadcastRoutes(http, { ...house.broadcasts.deps, access });
  journeyRoutes(http, { ...house.journeys.deps, access });
  liveRoutes(http, { access, database, live, clock, log });
}

/** Routes of offers, codes, campaigns and places. */
function commerceRoutes(http: Http, ground: Ground, house: House): void {
  const { database, clock, ids, random } = ground;
  const { access, catalogue, codeKeys: keys, reading, sources } = house;
  const { audit } = access;
  const shared = { database, clock, ids, audit, access };
  const offers = {
    ...shared,
    random,
    keys,
    categoriesOf: async (retailerId: RetailerId, productIds: readonly string[]) => {
      const products = await catalogue.byIds(retailerId, productIds);
      return new Map([...products].map(([id, { categoryPath }]) => [id, categoryPath]));
    },
  };
  offerRoutes(http, offers);
  offerShopRoutes(http, { ...offers, byWriteKey: sources.byWriteKey });
  campaignRoutes(http, {
    ...shared,
    stateOf: async (retailerId, id) => (await reading.byId(retailerId, id))?.state ?? null,
    productsByIds: catalogue.byIds,
  });
}

/** What browsers load: the tag for any shop, the demo storefront, the console. */
async function addPages(http: Http, ground: Ground, house: House): Promise<void> {
  const { database, clock, ids } = ground;
  const { audit } = house.access;
  const root = installationRoot();
  tagRoutes(http, path.join(root, 'sdk', 'dist'));
  await shopRoutes(http, {
    ...house,
    database,
    clock,
    ids,
    folder: path.join(root, 'web', 'shop', 'dist'),
    // The demo storefront shows the whole reasoning; a real shop's page is told nothing of it.
    opened: async (retailerId, sourceId) => {
      const change = { sourceId, explain: true };
      await changeSourceRule({ database, clock, ids, audit }, retailerId, SYSTEM, change);
    },
  });
  await serveApplication(http, path.join(root, 'web', 'console', 'dist'));
}

/** What the person who started it needs: the way in. */
async function greeting(house: House, url: string, demo: DemoPrinted | null): Promise<Welcome[]> {
  const welcome: Welcome[] = (demo?.logIns ?? []).map(({ email, password, role }) => ({
    de: `Musterladen (${role})`,
    en: `Demo retailer (${role})`,
    value: `${email}   ${password}`,
  }));
  if (demo) {
    const de = 'Vorführladen: alle vier Momente in zwei Minuten';
    const en = 'Demo shop: all four moments in two minutes';
    welcome.push({ de, en, value: `${url}/shop` });
  }
  const ownerLink = await house.access.ensureOwnerLink(url);
  if (ownerLink !== null) {
    const de = 'Einmal-Link für das erste Konto (Inhaberin oder Inhaber), 7 Tage gültig';
    const en = 'One-time link for the first account (the owner), valid for 7 days';
    welcome.push({ de, en, value: ownerLink });
  }
  return welcome;
}

/** Opens the port; also for workers, whose health and measurements are asked for. */
async function listen(http: Http, config: Config): Promise<string> {
  await http.listen({ port: config.port, host: config.host });
  const address = http.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  return publicUrl(config, port);
}
