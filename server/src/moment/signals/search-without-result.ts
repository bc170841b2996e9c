import { asText } from '@augenblick/contract';
import { resultsOf } from '../signs.ts';
import { letGo, raise, type SignalRule } from './rule.ts';

const NAME = 'search_without_result';
const HOLDS_MS = 10 * 60_000;

/** A search that found nothing. It holds until a search finds something, at most ten minutes. */
export const searchWithoutResult: SignalRule = {
  name: NAME,
  event(look) {
    const { event } = look;
    if (event.name !== 'Products Searched') return;
    const query = asText(event.properties.query ?? event.properties.search_term)?.slice(0, 60);
    const results = resultsOf(event);
    if (results === undefined || query === undefined) return;
    if (results > 0) return letGo(look, NAME);
    raise(look, NAME, {
      key: query.toLowerCase(),
      subject: null,
      detail: { query },
      eventId: event.id,
      holdsMs: HOLDS_MS,
    });
  },
};
