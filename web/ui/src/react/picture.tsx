import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import styles from './picture.module.css';
import { useFormats } from './provider.tsx';
import { useTexts } from './use-texts.ts';
import { uiTexts } from './texts.ts';

/** A tiny line without axes beside a figure. `label` says in words what it shows. */
export function Sparkline(props: {
  values: readonly number[];
  label: string;
  width?: number;
  height?: number;
}) {
  const { values, label, width = 120, height = 32 } = props;
  const top = Math.max(...values, 1);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const points = values.map((value, at) => {
    const y = height - 2 - (value / top) * (height - 4);
    return `${(at * step).toFixed(1)} ${y.toFixed(1)}`;
  });
  if (points.length === 0) return null;
  const line = `M${points.join('L')}`;
  return (
    <svg
      className={styles.sparkline}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      <path d={`${line}L${width} ${height}L0 ${height}Z`} className={styles.area} />
      <path d={line} className={styles.line} />
    </svg>
  );
}

/** One bar of a picture over time. */
export interface Bar {
  /** Beginning of the span, ms since 1970 UTC. */
  at: number;
  /** Null where nothing is known, which is not the same as nothing happened. */
  value: number | null;
  /** Part of `value` drawn in another tone, for instance what was turned away. */
  part?: number;
}

/**
 * Bars over time with the table behind it, because not everybody reads pictures. `title` names what is counted,
 * `partTitle` the differently toned part.
 */
export function BarPicture(props: {
  title: string;
  bars: readonly Bar[];
  partTitle?: string;
  /** Heading of the time column. */
  timeTitle: string;
  /** What a bar spans: a time within a day, or a whole day. */
  unit?: 'time' | 'day';
}) {
  const text = useTexts(uiTexts);
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className={styles.picture}>
      <figcaption>
        <span className={styles.legend}>
          <i data-tone="value" />
          {props.title}
          {props.partTitle && (
            <>
              <i data-tone="part" />
              {props.partTitle}
            </>
          )}
        </span>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          aria-pressed={asTable}
          className={styles.toggle}
          onClick={() => setAsTable(!asTable)}
        >
          {text(asTable ? 'hideNumbers' : 'showNumbers')}
        </Button>
      </figcaption>
      {asTable ? <BarTable {...props} /> : <Bars {...props} />}
    </figure>
  );
}

function Bars(props: Parameters<typeof BarPicture>[0]) {
  const formats = useFormats();
  const id = useId();
  const { bars, title } = props;
  const daily = props.unit === 'day';
  const [pointed, setPointed] = useState<number | null>(null);
  const top = niceTop(Math.max(...bars.map((bar) => bar.value ?? 0), 4));
  const [width, height] = [1000, 100];
  const step = width / Math.max(bars.length, 1);
  const scale = (value: number): number => (value / top) * height;
  const shown = pointed === null ? undefined : bars[pointed];
  const [first, last] = [bars[0], bars[bars.length - 1]];
  return (
    <div className={styles.plot}>
      <div className={styles.scale} aria-hidden>
        <span>{formats.number(top)}</span>
        <span>{formats.number(top / 2)}</span>
        <span>0</span>
      </div>
      <div className={styles.canvas} onPointerLeave={() => setPointed(null)}>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-labelledby={id}
        >
          <title id={id}>{title}</title>
          {bars.map((bar, at) => (
            <g key={bar.at} onPointerEnter={() => setPointed(at)} data-pointed={pointed === at}>
              <rect x={at * step} y={0} width={step} height={height} className={styles.reach} />
              <rect
                className={styles.bar}
                x={at * step + step * 0.14}
                width={step * 0.72}
                y={height - scale(bar.value ?? 0)}
                height={scale(bar.value ?? 0)}
              />
              {(bar.part ?? 0) > 0 && (
                <rect
                  className={styles.part}
                  x={at * step + step * 0.14}
                  width={step * 0.72}
                  y={height - scale(bar.part ?? 0)}
                  height={scale(bar.part ?? 0)}
                />
              )}
            </g>
          ))}
        </svg>
        <div className={styles.axis} aria-hidden>
          <span>{first && (daily ? formats.date : formats.time)(first.at)}</span>
          <span className={styles.pointed}>
            {shown &&
              `${(daily ? formats.date : formats.timeSeconds)(shown.at)} · ${shown.value === null ? '–' : formats.number(shown.value)}` +
                (shown.part ? ` · ${formats.number(shown.part)} ${props.partTitle ?? ''}` : '')}
          </span>
          <span>{last && (daily ? formats.date : formats.time)(last.at)}</span>
        </div>
      </div>
    </div>
  );
}

function BarTable(props: Parameters<typeof BarPicture>[0]) {
  const formats = useFormats();
  const daily = props.unit === 'day';
  const known = props.bars.filter((bar) => bar.value !== null);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard must be able to scroll it
    <div className={styles.numbers} tabIndex={0} role="region" aria-label={props.title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{props.timeTitle}</th>
            <th scope="col">{props.title}</th>
            {props.partTitle && <th scope="col">{props.partTitle}</th>}
          </tr>
        </thead>
        <tbody>
          {known.toReversed().map((bar) => (
            <tr key={bar.at}>
              <td>{(daily ? formats.date : formats.timeSeconds)(bar.at)}</td>
              <td>{formats.number(bar.value ?? 0)}</td>
              {props.partTitle && <td>{formats.number(bar.part ?? 0)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The next round number above, so that the scale reads well; from 2 on its half, which is written too, is whole. */
export function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  for (const factor of [1, 2, 4, 6, 10]) if (factor * power >= value) return factor * power;
  return 10 * power;
}

/** Names with a bar and a count each, the largest first as given. `note` stands after the count. */
export function ShareList(props: {
  label: string;
  items: readonly { key: string; name: ReactNode; value: number; note?: ReactNode }[];
}) {
  const formats = useFormats();
  const text = useTexts(uiTexts);
  const { label, items } = props;
  const top = Math.max(...items.map(({ value }) => value), 1);
  if (items.length === 0) return <p className={styles.none}>{text('nothingCounted')}</p>;
  return (
    <ul className={styles.shares} aria-label={label}>
      {items.map(({ key, name, value, note }) => (
        <li key={key}>
          <span className={styles.shareName}>{name}</span>
          <span className={styles.shareValue}>
            {formats.number(value)}
            {note}
          </span>
          <span className={styles.shareTrack} aria-hidden>
            <i style={{ width: `${(value / top) * 100}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
