import { expect, it } from 'vitest';
import { endWords, transitionWords } from './words.ts';

it('says what was bought where when that ended a journey', () => {
  expect(endWords('exit_event', 'Receipt Issued').de).toBe(
    'beendet, weil an der Kasse gekauft wurde',
  );
  expect(endWords('exit_event', 'Product Viewed').de).toBe('beendet durch ein Ereignis');
  expect(endWords('finished', 'Receipt Issued').de).toBe('am Ende angekommen');
  const last = { node: 'w1', visit: 1, port: '', at: 0 };
  const told = transitionWords(undefined, {
    ...last,
    detail: { end: 'exit_event', event: 'Order Completed' },
  });
  expect(told.en).toBe('Over: ended, an order was placed.');
});
