/** The prediction module: models that can be read, and how good they are. */
export {
  ADDITIVE_DEFAULTS,
  type AdditiveModel,
  type AdditiveOptions,
  type AdditiveTerm,
  type Contribution,
  explainAdditive,
  fitAdditive,
  logOddsOf,
  scoreAdditive,
} from './additive.ts';
export { averagePrecision, calibrationError, logLoss, rocArea } from './measures.ts';
export type { Column, Row } from './table.ts';
