import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { PLACES, SETTINGS_LETTER } from './places.ts';

/** G, then one of these letters, goes to a place. */
const LETTERS = new Map([
  ...PLACES.map(({ letter, to }) => [letter, to] as const),
  [SETTINGS_LETTER, '/settings'],
]);

// Two keys in a row are one command only when they follow each other quickly.
const SEQUENCE_MS = 1200;

/** Keys that work everywhere except while somebody is typing. */
export function useShortcuts(on: { onPalette: () => void; onHelp: () => void }): void {
  const navigate = useNavigate();
  const handlers = useRef(on);
  useEffect(() => {
    handlers.current = on;
  });
  useEffect(() => {
    let waiting = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent): void => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        handlers.current.onPalette();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const place = LETTERS.get(event.key);
      if (place && event.timeStamp - waiting < SEQUENCE_MS) void navigate(place);
      waiting = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (event.key === '?') handlers.current.onHelp();
      if (event.key === '/') {
        const search = document.querySelector<HTMLInputElement>('input[data-search]');
        if (search) event.preventDefault();
        search?.focus();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select, [role=dialog]') !== null)
  );
}
