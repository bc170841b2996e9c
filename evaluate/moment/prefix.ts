import type { JsonObject } from '../../contract/src/index.ts';
import { beliefAt, DEFAULT_MODEL, momentModels } from '../../server/src/moment/index.ts';
import {
  ADDITIVE_DEFAULTS,
  averagePrecision,
  type Column,
  fitAdditive,
  rocArea,
  scoreAdditive,
} from '../../server/src/predict/index.ts';
import { seededRandom } from '../../server/src/runtime/index.ts';
import { arrive, newShopper, watcherOf } from './replay.ts';

/** A visit of a public data set: what was done when, oldest first. */
export interface Visit {
  id: string;
  deeds: { at: number; name: 'Product Viewed' | 'Product Added'; product: JsonObject }[];
  /** Whether the visit ended in a purchase; false where the set does not know. */
  bought: boolean;
}

/** After so many deeds a forecast is made. */
export const PREFIXES = [1, 2, 3, 5, 8, 13] as const;

/** What was known after the n-th deed, by the product's own path. */
interface Known {
  belief: number[];
  stage: number[];
  seconds: number;
  lastGap: number;
  things: number;
  again: number;
  cart: number;
  price: number;
  hour: number;
  fame: number;
}

const NAMES: readonly (keyof Omit<Known, 'belief' | 'stage'>)[] = [
  'seconds',
  'lastGap',
  'things',
  'again',
  'cart',
  'price',
  'hour',
  'fame',
];

/** Plays a visit through fold and moments, and notes what was known after each prefix. */
function play(visit: Visit, fame: ReadonlyMap<string, number>): Map<number, Known> {
  const shopper = newShopper(visit.id, watcherOf(momentModels([])));
  const who = { anonymousId: visit.id, userAgent: 'Mozilla/5.0', locale: 'en' };
  const known = new Map<number, Known>();
  const seen = new Map<string, number>();
  const first = visit.deeds[0]?.at ?? 0;
  let before = first;
  for (const [i, { at, name, product }] of visit.deeds.slice(0, 13).entries()) {
    const sent = { type: 'track', event: name, properties: product };
    shopper.take(arrive(who, sent, i, { at, receivedAt: at }), at);
    const id = product.product_id as string;
    seen.set(id, (seen.get(id) ?? 0) + 1);
    const belief = beliefAt(shopper.draft.state.moment ?? {}, at, DEFAULT_MODEL);
    known.set(i + 1, {
      belief: [...belief.kind],
      stage: [...belief.stage],
      seconds: (at - first) / 1000,
      lastGap: (at - before) / 1000,
      things: seen.size,
      again: i + 1 - seen.size,
      cart: shopper.draft.state.cart.length,
      price: Number(product.price ?? 0),
      hour: new Date(at).getUTCHours(),
      fame: fame.get(id) ?? 0,
    });
    before = at;
  }
  return known;
}

/** Figures of one prefix length; AUC and average precision of each way to forecast. */
export interface PrefixRow {
  prefix: number;
  cases: number;
  rate: number;
  /** Name of the way → [ROC area, average precision]. */
  ways: Record<string, [area: number, precision: number]>;
}

/**
 * Forecasts after each prefix: visits that began before `split` teach, the later ones judge. `comes`: what is forecast,
 * or undefined when a visit cannot be judged at that length.
 */
export function forecast(
  visits: readonly Visit[],
  split: number,
  comes: (visit: Visit, prefix: number) => boolean | undefined,
  baselines: Readonly<
    Record<string, (known: { seconds: number; cart: number; lastGap: number }) => number>
  >,
): PrefixRow[] {
  const fame = new Map<string, number>();
  for (const { deeds } of visits)
    for (const { at, product } of deeds) {
      const id = product.product_id as string;
      if (at < split) fame.set(id, (fame.get(id) ?? 0) + 1);
    }
  const played = visits.map((visit) => ({ visit, known: play(visit, fame) }));
  return PREFIXES.flatMap((prefix) => {
    const cases = played.flatMap(({ visit, known }) => {
      const reached = known.get(prefix);
      const outcome = reached && comes(visit, prefix);
      if (!reached || outcome === undefined) return [];
      // A visit that crosses the split would teach with what came after it.
      const began = visit.deeds[0]?.at ?? 0;
      const ended = visit.deeds.at(-1)?.at ?? 0;
      if (began < split && ended >= split) return [];
      return [{ known: reached, outcome: outcome ? 1 : 0, late: began >= split }];
    });
    const row = judge(prefix, cases, baselines);
    return row ? [row] : [];
  });
}

/** Fewer of either outcome than this are not a figure; the row is left out. */
const HITS_MIN = 8;

function judge(
  prefix: number,
  cases: readonly { known: Known; outcome: number; late: boolean }[],
  baselines: Readonly<Record<string, (known: Known) => number>>,
): PrefixRow | undefined {
  const target = cases.map(({ outcome }) => outcome);
  const train = Int32Array.from(cases.keys()).filter((i) => cases[i]?.late === false);
  const test = [...cases.keys()].filter((i) => cases[i]?.late === true);
  const truth = test.map((i) => target[i] as number);
  const hits = truth.reduce((sum, hit) => sum + hit, 0);
  const taught = train.reduce((sum, i) => sum + (target[i] as number), 0);
  if (hits < HITS_MIN || hits === truth.length || taught < HITS_MIN || taught === train.length)
    return undefined;
  const figures = (scores: readonly number[]): [number, number] => [
    rocArea(scores, truth),
    averagePrecision(scores, truth),
  ];
  const at = (i: number): Known => (cases[i] as { known: Known }).known;
  const ways: PrefixRow['ways'] = {};
  for (const [name, score] of Object.entries(baselines))
    ways[name] = figures(test.map((i) => score(at(i))));
  const options = { ...ADDITIVE_DEFAULTS, bins: 24, pairs: false, bags: 10, leafMin: 5 };
  for (const [name, belief] of [
    ['counts', false],
    ['moments', true],
  ] as const) {
    const columns = columnsOf(
      cases.map((one) => one.known),
      belief,
    );
    const model = fitAdditive(columns, target, train, options, seededRandom(prefix));
    ways[name] = figures(
      test.map((i) =>
        scoreAdditive(
          model,
          columns.map(({ values }) => values[i] ?? 0),
        ),
      ),
    );
  }
  return { prefix, cases: test.length, rate: hits / truth.length, ways };
}

/** The plain counts; with `belief` also what the moment stage believes. */
function columnsOf(known: readonly Known[], belief: boolean): Column[] {
  const columns: Column[] = NAMES.map((name) => ({
    name,
    kind: 'number',
    values: known.map((one) => one[name]),
  }));
  if (!belief) return columns;
  for (const k of [0, 3])
    columns.push({
      name: `kind ${k}`,
      kind: 'number',
      values: known.map((one) => one.belief[k] ?? 0),
    });
  for (const k of [0, 1, 2])
    columns.push({
      name: `stage ${k}`,
      kind: 'number',
      values: known.map((one) => one.stage[k] ?? 0),
    });
  return columns;
}
