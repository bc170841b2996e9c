import type { DemoStatus } from '@augenblick/contract/api/demo.ts';
import type { RetailerId } from '@augenblick/contract';
import type { Clock, Database } from '../runtime/index.ts';
import * as queries from './queries.ts';
import { ATTRIBUTION } from './wording.ts';

/**
 * The simulation stops for good after so many events (about eight days at its pace, 1 GB of disk): a demo that
 * somebody forgot must not fill it.
 */
export const SIMULATED_EVENTS_MAX = 1_000_000;

/** How the demo of a retailer stands; for a real retailer everything at rest. */
export async function readStatus(
  deps: { database: Database; clock: Clock },
  retailerId: RetailerId,
): Promise<DemoStatus> {
  const { owner } = deps.database;
  const row = await queries.demoOf(owner, retailerId);
  if (!row) return noDemo(null);
  const now = deps.clock.now();
  const lastMinute = await queries.simulatedLastMinute(owner, retailerId, { ...row, now });
  const sent = row.stage === 'ready' && (await queries.visitorsAreSent(owner, retailerId));
  return {
    demo: true,
    stage: row.stage,
    running: row.running,
    paused: pauseOf(row, sent),
    progress: { done: row.done, total: row.total },
    simulated: { total: row.simulated, lastMinute },
    attribution: ATTRIBUTION,
  };
}

/** The state of a retailer that is no demo (null), or has just stopped being one ('removed'). */
export function noDemo(stage: 'removed' | null): DemoStatus {
  return {
    demo: false,
    stage,
    running: false,
    paused: null,
    progress: { done: 0, total: 0 },
    simulated: { total: 0, lastMinute: 0 },
    attribution: ATTRIBUTION,
  };
}

function pauseOf(row: queries.DemoRow, sent: boolean): DemoStatus['paused'] {
  if (row.stage === 'removing') return 'removing';
  if (!row.running) return 'switched_off';
  if (row.stage === 'loading') return 'loading';
  if (row.simulated >= SIMULATED_EVENTS_MAX) return 'event_limit';
  return sent ? null : 'no_worker';
}
