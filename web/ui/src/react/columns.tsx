import type { ReactNode } from 'react';
import styles from './columns.module.css';

/** The matter of a page and, at its right, what accompanies it; one below the other where there is no room. */
export function Columns(props: {
  side: ReactNode;
  /** What the right side is, for those who hear the page; it is then a part of its own. */
  label?: string;
  /** The right side stays in view while one works at the left. */
  follow?: boolean;
  children: ReactNode;
}) {
  const { side, label, follow = false, children } = props;
  const Side = label === undefined ? 'div' : 'aside';
  return (
    <div className={styles.columns}>
      <div className={styles.stack}>{children}</div>
      <Side className={styles.stack} data-follow={follow} aria-label={label}>
        {side}
      </Side>
    </div>
  );
}
