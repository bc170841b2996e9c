/**
 * The parts of the house and how they are put together, in the order of ARCHITECTURE.md. No port is opened and no job
 * runs here: the web server and the command line build the same house.
 */
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AcceptedEvent, RetailerId, Source, WatchFact } from '@augenblick/contract';
import { type Access, createAccess } from './access/index.ts';
import { type Broadcasts, createBroadcasts, openBroadcasts } from './broadcast/index.ts';
import { openShowcase } from './campaign/index.ts';
import { type Catalogue, createCatalogue } from './catalogue/index.ts';
import { createConsenting } from './consenting.ts';
import { openContent } from './content/index.ts';
import {
  createDecisions,
  createDryRuns,
  createLearning,
  type Decisions,
  type DryRuns,
  type Learning,
} from './decision/index.ts';
import { createDemo, type Demo } from './demo/index.ts';
import { createSuppressions, type Suppressions } from './erasure/index.ts';
import { createImports, type Imports } from './import/index.ts';
import { createIngest, type Ingest, type Riding } from './ingest/index.ts';
import { createJourneys, type Journeys, openJourneys } from './journey/index.ts';
import { createMomentLearning, type MomentLearning } from './moment/index.ts';
import { type CodeKeys, createCodeKeys, createOfferSweep, type OfferSweep } from './offer/index.ts';
import {
  type CommittedEvent,
  createPipeline,
  type Pipeline,
  type PipelineDeps,
} from './pipeline.ts';
import {
  type AskedSignups,
  createAskedSignups,
  createOptinSweep,
  openForms,
  type OptinDeps,
  type OptinSweep,
} from './optin/index.ts';
import {
  createDefinitions,
  createMerging,
  createReading,
  type Definitions,
  type Merging,
  type ProfileReading,
} from './profile/index.ts';
import { createRetention, type Retention } from './retention/index.ts';
import { openRetailer } from './retailer/index.ts';
import type {
  Clock,
  Config,
  Database,
  Ids,
  Jobs,
  Live,
  Log,
  Metrics,
  Pause,
  Random,
} from './runtime/index.ts';
import { createSources, type Sources } from './source/index.ts';
import { createWakeups, type Wakeups } from './wakeup/index.ts';
import { defineFill, openSegments } from './segment/index.ts';
import { createSpeaking, demoLetters, type Speaking } from './speaking.ts';
import { loadWatching } from './watching.ts';

/** What the house stands on. */
export interface Ground {
  config: Pick<
    Config,
    | 'dataDir'
    | 'publicUrl'
    | 'demo'
    | 'keepStrangersMonths'
    | 'keepDeadLettersDays'
    | 'keepImportFilesDays'
    | 'keepDecisionsDays'
    | 'keepMessagesDays'
    | 'secretKey'
    | 'allowPrivateHosts'
  >;
  /** Where this installation is reached, without a slash at the end; right once the door is open. */
  address(): string;
  log: Log;
  clock: Clock;
  ids: Ids;
  random: Random;
  database: Database;
  metrics: Metrics;
  live: Live;
  jobs: Jobs;
  /** How what sends waits before it tries again; the machine's timers unless told. */
  pause?: Pause;
}

/** The parts of one process. */
export interface House {
  access: Access;
  sources: Sources;
  catalogue: Catalogue;
  suppressions: Suppressions;
  definitions: Definitions;
  pipeline: Pipeline;
  wakeups: Wakeups;
  ingest: Ingest;
  reading: ProfileReading;
  merging: Merging;
  codeKeys: CodeKeys;
  offerSweep: OfferSweep;
  decisions: Decisions;
  learning: Learning;
  dryRuns: DryRuns;
  momentLearning: MomentLearning;
  imports: Imports;
  demo: Demo;
  retention: Retention;
  speaking: Speaking;
  broadcasts: Broadcasts;
  journeys: Journeys;
  consenting: OptinDeps;
  askedSignups: AskedSignups;
  optinSweep: OptinSweep;
  /** The retailer's source for what is done in the console. */
  consoleSource(retailerId: RetailerId): Promise<Source>;
  /** The retailer's one source of imports. */
  importSource(retailerId: RetailerId): Promise<Source>;
}

