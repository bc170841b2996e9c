import { useEffect, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';

/** The way between a drawing and the settings beside it, for those who have no mouse. */
export interface PanelKeys {
  /** Enter on a step opens it and leads to its first question. */
  onStepKey: (event: KeyboardEvent) => void;
  /** Escape leads back to the step. */
  onPanelKey: (event: KeyboardEvent) => void;
}

/** `panel` are the settings; `focus` is the step chosen now, `open` chooses another and shows what it does. */
export function usePanelKeys(
  panel: RefObject<HTMLElement | null>,
  focus: string,
  open: (id: string) => void,
): PanelKeys {
  const [entered, setEntered] = useState(0);
  useEffect(() => {
    // Where the settings lie over the drawing instead, their drawer takes the focus itself.
    if (entered > 0) firstQuestion(panel.current)?.focus();
  }, [entered, panel]);
  return {
    onStepKey: (event) => {
      const { target } = event;
      if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey) return;
      if (!(target instanceof HTMLButtonElement)) return;
      const step = target.dataset['step'];
      if (step === undefined) return;
      // Else the key would reach the question, too.
      event.preventDefault();
      open(step);
      setEntered((n) => n + 1);
    },
    onPanelKey: (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      // A list that is open closes first.
      const { target } = event;
      if (target instanceof HTMLElement && target.getAttribute('aria-expanded') === 'true') return;
      stepOf(focus)?.focus();
    },
  };
}

const QUESTIONS = 'select, textarea, input:not([type=radio], [type=hidden]), input:checked';

function firstQuestion(panel: HTMLElement | null): HTMLElement | null {
  return (
    panel?.querySelector<HTMLElement>(`:is(${QUESTIONS}):not(:disabled)`) ??
    panel?.querySelector<HTMLElement>('button:not(:disabled)') ??
    null
  );
}

function stepOf(id: string): HTMLElement | undefined {
  const steps = document.querySelectorAll<HTMLElement>('button[data-step]');
  return [...steps].find((one) => one.dataset['step'] === id);
}
