import type { BroadcastResults } from '@augenblick/contract/api/broadcast.ts';
import { useFormats, useLanguage, useTexts } from '@augenblick/ui/react';
import { type Arm, ArmsPicture } from '../campaigns/arms.tsx';
import styles from '../campaigns/comparison.module.css';
import { resultTexts } from './texts-results.ts';

type Holdout = NonNullable<BroadcastResults['holdout']>;

/** Two bars on one scale, the difference with its interval, and a sentence; the figures stand beside the bars. */
export function GroupsPicture({ holdout, currency }: { holdout: Holdout; currency: string }) {
  const text = useTexts(resultTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const { treated, held, difference, words } = holdout;
  const armOf = (tone: Arm['tone'], name: string, group: Holdout['held']): Arm => {
    const { buyers, shoppers, revenueMinor: amountMinor } = group;
    const value = shoppers === 0 ? 0 : buyers / shoppers;
    const revenue = formats.moneyRound({ amountMinor, currency });
    const base = text('groupBase', { buyers, shoppers, revenue });
    return { tone, name, value, strong: formats.percent(value, 1), base };
  };
  const signed = (at: number): string => (at > 0 ? '+' : '') + formats.number(at, 1);
  return (
    <div className={styles.comparison}>
      <p className={styles.words}>{words[language]}</p>
      <ArmsPicture
        arms={[armOf('treated', text('treated'), treated), armOf('held', text('held'), held)]}
      />
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
