/**
 * Property tests draw the same cases in every run, so that a red run is the change's fault and not the draw's.
 * `PROPERTY_SEED=random npm test -- --only vitest` looks at others, `PROPERTY_SEED=<number>` at those of a failure
 * (its report names the seed).
 */
import fc from 'fast-check';

const asked = process.env['PROPERTY_SEED'] ?? '20261122';
if (asked !== 'random') {
  const seed = Number(asked);
  if (!Number.isInteger(seed)) {
    throw new Error(`PROPERTY_SEED is a whole number or "random", not "${asked}"`);
  }
  fc.configureGlobal({ seed });
}
