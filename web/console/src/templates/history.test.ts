import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HISTORY_REST_MS, historyOf, redone, stepped, undone } from './history.ts';

/** A state is an object, as in the editor; two with the same number are still two. */
interface State {
  n: number;
}

const step = fc.record({
  n: fc.nat(9),
  key: fc.constantFrom(null, 'a', 'b'),
  rest: fc.integer({ min: 0, max: 3 * HISTORY_REST_MS }),
});

describe('history of an editor', () => {
  it('gives back every state on the way down and up again', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const first: State = { n: -1 };
        let history = historyOf(first);
        let at = 0;
        for (const { n, key, rest } of steps) {
          at += rest;
          history = stepped(history, { n }, key, at);
        }
        const last = history;
        for (let left = last.past.length; left > 0; left -= 1) history = undone(history);
        expect(history.now).toBe(first);
        expect(undone(history)).toBe(history);
        for (let left = last.past.length; left > 0; left -= 1) history = redone(history);
        expect(history.now).toBe(last.now);
        expect(history.past).toEqual(last.past);
        expect(redone(history)).toBe(history);
      }),
    );
  });

  it('joins what is typed into one field, and nothing else', () => {
    let history = historyOf<State>({ n: 0 });
    history = stepped(history, { n: 1 }, 'text', 1_000);
    history = stepped(history, { n: 2 }, 'text', 1_500);
    expect(history.past).toEqual([{ n: 0 }]);
    history = stepped(history, { n: 3 }, 'title', 1_600);
    history = stepped(history, { n: 4 }, 'title', 1_600 + HISTORY_REST_MS);
    history = stepped(history, { n: 5 }, null, 5_000);
    history = stepped(history, { n: 6 }, null, 5_001);
    expect(history.past.map(({ n }) => n)).toEqual([0, 2, 3, 4, 5]);
  });

  it('never joins a new step to one that was taken back', () => {
    let history = historyOf<State>({ n: 0 });
    history = stepped(history, { n: 1 }, 'text', 1_000);
    history = undone(history);
    history = stepped(history, { n: 2 }, 'text', 1_001);
    expect(history.past.map(({ n }) => n)).toEqual([0]);
    expect(history.future).toEqual([]);
  });

  it('forgets what was taken back once something new is done', () => {
    let history = historyOf<State>({ n: 0 });
    history = undone(stepped(history, { n: 1 }, null, 1));
    expect(redone(history).now).toEqual({ n: 1 });
    history = stepped(history, { n: 2 }, null, 2);
    expect(redone(history)).toBe(history);
  });
});
