import { expect, it } from 'vitest';
import { emptyState } from '../profile/index.ts';
import { channelsOf, EVERYTHING, type Reader } from './reader.ts';

/** A reader who came by mail, with these words about advertising. */
function reader(said: Record<string, 'granted' | 'withdrawn'>) {
  const state = emptyState(0);
  for (const [channel, word] of Object.entries(said))
    state.consents[`marketing:${channel}`] = { state: word, at: 1, event: 'e' };
  return {
    channel: 'email',
    mailbox: true,
    asCustomer: false,
    shopper: { state, identities: [] },
  } as unknown as Reader;
}

it('lists what was ever granted or withdrawn, and the channel the reader came by', () => {
  const shown = channelsOf(reader({ sms: 'withdrawn', push: 'granted' }));
  expect(shown.map(({ channel, on }) => [channel, on])).toEqual([
    ['email', false],
    ['sms', false],
    ['push', true],
  ]);
});

it('says nothing of channels nobody ever used to a reader who left everything', () => {
  const left = Object.fromEntries(EVERYTHING.map((channel) => [channel, 'withdrawn' as const]));
  expect(channelsOf(reader(left))).toEqual([{ channel: 'email', on: false, back: true }]);
});
