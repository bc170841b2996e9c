import type { RetailerId } from '@augenblick/contract';
import {
  VITALS_DEVICES,
  type VitalsFigures,
  VitalsQuery,
  VitalsShown,
} from '@augenblick/contract/api/vitals.ts';
import type { Access } from '../access/index.ts';
import type { Clock, Database, Http } from '../runtime/index.ts';
import { costOfSlowPages } from './cost.ts';
import { speedGroups, vitals, type VitalsRow } from './queries.ts';

/** What the routes need. */
export interface VitalsRoutesDeps {
  access: Pick<Access, 'allow'>;
  database: Database;
  clock: Clock;
}

const DAY_MS = 86_400_000;
const PAGES_MAX = 12;
/** Google's border between good and what needs improvement, for the largest paint. */
const SLOW_MS = 2_500;
const WITHIN_MS = 30 * 60_000;

/** Route of page speed (contract/api/vitals.ts). */
export function vitalsRoutes(http: Http, { access, database, clock }: VitalsRoutesDeps): void {
  http.get(
    '/api/r/:retailerId/vitals',
    {
      onRequest: access.allow('live.read'),
      schema: { querystring: VitalsQuery, response: { 200: VitalsShown } },
    },
    ({ retailerId, query }) => read(database, retailerId, { days: query.days, now: clock.now() }),
  );
}

async function read(
  database: Database,
  retailerId: RetailerId,
  { days, now }: { days: number; now: number },
): Promise<VitalsShown> {
  const from = new Date(now - days * DAY_MS);
  const window = { from, slowMs: SLOW_MS, withinMs: WITHIN_MS };
  const { rows, groups } = await database.withRetailer(retailerId, async (sql) => ({
    rows: await vitals(sql, retailerId, from),
    groups: await speedGroups(sql, retailerId, window),
  }));
  const group = (slow: boolean) => {
    const { shoppers = 0, buying = 0 } = groups.find((one) => one.slow === slow) ?? {};
    return { shoppers, buying };
  };
  return {
    days,
    devices: VITALS_DEVICES.flatMap((device) =>
      rows.filter((row) => row.device === device).map((row) => ({ device, ...figures(row) })),
    ),
    pages: rows
      .flatMap((row) =>
        row.page_type === null ? [] : [{ pageType: row.page_type, ...figures(row) }],
      )
      .slice(0, PAGES_MAX),
    phone: costOfSlowPages(group(true), group(false)),
  };
}

function figures({ loads, lcp, inp, ttfb, cls }: VitalsRow): VitalsFigures {
  const whole = (value: number | null): number | null =>
    value === null ? null : Math.round(value);
  return {
    loads,
    lcp: whole(lcp),
    inp: whole(inp),
    ttfb: whole(ttfb),
    cls: cls === null ? null : Math.round(cls * 1000) / 1000,
  };
}
