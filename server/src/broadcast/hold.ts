import { isUuid } from '@augenblick/contract';
import type { AskHolds, Hold } from '../delivery/index.ts';
import { findHolding } from './queries.ts';

const HOLD: Readonly<Record<'paused' | 'cancelled', Hold>> = {
  paused: { state: 'paused', reason: 'newsletter_paused' },
  cancelled: { state: 'over', reason: 'taken_back' },
};

/**
 * Which newsletters hold their messages back. What waited when it was paused or cancelled was taken back then; this is for
 * what was on its way at that moment and did not leave.
 */
export const broadcastHolds: AskHolds = async (tx, retailerId, ids) => {
  const rows = await findHolding(tx, retailerId, ids.filter(isUuid));
  return new Map(rows.map(({ id, status }) => [id, HOLD[status]]));
};
