import type { SignupTaken } from '@augenblick/contract/api/optin.ts';

const OUTCOMES = {
  mail_sent: 'resent',
  already: 'already',
  too_often: 'tooOften',
  suppressed: 'barred',
} as const;

/** The words for what came of asking for a mail. */
export function outcomeKey(outcome: SignupTaken['outcome']): (typeof OUTCOMES)[typeof outcome] {
  return OUTCOMES[outcome];
}
