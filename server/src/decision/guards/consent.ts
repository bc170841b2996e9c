import type { Guard } from './guard.ts';

/** The consent that the campaign names, for its purpose through its channel (or the purpose as a whole). */
export const consent: Guard = {
  name: 'consent',
  reasons: ['consent_missing'],
  check: ({ consentKeys }, { shopper: { consents } }) => {
    if (consentKeys === null) return null;
    const [own, any] = consentKeys;
    // What was said of the channel itself goes before what was said of the purpose as a whole.
    const state = (consents[own] ?? consents[any])?.state;
    return state === 'granted' ? null : 'consent_missing';
  },
};
