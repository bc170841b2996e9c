import { EVIDENCE_CODES, MOMENT_KINDS } from '@augenblick/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../runtime/index.ts';
import { DEFAULT_MODEL, modelFault } from '../model.ts';
import type { StepTime } from '../pace.ts';
import { stallAfterMs } from '../pace.ts';
import type { Case } from './case.ts';
import { fit, lossOf, temperatureOf, toVector, withVector } from './fit.ts';
import { learn, type ShopperCases } from './learn.ts';
import { findPace } from './paced.ts';
import { measuredPace } from './pace.ts';
import { reportOf, reportWords } from './report.ts';

const breathe = () => Promise.resolve();
const CODE = (name: (typeof EVIDENCE_CODES)[number]) => EVIDENCE_CODES.indexOf(name);

/**
 * A shop whose visitors are not as the rule thinks: who opens the size guide buys (nearly) always, who searches wants a
 * store. `trusty` of the outcomes follow; the others are chance.
 */
function shopOf(count: number, seed: number, trusty = 0.85): ShopperCases[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => ({
    draw: random.next(),
    cases: Array.from({ length: 3 }, (): Case => {
      const sized = random.next() < 0.5;
      const outcome =
        random.next() < trusty ? (sized ? 3 : 1) : Math.floor(random.next() * MOMENT_KINDS.length);
      const amount = 0.4 + random.next();
      return {
        codes: Uint8Array.of(sized ? CODE('size_guide') : CODE('search')),
        amounts: Float64Array.of(amount),
        outcome,
        weight: 1,
      };
    }),
  }));
}

/** Mean loss of a model on another sample of the same shop. */
function lossAt(shoppers: readonly ShopperCases[], model: typeof DEFAULT_MODEL): number {
  const cases = shoppers.flatMap((shopper) => shopper.cases);
  return lossOf(cases, toVector(model), { scale: 1, doubt: model.doubt });
}

describe('learning the weights', () => {
  test('much data: better than the rule on visitors nobody has seen', async () => {
    const found = await learn(shopOf(2000, 1), DEFAULT_MODEL, DEFAULT_MODEL, breathe);
    expect(found.reason).toBe('better');
    expect(found.after).toBeLessThan(found.before);
    const fresh = shopOf(2000, 99);
    expect(lossAt(fresh, found.model)).toBeLessThan(0.8 * lossAt(fresh, DEFAULT_MODEL));
    expect(modelFault(found.model)).toBeUndefined();
    const told = found.moved.map(({ code, kind }) => `${code} ${kind}`);
    expect(told).toContain('size_guide buy');
    expect(told).toContain('search go');
  });

  test.each([0, 5, 20, 60, 150])('little data (%i visitors): never worse', async (count) => {
    for (let seed = 1; seed <= 6; seed++) {
      // Outcomes that have nothing to do with the signs: everything learned from them is wrong.
      const found = await learn(shopOf(count, seed, 0), DEFAULT_MODEL, DEFAULT_MODEL, breathe);
      const used = found.better ? found.model : DEFAULT_MODEL;
      const fresh = shopOf(3000, 1000 + seed, 0);
      expect(lossAt(fresh, used)).toBeLessThanOrEqual(lossAt(fresh, DEFAULT_MODEL));
    }
  });

  test('too few visitors to judge on publish nothing, however good it looks', async () => {
    const found = await learn(shopOf(100, 3, 1), DEFAULT_MODEL, DEFAULT_MODEL, breathe);
    expect(found).toMatchObject({ better: false, reason: 'too_few' });
  });

  test('learning again from the same outcomes finds no gain', async () => {
    const shoppers = shopOf(2000, 4);
    const first = await learn(shoppers, DEFAULT_MODEL, DEFAULT_MODEL, breathe);
    const again = await learn(shoppers, DEFAULT_MODEL, first.model, breathe);
    expect(again.reason).toBe('no_gain');
  });
});

