import { Icon } from '@augenblick/ui/react';
import { Link } from 'react-router';
import styles from './back-link.module.css';

/** The way back to the page above; stands where other pages have their name. */
export function BackLink({ to, children }: { to: string; children: string }) {
  return (
    <Link className={styles.back} to={to}>
      <Icon name="chevronLeft" size={14} />
      {children}
    </Link>
  );
}
