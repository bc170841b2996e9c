import fc from 'fast-check';
import { expect, it } from 'vitest';
import { begin, changed, redone, STEPS_BACK, undone } from './history.ts';

it('takes back every change in turn and does it again', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: STEPS_BACK }), (values) => {
      let history = begin('§ the beginning');
      for (const value of values) history = changed(history, value);
      const end = history;
      for (let i = 0; i < values.length; i += 1) history = undone(history);
      expect(history.now).toBe('§ the beginning');
      expect(undone(history)).toBe(history);
      for (let i = 0; i < values.length; i += 1) history = redone(history);
      expect(history.now).toBe(end.now);
      expect(redone(history)).toBe(history);
    }),
  );
});

it('melts typing into one step, but never over something else', () => {
  let history = begin('');
  for (const value of ['H', 'Ha', 'Hal']) history = changed(history, value, 'name');
  history = changed(history, 'Hal.', 'note');
  expect(undone(history).now).toBe('Hal');
  expect(undone(undone(history)).now).toBe('');
  expect(changed(undone(history), 'Halm', 'name').past).toEqual(['', 'Hal']);
});

it('keeps a limited number of steps', () => {
  let history = begin(0);
  for (let i = 1; i <= STEPS_BACK + 50; i += 1) history = changed(history, i);
  expect(history.past).toHaveLength(STEPS_BACK);
});