describe('the fit', () => {
  const cases = shopOf(400, 5).flatMap((shopper) => shopper.cases);
  const prior = toVector(DEFAULT_MODEL);

  test('held infinitely firmly it is the rule; loosely it fits better', async () => {
    const reading = { scale: 1, doubt: 0 };
    const firm = await fit(cases, prior, 1e9, breathe);
    expect(Math.max(...firm.map((value, i) => Math.abs(value - prior[i]!)))).toBeLessThan(1e-4);
    const loose = await fit(cases, prior, 1, breathe);
    const middle = await fit(cases, prior, 50, breathe);
    expect(lossOf(cases, middle, reading)).toBeLessThan(lossOf(cases, firm, reading));
    expect(lossOf(cases, loose, reading)).toBeLessThan(lossOf(cases, middle, reading));
  });

  test('model and vector are the same thing', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (kind) => {
        const model = { ...DEFAULT_MODEL, temperature: { ...DEFAULT_MODEL.temperature, kind } };
        const back = withVector(model, toVector(model));
        expect(back.bias).toEqual(model.bias);
        expect(back.weights).toEqual(model.weights);
      }),
    );
  });

  test('the temperature finds back what was made too sharp', () => {
    const random = seededRandom(6);
    const vector = new Float64Array(prior.length);
    const code = CODE('size_guide');
    vector[code * 4 + 3] = 4;
    const sharp: Case[] = Array.from({ length: 4000 }, () => {
      const amount = random.next();
      const p = Math.exp(2 * amount) / (Math.exp(2 * amount) + 3);
      const outcome = random.next() < p ? 3 : Math.floor(random.next() * 3);
      return {
        codes: Uint8Array.of(code),
        amounts: Float64Array.of(amount),
        outcome,
        weight: 1,
      };
    });
    expect(temperatureOf(sharp, vector, 0)).toBeCloseTo(2, 0);
  });
});

describe('the pace', () => {
  const random = seededRandom(7);
  const time = (): StepTime => {
    const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(6.283 * random.next());
    return { step: '2', device: 'phone', ms: 20_000 * Math.exp(0.4 * normal), done: true };
  };

  test('is that of those who go on, though some stand still and come back', () => {
    const times = Array.from({ length: 2000 }, time);
    const back = Array.from({ length: 120 }, () => ({ ...time(), ms: 400_000 }));
    const gone = Array.from({ length: 200 }, () => ({ ...time(), ms: 60_000, done: false }));
    const pace = measuredPace([...times, ...back, ...gone], 0.05);
    const limit = stallAfterMs(pace, '2', 'phone') / 1000;
    // The 95 % quantile of the log-normal: 20 s · exp(0.4 · 1.645) = 38.6 s.
    expect(limit).toBeGreaterThan(35);
    expect(limit).toBeLessThan(43);
  });

  test('is published when the share of false alarms comes nearer, and not again', () => {
    const draws = Array.from({ length: 1500 }, () => ({ draw: random.next(), time: time() }));
    const found = findPace(draws, DEFAULT_MODEL.pace);
    expect(found.better).toBe(true);
    expect(Math.abs(found.falseAfter - 0.05)).toBeLessThan(0.03);
    expect(findPace(draws, found.pace).better).toBe(false);
    expect(findPace(draws.slice(0, 20), DEFAULT_MODEL.pace).better).toBe(false);
  });
});

test('the report says in both languages what changed, without codes or figures of the method', async () => {
  const weights = await learn(shopOf(2000, 8), DEFAULT_MODEL, DEFAULT_MODEL, breathe);
  const words = reportWords(reportOf(weights, findPace([], DEFAULT_MODEL.pace)));
  expect(words[0]?.de).toMatch(/^Aus 2\.000 Besuchern neu gelernt/);
  expect(words.map(({ en }) => en).join(' ')).toContain('speaks more for going');
  for (const { de, en } of words) expect(`${de} ${en}`).not.toMatch(/_|NaN|undefined|«/);
});
