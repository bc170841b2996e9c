/** Holds the messages of journeys to what their journeys are for: what ends one, and when its message may leave. */
import type { RetailerId } from '@augenblick/contract';
import { deliveryId } from '../../src/delivery/id.ts';
import { visitKey } from '../../src/journey/run.ts';
import type { Sql } from '../../src/runtime/index.ts';
import type { Handed } from './outside.ts';
import type { Deed, Shopper } from './truth.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SALES = ['Order Completed', 'Receipt Issued'];

/** What a journey of the playbook promises. The one without a name is the story's own about browsing. */
interface Promised {
  /** After such an event of the shopper nothing of it leaves any more. */
  ends?: readonly string[];
  /** After the goods of its own sale came back neither. */
  returns?: true;
  /** Not before this long after it began. */
  after?: number;
  /** One message of each kind a sale, or a shopper. */
  once?: true;
}

const PROMISED: Readonly<Record<string, Promised>> = {
  '': { ends: ['Order Completed'], after: HOUR },
  'abandoned-cart': { ends: SALES },
  'viewed-not-bought': { ends: SALES },
  'back-in-stock': { ends: SALES },
  'price-drop': { ends: SALES },
  replenish: { ends: SALES },
  'win-back': { ends: SALES },
  'thank-you': { returns: true, after: HOUR, once: true },
  accessories: { returns: true, after: 5 * DAY, once: true },
  review: { ends: ['Product Reviewed'], returns: true, after: 10 * DAY, once: true },
  welcome: { once: true },
  birthday: { once: true },
};

/** A message's way: the run that asked for it. */
interface Way {
  playbook: string;
  node: string;
  key: string;
  anchor: string;
  entered: number;
  /** Why the run is over; null while it is under way. */
  ended: string | null;
}

/** The runs behind messages of journeys, by retailer and message. */
export async function waysOf(sql: Sql): Promise<Map<string, Way>> {
  const rows = await sql<(Way & { retailer_id: RetailerId; id: string; visit: number })[]>`
    select r.retailer_id, r.id, s.node, s.visit, r.key, r.anchor, coalesce(j.playbook, '') as playbook,
           r.end_reason as ended,
           (extract(epoch from r.entered_at) * 1000)::float8 as entered
      from journey_run r
      join journey j on j.retailer_id = r.retailer_id and j.id = r.journey_id
      join journey_step s on s.retailer_id = r.retailer_id and s.run_id = r.id
     where exists (select from jsonb_array_elements(j.live -> 'nodes') n
                    where n ->> 'id' = s.node and n ->> 'type' = 'send')`;
  return new Map(
    rows.map(({ retailer_id, id, visit, ...way }) => [
      `${retailer_id} ${deliveryId(retailer_id, visitKey({ id }, way.node, visit))}`,
      way,
    ]),
  );
}

/** Why a message must not have left; null = it may. */
export function against(
  one: Handed,
  way: Way,
  shopper: Shopper,
  before: readonly { one: Handed; way: Way }[],
): string | null {
  const { ends = [], returns, after = 0, once } = PROMISED[way.playbook] ?? {};
  const since = (deed: Deed): boolean => deed.at > way.entered && deed.at < one.at;
  const own = shopper.deeds.filter((deed) => !shopper.mixed || deed.key === way.anchor);
  const ended = own.find((deed) => since(deed) && ends.includes(deed.event));
  if (ended !== undefined)
    return `${ended.event} ${ended.about} at ${new Date(ended.at).toISOString()} had ended it`;
  const back = own.find(
    (deed) => returns && since(deed) && deed.what === 'return' && deed.about === way.key,
  );
  if (back !== undefined) return `${way.key} was returned`;
  if (one.at < way.entered + after - 1) return 'it is too early';
  if (!once || shopper.mixed) return null;
  const twin = before.find(
    (other) =>
      other.one.id !== one.id &&
      other.one.taken &&
      other.one.at >= shopper.since &&
      other.way.playbook === way.playbook &&
      other.way.node === way.node &&
      other.way.key === way.key,
  );
  return twin === undefined ? null : `${twin.one.id} said so already`;
}

/** What journeys left lying about at the end of a story. */
export async function leftLying(sql: Sql, now: number): Promise<string[]> {
  const hour = new Date(now - HOUR);
  const rows = await sql<{ words: string }[]>`
    select 'run ' || r.id || ' of ' || coalesce(j.playbook, 'browsing') || ' was due at ' || r.due_at as words
      from journey_run r join journey j on j.retailer_id = r.retailer_id and j.id = r.journey_id
     where r.status = 'active' and r.due_at < ${hour} and j.status in ('live', 'finishing')
    union all
    select 'run ' || r.id || ' stands at ' || r.node || ' and waits for nothing'
      from journey_run r join journey j on j.retailer_id = r.retailer_id and j.id = r.journey_id
     where r.status = 'active' and r.due_at is null and not r.parked and j.status = 'live'
    union all
    select 'fact ' || i.name || ' of ' || i.profile_id || ' since ' || i.seen_at from journey_inbox i where i.seen_at < ${hour}
    union all
    select 'effect ' || e.key || ' since ' || e.due_at from journey_effect e where e.due_at < ${hour}
    union all
    select 'news ' || n.id || ' since ' || n.at from delivery_news n where n.at < ${hour}
    union all
    select 'alarm of ' || w.profile_id || ' since ' || w.at from wakeup w where w.at < ${hour}`;
  return rows.map(({ words }) => words);
}
