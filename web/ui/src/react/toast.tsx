import { Button, Portal } from '@mantine/core';
import { createContext, useCallback, useContext, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { useTexts } from './use-texts.ts';
import { uiTexts } from './texts.ts';
import styles from './toast.module.css';

/** A short note at the edge of the screen about something that has just happened. */
export interface Toast {
  text: string;
  /** good: done; bad: did not work. Plain when left out. */
  tone?: 'good' | 'bad';
  /** Takes back what was done; the note then shows a button. */
  undo?: () => void | Promise<void>;
}

interface Shown extends Toast {
  id: number;
}

const ToastContext = createContext<((toast: Toast) => void) | null>(null);

/** Holds the notes; part of `UiProvider`. */
export function ToastHost({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown[]>([]);
  const next = useRef(1);
  const show = useCallback((toast: Toast) => {
    const id = next.current++;
    setShown((before) => [...before.slice(-2), { ...toast, id }]);
  }, []);
  const hide = useCallback(
    (id: number) => setShown((before) => before.filter((toast) => toast.id !== id)),
    [],
  );
  return (
    <ToastContext value={show}>
      {children}
      <Portal>
        <div className={styles.host} role="status" aria-live="polite">
          {shown.map((toast) => (
            <ToastCard key={toast.id} toast={toast} onHide={() => hide(toast.id)} />
          ))}
        </div>
      </Portal>
    </ToastContext>
  );
}

function ToastCard({ toast, onHide }: { toast: Shown; onHide: () => void }) {
  const text = useTexts(uiTexts);
  const [held, setHeld] = useState(false);
  const hold = { onPointerEnter: () => setHeld(true), onPointerLeave: () => setHeld(false) };
  const { undo } = toast;
  return (
    <div
      className={styles.toast}
      data-tone={toast.tone}
      data-held={held}
      onAnimationEnd={(event) => {
        // The bar at the bottom edge is the clock: no timer runs that the reader cannot see.
        if (event.target !== event.currentTarget) onHide();
      }}
      {...hold}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toast.tone && <Icon name={toast.tone === 'good' ? 'check' : 'error'} />}
      <span className={styles.text}>{toast.text}</span>
      {undo && (
        <Button
          size="xs"
          variant="subtle"
          color="petrol"
          leftSection={<Icon name="undo" size={14} />}
          onClick={() => {
            onHide();
            void undo();
          }}
        >
          {text('undo')}
        </Button>
      )}
      <button type="button" className={styles.close} aria-label={text('close')} onClick={onHide}>
        <Icon name="close" size={14} />
      </button>
      <span className={styles.clock} />
    </div>
  );
}

/** Shows a note: `const toast = useToast(); toast({ text: 'Gespeichert', tone: 'good' })`. */
export function useToast(): (toast: Toast) => void {
  const show = useContext(ToastContext);
  const none = useMemo(() => () => undefined, []);
  return show ?? none;
}
