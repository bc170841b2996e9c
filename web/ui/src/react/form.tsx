import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from './surface.tsx';
import { useTexts } from './use-texts.ts';
import { uiTexts } from './texts.ts';
import styles from './form.module.css';

/**
 * A short form, fields one below the other, with what went wrong above its buttons. The main button sends; without `onCancel`
 * there is no way out but sending. Enter sends.
 */
export function Form(props: {
  onSubmit: () => void;
  onCancel?: (() => void) | undefined;
  /** Words of the button that sends. */
  submit: string;
  pending?: boolean;
  /** False while something needed is missing. */
  ready?: boolean;
  /** For what cannot be taken back. */
  tone?: 'bad';
  /** A sentence the reader can act on, or null. */
  error?: string | null | undefined;
  children: ReactNode;
}) {
  const text = useTexts(uiTexts);
  const { pending = false, ready = true, tone, error } = props;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        // A form in a dialog stands inside the page's tree: without this the page's own form would be sent too.
        event.stopPropagation();
        if (ready && !pending) props.onSubmit();
      }}
    >
      {props.children}
      {error && <Notice tone="bad">{error}</Notice>}
      <div className={styles.foot}>
        {props.onCancel && (
          <Button variant="default" onClick={props.onCancel}>
            {text('cancel')}
          </Button>
        )}
        <Button
          type="submit"
          loading={pending}
          disabled={!ready}
          {...(tone ? { color: tone } : {})}
        >
          {props.submit}
        </Button>
      </div>
    </form>
  );
}

/** Fields one below the other, where there is no form to send. */
export function Fields({ children }: { children: ReactNode }) {
  return <div className={styles.form}>{children}</div>;
}

/** Fields side by side where there is room. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}
