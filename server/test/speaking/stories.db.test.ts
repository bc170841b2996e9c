/**
 * Random stories through the whole house: shoppers, staff, providers that fail, time that passes and processes that die,
 * held to a simple truth. Played when asked for (STORIES says how many, STORY_SEED from which on), for each takes seconds.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Furnished, furnish } from './shop.ts';
import { story } from './step.ts';
import { play } from './story.ts';

const FIRST = Number(process.env['STORY_SEED'] ?? 100);
const COUNT = Number(process.env['STORIES'] ?? 0);
let furnished: Furnished | undefined;
beforeAll(async () => {
  if (COUNT > 0) furnished = await furnish();
});
afterAll(() => furnished?.drop());

it.runIf(COUNT > 0)(
  'hold whatever happens',
  async () => {
    if (furnished === undefined) throw new Error('nothing is furnished');
    const seen = new Map<string, number>();
    for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
      const [steps = []] = fc.sample(story, { numRuns: 1, seed });
      try {
        const audit = await play(furnished, steps);
        for (const [what, n] of audit.seen) seen.set(what, (seen.get(what) ?? 0) + n);
      } catch (error) {
        throw new Error(`story ${seed} does not hold`, { cause: error });
      }
    }
    // Stories in which nothing left, or everything did, would show little; of a single one that is not asked.
    if (COUNT === 1) return;
    for (const what of ['sent broadcast mail', 'sent journey mail', 'sent optin mail'])
      expect([what, seen.get(what) ?? 0]).not.toEqual([what, 0]);
    expect(seen.get('dropped consent_missing') ?? 0).toBeGreaterThan(0);
  },
  300_000,
);
