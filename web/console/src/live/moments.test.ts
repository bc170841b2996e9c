import type { LiveMoment } from '@augenblick/contract/api/moment.ts';
import { expect, it } from 'vitest';
import { KEPT_MOMENTS, momentsAfter, NO_MOMENTS } from './moments.ts';

const moment = (id: string, beganAt: number, confidence = 0.6): LiveMoment => ({
  id,
  kind: 'buy',
  stage: 'purchase',
  subject: null,
  confidence,
  evidence: [],
  beganAt,
  expiresAt: beganAt + 60_000,
  endedAt: null,
  endReason: null,
  shopper: { id: 's', name: null, identified: false, simulated: false },
  signals: [],
  decisions: [],
});
const ids = (moments: readonly LiveMoment[] | undefined) => moments?.map(({ id }) => id);

it('keeps the newest first, each once, with its latest words', () => {
  const loaded = momentsAfter(NO_MOMENTS, {
    type: 'list',
    moments: [moment('b', 2), moment('a', 1)],
  });
  const next = momentsAfter(loaded, {
    type: 'news',
    moments: [moment('a', 1, 0.9), moment('c', 3)],
  });
  expect(ids(next.shown)).toEqual(['c', 'b', 'a']);
  expect(next.shown?.[2]?.confidence).toBe(0.9);
  expect([...next.fresh]).toEqual(['c']);
});

it('holds what comes while it is paused, and shows it afterwards', () => {
  const loaded = momentsAfter(NO_MOMENTS, { type: 'list', moments: [moment('a', 1)] });
  const paused = momentsAfter(loaded, { type: 'paused', paused: true });
  const held = momentsAfter(paused, { type: 'news', moments: [moment('b', 2)] });
  expect([ids(held.shown), ids(held.held)]).toEqual([['a'], ['b']]);
  const again = momentsAfter(held, { type: 'paused', paused: false });
  expect([ids(again.shown), again.held, [...again.fresh]]).toEqual([['b', 'a'], [], ['b']]);
});

it('does not grow without end', () => {
  const many = Array.from({ length: 500 }, (_, i) => moment(`m${i}`, i));
  const { shown } = momentsAfter(NO_MOMENTS, { type: 'list', moments: many });
  expect(shown).toHaveLength(KEPT_MOMENTS);
  expect(shown?.[0]?.id).toBe('m499');
});
