import { START } from '@augenblick/contract';
import type {
  JourneyDraft,
  JourneyEntry,
  JourneyEntryType,
  JourneyExit,
  JourneyNode,
  JourneyNodeType,
} from '@augenblick/contract';

/** An event that every shop has. */
const BOUGHT = { names: ['Order Completed'], where: [] };

/** A step to begin with, as it is needed most often. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
export function blankNode(type: JourneyNodeType, id: string): JourneyNode {
  const base = { id, name: '', x: 0, y: 0 };
  switch (type) {
    case 'start':
      return { ...base, type };
    case 'send':
      return { ...base, type, messages: [{ channel: 'mail', templateId: null }], withinHours: 24 };
    case 'decide':
      return { ...base, type, placement: '' };
    case 'wait':
      return { ...base, type, for: { n: 1, unit: 'day' } };
    case 'wait_event':
      return { ...base, type, event: BOUGHT, sameKey: false, timeout: { n: 3, unit: 'day' } };
    case 'wait_until':
      return { ...base, type, days: [], minute: 10 * 60 };
    case 'branch':
      return { ...base, type, on: 'shopper', condition: null };
    case 'split':
      return {
        ...base,
        type,
        shares: [
          { id: 'a', name: 'A', weight: 50 },
          { id: 'b', name: 'B', weight: 50 },
        ],
      };
    case 'profile':
      return { ...base, type, traits: [{ key: '', value: '' }] };
    case 'code':
      return { ...base, type, offerId: null };
    case 'points':
      return { ...base, type, points: 50, reason: '' };
    case 'task':
    case 'webhook':
      return { ...base, type, templateId: null };
    case 'start_journey':
    case 'end_journey':
      return { ...base, type, journeyId: null };
    case 'exit':
      return { ...base, type, reason: '' };
  }
}

/** A way in to begin with. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
export function blankEntry(type: JourneyEntryType, id: string): JourneyEntry {
  switch (type) {
    case 'event':
      return { id, type, event: BOUGHT, channels: [] };
    case 'segment':
      return { id, type, segmentId: null };
    case 'signal':
      return { id, type, names: ['abandoned_cart'] };
    case 'moment':
      return { id, type, kinds: ['buy'], stages: [], minConfidence: 0 };
    case 'date':
      return {
        id,
        type,
        basis: 'anniversary',
        trait: 'birthday',
        days: 0,
        minute: 9 * 60,
        factor: 1,
        minDays: 7,
        elseDays: null,
      };
    case 'schedule':
      return { id, type, segmentId: null, days: [1], minute: 10 * 60 };
    case 'back_in_stock':
      return { id, type, viewed: false };
    case 'price_drop':
      return { id, type, percentBp: 1_000 };
    case 'api':
      return { id, type };
  }
}

/** A way out to begin with. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
export function blankExit(type: JourneyExit['type'], id: string): JourneyExit {
  switch (type) {
    case 'event':
      return { id, type, event: BOUGHT, sameKey: false };
    case 'segment_left':
    case 'segment_entered':
      return { id, type, segmentId: null };
    case 'condition':
      return { id, type, condition: { type: 'all', of: [] } };
  }
}

/** A journey to begin with: nothing but a start; at most one message a day. */
export function blankJourney(name: string): JourneyDraft {
  return {
    name,
    note: '',
    entries: [],
    audience: null,
    key: 'shopper',
    reentry: { mode: 'after', after: { n: 30, unit: 'day' } },
    exits: [],
    goal: null,
    caps: [{ times: 1, per: 'day' }],
    exclusiveGroup: null,
    nodes: [{ id: START, type: 'start', name: '', x: 0, y: 0 }],
    edges: [],
  };
}
