import type { BroadcastResults } from '@augenblick/contract/api/broadcast.ts';
import { useFormats, useLanguage, useTexts } from '@augenblick/ui/react';
import styles from '../campaigns/comparison.module.css';
import { resultTexts } from './texts-results.ts';

type Holdout = NonNullable<BroadcastResults['holdout']>;

/** Two bars on one scale, the difference with its interval, and a sentence; the figures stand beside the bars. */
export function GroupsPicture({ holdout, currency }: { holdout: Holdout; currency: string }) {
  const text = useTexts(resultTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const { treated, held, difference, words } = holdout;
  const rate = ({ buyers, shoppers }: Holdout['held']): number =>
    shoppers === 0 ? 0 : buyers / shoppers;
  const top = Math.max(rate(treated), rate(held), 0.0001);
  const signed = (at: number): string => (at > 0 ? '+' : '') + formats.number(at, 1);
  return (
    <div className={styles.comparison}>
      <p className={styles.words}>{words[language]}</p>
      <dl className={styles.arms}>
        {[
          { name: text('treated'), group: treated, tone: 'treated' },
          { name: text('held'), group: held, tone: 'held' },
        ].map(({ name, group, tone }) => (
          <div key={tone}>
            <dt>{name}</dt>
            <dd className={styles.track} aria-hidden>
              <span
                className={styles.bar}
                data-tone={tone}
                style={{ width: `${(rate(group) / top) * 100}%` }}
              />
            </dd>
            <dd className={styles.rate}>
              <b>{formats.percent(rate(group), 1)}</b>{' '}
              <span>
                {text('groupBase', {
                  buyers: group.buyers,
                  shoppers: group.shoppers,
                  revenue: formats.moneyRound({ amountMinor: group.revenueMinor, currency }),
                })}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {difference && (
        <p>
          <b>{text('perHundred', { value: signed(difference.value) })}</b>{' '}
          <span>
            {text('surely', { low: signed(difference.low), high: signed(difference.high) })}
          </span>
        </p>
      )}
    </div>
  );
}
