import {
  type MomentModel,
  type ProfileState,
  type Signal,
  type Stage,
  STAGES,
} from '@augenblick/contract';
import type {
  JourneyView,
  LiveMoment,
  MomentDecision,
  MomentsNow,
  MomentView,
  ShopJourney,
  ShopperMoments,
  SignalView,
} from '@augenblick/contract/api/moment.ts';
import { evidenceFor, momentAt } from './detect.ts';
import { beliefAt } from './evidence.ts';
import { skippedStages, stageOf } from './journey.ts';
import type * as queries from './queries.ts';
import { momentOfRow, signalOfRow } from './queries.ts';
import { SIGNAL_TITLES, signalText } from './signal-words.ts';
import { evidenceText } from './words.ts';

const SHOWN_BESIDE = 3;

/** A stored moment as screens show it. */
export function momentView(row: queries.MomentRow): MomentView {
  const { evidence, ...moment } = momentOfRow(row);
  return {
    ...moment,
    evidence: evidence.map((item) => ({
      eventId: item.eventId,
      code: item.code,
      weight: item.weight,
      words: evidenceText(item),
    })),
  };
}

/** A signal in words. */
export function signalView(signal: Signal): SignalView {
  const { id, name, at, until, subject, eventId } = signal;
  const title = SIGNAL_TITLES[name];
  return { id, name, at, until, subject, eventId, title, words: signalText(signal) };
}

/** What was decided for a shopper, from the stage that decides. */
export interface ShopperDecision extends MomentDecision {
  profileId: string;
}

/** Rows of the stream: each moment with what was raised and decided while it lasted. */
export function liveMoments(
  rows: readonly queries.LiveMomentRow[],
  signals: readonly queries.SignalRow[],
  decisions: readonly ShopperDecision[],
): LiveMoment[] {
  return rows.map((row) => {
    const [from, to] = [row.began_at.getTime(), (row.ended_at ?? row.expires_at).getTime()];
    const during = (at: number): boolean => at >= from && at <= to;
    return {
      ...momentView(row),
      shopper: {
        id: row.profile_id,
        name: row.name,
        identified: row.identified ?? false,
        simulated: row.simulated ?? false,
      },
      signals: signals
        .filter((signal) => signal.profile_id === row.profile_id && during(signal.at.getTime()))
        .slice(0, SHOWN_BESIDE)
        .map((signal) => signalView(signalOfRow(signal))),
      decisions: decisions
        .filter((one) => one.profileId === row.profile_id && during(one.at))
        .slice(0, SHOWN_BESIDE)
        .map(({ id, at, placement, result, campaign }) => ({
          id,
          at,
          placement,
          result,
          campaign,
        })),
    };
  });
}

/** How many are in which moment. */
export function momentsNow(
  at: number,
  open: Awaited<ReturnType<typeof queries.openCounts>>,
  raised: Awaited<ReturnType<typeof queries.signalCounts>>,
): MomentsNow {
  const kinds = { know: 0, go: 0, do: 0, buy: 0 };
  const stages = { research: 0, compare: 0, purchase: 0, post_purchase: 0, recommend: 0 };
  for (const { kind, stage, count } of open) {
    kinds[kind] += count;
    stages[stage] += count;
  }
  const signals = raised.map(({ name, count }) => ({ name, count, title: SIGNAL_TITLES[name] }));
  return { at, kinds, stages, signals };
}

/** Everything about one shopper's moments at an instant. */
export function shopperMoments(
  state: ProfileState,
  now: number,
  model: MomentModel,
  moments: readonly queries.MomentRow[],
  signals: readonly queries.SignalRow[],
): ShopperMoments {
  const memory = state.moment ?? {};
  const present = momentAt(state, now, model);
  const belief = beliefAt(memory, now, model);
  return {
    at: now,
    present: present && {
      id: present.id,
      kind: present.kind,
      stage: present.stage,
      subject: present.subject,
      confidence: present.confidence,
      evidence: evidenceFor(memory, present.kind, now, model).map((item) => ({
        eventId: item.eventId,
        code: item.code,
        weight: item.weight,
        words: evidenceText(item),
      })),
      beganAt: present.beganAt,
      expiresAt: present.until,
      endedAt: null,
      endReason: null,
    },
    belief: { know: belief.kind[0], go: belief.kind[1], do: belief.kind[2], buy: belief.kind[3] },
    journey: journeyView(memory.path ?? [], stageOf(memory), belief.stage),
    moments: moments.map(momentView),
    signals: signals.map((row) => signalView(signalOfRow(row))),
  };
}

function journeyView(
  path: readonly (readonly [number, number])[],
  stage: Stage,
  belief: readonly number[],
): JourneyView {
  const probability = (name: Stage): number => belief[STAGES.indexOf(name)] ?? 0;
  // The way to the last purchase: what was walked before the last step into "after purchase".
  const bought = path.map(([index]) => index).lastIndexOf(STAGES.indexOf('post_purchase'));
  return {
    stage,
    since: path.at(-1)?.[1] ?? null,
    belief: {
      research: probability('research'),
      compare: probability('compare'),
      purchase: probability('purchase'),
      post_purchase: probability('post_purchase'),
      recommend: probability('recommend'),
    },
    path: path.map(([index, at], i) => ({
      stage: STAGES[index] as Stage,
      at,
      untilAt: path[i + 1]?.[1] ?? null,
    })),
    skipped: bought > 0 ? skippedStages(path.slice(0, bought)) : [],
  };
}

/** The loop of a whole shop. */
export function shopJourney(
  from: number,
  to: number,
  left: Awaited<ReturnType<typeof queries.stagesLeft>>,
  entered: Awaited<ReturnType<typeof queries.stagesEntered>>,
): ShopJourney {
  const sum = (stage: Stage): number =>
    entered.filter((row) => row.stage === stage).reduce((total, row) => total + row.count, 0);
  const jumped = (stage: Stage): number =>
    entered
      .filter((row) => row.skipped?.split(',').includes(stage))
      .reduce((total, row) => total + row.count, 0);
  return {
    from,
    to,
    stages: STAGES.map((stage) => {
      const row = left.find((one) => one.stage === stage);
      return {
        stage,
        left: row?.left ?? 0,
        medianMs: row?.median ?? null,
        p90Ms: row?.p90 ?? null,
        entered: sum(stage),
      };
    }),
    purchases: sum('post_purchase'),
    skipped: (['research', 'compare'] as const).map((stage) => ({ stage, count: jumped(stage) })),
  };
}
