import type { Guard } from './guard.ts';

/** A campaign stands on a page once, and of an exclusive group only one does. */
export const exclusivity: Guard = {
  name: 'exclusivity',
  reasons: ['group_taken', 'on_page_already'],
  check: ({ n, campaign }, { page }) => {
    if (page.campaigns.has(n)) return 'on_page_already';
    const group = campaign.exclusiveGroup;
    return group !== null && page.groups.has(group) ? 'group_taken' : null;
  },
};
