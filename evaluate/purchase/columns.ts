import type { Column } from '../../server/src/predict/index.ts';

export type Session = Record<string, string>;

/** Which groups of columns may be used. */
export interface ColumnUse {
  /** The analytics tool's page value, which knows of purchases. */
  pageValues: boolean;
  /** Bounce and exit rates of the pages seen. */
  rates: boolean;
  /** How many pages the exit rate is a mean of, read from its fraction. */
  traces: boolean;
}

/** The columns that count: what the table has, and what follows from it by division and difference. */
export function columnsOf(sessions: readonly Session[], use: ColumnUse): Column[] {
  const of = (name: string) => Float64Array.from(sessions, (row) => Number(row[name]));
  const columns: Column[] = [];
  const add = (name: string, value: (row: number) => number) =>
    columns.push({
      name,
      kind: 'number',
      values: Float64Array.from(sessions, (_, row) => value(row)),
    });
  const [admin, info, product] = ['Administrative', 'Informational', 'ProductRelated'].map(of) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [adminS, infoS, productS] = [
    'Administrative_Duration',
    'Informational_Duration',
    'ProductRelated_Duration',
  ].map(of) as [Float64Array, Float64Array, Float64Array];
  const pages = (row: number) => admin[row]! + info[row]! + product[row]!;
  add('administrative pages', (row) => admin[row]!);
  add('administrative seconds', (row) => adminS[row]!);
  add('informational pages', (row) => info[row]!);
  add('informational seconds', (row) => infoS[row]!);
  add('product pages', (row) => product[row]!);
  add('product seconds', (row) => productS[row]!);
  add('seconds a product page', (row) => productS[row]! / Math.max(1, product[row]!));
  add('seconds an administrative page', (row) => adminS[row]! / Math.max(1, admin[row]!));
  add('pages', pages);
  add('seconds', (row) => adminS[row]! + infoS[row]! + productS[row]!);
  add('share of product pages', (row) => product[row]! / Math.max(1, pages(row)));
  if (use.rates) addRates(of, add, pages);
  if (use.rates && use.traces) addTraces(of('ExitRates'), add, columns, pages);
  const special = of('SpecialDay');
  add('nearness of a special day', (row) => special[row]!);
  // Region and weekend are left out: codes without a word on the visit itself, they only add chance to the pairs.
  for (const name of ['Month', 'OperatingSystems', 'Browser', 'TrafficType', 'VisitorType'])
    columns.push({ name, kind: 'class', values: sessions.map((row) => row[name] ?? '') });
  if (use.pageValues) {
    const value = of('PageValues');
    add('page value', (row) => value[row]!);
  }
  return columns;
}

/** The analytics tool cuts its rates at this. */
const RATE_MAX = 0.2;

function addRates(
  of: (name: string) => Float64Array,
  add: (name: string, value: (row: number) => number) => void,
  pages: (row: number) => number,
): void {
  const bounce = of('BounceRates');
  const exit = of('ExitRates');
  add('bounce rate', (row) => bounce[row]!);
  add('exit rate', (row) => exit[row]!);
  add('exit less bounce rate', (row) => exit[row]! - bounce[row]!);
  add('bounces expected', (row) => (bounce[row]! / RATE_MAX) * pages(row));
  add('exits expected', (row) => (exit[row]! / RATE_MAX) * pages(row));
  add('bounces an exit', (row) => (exit[row]! > 0 ? bounce[row]! / exit[row]! : -1));
}

function addTraces(
  exit: Float64Array,
  add: (name: string, value: (row: number) => number) => void,
  columns: Column[],
  pages: (row: number) => number,
): void {
  add('pages beyond one an exit', (row) =>
    exit[row]! > 0 ? pages(row) - RATE_MAX / exit[row]! : -99,
  );
  const uncounted = Array.from(exit, (rate, row) => uncountedPages(rate, pages(row)));
  columns.push({ name: 'pages the exit rate leaves out', kind: 'class', values: uncounted });
  add('exits of the pages counted', (row) => {
    const left = Number(uncounted[row]);
    return Number.isNaN(left) ? -1 : (exit[row]! / RATE_MAX) * (pages(row) - left);
  });
}

/** Tried in this order: most often every page counts, or all but a few. */
const LEFT_OUT = [0, 1, 2, -1, 3, 4, -2, 5, 6, -3];
/** Page exit rates are fractions with small denominators: 60 holds 1–6, 10, 12, 15, 20, 30. */
const PARTS = 60;

/**
 * The exit rate is a mean over pages. How many pages it is a mean of shows in the fraction it is: most often as many as
 * were seen, sometimes one or two fewer. "all zero" and "unclear" when it cannot be told.
 */
function uncountedPages(exitRate: number, pages: number): string {
  if (exitRate === 0) return 'all zero';
  for (const left of LEFT_OUT) {
    if (pages - left <= 0) continue;
    const parts = (exitRate / RATE_MAX) * (pages - left) * PARTS;
    if (Math.abs(parts - Math.round(parts)) < 2e-6 * PARTS) return String(left);
  }
  return 'unclear';
}
