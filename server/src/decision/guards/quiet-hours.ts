import { withinHours } from '../calendar.ts';
import type { Guard } from './guard.ts';

/** No speaking in the shopper's night, in the shopper's zone, for the kinds of placement the shop has named. */
export const quietHours: Guard = {
  name: 'quiet_hours',
  reasons: ['quiet_hours'],
  once: true,
  check: (_candidate, { set, place, local }) => {
    const { quiet } = set.settings;
    if (quiet === null || !quiet.kinds.includes(place.placement.kind)) return null;
    return withinHours(local.minutes, quiet.from, quiet.to) ? 'quiet_hours' : null;
  },
};
