import { isCapped } from '../touch.ts';
import type { Guard } from './guard.ts';

/** How often the shopper saw the campaign, and all campaigns together. Exact: the memory is locked while deciding. */
export const caps: Guard = {
  name: 'caps',
  reasons: ['capped', 'capped_overall'],
  check: ({ campaign }, { set, memory, capTime }) => {
    if (isCapped(campaign.caps, memory?.c?.[campaign.id], capTime)) return 'capped';
    return isCapped(set.settings.caps, memory?.a, capTime) ? 'capped_overall' : null;
  },
};
