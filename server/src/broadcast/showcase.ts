import type { BroadcastDraft, RetailerId } from '@augenblick/contract';
import { SYSTEM } from '../access/index.ts';
import { starters } from '../segment/index.ts';
import {
  type BroadcastDeps,
  createBroadcast,
  listBroadcasts,
  stepBroadcast,
} from './broadcasts.ts';

/** Starting points for segments that the newsletter of a shop to be shown goes to. */
const MEANT: readonly string[] = ['regulars', 'best_customers', 'first_purchase'];

/** Its shoppers come with the history, which is loaded behind the showcase. */
const LATER_MS = 6 * 60_000;

/**
 * Sends one newsletter of a shop to be shown: its ready-made template, to segments of its own, the real way. Marked as
 * simulated, as its shoppers are. Does nothing where there is a newsletter, or no template for one.
 */
export async function openBroadcasts(deps: BroadcastDeps, retailerId: RetailerId): Promise<void> {
  if ((await listBroadcasts(deps, retailerId)).length > 0) return;
  const names = starters({ currency: 'EUR', category: null }).flatMap(({ key, name }) =>
    MEANT.includes(key) ? [name.de, name.en] : [],
  );
  const found = await deps.database.withRetailer(retailerId, async (sql) => {
    const [template] = await sql<{ id: string }[]>`
      select id from message_template
       where retailer_id = ${retailerId} and playbook = 'newsletter' and version > 0
         and draft ->> 'channel' = 'mail' limit 1`;
    const segments = await sql<{ id: string }[]>`
      select id from segment where retailer_id = ${retailerId} and name = any(${names}::text[])
         and status in ('filling', 'live')`;
    return { template: template?.id, segmentIds: segments.map(({ id }) => id) };
  });
  if (found.template === undefined || found.segmentIds.length === 0) return;
  const draft: BroadcastDraft = {
    name: 'Novemberpost',
    note: 'Simuliert: geht an die Musterkundschaft und bleibt im Postfach der Konsole.',
    audience: { segmentIds: found.segmentIds, excludedSegmentIds: [] },
    channels: ['mail'],
    variants: [{ id: 'a', name: 'A', weight: 1, templateIds: { mail: found.template } }],
    test: null,
    schedule: { kind: 'at', at: deps.clock.now() + LATER_MS },
    spreadMinutes: 0,
    perMinute: null,
    caps: [],
    topic: null,
    resultDays: 7,
  };
  const { broadcast } = await createBroadcast(deps, retailerId, draft, SYSTEM, true);
  await stepBroadcast(deps, 'schedule', { retailerId, id: broadcast.id, by: SYSTEM });
}
