import type { ReactNode } from 'react';
import type { IconName } from '../icon-paths.gen.ts';
import { Icon } from './icon.tsx';
import { useFormats, useNow } from './provider.tsx';
import styles from './timeline.module.css';

/** One entry of a story, newest first. */
export interface TimelineEntry {
  id: string;
  /** ms since 1970, UTC. */
  at: number;
  /** What kind of entry it is; a clock when nothing fits. */
  icon?: IconName;
  /** Drawn instead of the icon: a moment's own shape. */
  mark?: ReactNode;
  title: ReactNode;
  /** Quieter line: source, channel. */
  note?: ReactNode;
  /** More below: an order's lines, a note's text. */
  children?: ReactNode;
  onOpen?: () => void;
}

/** A story by days; each entry with its mark, words and time. */
export function Timeline({ label, entries }: { label: string; entries: readonly TimelineEntry[] }) {
  const formats = useFormats();
  const now = useNow(60_000);
  const days: { day: string; entries: TimelineEntry[] }[] = [];
  for (const entry of entries) {
    const day = formats.day(entry.at, now);
    const last = days[days.length - 1];
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return (
    <section className={styles.timeline} aria-label={label}>
      {days.map(({ day, entries: ofDay }) => (
        <section key={`${day}${ofDay[0]?.id ?? ''}`}>
          <h3 className={styles.day}>{day}</h3>
          <ol className={styles.list}>
            {ofDay.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ol>
        </section>
      ))}
    </section>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const formats = useFormats();
  const { icon = 'clock', mark, title, note, at, onOpen, children } = entry;
  return (
    <li className={styles.entry}>
      <span className={styles.mark}>{mark ?? <Icon name={icon} size={14} />}</span>
      <div className={styles.words}>
        {onOpen ? (
          <button type="button" className={styles.title} onClick={onOpen}>
            {title}
          </button>
        ) : (
          <p className={styles.title}>{title}</p>
        )}
        {note && <p className={styles.note}>{note}</p>}
        {children}
      </div>
      <time className={styles.time} dateTime={new Date(at).toISOString()} title={formats.exact(at)}>
        {formats.time(at)}
      </time>
    </li>
  );
}
