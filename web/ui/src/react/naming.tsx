import type { ReactNode } from 'react';
import type { IconName } from '../icon-paths.gen.ts';
import { Icon } from './icon.tsx';
import styles from './naming.module.css';

/** An icon on a quiet tile: what kind of thing a row or a page is about. */
export function IconTile(props: { icon: IconName; size?: 'row' | 'head'; tone?: 'accent' }) {
  const { icon, size = 'row', tone } = props;
  return (
    <span className={styles.tile} data-size={size} data-tone={tone}>
      <Icon name={icon} size={size === 'head' ? 22 : 16} />
    </span>
  );
}

/**
 * First cell of a row: mark, name (a link) with its labels, a quieter note of two lines at most; `below` is a third line that only a phone shows, for columns that do not fit there.
 */
export function Named(props: {
  mark?: ReactNode;
  title: ReactNode;
  note?: ReactNode;
  below?: ReactNode;
  chips?: ReactNode;
}) {
  const { mark, title, note, below, chips } = props;
  return (
    <div className={styles.named}>
      {mark}
      <div className={styles.words}>
        <span className={styles.titleRow}>
          <span className={styles.title}>{title}</span>
          {chips}
        </span>
        {note && <span className={styles.note}>{note}</span>}
        {below && <span className={styles.below}>{below}</span>}
      </div>
    </div>
  );
}

/** Headline of a page about one thing: its mark, its name, its labels. */
export function HeadName(props: { mark?: ReactNode; name: ReactNode; chips?: ReactNode }) {
  return (
    <span className={styles.head}>
      {props.mark}
      <span className={styles.headName}>{props.name}</span>
      {props.chips && <span className={styles.headChips}>{props.chips}</span>}
    </span>
  );
}

/** Quieter words beside or below what counts. */
export function Quiet({ children }: { children: ReactNode }) {
  return <span className={styles.quiet}>{children}</span>;
}
