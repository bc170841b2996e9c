import path from 'node:path';
import { dataFolder, hasRows, readRows } from '../rig/data.ts';
import { forecast, type PrefixRow, type Visit } from './prefix.ts';

/** Share of the visits, by time, that teach. */
const TEACH = 0.7;

/**
 * Visits of the REES46 set: will this visit end in a purchase? Judged while nothing has been bought.
 */
function rees46(folder: string): PrefixRow[] {
  const rows = readRows(folder, 'events.csv') ?? [];
  const visits = new Map<string, Visit>();
  rows.sort((a, b) => ((a.event_time ?? '') < (b.event_time ?? '') ? -1 : 1));
  for (const row of rows) {
    const id = row.user_session ?? '';
    const visit = visits.get(id) ?? { id, deeds: [], bought: false };
    visits.set(id, visit);
    // What follows a purchase is another story.
    if (visit.bought) continue;
    if (row.event_type === 'purchase') visit.bought = true;
    else
      visit.deeds.push({
        at: Date.parse(row.event_time ?? ''),
        name: row.event_type === 'cart' ? 'Product Added' : 'Product Viewed',
        product: {
          product_id: row.product_id ?? '',
          name: row.product_id ?? '',
          category: row.category_code ?? '',
          brand: row.brand ?? '',
          price: Number(row.price),
          currency: 'USD',
        },
      });
  }
  return forecast(
    [...visits.values()].filter(({ deeds }) => deeds.length > 0),
    splitOf(visits),
    (visit) => visit.bought,
    {
      'time so far': (known) => known.seconds,
      'has a cart': (known) => known.cart,
    },
  );
}

/** More clicks than this after the prefix is going on. */
const MORE = 2;

/** Visits of the YooChoose set: will at least two more clicks follow? */
function yoochoose(folder: string): PrefixRow[] {
  const rows = readRows(folder, 'clicks.csv') ?? [];
  const visits = new Map<string, Visit>();
  rows.sort((a, b) => ((a.time ?? '') < (b.time ?? '') ? -1 : 1));
  for (const row of rows) {
    const id = row.session_id ?? '';
    const visit = visits.get(id) ?? { id, deeds: [], bought: false };
    visits.set(id, visit);
    const product = { product_id: row.item_id ?? '', name: row.item_id ?? '' };
    visit.deeds.push({ at: Date.parse(row.time ?? ''), name: 'Product Viewed', product });
  }
  return forecast(
    [...visits.values()],
    splitOf(visits),
    (visit, prefix) => visit.deeds.length >= prefix + MORE,
    {
      'time so far': (known) => known.seconds,
      'quick last click': (known) => -known.lastGap,
    },
  );
}

function splitOf(visits: ReadonlyMap<string, Visit>): number {
  const begins = [...visits.values()].map(({ deeds }) => deeds[0]?.at ?? 0).sort((a, b) => a - b);
  return begins[Math.floor(begins.length * TEACH)] ?? 0;
}

/** The public sets: their usual folder, their file, and their forecasts from a folder that has it. */
export const PUBLIC_SETS = {
  rees46: { set: 'rees46_events', file: 'events.csv', forecast: rees46 },
  yoochoose: { set: 'yoochoose_clicks', file: 'clicks.csv', forecast: yoochoose },
} as const;

/**
 * Which sets are there, and where: in `given` itself or a folder of the set's name in it, else in the usual place. With
 * the usual place all sets have to be there, or none is.
 */
export function presentSets(
  given: string | undefined,
): { name: keyof typeof PUBLIC_SETS; folder: string }[] {
  const found = (['rees46', 'yoochoose'] as const).flatMap((name) => {
    const { set, file } = PUBLIC_SETS[name];
    const folders =
      given === undefined
        ? [dataFolder(set, undefined)]
        : [dataFolder(set, given), dataFolder(set, path.join(given, set))];
    const folder = folders.find((one) => hasRows(one, file));
    return folder === undefined ? [] : [{ name, folder }];
  });
  return given === undefined && found.length < 2 ? [] : found;
}

/** A table of forecasts. */
export function showForecasts(title: string, rows: readonly PrefixRow[]): void {
  const ways = Object.keys(rows[0]?.ways ?? {});
  console.log(`\n${title} – ROC area / average precision on the later visits`);
  console.log(`after   visits   base rate   ${ways.map((way) => way.padEnd(18)).join('')}`);
  for (const { prefix, cases, rate, ways: figures } of rows) {
    const cells = ways.map((way) => {
      const [area, precision] = figures[way] ?? [0, 0];
      return `${area.toFixed(3)} / ${precision.toFixed(3)}`.padEnd(18);
    });
    console.log(
      `${String(prefix).padStart(5)}   ${String(cases).padStart(6)}   ${rate.toFixed(3).padStart(9)}   ${cells.join('')}`,
    );
  }
}
