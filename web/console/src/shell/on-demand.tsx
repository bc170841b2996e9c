import { Suspense, useLayoutEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';

/** As long as the dialog's own return of the focus takes, and a little more. */
const RETURN_MS = 20;

/**
 * Mounts a lazily loaded drawer or dialog the first time it is wanted. It stays afterwards, so that closing is seen and
 * opening again waits for nothing.
 */
export function OnDemand({ wanted, children }: { wanted: boolean; children: ReactNode }) {
  const [was, setWas] = useState(wanted);
  if (wanted && !was) setWas(true);
  useFocusReturn(wanted);
  return was && <Suspense>{children}</Suspense>;
}

/** A dialog that is mounted open has not seen who asked for it, so the focus is given back from here. */
function useFocusReturn(wanted: boolean): void {
  const opener = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (wanted) {
      opener.current = document.activeElement;
      return undefined;
    }
    const last = document.activeElement;
    const timer = setTimeout(() => {
      const { current } = opener;
      const now = document.activeElement;
      // Whoever put the focus elsewhere meanwhile meant it.
      const lost = now === null || now === document.body || now === last;
      if (lost && current instanceof HTMLElement && current.isConnected)
        current.focus({ preventScroll: true });
    }, RETURN_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
}
