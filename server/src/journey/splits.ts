/** Splits as experiments: which way leads to the goal more often, said as honestly as of a newsletter's wordings. */
import type { JourneyNode, RetailerId } from '@augenblick/contract';
import type { JourneySplits } from '@augenblick/contract/api/journey.ts';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import { type Arm, shareOf, verdictOf } from '../broadcast/index.ts';
import { rowOf } from './journeys.ts';
import * as queries from './queries-reading.ts';
import type { JourneyReading } from './reading.ts';
import { nodeName } from './words.ts';

type Split = Extract<JourneyNode, { type: 'split' }>;

/** The splits of what is live (else of the draft), with what came of each way. Throws `not_found`. */
export function journeySplits(
  { database }: JourneyReading,
  retailerId: RetailerId,
  id: string,
): Promise<JourneySplits> {
  return database.withRetailer(retailerId, async (sql) => {
    const row = await rowOf(sql, retailerId, id);
    const { nodes, goal } = row.live ?? row.draft;
    const splits = nodes.filter((node): node is Split => node.type === 'split');
    if (splits.length === 0) return { splits: [] };
    const ids = splits.map(({ id: node }) => node);
    const found = await queries.splitWays(sql, retailerId, id, ids);
    return {
      splits: splits.map((node) => {
        const arms = node.shares.map(({ id: port }): Arm => {
          const way = found.find((one) => one.node === node.id && one.port === port);
          return { id: port, n: way?.people ?? 0, hits: way?.goals ?? 0 };
        });
        const names = namesOf(node);
        return {
          node: node.id,
          nodeName: nodeName(node),
          ways: arms.map(({ id: port, n, hits }, i) => ({
            port,
            name: names[i] ?? '',
            people: n,
            goals: hits,
            share: n === 0 ? null : shareOf(hits, n),
          })),
          words: goal === null ? null : verdictWords(arms, names),
        };
      }),
    };
  });
}

/** What the ways are called; those without a name by their letter, as they are drawn. */
function namesOf({ shares }: Split): string[] {
  return shares.map(({ name }, i) => (name === '' ? String.fromCodePoint(65 + i) : name));
}

function verdictWords(arms: readonly Arm[], names: readonly string[]): Words {
  const { state, leader } = verdictOf(arms);
  const name = names[arms.findIndex(({ id }) => id === leader)] ?? '';
  if (state === 'clear')
    return {
      de: `„${name}“ führt klar öfter zum Ziel als alle anderen Wege (mit mindestens 95 % Sicherheit).`,
      en: `“${name}” clearly leads to the goal more often than all other ways (at least 95% certain).`,
    };
  if (state === 'too_few')
    return {
      de: 'Noch zu wenig, um etwas zu sagen: Auf jedem Weg müssen einige gewesen sein.',
      en: 'Too little to say anything yet: some people must have gone each way.',
    };
  if (leader === null) return { de: 'Die Wege liegen gleichauf.', en: 'The ways are level.' };
  return {
    de: `„${name}“ liegt vorn, aber der Abstand kann Zufall sein.`,
    en: `“${name}” leads, but the gap may be chance.`,
  };
}
