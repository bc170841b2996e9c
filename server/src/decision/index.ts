/** Decisions: which campaign stands where for whom, why, and what came of it. */
export type { Answered, Ask } from './ask.ts';
export { answerDecisions, answerMoment } from './answer.ts';
export { type BesideDecision, decisionsOf } from './beside.ts';
export { Calendar, type LocalTime, withinHours } from './calendar.ts';
export { compile, type CompiledSet } from './compile.ts';
export { decide, toDecision } from './decide.ts';
export { createDecisions, type Decisions, type DecisionsDeps } from './decisions.ts';
export { decisionPublicRoutes, type DecisionPublicDeps } from './routes-public.ts';
export { decisionRoutes, type DecisionRoutesDeps } from './routes.ts';
export { createLearning, type Learning } from './learn/learn.ts';
export { changeSettings, changeSource as changeSourceRule } from './settings.ts';
export { decisionEntries, type DecisionEntryRow } from './log/queries.ts';
export { decisionStory } from './log/story.ts';
export { createDryRuns, type DryRuns } from './dry-run/dry-run.ts';
export { hash32 } from './holdout.ts';
export { dryRunRoutes } from './dry-run/routes.ts';
export {
  type HeldTouch,
  holdoutRule,
  type HoldoutRule,
  holdTouches,
  keepTouches,
  speechRule,
  spoken,
  unspoken,
} from './speech.ts';
export { type CapTime, capTime, isCapped, type TouchMemory } from './touch.ts';
export { heldFromAll, shopperHash } from './holdout.ts';
/** Middling campaigns and shoppers, for benchmarks and evaluations. */
export {
  exampleCampaign,
  exampleId,
  exampleQuestion,
  exampleSet,
  exampleShopper,
  exampleVariant,
} from './example.ts';
