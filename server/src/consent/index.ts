/** Consent: what shoppers agreed to, as facts with proof. */
export { type ConsentFact, consentFacts, putConsent } from './facts.ts';
export { proofPage } from './proof.ts';
export { recordConsent, type RecordDeps } from './record.ts';
export { consentList, type ConsentRoutesDeps, consentRoutes } from './routes.ts';
export { both, consentWords, type Language, timeText } from './words.ts';
