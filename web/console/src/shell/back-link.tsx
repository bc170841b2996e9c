import { Icon } from '@augenblick/ui/react';
import { Link } from 'react-router';
import styles from './back-link.module.css';

/** The way back from writing a thing to the thing; to the list while its name is not known. */
export function BackToOne(props: {
  /** Where the list is, and where its things are when not below it. */
  list: string;
  at?: string;
  id: string;
  name: string | undefined;
  /** What the list is called. */
  all: string;
}) {
  const { list, at = list, id, name, all } = props;
  return <BackLink to={name === undefined ? list : `${at}/${id}`}>{name ?? all}</BackLink>;
}

/** The way back to the page above; stands where other pages have their name. */
export function BackLink({ to, children }: { to: string; children: string }) {
  return (
    <Link className={styles.back} to={to}>
      <Icon name="chevronLeft" size={14} />
      {children}
    </Link>
  );
}
