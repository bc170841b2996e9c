import { useFormats, useNow, useTexts } from '@augenblick/ui/react';
import styles from './facts.module.css';
import { pageTexts } from './texts-page.ts';
import { toZone } from './zone-hours.ts';

/** When in the day somebody is active, 24 bars in the retailer's time. `hours` are counts by hour in UTC. */
export function HoursPicture({ hours }: { hours: readonly number[] }) {
  const text = useTexts(pageTexts);
  const { zone, number } = useFormats();
  const local = toZone(hours, zone, useNow(3_600_000));
  const top = Math.max(...local, 1);
  const best = local.indexOf(Math.max(...local));
  const total = local.reduce((sum, count) => sum + count, 0);
  const words =
    total === 0 ? text('hoursNone') : text('hoursMostly', { from: best, to: (best + 1) % 24 });
  return (
    <div className={styles.hours}>
      <svg viewBox="0 0 240 44" role="img" aria-label={words} preserveAspectRatio="none">
        {local.map((count, hour) => {
          const height = count === 0 ? 1.5 : 4 + (count / top) * 40;
          return (
            <rect
              // The hour is what the bar is.
              // oxlint-disable-next-line react/no-array-index-key
              key={hour}
              x={hour * 10 + 1}
              y={44 - height}
              width={8}
              height={height}
              rx={1.5}
              data-best={hour === best && total > 0}
              data-empty={count === 0}
            >
              <title>{text('hour', { from: hour, to: hour + 1, count: number(count) })}</title>
            </rect>
          );
        })}
      </svg>
      <div className={styles.axis} aria-hidden>
        <span>0</span>
        <span>6</span>
        <span>12</span>
        <span>18</span>
        <span>24</span>
      </div>
      <p className={styles.small}>{words}</p>
    </div>
  );
}
