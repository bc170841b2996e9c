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
  if (COUNT > 0) furnished = await furnish(process.env['STORY_OWN'] === '1');
}, 300_000);
afterAll(() => furnished?.drop());

it.runIf(COUNT > 0)(
  'hold whatever happens',
  async () => {
    if (furnished === undefined) throw new Error('nothing is furnished');
    const seen = new Map<string, number>();
    const failed: string[] = [];
    for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
      const [steps = []] = fc.sample(story, { numRuns: 1, seed });
      try {
        const audit = await play(furnished, steps);
        for (const [what, n] of audit.seen) seen.set(what, (seen.get(what) ?? 0) + n);
      } catch (error) {
        const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
        const told = steps.map(({ what, who, n }, i) => `${i + 1} ${what} ${who} ${n}`).join('; ');
        process.stderr.write(`story ${seed} does not hold: ${words}\n`);
        failed.push(`story ${seed} does not hold: ${words}\n${told}`);
      }
    }
    process.stderr.write(`${JSON.stringify(Object.fromEntries(seen))}\n`);
    if (failed.length > 0) throw new Error(failed.join('\n\n'));
    // Stories in which nothing left, or everything did, would show little; of a few that is not asked.
    if (COUNT < 10) return;
    for (const what of ['sent broadcast mail', 'sent journey mail', 'sent optin mail'])
      expect([what, seen.get(what) ?? 0]).not.toEqual([what, 0]);
    expect(seen.get('dropped consent_missing') ?? 0).toBeGreaterThan(0);
  },
  // Some seconds each; on a machine that does a lot else, a minute.
  Math.max(1, COUNT) * 180_000,
);
