import { describe, expect, it } from 'vitest';
import { toZone } from './zone-hours.ts';

const hours = Array.from({ length: 24 }, (_, hour) => hour);

describe('hours of the day in a zone', () => {
  it('moves the counts from UTC to the clock on the wall', () => {
    const berlin = toZone(hours, 'Europe/Berlin', Date.UTC(2025, 0, 15));
    expect(berlin[13]).toBe(12);
    expect(berlin[0]).toBe(23);
    const newYork = toZone(hours, 'America/New_York', Date.UTC(2025, 0, 15));
    expect(newYork[7]).toBe(12);
    expect(newYork[23]).toBe(4);
  });

  it('is the same at every hour of the day', () => {
    for (let utc = 0; utc < 24; utc += 1) {
      const at = Date.UTC(2025, 0, 15, utc, 54);
      expect(toZone(hours, 'Europe/Berlin', at)[14]).toBe(13);
      expect(toZone(hours, 'America/New_York', at)[8]).toBe(13);
      expect(toZone(hours, 'Pacific/Auckland', at)[2]).toBe(13);
    }
  });

  it('follows daylight saving time', () => {
    expect(toZone(hours, 'Europe/Berlin', Date.UTC(2025, 6, 15))[14]).toBe(12);
  });
});
