import { expect, it } from 'vitest';
import { changesOf } from './index.ts';

it('keeps what held before and what holds now, of what was changed', () => {
  const before = { name: 'Loom', caps: [{ times: 1 }], colour: '#000000', zone: 'UTC' };
  expect(changesOf(before, { name: 'Web', caps: [{ times: 1 }], colour: undefined })).toEqual({
    name: { from: 'Loom', to: 'Web' },
  });
  expect(changesOf({ days: 6 }, { days: null })).toEqual({ days: { from: 6, to: null } });
  expect(changesOf(undefined, { days: null, months: 3 })).toEqual({
    months: { from: null, to: 3 },
  });
  expect(changesOf({}, { days: null })).toEqual({});
});
