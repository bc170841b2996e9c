/** Consent: what shoppers agreed to, as facts with proof, and whether a message may leave. */
export { addressKey, ensureAddressKey, identityHash } from './address-key.ts';
export {
  type ExistingCustomer,
  preferencesOf,
  type Sale,
  type SpeechAnswer,
  speechBasis,
  type SpeechQuestion,
  type Suppressed,
  wishedCap,
} from './basis.ts';
export { consentEventName, type ConsentFact, consentFacts, putConsent } from './facts.ts';
export { proofPage, PROOF_STYLE } from './proof.ts';
export { carrying, recordConsent, type RecordDeps, strongestOf } from './record.ts';
export { consentList, type ConsentRoutesDeps, consentRoutes } from './routes.ts';
export {
  type Addressed,
  type Advertised,
  consentSettings,
  DEFAULT_SETTINGS,
  putConsentSettings,
  type SpeechFacts,
  speechFacts,
} from './sale.ts';
export {
  type Address,
  addressKindOf,
  countSuppressed,
  createSuppressionList,
  eraseAddresses,
  type NewSuppression,
  removeSuppressed,
  suppressedPage,
  type SuppressionList,
} from './suppression.ts';
export { both, consentWords, type Language, timeText } from './words.ts';
