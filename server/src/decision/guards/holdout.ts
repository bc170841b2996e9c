import { heldFromAll, heldFromCampaign } from '../holdout.ts';
import type { Guard } from './guard.ts';

/** The comparison groups: of the whole shop, then of the campaign. */
export const holdout: Guard = {
  name: 'holdout',
  reasons: ['global_holdout', 'campaign_holdout'],
  check: ({ campaign, hash }, { shopper, set }) => {
    if (heldFromAll(shopper.hash, set.settings.globalHoldoutBp)) return 'global_holdout';
    return heldFromCampaign(shopper.hash, hash, campaign.holdoutBp) ? 'campaign_holdout' : null;
  },
};
