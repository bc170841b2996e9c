/** Newsletters of one process: the runner, and what the routes need. */
import type { RetailerId } from '@augenblick/contract';
import type { Access } from '../access/index.ts';
import type { SuppressionList } from '../consent/index.ts';
import { Calendar } from '../decision/index.ts';
import { type Channels, foresee, type Writer } from '../delivery/index.ts';
import type { Clock, Database, Ids, Live, Log } from '../runtime/index.ts';
import type { BroadcastDeps } from './broadcasts.ts';
import type { ReachDeps } from './reach.ts';
import { type BroadcastRunner, createBroadcastRunner } from './runner.ts';
import { templateFacts } from './templates.ts';
import type { TestDeps } from './test-send.ts';

/** What newsletters are built from. */
export interface BroadcastsDeps {
  database: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  live: Pick<Live, 'publish'>;
  audit: Access['audit'];
  channels: Channels;
  writer: Writer;
  suppression: SuppressionList;
  /** Messages were asked for: the senders of this process are to look. */
  ring(): void;
}

/** The parts of one process. */
export interface Broadcasts {
  runner: BroadcastRunner;
  deps: BroadcastDeps & ReachDeps & TestDeps;
}

/** Builds them; nothing runs before `runner.start`. */
export function createBroadcasts(given: BroadcastsDeps): Broadcasts {
  const { database, clock, ids, log, live, audit, channels, writer, suppression } = given;
  const calendar = new Calendar();
  const told = (retailerId: RetailerId): void =>
    live.publish({ retailerId, topic: 'message', data: null });
  const asked = given.ring;
  const runner = createBroadcastRunner({
    sql: database.owner,
    clock,
    log,
    calendar,
    asked,
    told,
  });
  const guards = { sql: database.owner, ids, channels, writer, suppression };
  return {
    runner,
    deps: {
      database,
      clock,
      ids,
      calendar,
      audit,
      templates: templateFacts,
      ring: runner.ring,
      told,
      asked,
      foresee: (retailerId, requests, at) => foresee(guards, retailerId, requests, at),
    },
  };
}
