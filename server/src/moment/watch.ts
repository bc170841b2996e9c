import type { FoldEvent, OrderChange } from '../profile/index.ts';
import { advance, detect, type MomentDraft, nextChange } from './detect.ts';
import type { MomentModels } from './models.ts';

/** The moment stage as a part of the watcher: each step with the model that is valid at its instant. */
export interface MomentWatcher {
  advance(draft: MomentDraft, now: number): void;
  event(draft: MomentDraft, event: FoldEvent, now: number, order?: OrderChange): void;
  /** The next instant at which something changes by itself, or null. */
  next(draft: Pick<MomentDraft, 'state'>): number | null;
}

/** Moments and signals with a retailer's models. Pure. */
export function momentWatcher(models: MomentModels): MomentWatcher {
  return {
    advance: (draft, now) => advance(draft, now, models.at),
    event: (draft, event, now, order) => detect(draft, event, now, models.at(now), order),
    next: ({ state }) => nextChange(state),
  };
}
