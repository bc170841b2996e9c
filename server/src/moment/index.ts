/** The moment module: what a shopper wants right now, where they are on the journey, and what got in their way. */
export { advance, detect, evidenceFor, type MomentDraft, momentAt, nextChange } from './detect.ts';
export { isOwnDeed } from './deed.ts';
export {
  type Belief,
  beliefAt,
  fadesAt,
  half,
  type Increment,
  type Observation,
  observe,
  strongestKind,
  strongestStage,
  takeIn,
} from './evidence.ts';
export { factId } from './id.ts';
export { skippedStages, stageOf } from './journey.ts';
export { DEFAULT_MODEL, modelFault } from './model.ts';
export { loadModels, type MomentModels, momentModels, publishModel } from './models.ts';
export { type Device, deviceOf, paceOf, stallAfterMs, stepOf, type StepTime } from './pace.ts';
export {
  factsOfProfiles,
  latestMoments,
  latestSignals,
  momentOfRow,
  type MomentRow,
  momentsById,
  signalOfRow,
  type SignalRow,
} from './queries.ts';
export { momentStory } from './story.ts';
export { momentRoutes, type MomentRoutesDeps } from './routes.ts';
export { type Sign, signsOf } from './signs.ts';
export { SIGNAL_RULES } from './signals/index.ts';
export type { EventLook, SignalLook, SignalRule } from './signals/rule.ts';
export { momentWatcher, type MomentWatcher } from './watch.ts';
export { removeMoments, writeMoments } from './write.ts';
export type { ShopperDecision } from './view.ts';
export { KIND_WORDS, SIGNAL_TITLES, signalText, STAGE_WORDS } from './signal-words.ts';
export { evidenceText } from './words.ts';
export { type Case, type Step, stepsOf, type Told } from './learn/case.ts';
export { lossOf, toVector } from './learn/fit.ts';
export { learn, type Learned, type ShopperCases } from './learn/learn.ts';
export { casesOf, outcomeAfter } from './learn/outcome.ts';
export { measuredPace, stepTimesOf } from './learn/pace.ts';
export { type LearningReport, reportWords } from './learn/report.ts';
export { momentLearningRoutes } from './learn/routes.ts';
export {
  createMomentLearning,
  type LearningRun,
  type MomentLearning,
  type MomentLearningDeps,
} from './learn/run.ts';
