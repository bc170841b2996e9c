import { TOLD_EVENTS } from '@augenblick/contract';
import type { FoldEvent } from '../profile/index.ts';

/** Events that are told about a shopper rather than done by them. */
const NOT_OWN: ReadonlySet<string> = new Set([
  ...TOLD_EVENTS,
  'Offer Shown',
  'Placement Shown',
  'Promotion Viewed',
  'Order Updated',
  'Order Cancelled',
  'Order Refunded',
  'Receipt Issued',
  'Points Earned',
  'Staff Note Added',
  'Segment Consent Preference Updated',
  // Measured by the tag when a page is left, not done by anybody.
  'Page Left',
  'Web Vitals',
]);

/** True when the shopper did this themselves: looked, clicked, bought, came in – not what was sent or booked for them. */
export function isOwnDeed(event: Pick<FoldEvent, 'kind' | 'name'>): boolean {
  if (event.kind === 'page' || event.kind === 'screen') return true;
  if (event.kind !== 'track' || event.name.startsWith('Session ')) return false;
  return !NOT_OWN.has(event.name);
}
