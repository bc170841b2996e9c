import { describe, expect, it } from 'vitest';
import { timesOf } from './reach.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 4, 12, 10);
const everybody = (count: number): number[] => Array.from({ length: count }, () => NOW);

describe('when the last message leaves', () => {
  it('lets everybody in the audience count against the limit per minute, as sending does', () => {
    const plan = { spreadMinutes: 0, perMinute: 40, test: null };
    expect(timesOf(plan, everybody(1_200), 1_200).last).toBe(NOW + 30 * MINUTE);
    // A sample stands for the whole audience.
    expect(timesOf(plan, everybody(100), 1_200).last).toBe(NOW + 30 * MINUTE);
  });

  it('waits for the winner of a trial', () => {
    const test = {
      shareBp: 2_000,
      measure: 'clicked',
      afterMinutes: 240,
      unclear: 'leading',
    } as const;
    const quick = { spreadMinutes: 0, perMinute: null, test };
    expect(timesOf(quick, everybody(10), 10)).toEqual({ first: NOW, last: NOW + 4 * HOUR });
    const slow = { spreadMinutes: 0, perMinute: 1, test };
    expect(timesOf(slow, everybody(10), 10).last).toBe(NOW + 4 * HOUR + 10 * MINUTE);
  });

  it('goes by the clocks of the shoppers and the spread', () => {
    const plan = { spreadMinutes: 30, perMinute: null, test: null };
    expect(timesOf(plan, [NOW, NOW + HOUR], 2)).toEqual({
      first: NOW,
      last: NOW + HOUR + 30 * MINUTE,
    });
    expect(timesOf(plan, [], 0)).toEqual({ first: 0, last: 30 * MINUTE });
  });
});
