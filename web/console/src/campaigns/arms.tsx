import type { ReactNode } from 'react';
import styles from './comparison.module.css';

/** One group of a comparison: its bar, the figure it stands for, and what that is made of. */
export interface Arm {
  tone: 'treated' | 'held';
  name: string;
  value: number;
  /** The value in words, and what it is made of. */
  strong: string;
  base: string;
}

/** Groups as bars on one scale. The figures stand beside the bars, so that nobody has to read the picture. */
export function ArmsPicture({ arms }: { arms: readonly Arm[] }) {
  const top = Math.max(...arms.map(({ value }) => value), 0.0001);
  return (
    <dl className={styles.arms}>
      {arms.map(({ tone, name, value, strong, base }) => (
        <div key={tone}>
          <dt>{name}</dt>
          <dd className={styles.track} aria-hidden>
            <span
              className={styles.bar}
              data-tone={tone}
              style={{ width: `${(Math.max(0, value) / top) * 100}%` }}
            />
          </dd>
          <dd className={styles.rate}>
            <b>{strong}</b> <span>{base}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The difference and between what it surely lies, with nought in the picture: left of it means harm. */
export function IntervalPicture({
  value,
  low,
  high,
  children,
}: {
  value: number;
  low: number;
  high: number;
  children: ReactNode;
}) {
  const reach = Math.max(Math.abs(low), Math.abs(high), 0.1) * 1.15;
  const place = (at: number): number => ((at + reach) / (2 * reach)) * 100;
  const tone = low > 0 ? 'good' : high < 0 ? 'bad' : 'open';
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
      {children}
    </div>
  );
}
