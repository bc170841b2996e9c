import type { JourneySplits } from '@augenblick/contract/api/journey.ts';
import { Card, useFormats, useLanguage, useTexts } from '@augenblick/ui/react';
import styles from './journeys.module.css';
import { useSplits } from './queries.ts';
import { journeyTexts } from './texts.ts';

/** Which way of each split leads to the goal more often; nothing where nobody is split. */
export function SplitsCards({ journeyId }: { journeyId: string }) {
  const splits = useSplits(journeyId).data?.splits ?? [];
  return splits.map((split) => <SplitCard key={split.node} split={split} />);
}

function SplitCard({ split }: { split: JourneySplits['splits'][number] }) {
  const text = useTexts(journeyTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const { nodeName, ways, words } = split;
  return (
    <Card
      title={text('split', { name: nodeName[language] })}
      note={words === null ? text('splitWithoutGoal') : words[language]}
    >
      <ul className={styles.reasons}>
        {ways.map(({ port, name, people, goals, share }) => (
          <li key={port}>
            <span>
              {name} · {text('splitPeople', { count: people })}
            </span>
            {words !== null && share !== null && (
              <span>
                <b>
                  {text('splitGoals', { count: goals, share: formats.percent(share.value, 1) })}
                </b>{' '}
                {text('splitBetween', {
                  low: formats.percent(share.low, 0),
                  high: formats.percent(share.high, 0),
                })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
