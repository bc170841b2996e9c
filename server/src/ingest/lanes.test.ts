import type { AcceptedEvent, EventId, IngestResult, RetailerId } from '@augenblick/contract';
import { describe, expect, it } from 'vitest';
import { Lanes } from './lanes.ts';
import { LIMITS } from './limits.ts';

const event = (id: string, key = 'user_id:u', retailerId = 1): AcceptedEvent =>
  ({
    id: id as EventId,
    retailerId: retailerId as RetailerId,
    keys: [key],
  }) as unknown as AcceptedEvent;
const stored = (events: readonly AcceptedEvent[]): IngestResult[] =>
  events.map(({ id }) => ({ outcome: 'stored', eventId: id }));
const refused = Object.assign(new Error('value out of range'), { code: '22003' });

/** Lanes whose commits wait until they are let through, and remember what they were given. */
function gated() {
  const batches: string[][] = [];
  const gates: (() => void)[] = [];
  const lanes = new Lanes({
    laneKey: ({ keys }) => keys[0] ?? '',
    commit: async (_retailerId, events) => {
      batches.push(events.map(({ id }) => id));
      await new Promise<void>((open) => gates.push(open));
      return stored(events);
    },
  });
  return { lanes, batches, gates };
}

describe('lanes', () => {
  it('commit together what comes in while a transaction is under way', async () => {
    const { lanes, batches, gates } = gated();
    const first = lanes.add([event('1')]);
    while (gates.length === 0) await Promise.resolve().then(() => new Promise(setImmediate));
    const others = [lanes.add([event('2')]), lanes.add([event('3')])];
    expect(lanes.size).toBe(3);
    gates[0]?.();
    await first;
    while (gates.length === 1) await new Promise(setImmediate);
    gates[1]?.();
    await Promise.all(others);
    expect(batches).toEqual([['1'], ['2', '3']]);
    await lanes.drained();
    expect(lanes.size).toBe(0);
  });

  it('let what is urgent go past what is under way', async () => {
    const { lanes, batches, gates } = gated();
    const batch = lanes.add([event('1'), event('2')]);
    while (gates.length === 0) await new Promise(setImmediate);
    const urgent = lanes.add([event('3')], true);
    expect(lanes.size).toBe(3);
    while (gates.length === 1) await new Promise(setImmediate);
    gates[1]?.();
    expect(await urgent).toEqual(stored([event('3')]));
    expect(batches).toEqual([['1', '2'], ['3']]);
    gates[0]?.();
    await batch;
    await lanes.drained();
  });

  it('answer in the order of the submission, whichever lane was first', async () => {
    const lanes = new Lanes({
      laneKey: ({ id }) => id,
      commit: async (_r, events) => stored(events),
    });
    const events = Array.from({ length: 50 }, (_, i) => event(`e${i}`));
    const results = await lanes.add(events);
    expect(results).toEqual(stored(events));
  });

  it('never give a transaction more than it takes, nor two retailers', async () => {
    const sizes: number[] = [];
    const retailers: number[] = [];
    const lanes = new Lanes({
      laneKey: ({ keys }) => keys[0] ?? '',
      commit: async (_r, events) => {
        sizes.push(events.length);
        retailers.push(new Set(events.map((one) => one.retailerId)).size);
        return stored(events);
      },
    });
    const many = (n: number, retailerId: number) =>
      Array.from({ length: n }, (_, i) => event(`${retailerId}-${i}`, 'k', retailerId));
    await Promise.all([
      lanes.add(many(1200, 1)),
      lanes.add(many(300, 2)),
      lanes.add(many(300, 1)),
      lanes.add(many(300, 2)),
    ]);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(LIMITS.transactionEventsMax);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(2100);
    expect(Math.max(...retailers)).toBe(1);
  });

  it('let one submission that is refused for its content not take the others with it', async () => {
    const lanes = new Lanes({
      laneKey: ({ keys }) => keys[0] ?? '',
      commit: async (_r, events) => {
        if (events.some(({ id }) => id === 'bad')) throw refused;
        return stored(events);
      },
    });
    const [good, bad] = await Promise.allSettled([
      lanes.add([event('good')]),
      lanes.add([event('bad')]),
    ]);
    expect(good.status).toBe('fulfilled');
    expect(bad).toMatchObject({ status: 'rejected', reason: refused });
  });

  it('tell everybody when the database is away', async () => {
    const away = Object.assign(new Error('gone'), { code: '57P01' });
    const lanes = new Lanes({ laneKey: ({ id }) => id, commit: () => Promise.reject(away) });
    await expect(lanes.add([event('1'), event('2')])).rejects.toBe(away);
  });
});
