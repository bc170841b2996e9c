import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

const CHOSEN = '#content [role=tab][aria-selected=true], #content nav [aria-current=page]';

/**
 * Brings the chosen tab into view where the row of tabs is wider than the screen, as on a phone: whoever comes by a link to the
 * last tab sees where they are. Pages arrive late, so it waits until the tab stands there.
 */
export function useShownTab(): void {
  const { pathname, search } = useLocation();
  const address = pathname + search;
  const shown = useRef('');
  useEffect(() => {
    if (shown.current === address) return undefined;
    shown.current = address;
    const content = document.querySelector('#content');
    if (!content) return undefined;
    const show = (): boolean => {
      const chosen = document.querySelectorAll<HTMLElement>(CHOSEN);
      for (const tab of chosen) centre(tab);
      return chosen.length > 0;
    };
    if (show()) return undefined;
    const watch = new MutationObserver(() => {
      if (show()) watch.disconnect();
    });
    watch.observe(content, { childList: true, subtree: true });
    return () => watch.disconnect();
  }, [address]);
}

/** Moves the row sideways only; the page stays where it is. */
function centre(tab: HTMLElement): void {
  const row = scrolledRow(tab);
  if (!row) return;
  const own = tab.getBoundingClientRect();
  const around = row.getBoundingClientRect();
  row.scrollLeft += own.left + own.width / 2 - (around.left + around.width / 2);
}

function scrolledRow(tab: HTMLElement): HTMLElement | null {
  for (let row = tab.parentElement; row && row.id !== 'content'; row = row.parentElement) {
    if (row.scrollWidth > row.clientWidth + 1) return row;
  }
  return null;
}
