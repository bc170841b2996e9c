import { LOST_REASONS, PUBLIC_SIGNALS, SIGNAL_NAMES } from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOf } from '../offer/index.ts';
import { seededRandom } from '../runtime/index.ts';
import { pick, PROPENSITY_FLOOR, propensities } from './contest.ts';
import { decide, toDecision } from './decide.ts';
import {
  EXAMPLE_NOW,
  exampleCampaign,
  exampleId,
  exampleQuestion,
  exampleSet,
  exampleShopper,
  exampleVariant,
} from './example.ts';
import { correction, mayUse, newLogistic, taught } from './logistic.ts';
import { Beliefs, NO_MODEL } from './response.ts';
import { digamma, normalCdf, normalQuantile, trigamma } from './special.ts';
import { packTrace, unpackTrace } from './trace.ts';

const KINDS = ['know', 'go', 'do', 'buy'];
const STAGES = ['research', 'compare', 'purchase', 'post_purchase', 'recommend'];

const campaigns = fc.array(
  fc.record({
    kinds: fc.subarray(KINDS),
    stages: fc.subarray(STAGES),
    signals: fc.subarray([...PUBLIC_SIGNALS], { maxLength: 2 }),
    minConfidence: fc.constantFrom(0, 0.5, 0.9),
    segment: fc.constantFrom(null, exampleId(500), exampleId(501)),
    excluded: fc.constantFrom(null, exampleId(501)),
    holdoutBp: fc.constantFrom(0, 5000),
    priority: fc.integer({ min: 0, max: 100 }),
    variants: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 0, maxLength: 70 },
);
const shopper = fc.record({
  hash: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  kind: fc.integer({ min: 0, max: 4 }),
  stage: fc.integer({ min: -1, max: 4 }),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  signals: fc.integer({ min: 0, max: 2 ** SIGNAL_NAMES.length - 1 }),
  segments: fc.subarray([7, 8, 9]),
});

interface Drawn {
  kinds: string[];
  stages: string[];
  signals: string[];
  minConfidence: number;
  segment: string | null;
  excluded: string | null;
  holdoutBp: number;
  priority: number;
  variants: number;
}

function setOf(list: readonly Drawn[]) {
  return exampleSet({
    campaigns: list.map((one, n) =>
      exampleCampaign(`Kampagne ${n}`, {
        when: {
          kinds: one.kinds,
          stages: one.stages,
          signals: one.signals,
          minConfidence: one.minConfidence,
        },
        segmentId: one.segment,
        excludedSegmentId: one.excluded,
        holdoutBp: one.holdoutBp,
        priority: one.priority,
        variants: Array.from({ length: one.variants }, (_, v) =>
          exampleVariant(`v${v}`, `Text ${n}`),
        ),
      }),
    ),
    segments: new Map([
      [exampleId(500), 7],
      [exampleId(501), 8],
    ]),
  });
}

describe('decide', () => {
  it('says of every option why it lost, finds who fits as plain words say, and shows nobody who is kept out', () => {
    fc.assert(
      fc.property(
        campaigns,
        shopper,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (list, who, draw) => {
          const set = setOf(list);
          const question = exampleQuestion(set, {
            shopper: exampleShopper(who),
            draws: [draw, 1 - draw - 1e-9],
          });
          const decided = decide(question);
          const decision = toDecision(question, decided);
          const options = set.campaigns.reduce((sum, { variants }) => sum + variants.length, 0);
          expect(decision.options).toHaveLength(options);
          expect(decision.options.filter(({ lost }) => lost === null)).toHaveLength(
            decision.winner === null ? 0 : 1,
          );
          for (const [at, one] of list.entries()) {
            const none = who.kind === 4;
            const fits =
              (one.kinds.length === 0 || (!none && one.kinds.includes(KINDS[who.kind] ?? ''))) &&
              (one.stages.length === 0 ||
                (!none && who.stage >= 0 && one.stages.includes(STAGES[who.stage] ?? ''))) &&
              (one.signals.length === 0 ||
                one.signals.some((name) => who.signals & (1 << SIGNAL_NAMES.indexOf(name)))) &&
              (one.minConfidence === 0 || (!none && who.confidence >= one.minConfidence)) &&
              (one.segment === null ||
                who.segments.includes(one.segment === exampleId(500) ? 7 : 8)) &&
              (one.excluded === null || !who.segments.includes(8));
            const code = decided.reasons[at] ?? 0;
            const reason = LOST_REASONS[code - 1];
            const guards = LOST_REASONS.indexOf('identity_unproven');
            expect(code === 0 || LOST_REASONS.indexOf(reason as never) >= guards, reason).toBe(
              fits,
            );
            if (reason === 'campaign_holdout') {
              expect(decided.winner?.at).not.toBe(at);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is a function: the same question, the same answer', () => {
    fc.assert(
      fc.property(campaigns, shopper, (list, who) => {
        const question = exampleQuestion(setOf(list), { shopper: exampleShopper(who) });
        expect(toDecision(question, decide(question))).toEqual(
          toDecision(question, decide(question)),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('picks as often as it says, also when some are kept out', () => {
    const set = exampleSet({
      campaigns: [
        exampleCampaign('Eins', { holdoutBp: 10_000, priority: 20 }),
        exampleCampaign('Zwei', { priority: 10 }),
        exampleCampaign('Drei'),
      ],
    });
    const random = seededRandom(3);
    const counts = [0, 0, 0];
    let said = [0, 0, 0];
    const N = 40_000;
    for (let n = 0; n < N; n++) {
      const decided = decide(exampleQuestion(set, { draws: [random.next(), random.next()] }));
      counts[decided.winner?.at ?? 0] = (counts[decided.winner?.at ?? 0] ?? 0) + 1;
      said = [0, 1, 2].map((at) => decided.runners.find((one) => one.at === at)?.propensity ?? 0);
    }
    expect(counts[0]).toBe(0);
    expect(said.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    for (const at of [1, 2]) expect((counts[at] ?? 0) / N).toBeCloseTo(said[at] ?? 0, 1.9);
  });

  it('does not show what costs more than it brings', () => {
    const offer = {
      id: exampleId(900),
      offer: draftOf({ benefit: { kind: 'amount', amountMinor: 5000, on: 'matching' } }),
      runs: () => true,
    };
    const set = exampleSet({
      campaigns: [exampleCampaign('Zu teuer', { offerId: offer.id })],
      offers: [offer],
    });
    expect(toDecision(exampleQuestion(set), decide(exampleQuestion(set))).options[0]?.lost).toBe(
      'not_worth_it',
    );
  });

  it('follows the schedule to the instant', () => {
    const from = EXAMPLE_NOW + 30_500;
    const schedule = { from, to: from + 1000, days: [], hours: null, zone: 'Europe/Berlin' };
    const set = exampleSet({ campaigns: [exampleCampaign('Kurz', { schedule })] });
    const at = (now: number) => decide(exampleQuestion(set, { now })).result;
    expect([from - 1, from, from + 999, from + 1000].map(at)).toEqual([
      'nothing_fits',
      'campaign',
      'campaign',
      'nothing_fits',
    ]);
    // Backwards as well: a dry run asks about the past with the same set.
    expect(at(from)).toBe('campaign');
  });

  it('keeps its trace in short and gives it back', () => {
    const set = exampleSet({ campaigns: [exampleCampaign('Eins'), exampleCampaign('Zwei')] });
    const decided = decide(exampleQuestion(set));
    const { reasons, runners } = unpackTrace(packTrace(decided));
    expect(reasons).toEqual([...decided.reasons]);
    expect(runners.map(({ at, score }) => [at, score])).toEqual(
      decided.runners.map(({ at, score }) => [at, score]),
    );
  });
});

describe('propensities', () => {
  it('sum to one, never below the floor, in the order of the beliefs', () => {
    const contenders = fc.array(
      fc.record({
        mean: fc.double({ min: -8, max: 2, noNaN: true }),
        sd: fc.double({ min: 0.01, max: 2, noNaN: true }),
        favour: fc.constant(1),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(contenders, (list) => {
        const shares = propensities(list);
        expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
        for (const share of shares) expect(share).toBeGreaterThanOrEqual(PROPENSITY_FLOOR - 1e-12);
        expect(pick(shares, 0)).toBe(0);
        expect(pick(shares, 0.9999999999)).toBeLessThan(list.length);
      }),
    );
  });
  it('agree with sampling', () => {
    const list = [
      { mean: 0, sd: 1, favour: 1 },
      { mean: 0.5, sd: 0.3, favour: 1 },
      { mean: -1, sd: 2, favour: 1 },
    ];
    const random = seededRandom(9);
    const wins = [0, 0, 0];
    const N = 60_000;
    for (let n = 0; n < N; n++) {
      const values = list.map(({ mean, sd }) => mean + sd * normalQuantile(random.next() || 0.5));
      const best = values.indexOf(Math.max(...values));
      wins[best] = (wins[best] ?? 0) + 1;
    }
    for (const [i, share] of propensities(list).entries()) {
      expect(Math.abs(share - (wins[i] ?? 0) / N)).toBeLessThan(0.02);
    }
  });
});

describe('learning', () => {
  it('believes a new campaign to be like the others, and a known one to be like itself', () => {
    const cells = { 'a x buy': [10_000, 500], 'b x buy': [10_000, 100] } as const;
    const beliefs = new Beliefs({ ...NO_MODEL, cells: cells as never });
    const mean = (id: string) => beliefs.of(id, 'x').kinds[3]?.mean ?? 0;
    expect(mean('a')).toBeCloseTo(0.05, 2);
    expect(mean('b')).toBeCloseTo(0.01, 2);
    expect(mean('new')).toBeGreaterThan(0.02);
    expect(mean('new')).toBeLessThan(0.04);
    // Another kind of the same campaign borrows from it.
    expect(beliefs.of('a', 'x').kinds[0]?.mean).toBeGreaterThan(mean('new'));
  });
  it('finds the weights that made the data, and uses them only then', () => {
    const random = seededRandom(2);
    let model = newLogistic(4);
    let noise = newLogistic(4);
    for (let batch = 0; batch < 20; batch++) {
      const make = (effect: number) =>
        Array.from({ length: 200 }, () => {
          const features = [0, ...(random.next() < 0.5 ? [1] : [2])];
          const offset = -2;
          const odds = offset + (features.includes(1) ? effect : -effect);
          return { features, offset, reached: random.next() < 1 / (1 + Math.exp(-odds)) };
        });
      model = taught(model, make(1));
      noise = taught(noise, make(0));
    }
    expect(mayUse(model)).toBe(true);
    expect(correction(model, [0, 1]).shift).toBeGreaterThan(0.7);
    expect(correction(model, [0, 2]).shift).toBeLessThan(-0.6);
    expect(Math.abs(correction(noise, [0, 1]).shift)).toBeLessThan(0.25);
  });
});

describe('special functions', () => {
  it('have the known values', () => {
    expect(digamma(1)).toBeCloseTo(-0.5772156649, 9);
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 9);
    expect(digamma(0.5)).toBeCloseTo(-1.963510026, 9);
    expect(normalCdf(1.959964)).toBeCloseTo(0.975, 4);
    expect(normalCdf(-8)).toBe(0);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 5);
    expect(normalQuantile(0.001)).toBeCloseTo(-3.090232, 5);
  });
});
