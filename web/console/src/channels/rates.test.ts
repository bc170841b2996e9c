import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ratesOf } from './rates.ts';

it('gives shares between nothing and all, whatever was counted', () => {
  const count = fc.nat(1_000_000);
  const counts = fc.record({
    channel: fc.constant('mail' as const),
    sent: count,
    delivered: count,
    opened: count,
    clicked: count,
    bounced: count,
    complained: count,
    unsubscribed: count,
    failed: count,
    unknown: count,
  });
  fc.assert(
    fc.property(fc.option(counts, { nil: undefined }), (one) => {
      const { sent, ...shares } = ratesOf(one);
      for (const share of Object.values(shares)) {
        if (sent === 0) expect(share).toBeNull();
        else {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
      }
    }),
  );
  expect(
    ratesOf({
      channel: 'mail',
      sent: 200,
      delivered: 0,
      opened: 0,
      clicked: 0,
      bounced: 3,
      complained: 1,
      unsubscribed: 4,
      failed: 0,
      unknown: 0,
    }),
  ).toEqual({ sent: 200, arrived: 0.985, bounced: 0.015, complained: 0.005, unsubscribed: 0.02 });
});
