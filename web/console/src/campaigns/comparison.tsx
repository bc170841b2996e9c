import type { Comparison } from '@augenblick/contract/api/decision.ts';
import { useFormats, useLanguage, useTexts } from '@augenblick/ui/react';
import { type Arm, ArmsPicture, IntervalPicture } from './arms.tsx';
import styles from './comparison.module.css';
import { campaignTexts } from './texts.ts';

/** Those who could see it beside those who could not: two bars, the difference with its interval, and a sentence. */
export function ComparisonPicture({ comparison }: { comparison: Comparison }) {
  const text = useTexts(campaignTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const { treated, held, difference, words } = comparison;
  const armOf = (tone: Arm['tone'], name: string, arm: Comparison['held']): Arm => ({
    tone,
    name,
    value: arm.rate,
    strong: formats.percent(arm.rate, 1),
    base: text('armBase', { goals: arm.goals, shoppers: arm.shoppers }),
  });
  const signed = (at: number): string => (at > 0 ? '+' : '') + formats.number(at, 1);
  return (
    <div className={styles.comparison}>
      <p className={styles.words}>{words[language]}</p>
      <ArmsPicture
        arms={[armOf('treated', text('armTreated'), treated), armOf('held', text('armHeld'), held)]}
      />
      {difference && (
        <IntervalPicture {...difference}>
          <p>
            <b>{text('perHundred', { value: signed(difference.value) })}</b>{' '}
            <span>
              {text('between', { low: signed(difference.low), high: signed(difference.high) })}
            </span>
          </p>
        </IntervalPicture>
      )}
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
