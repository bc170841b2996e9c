import { Drawer as MantineDrawer, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './overlay.module.css';
import { useTexts } from './use-texts.ts';
import { uiTexts } from './texts.ts';

interface OverlayProps {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  /** A quieter line under the title. */
  note?: ReactNode;
  /** Buttons at the foot, the main one last. */
  footer?: ReactNode;
  children: ReactNode;
}

/** More about one thing, at the right edge beside the list it was opened from; full width on a phone. */
export function Drawer(props: OverlayProps & { wide?: boolean }) {
  const text = useTexts(uiTexts);
  return (
    <MantineDrawer
      opened={props.opened}
      onClose={props.onClose}
      position="right"
      size={props.wide ? 720 : 520}
      title={<Heading title={props.title} note={props.note} />}
      closeButtonProps={{ 'aria-label': text('close') }}
      transitionProps={{ transition: 'slide-left', duration: 180 }}
      classNames={{
        content: styles.drawer,
        header: styles.head,
        title: styles.title,
        body: styles.body,
        close: styles.close,
      }}
    >
      {props.children}
      {props.footer && <div className={styles.footer}>{props.footer}</div>}
    </MantineDrawer>
  );
}

/** A question or a short form in the middle of the screen. */
export function Dialog(props: OverlayProps & { wide?: boolean }) {
  const text = useTexts(uiTexts);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      size={props.wide ? 680 : 480}
      title={<Heading title={props.title} note={props.note} />}
      closeButtonProps={{ 'aria-label': text('close') }}
      transitionProps={{ transition: 'pop', duration: 140 }}
      classNames={{
        content: styles.dialog,
        header: styles.head,
        title: styles.title,
        body: styles.body,
        close: styles.close,
      }}
    >
      {props.children}
      {props.footer && <div className={styles.footer}>{props.footer}</div>}
    </Modal>
  );
}

function Heading({ title, note }: { title: ReactNode; note: ReactNode }) {
  return (
    <>
      <span className={styles.words}>{title}</span>
      {note && <span className={styles.note}>{note}</span>}
    </>
  );
}
