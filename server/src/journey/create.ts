/** The journeys of one process, put together. */
import type { IngestResult, RetailerId, Source } from '@augenblick/contract';
import type { Access } from '../access/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { Decisions } from '../decision/index.ts';
import type { CodeKeys } from '../offer/index.ts';
import type { Clock, Database, Ids, Jobs, Live, Log, Metrics, Random } from '../runtime/index.ts';
import { createBooks } from './book.ts';
import type { HandDeps } from './hand.ts';
import { createRunner, type JourneyRunner } from './runner.ts';
import { createSweep, type JourneySweep } from './sweep.ts';
import type { PlaybookDeps } from './use-playbook.ts';

/** What journeys need of the house. */
export interface JourneysDeps {
  database: Database;
  clock: Clock;
  ids: Ids;
  random: Random;
  log: Log;
  metrics: Metrics;
  live: Pick<Live, 'publish'>;
  jobs: Jobs;
  audit: Access['audit'];
  codeKeys: CodeKeys;
  decisions: Pick<Decisions, 'decide'>;
  catalogue: Pick<Catalogue, 'byIds'>;
  submit: (source: Source, items: readonly unknown[]) => Promise<IngestResult[]>;
  /** The retailer's own source of what journeys say. */
  source: (retailerId: RetailerId) => Promise<Source>;
  /** Where this installation is reached. */
  origin: () => string;
  /** Messages were asked for. */
  ringMessages: () => void;
}

/** Journeys as the rest of the house uses them. */
export interface Journeys {
  runner: JourneyRunner;
  sweep: JourneySweep;
  /** What the routes and the demo need. */
  deps: PlaybookDeps & HandDeps;
}

/** Rows of a count, so that processes seldom wait for each other. */
const SLOTS = 16;

/** Puts the parts together; nothing runs before `runner.start`. */
export function createJourneys(own: JourneysDeps): Journeys {
  const { database, clock, ids, random, log, metrics, live, jobs, audit, origin } = own;
  const sql = database.owner;
  const runner = createRunner({
    sql,
    clock,
    ids,
    log,
    metrics,
    books: createBooks(),
    codeKeys: own.codeKeys,
    slot: Math.floor(random.next() * SLOTS),
    submit: own.submit,
    source: own.source,
    decide: own.decisions.decide,
    catalogue: own.catalogue,
    onMessages: own.ringMessages,
    onChanged: (retailerId, journeyIds) => {
      for (const data of journeyIds) live.publish({ retailerId, topic: 'journey', data });
    },
  });
  const ring = (): void => runner.ring();
  const sweep = createSweep({ sql, clock, jobs, ring });
  return { runner, sweep, deps: { database, clock, ids, audit, origin, ring } };
}
