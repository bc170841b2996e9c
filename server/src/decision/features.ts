/** What of an instant the logistic model looks at: features that hold or do not, by number. The order is for ever. */
import { type ProfileState, SIGNAL_NAMES } from '@augenblick/contract';

const KINDS = 5;
const STAGES_AND_NONE = 6;
const CONFIDENCES = 4;
const HOURS = 4;
const OWN = ['identified', 'returning', 'customer', 'often', 'cart', 'phone', 'weekend'] as const;

const AT_STAGE = KINDS;
const AT_CONFIDENCE = AT_STAGE + STAGES_AND_NONE;
const AT_HOUR = AT_CONFIDENCE + CONFIDENCES;
const AT_OWN = AT_HOUR + HOURS;
const AT_SIGNAL = AT_OWN + OWN.length;
/** Room for signals that come later. */
const SIGNALS_MAX = 24;

/** How many features there are. */
export const FEATURES = AT_SIGNAL + SIGNALS_MAX;

/** What the features are made of, besides the state. */
export interface FeatureFacts {
  kind: number;
  /** −1 without a moment. */
  stage: number;
  confidence: number;
  signals: number;
  weekday: number;
  minutes: number;
  phone: boolean;
  now: number;
}

const DAY = 86_400_000;

/** The numbers of the features that hold. */
export function featuresOf(state: ProfileState, facts: FeatureFacts): number[] {
  const features = [
    facts.kind,
    AT_STAGE + (facts.stage < 0 ? STAGES_AND_NONE - 1 : facts.stage),
    AT_CONFIDENCE + confidenceStep(facts.confidence),
    AT_HOUR + Math.min(HOURS - 1, Math.floor(facts.minutes / 360)),
  ];
  const own = [
    state.identified,
    facts.now - state.firstAt > DAY,
    state.lastOrderAt !== null,
    state.events >= 30,
    state.cart.length > 0,
    facts.phone,
    facts.weekday >= 6,
  ];
  for (const [i, holds] of own.entries()) if (holds) features.push(AT_OWN + i);
  for (let i = 0; i < SIGNAL_NAMES.length; i++) {
    if ((facts.signals & (1 << i)) !== 0) features.push(AT_SIGNAL + i);
  }
  return features;
}

function confidenceStep(confidence: number): number {
  if (confidence < 0.4) return 0;
  if (confidence < 0.6) return 1;
  return confidence < 0.8 ? 2 : 3;
}
