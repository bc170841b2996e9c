import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './gallery.module.css';

/** One ready-made thing in a gallery: what it is, what it brings along, and the button that takes it. */
export function GalleryEntry(props: {
  mark: ReactNode;
  name: string;
  about: string;
  chips: ReactNode;
  /** Words of the button, and the same with the name for who cannot see which card it stands on. */
  take: string;
  takeLabel: string;
  onTake: () => void;
  /** How it looks, between the sentence and the foot. */
  children?: ReactNode;
}) {
  return (
    <article className={styles.entry}>
      <header className={styles.entryHead}>
        {props.mark}
        <h2>{props.name}</h2>
      </header>
      <p className={styles.entryAbout}>{props.about}</p>
      {props.children}
      <footer className={styles.entryFoot}>
        <span>{props.chips}</span>
        <Button variant="default" aria-label={props.takeLabel} onClick={props.onTake}>
          {props.take}
        </Button>
      </footer>
    </article>
  );
}
