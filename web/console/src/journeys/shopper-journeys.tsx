import { Card, Chip, Icon, Quiet, RelativeTime, useLanguage, useTexts } from '@augenblick/ui/react';
import { Link } from 'react-router';
import { useMay } from '../session/session.tsx';
import { Loaded } from '../shell/loaded.tsx';
import styles from './journeys.module.css';
import { useShopperJourneys } from './queries.ts';
import { NextWords } from './runs-card.tsx';
import { journeyTexts } from './texts.ts';

/** In which journeys a shopper is, what comes next, and in which they were. */
export function ShopperJourneys({ profileId }: { profileId: string }) {
  const text = useTexts(journeyTexts);
  const [language] = useLanguage();
  const may = useMay('journey.read');
  const query = useShopperJourneys(profileId);
  if (!may) return null;
  return (
    <Card title={text('shopperTitle')}>
      <Loaded query={query} lines={2}>
        {({ runs }) =>
          runs.length === 0 ? (
            <Quiet>{text('shopperNone')}</Quiet>
          ) : (
            <ul className={styles.runs}>
              {runs.map((run) => (
                <li key={run.id}>
                  <Link className={styles.run} to={`/journeys/${run.journeyId}?run=${run.id}`}>
                    <Icon name="journeys" size={16} />
                    <span className={styles.runWords}>
                      <b>{run.journeyName}</b>
                      <span>
                        {run.status === 'active' ? (
                          <>
                            {run.nodeName[language]} · <NextWords run={run} />
                          </>
                        ) : (
                          run.endWords?.[language]
                        )}
                      </span>
                    </span>
                    {run.status === 'active' ? (
                      <Chip tone="good">{text('shopperNow')}</Chip>
                    ) : (
                      <RelativeTime quiet at={run.endedAt ?? run.since} />
                    )}
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}
