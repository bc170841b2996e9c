import type { Comparison } from '@augenblick/contract/api/decision.ts';
import { useFormats, useLanguage, useTexts } from '@augenblick/ui/react';
import styles from './comparison.module.css';
import { campaignTexts } from './texts.ts';

/**
 * Those who could see it beside those who could not: two bars on one scale, the difference with its interval, and a
 * sentence. The figures stand beside the bars, so that nobody has to read the picture.
 */
export function ComparisonPicture({ comparison }: { comparison: Comparison }) {
  const text = useTexts(campaignTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const { treated, held, difference, words } = comparison;
  const top = Math.max(treated.rate, held.rate, 0.0001);
  return (
    <div className={styles.comparison}>
      <p className={styles.words}>{words[language]}</p>
      <dl className={styles.arms}>
        {[
          { name: text('armTreated'), arm: treated, tone: 'treated' },
          { name: text('armHeld'), arm: held, tone: 'held' },
        ].map(({ name, arm, tone }) => (
          <div key={tone}>
            <dt>{name}</dt>
            <dd className={styles.track} aria-hidden>
              <span
                className={styles.bar}
                data-tone={tone}
                style={{ width: `${(arm.rate / top) * 100}%` }}
              />
            </dd>
            <dd className={styles.rate}>
              <b>{formats.percent(arm.rate, 1)}</b>{' '}
              <span>{text('armBase', { goals: arm.goals, shoppers: arm.shoppers })}</span>
            </dd>
          </div>
        ))}
      </dl>
      {difference && <Interval {...difference} />}
    </div>
  );
}

/** The difference and between what it surely lies, with nought in the picture: left of it means harm. */
function Interval({ value, low, high }: { value: number; low: number; high: number }) {
  const text = useTexts(campaignTexts);
  const formats = useFormats();
  const reach = Math.max(Math.abs(low), Math.abs(high), 0.1) * 1.15;
  const place = (at: number): number => ((at + reach) / (2 * reach)) * 100;
  const tone = low > 0 ? 'good' : high < 0 ? 'bad' : 'open';
  const signed = (at: number): string => (at > 0 ? '+' : '') + formats.number(at, 1);
  return (
    <div className={styles.interval}>
      <div className={styles.axis} aria-hidden>
        <i className={styles.nought} style={{ left: '50%' }} />
        <i
          className={styles.range}
          data-tone={tone}
          style={{ left: `${place(low)}%`, right: `${100 - place(high)}%` }}
        />
        <i className={styles.dot} data-tone={tone} style={{ left: `${place(value)}%` }} />
      </div>
      <p>
        <b>{text('perHundred', { value: signed(value) })}</b>{' '}
        <span>{text('between', { low: signed(low), high: signed(high) })}</span>
      </p>
    </div>
  );
}

/** The difference in one short line for a list; a dash while there are too few shoppers to say. */
export function DifferenceShort({ comparison }: { comparison: Comparison | undefined }) {
  const text = useTexts(campaignTexts);
  const formats = useFormats();
  const difference = comparison?.difference;
  if (!difference) return <span className={styles.quiet}>{text('tooEarly')}</span>;
  const { value, low, high } = difference;
  const tone = low > 0 ? 'good' : high < 0 ? 'bad' : 'open';
  const signed = (at: number): string => (at > 0 ? '+' : '') + formats.number(at, 1);
  return (
    <span className={styles.short}>
      <b data-tone={tone}>{signed(value)}</b>
      <span className={styles.quiet}>
        {text('betweenShort', { low: signed(low), high: signed(high) })}
      </span>
    </span>
  );
}
