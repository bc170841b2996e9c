import type { Guard } from './guard.ts';

/** A personal campaign speaks only to somebody who proved who they are; a user id typed into a browser is a claim. */
export const identity: Guard = {
  name: 'identity',
  reasons: ['identity_unproven'],
  check: ({ consentKeys }, { shopper }) =>
    consentKeys !== null && shopper.identity === 'claimed' ? 'identity_unproven' : null,
};
