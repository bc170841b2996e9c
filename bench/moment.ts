/**
 * What understanding costs: processor time per event for letting time pass, taking the event in and looking for signals,
 * over the days of the labelled simulation (every page, search, cart and checkout of its visitors, in order).
 * The same events are folded without it first; the difference is the moment stage alone.
 *
 * npm run bench -- moment [--events 200000] [--seed 1]
 */
import { asText, type JsonObject, type ProfileId, type WatchFact } from '@augenblick/contract';
import { createCalendar } from '../server/src/demo/calendar.ts';
import { readDemoFile } from '../server/src/demo/index.ts';
import { buildWorld, createSimulation } from '../server/src/demo/simulation/index.ts';
import { advance, DEFAULT_MODEL, detect } from '../server/src/moment/index.ts';
import { emptyState, fold, type FoldEvent } from '../server/src/profile/index.ts';
import { option, report, round } from './rig/report.ts';

const wanted = option('events', 200_000);
const seed = option('seed', 1);

const events = simulated(wanted);
pass(false);
pass(true);
const without = pass(false);
const with_ = pass(true);
report('moment', { events: events.length, seed }, [
  { label: 'fold alone', key: 'foldUs', value: round(without.us, 2), unit: 'µs/event' },
  { label: 'fold and moments', key: 'bothUs', value: round(with_.us, 2), unit: 'µs/event' },
  {
    label: 'moments alone',
    key: 'momentUs',
    value: round(with_.us - without.us, 2),
    unit: 'µs/event',
    target: '≤ 20 µs',
  },
  { label: 'moments and signals told', key: 'facts', value: with_.facts },
]);

/** Events of simulated visitors in order of time, each with whose it is. */
function simulated(count: number): { who: string; event: FoldEvent }[] {
  const world = buildWorld(readDemoFile(), 'EUR');
  const startAt = Date.UTC(2026, 5, 1, 8);
  const calendar = createCalendar('Europe/Berlin');
  const simulation = createSimulation({ world, calendar, seed, startAt, run: 'bench' });
  const found: { who: string; event: FoldEvent }[] = [];
  for (let until = startAt; found.length < count; ) {
    until += 3_600_000;
    for (const { at, item, source } of simulation.advance(until)) {
      const who =
        asText(item['userId']) ?? asText(item['anonymousId']) ?? asText(item['messageId']);
      const event: FoldEvent = {
        id: `00000000-0000-8000-a000-${String(found.length).padStart(12, '0')}`,
        at,
        kind: item.type as FoldEvent['kind'],
        name:
          item.type === 'page' ? 'Page Viewed' : (asText(item['event']) ?? 'Shopper Identified'),
        channel: source,
        currency: 'EUR',
        properties: (item['properties'] ?? {}) as JsonObject,
        traits: (item['traits'] ?? null) as JsonObject | null,
        context: item.context as JsonObject,
        claims: [],
        anchorKind: 'anonymous_id',
      };
      found.push({ who: who ?? '', event });
    }
  }
  return found.slice(0, count);
}

function pass(moments: boolean): { us: number; facts: number } {
  const drafts = new Map<
    string,
    { id: ProfileId; state: ReturnType<typeof emptyState>; facts: WatchFact[] }
  >();
  let facts = 0;
  const before = process.cpuUsage();
  for (const { who, event } of events) {
    let draft = drafts.get(who);
    if (!draft) {
      draft = { id: who as ProfileId, state: emptyState(event.at), facts: [] };
      drafts.set(who, draft);
    }
    if (moments) advance(draft, event.at, () => DEFAULT_MODEL);
    fold(draft.state, event, new Map());
    if (moments) detect(draft, event, event.at, DEFAULT_MODEL);
    facts += draft.facts.length;
    draft.facts.length = 0;
  }
  const used = process.cpuUsage(before);
  return { us: (used.user + used.system) / events.length, facts };
}
