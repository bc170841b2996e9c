import { expect, it } from 'vitest';
import { createDomainPace } from './rate.ts';

const MINUTE = 60_000;

it('puts a message off once, and forgets the places of those who never came', () => {
  let now = 1_000_000;
  const pace = createDomainPace({ now: () => now }, 60);
  const all = Array.from({ length: 20 }, (_, i) => `message ${i}`);
  const places = new Map(all.map((one) => [one, pace.take('example.org', one)]));
  const waiting = all.filter((one) => places.get(one) !== null);
  // A tenth of a minute's mail leaves at once.
  expect(waiting).toHaveLength(13);

  const [first = '', ...rest] = waiting;
  now = places.get(first) ?? 0;
  expect(pace.take('example.org', first)).toBeNull();

  // The others come back long after their line has ended: together they are a line again.
  now += 5 * MINUTE;
  const again = rest.map((one) => pace.take('example.org', one));
  expect(again.filter((place) => place === null)).toHaveLength(7);
});
