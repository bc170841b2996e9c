/** Consent: what shoppers agreed to, as facts with proof. */
export { type ConsentFact, consentFacts, putConsent } from './facts.ts';
