import { asText } from '@augenblick/contract';
import { letGo, raise, type SignalRule } from './rule.ts';

const NAME = 'in_store_visit';
const HOLDS_MS = 45 * 60_000;
const ARRIVALS: ReadonlySet<string> = new Set([
  'Store Visited',
  'Zone Entered',
  'Pass Scanned',
  'Kiosk Answered',
]);

/** The shopper is in a store right now. A receipt or leaving the last zone ends it; else it holds for 45 minutes. */
export const inStoreVisit: SignalRule = {
  name: NAME,
  event(look) {
    const { event } = look;
    if (event.name === 'Receipt Issued' || isExit(event.name, event.properties.zone))
      return letGo(look, NAME);
    if (!ARRIVALS.has(event.name)) return;
    const { store_id: storeId, store_name: storeName } = event.properties;
    const id = asText(storeId)?.slice(0, 100) ?? look.state.lastStore?.storeId;
    raise(look, NAME, {
      key: id ?? '',
      subject: id === undefined ? null : { type: 'store', id, name: asText(storeName) ?? id },
      detail: {},
      eventId: event.id,
      holdsMs: HOLDS_MS,
    });
  },
};

function isExit(name: string, zone: unknown): boolean {
  return name === 'Zone Left' && /exit|ausgang|eingang|entrance|store/i.test(asText(zone) ?? '');
}
