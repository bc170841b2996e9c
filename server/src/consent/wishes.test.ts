/** Consent together with what shoppers wish in the preference centre, over random histories in any order of arrival. */
import {
  MESSAGE_FREQUENCIES,
  PREFERENCE_TRAITS,
  type MessageFrequency,
} from '@augenblick/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyState, fold } from '../profile/index.ts';
import { preferencesOf, speechBasis, wishedCap } from './basis.ts';

const TOPICS = ['news', 'sale', 'tips'] as const;
const HOUR = 3_600_000;
const BEGIN = Date.UTC(2026, 2, 1);

type Word =
  | { at: number; says: 'yes' | 'no' }
  /** Saved in the preference centre; `pause`: hours from then, null = none. */
  | { at: number; says: 'wish'; off: string[]; pause: number | null; often: MessageFrequency }
  /** Somebody else's trait: says nothing of messages. */
  | { at: number; says: 'else' };

type Wish = Extract<Word, { says: 'wish' }>;

const at = fc.integer({ min: 0, max: 40 });
const word: fc.Arbitrary<Word> = fc.oneof(
  fc.record({ at, says: fc.constantFrom('yes' as const, 'no' as const) }),
  fc.record({
    at,
    says: fc.constant('wish' as const),
    off: fc.subarray([...TOPICS]),
    pause: fc.option(fc.integer({ min: 1, max: 30 })),
    often: fc.constantFrom(...MESSAGE_FREQUENCIES),
  }),
  fc.record({ at, says: fc.constant('else' as const) }),
);
/** Each at its own instant: what holds at the same one is the business of basis.test.ts. */
const history = fc.uniqueArray(word, { maxLength: 14, selector: ({ at: hour }) => hour });

function eventOf(one: Word) {
  const id = `11111111-1111-4111-8111-${String(one.at).padStart(12, '0')}`;
  const shared = { id, at: BEGIN + one.at * HOUR, properties: {}, context: {}, claims: [] };
  const identify = { ...shared, kind: 'identify' as const, name: 'identify' };
  if (one.says === 'wish') {
    const until = one.pause === null ? null : BEGIN + (one.at + one.pause) * HOUR;
    const traits = {
      [PREFERENCE_TRAITS.topicsOff]: one.off,
      [PREFERENCE_TRAITS.frequency]: one.often,
      [PREFERENCE_TRAITS.pausedUntil]: until === null ? null : new Date(until).toISOString(),
    };
    return { ...identify, traits };
  }
  if (one.says === 'else') return { ...identify, traits: { firstName: 'Anna', message: 'x' } };
  const name = one.says === 'yes' ? 'Consent Granted' : 'Unsubscribed';
  const properties = { purpose: 'marketing', channel: 'email', wording: 'Ja' };
  return { ...shared, kind: 'track' as const, name, traits: null, properties };
}

/** The same the long way: the last word of each kind in time, whenever it arrived. */
function expected(words: readonly Word[], hour: number, topic: string | null) {
  const inTime = [...words].sort((a, b) => a.at - b.at);
  const last = inTime.findLast(({ says }) => says === 'yes' || says === 'no');
  const wish = inTime.findLast((one): one is Wish => one.says === 'wish');
  const often = wish?.often ?? 'all';
  if (last === undefined) return { answer: 'consent_missing', often };
  if (last.says === 'no') return { answer: 'objected', often };
  if (wish !== undefined && wish.pause !== null && hour < wish.at + wish.pause)
    return { answer: 'paused', often };
  if (topic !== null && wish?.off.includes(topic)) return { answer: 'topic_off', often };
  return { answer: 'yes', often };
}

it('follows the last word about consent, pause, topics and rhythm, in any order of arrival', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      history.chain((words) =>
        fc.tuple(
          fc.constant(words),
          fc.shuffledSubarray(words, {
            minLength: words.length,
          }),
        ),
      ),
      fc.integer({ min: 0, max: 80 }),
      fc.option(fc.constantFrom(...TOPICS)),
      ([words, arriving], hour, topic) => {
        const state = emptyState(0);
        for (const one of arriving) {
          const event = { ...eventOf(one), channel: 'server', currency: 'EUR', anchorKind: null };
          fold(state, event as never, new Map());
        }
        const answer = speechBasis({
          basis: 'marketing',
          channel: 'email',
          consents: state.consents,
          traits: state.traits,
          topic,
          suppressed: [],
          existing: null,
          now: BEGIN + hour * HOUR,
        });
        const right = expected(words, hour, topic);
        seen.add(right.answer);
        expect(answer.allowed ? 'yes' : answer.reason).toBe(right.answer);
        const cap = wishedCap(preferencesOf(state.traits));
        expect(cap?.per ?? 'all').toBe(
          { all: 'all', weekly: 'week', monthly: 'month' }[right.often],
        );
        // Service messages know neither pause nor topic.
        const service = speechBasis({
          basis: 'service',
          channel: 'email',
          consents: state.consents,
          traits: state.traits,
          topic,
          suppressed: [],
          existing: null,
          now: BEGIN + hour * HOUR,
        });
        expect(service.allowed).toBe(true);
      },
    ),
    { numRuns: 3000 },
  );
  expect([...seen].sort()).toEqual(['consent_missing', 'objected', 'paused', 'topic_off', 'yes']);
});
