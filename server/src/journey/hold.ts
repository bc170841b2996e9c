import { isUuid } from '@augenblick/contract';
import type { AskHolds, Hold } from '../delivery/index.ts';
import { findHolding } from './queries.ts';

const HOLD: Readonly<Record<'paused' | 'ended', Hold>> = {
  paused: { state: 'paused', reason: 'journey_paused' },
  ended: { state: 'over', reason: 'journey_ended' },
};

/**
 * Which journeys hold their messages back. One that is finishing lets its own leave, and ends only when none is left (see
 * sweep.ts); one that was ended by hand does not.
 */
export const journeyHolds: AskHolds = async (tx, retailerId, ids) => {
  const rows = await findHolding(tx, retailerId, ids.filter(isUuid));
  return new Map(rows.map(({ id, status }) => [id, HOLD[status]]));
};
