import fc from 'fast-check';
import { expect, it } from 'vitest';
import { instantOf, wallOf } from './instants.ts';

const BERLIN = 'Europe/Berlin';

it('shows an instant on the wall of a zone', () => {
  expect(wallOf(Date.UTC(2026, 6, 1, 10, 0), BERLIN)).toBe('2026-07-01T12:00');
  expect(wallOf(Date.UTC(2026, 0, 1, 23, 30), BERLIN)).toBe('2026-01-02T00:30');
});

it('knows what to do with hours that do not exist or exist twice', () => {
  // 29 March 2026, 2:00 becomes 3:00; 25 October 2026, 3:00 becomes 2:00.
  expect(instantOf('2026-03-29T02:30', BERLIN)).toBe(Date.UTC(2026, 2, 29, 1, 30));
  expect(instantOf('2026-10-25T02:30', BERLIN)).toBe(Date.UTC(2026, 9, 25, 0, 30));
  expect(instantOf('', BERLIN)).toBeNull();
});

it('finds the instant back, to the minute, in any zone', () => {
  const zones = fc.constantFrom(BERLIN, 'UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia');
  const minutes = fc.integer({ min: 26_000_000, max: 34_000_000 });
  fc.assert(
    fc.property(zones, minutes, (zone, minute) => {
      const wall = wallOf(minute * 60_000, zone);
      const at = instantOf(wall, zone);
      // Where the clock shows the same twice, the first is meant; on the wall it is the same.
      expect(at === null ? null : wallOf(at, zone)).toBe(wall);
    }),
  );
});
