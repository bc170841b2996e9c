import { hash } from 'node:crypto';
import type { MomentModel } from '../../contract/src/index.ts';
import {
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

/** What a visitor's events come to as cases to learn from, by their outcomes as in the product. */
function shopperCases(visitor: LabelledVisitor, model: MomentModel): ShopperCases {
  const told = visitor.events.map((event, i): Told => {
    const accepted = arrive(visitor, event.sent, i, event);
    return {
      event: foldEventOf(accepted, { kind: 'web', currency: 'EUR' }),
      now: event.receivedAt,
    };
  });
  const draw = Number.parseInt(hash('sha256', visitor.anonymousId).slice(0, 8), 16) / 2 ** 32;
  return { draw, cases: casesOf(stepsOf(visitor.anonymousId, told, model)) };
}

/** Learns from visitors as the nightly job does. */
export function learnFrom(
  visitors: readonly LabelledVisitor[],
  rule: MomentModel,
): Promise<Learned> {
  const shoppers = visitors.map((visitor) => shopperCases(visitor, rule));
  return learn(shoppers, rule, rule, () => Promise.resolve());
}