/** Builds every part; jobs are defined, nothing has begun. */
export function createHouse(ground: Ground): House {
  const { config, log, clock, ids, database, live, jobs } = ground;

  // Who may come in, where events come from, what is sold, who wants to be forgotten.
  const access = createAccess({
    database,
    clock,
    ids,
    publicUrl: config.publicUrl,
    openRetailer,
  });
  const sources = createSources({ database, clock });
  const catalogue = createCatalogue({ database, clock });
  const suppressions = createSuppressions({ sql: database.owner, clock });
  const consoleSource = (retailerId: RetailerId): Promise<Source> =>
    sources.ensure({ retailerId, kind: 'console', name: 'Konsole' });
  const importSource = (retailerId: RetailerId): Promise<Source> =>
    sources.ensure({ retailerId, kind: 'import', name: 'Import' });

  // Journeys are told of facts before they are made: the two know each other through this line alone.
  const onHanded = (at: number): void => journeys.runner.ring(at);
  // So do questions that ride with events and who answers them.
  const riding: Riding = { board: (...about) => decisions.riding.board(...about) };
  const first = createWritePath(ground, suppressions, { onHanded, riding });
  const { ingest } = first;
  const { forget } = first.pipeline;
  const second = createSecondHalf(ground, first.definitions);
  const { codeKeys } = second;
  const decisions: Decisions = second.decisions;
  const third = createSpeech(ground, { access, sources, catalogue, ingest, decisions, codeKeys });
  const { broadcasts } = third;
  const journeys: Journeys = third.journeys;
  const optinSweep = createOptinSweep({ database, clock, jobs, forget });
  const parts = { access, sources, catalogue, suppressions, ...first, ...second, ...third };

  // What uses the write path.
  const imports = createImports({
    database,
    catalogue,
    submit: (source, items) => ingest.submit(source, items),
    source: importSource,
    clock,
    ids,
    log,
    jobs,
    live,
    dataDir: path.resolve(config.dataDir),
    pause: (ms) => pause(ms),
  });
  const demo = createDemo({
    ...ground,
    access,
    catalogue,
    ingest,
    decisions,
    letters: demoLetters(ground, third.speaking),
    sources,
    showcase: (retailerId) => furnish({ ground, access, broadcasts, journeys }, retailerId),
    wanted: config.demo,
  });
  const retention = createRetention({ database, clock, log, jobs, config, forget });
  return { ...parts, imports, demo, retention, optinSweep, consoleSource, importSource };
}

type Hearers = Pick<
  House,
  'access' | 'sources' | 'catalogue' | 'ingest' | 'decisions' | 'codeKeys'
>;

/** What is said outside of pages: messages, newsletters, journeys, and the consent they need. */
function createSpeech(ground: Ground, hearers: Hearers) {
  const { access, sources, catalogue, ingest, decisions, codeKeys } = hearers;
  const { audit } = access;
  const speaking = createSpeaking({ ground, sources, catalogue, ingest });
  const ring = (): void => speaking.deliveries.ring();
  const broadcasts = createBroadcasts({
    ...ground,
    ...speaking,
    audit,
    suppression: speaking.suppressionList,
    ring,
  });
  const journeys = createJourneys({
    ...ground,
    audit,
    codeKeys,
    decisions,
    catalogue,
    submit: ingest.submit,
    source: speaking.messageSource,
    origin: ground.address,
    ringMessages: ring,
  });
  const consenting = createConsenting({ ground, access, sources, ingest, speaking });
  const askedSignups = createAskedSignups({ ...consenting, jobs: ground.jobs, log: ground.log });
  return { speaking, broadcasts, journeys, consenting, askedSignups };
}

/** Gives the demo retailer what a shop has after its first weeks. */
async function furnish(
  parts: { ground: Ground } & Pick<House, 'access' | 'broadcasts' | 'journeys'>,
  retailerId: RetailerId,
): Promise<void> {
  const { ground, access, broadcasts, journeys } = parts;
  const { database, clock, ids, jobs, address: origin } = ground;
  const { audit } = access;
  await openShowcase({ database, clock, ids, audit }, retailerId);
  await openContent({ database, clock, ids, audit, origin }, retailerId);
  await openForms({ database, clock, ids, audit }, retailerId);
  await openJourneys(journeys.deps, retailerId);
  const shown = { currency: 'EUR', locale: 'de' } as const;
  await openSegments({ database, clock, ids, jobs }, retailerId, shown);
  await openBroadcasts(broadcasts.deps, retailerId);
}

