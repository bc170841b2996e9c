import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import styles from './more.module.css';

/** Something more about what stands above it, folded until somebody asks; opens in place. */
export function More(props: { summary: string; className?: string; children: ReactNode }) {
  return (
    <details className={props.className}>
      <summary className={styles.summary}>
        <Icon name="chevronRight" size={14} />
        {props.summary}
      </summary>
      <div className={styles.body}>{props.children}</div>
    </details>
  );
}
