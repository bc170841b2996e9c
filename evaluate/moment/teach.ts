import { hash } from 'node:crypto';
import { MOMENT_KINDS, type MomentModel } from '../../contract/src/index.ts';
import {
  type Case,
  casesOf,
  learn,
  type Learned,
  type ShopperCases,
  stepsOf,
  type Told,
} from '../../server/src/moment/index.ts';
import { foldEventOf } from '../../server/src/profile/index.ts';
import { arrive } from './replay.ts';
import type { LabelledVisitor } from './sessions.ts';

/** What a visitor's events come to as cases to learn from: by their outcomes as in the product, or by the known truth. */
export function shopperCases(
  visitor: LabelledVisitor,
  model: MomentModel,
  by: 'outcome' | 'truth',
): ShopperCases {
  const told = visitor.events.map((event, i): Told => {
    const accepted = arrive(visitor, event.sent, i, event);
    return {
      event: foldEventOf(accepted, { kind: 'web', currency: 'EUR' }),
      now: event.receivedAt,
    };
  });
  const steps = stepsOf(visitor.anonymousId, told, model);
  const cases =
    by === 'outcome'
      ? casesOf(steps)
      : steps.flatMap(({ codes, amounts }, i): Case[] => {
          const { kind, fulfils } = visitor.events[i] as { kind: null; fulfils: boolean };
          if (kind === null || fulfils) return [];
          return [{ codes, amounts, outcome: MOMENT_KINDS.indexOf(kind), weight: 1 }];
        });
  const draw = Number.parseInt(hash('sha256', visitor.anonymousId).slice(0, 8), 16) / 2 ** 32;
  return { draw, cases };
}

/** Learns from visitors as the nightly job does. */
export function learnFrom(
  visitors: readonly LabelledVisitor[],
  rule: MomentModel,
  by: 'outcome' | 'truth' = 'outcome',
): Promise<Learned> {
  const shoppers = visitors.map((visitor) => shopperCases(visitor, rule, by));
  return learn(shoppers, rule, rule, () => Promise.resolve());
}