/** The write path: accept, then identify, fold and store in one transaction, then tell who looks. */
function createWritePath(
  ground: Ground,
  suppressions: Suppressions,
  later: Pick<PipelineDeps, 'onHanded' | 'riding'>,
) {
  const { log, clock, ids, database, metrics, live, jobs } = ground;
  const definitions = createDefinitions({ sql: database.owner, load: loadWatching });
  const pipeline = createPipeline({
    sql: database.ingest,
    clock,
    ids,
    definitions,
    onCommitted: (retailerId, events) => announce(live, retailerId, events),
    onAlarm: (at) => wakeups.ring(at),
    ...later,
    onFacts: (retailerId, facts) => announceFacts(live, retailerId, facts),
  });
  const wakeups: Wakeups = createWakeups({
    sql: database.owner,
    clock,
    log,
    metrics,
    look: pipeline.look,
  });
  const ingest = createIngest({
    sql: database.ingest,
    clock,
    ids,
    log,
    metrics,
    commit: pipeline.commit,
    laneKey: pipeline.laneKey,
    suppressed: (source, events) => suppressedPlaces(suppressions, source, events),
  });
  const reading = createReading(database.owner);
  const { forget } = pipeline;
  const merging = createMerging({ sql: database.owner, clock, ids, definitions, forget });
  const onStep = (retailerId: RetailerId) =>
    live.publish({ retailerId, topic: 'segment', data: null });
  defineFill(jobs, { sql: database.owner, clock, log, definitions, forget, onStep });
  return { definitions, pipeline, wakeups, ingest, reading, merging };
}

/** The second half: what stands where for whom. */
function createSecondHalf(ground: Ground, definitions: Definitions) {
  const { log, clock, ids, random, database, metrics, live, jobs } = ground;
  const codeKeys = createCodeKeys({ sql: database.owner, random });
  const offerSweep = createOfferSweep({ database, clock, jobs });
  const decisions = createDecisions({
    sql: database.decide,
    clock,
    ids,
    random,
    log,
    metrics,
    live,
    codeKeys,
  });
  const learning = createLearning({ database, clock, log, jobs });
  const dryRuns = createDryRuns({
    database,
    clock,
    ids,
    jobs,
    live,
    log,
    decisions,
    definitions,
  });
  const momentLearning = createMomentLearning({ database, clock, log, jobs });
  return { codeKeys, offerSweep, decisions, learning, dryRuns, momentLearning };
}

/** Most ids told of one batch: the live views show no more of it, and count the rest. */
const TOLD_MAX = 20;

/** Tells the live views which events were just committed (topic `event`, items are event ids). */
function announce(live: Live, retailerId: RetailerId, events: readonly CommittedEvent[]): void {
  const told = events.slice(-TOLD_MAX);
  for (const [i, { event }] of told.entries()) {
    const count = i === 0 ? events.length - told.length + 1 : 1;
    live.publish({ retailerId, topic: 'event', data: event.id, count });
  }
}

/**
 * Tells the live views which moments began, changed or ended (topic `moment`, items are moment ids), and that somebody
 * entered or left a segment (topic `segment`).
 */
function announceFacts(live: Live, retailerId: RetailerId, facts: readonly WatchFact[]): void {
  const ids = new Set(facts.flatMap((fact) => (fact.type === 'moment' ? [fact.moment.id] : [])));
  const told = [...ids].slice(-TOLD_MAX);
  for (const [i, id] of told.entries()) {
    const count = i === 0 ? ids.size - told.length + 1 : 1;
    live.publish({ retailerId, topic: 'moment', data: id, count });
  }
  if (facts.some((fact) => fact.type === 'membership'))
    live.publish({ retailerId, topic: 'segment', data: null });
}

const NONE: ReadonlySet<number> = new Set();

/** Places of events that would bring back a shopper who asked to be forgotten. */
async function suppressedPlaces(
  suppressions: Suppressions,
  source: Source,
  events: readonly AcceptedEvent[],
): Promise<ReadonlySet<number>> {
  const erased = await suppressions.of(source.retailerId);
  if (erased === null) return NONE;
  return new Set(events.flatMap((event, i) => (erased.matches(event, source.kind) ? [i] : [])));
}
