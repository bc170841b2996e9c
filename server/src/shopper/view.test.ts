import { expect, it } from 'vitest';
import { emptyState } from '../profile/index.ts';
import { shopperDetail } from './view.ts';

it('calls an address claimed only until it is proven', () => {
  const at = Date.UTC(2026, 4, 12);
  const state = emptyState(at);
  state.claims = { email: 'clara@mail.example', phone: '+491701234567' };
  const email = {
    profile_id: 'p',
    kind: 'email' as const,
    value: 'clara@mail.example',
    shared: false,
    first_at: new Date(at),
    event_id: 'e',
  };
  expect(shopperDetail({ id: 'p', state, signups: [] }, [], at).claims).toHaveLength(2);
  expect(shopperDetail({ id: 'p', state, signups: [] }, [email], at).claims).toEqual([
    { kind: 'phone', value: '+491701234567' },
  ]);
  const other = { ...email, value: 'c.linde@mail.example' };
  expect(shopperDetail({ id: 'p', state, signups: [] }, [other], at).claims).toHaveLength(2);
});
