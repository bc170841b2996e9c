/** What may happen in a story, drawn by chance. */
import fc from 'fast-check';
import { PEOPLE } from './people.ts';

/** Everything that may happen, the more often the more of it there should be. */
const WHATS = {
  'agrees to mail': 10,
  'agrees to messages': 4,
  'takes mail back': 2,
  'takes everything back': 1,
  'one click': 4,
  'preference centre: leaves': 1,
  'preference centre: saves': 3,
  'confirms their return': 2,
  STOP: 1,
  'STOP by SMS': 2,
  'starts the bot': 4,
  'stops the bot': 1,
  'blocks the bot': 1,
  'signs up': 3,
  'confirms the sign-up': 4,
  'staff bars': 1,
  'staff takes it off': 1,
  'puts into the cart': 6,
  'looks at something': 5,
  'wishes for something': 3,
  'runs low': 1,
  reviews: 1,
  'returns it': 1,
  'shop changes prices': 3,
  'buys online': 3,
  'buys at the till': 3,
  'time passes': 12,
  'staff joins': 4,
  'staff parts': 2,
  'is forgotten': 1,
  'newsletter goes out': 7,
  'newsletter steps': 4,
  'journey steps': 4,
  'journey is published': 2,
  'providers change': 3,
  'receipts come': 4,
  'opens and clicks': 2,
  'a process is killed': 3,
  'connections drop': 2,
  'works together': 8,
  'acts while it works': 6,
} as const;
export type What = keyof typeof WHATS;

/** One step; the numbers say which of the possible ones. */
export interface Step {
  what: What;
  who: number;
  n: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.oneof(
    ...(Object.keys(WHATS) as What[]).map((what) => ({
      weight: WHATS[what],
      arbitrary: fc.constant(what),
    })),
  ),
  who: fc.nat(PEOPLE.length - 1),
  n: fc.nat(9_999),
});

/** A story of some length. */
export const story: fc.Arbitrary<Step[]> = fc.array(step, {
  minLength: 40,
  maxLength: 90,
  size: 'max',
});
