import { type MomentMemory, type MomentModel, STAGES, type Stage } from '@augenblick/contract';
import { beliefAt, strongestStage } from './evidence.ts';

const PATH_MAX = 12;
/** A stage is entered only when it is at least this likely. */
const STAGE_MIN = 0.35;

/** A change of stage. */
export interface StageChange {
  from: Stage;
  to: Stage;
  /** How long the stage that was left lasted, ms. */
  tookMs: number;
  /** Stages jumped over, when the step closes a round (a purchase was made). */
  skipped: Stage[];
}

/** The stage a shopper is in: the last one entered, research before any sign. */
export function stageOf(memory: MomentMemory | undefined): Stage {
  return STAGES[memory?.path?.at(-1)?.[0] ?? 0] as Stage;
}

/**
 * Looks whether evidence has led to another stage, and notes the step. A stage is entered when it leads the present one
 * by the model's margin, so that it does not flicker; stages change with events only, never by silence.
 */
export function walk(
  memory: MomentMemory,
  now: number,
  model: MomentModel,
): StageChange | undefined {
  const { stage: belief } = beliefAt(memory, now, model);
  const { stage, probability } = strongestStage(belief);
  const path = memory.path;
  if (!path) {
    if (probability >= STAGE_MIN) memory.path = [[STAGES.indexOf(stage), now]];
    return undefined;
  }
  const from = stageOf(memory);
  const lead = probability - (belief[STAGES.indexOf(from)] as number);
  if (stage === from || probability < STAGE_MIN || lead < model.thresholds.stage) return undefined;
  const since = (path.at(-1) as [number, number])[1];
  const skipped = stage === 'post_purchase' ? skippedStages(path) : [];
  path.push([STAGES.indexOf(stage), now]);
  if (path.length > PATH_MAX) path.shift();
  return { from, to: stage, tookMs: now - since, skipped };
}

/** Research and comparison, where the last round went without them. A round begins after the last purchase. */
export function skippedStages(path: readonly (readonly [number, number])[]): Stage[] {
  const seen = new Set<number>();
  for (let i = path.length - 1; i >= 0; i--) {
    const stage = (path[i] as readonly [number, number])[0];
    if (stage >= STAGES.indexOf('post_purchase')) break;
    seen.add(stage);
  }
  return (['research', 'compare'] as const).filter((stage) => !seen.has(STAGES.indexOf(stage)));
}
