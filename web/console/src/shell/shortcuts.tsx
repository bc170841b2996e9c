import { Dialog, useTexts } from '@augenblick/ui/react';
import { Kbd } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import styles from './shortcuts.module.css';
import { shellTexts } from './texts.ts';

/** G, then one of these letters, goes to a place. */
const PLACES: Readonly<Record<string, string>> = {
  l: '/live',
  s: '/shoppers',
  q: '/sources',
  e: '/settings',
};

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
      const place = PLACES[event.key];
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

/** All shortcuts in one list. */
export function ShortcutList({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const text = useTexts(shellTexts);
  const rows: [string[], string][] = [
    [['Ctrl', 'K'], text('shortcutPalette')],
    [['/'], text('shortcutSearch')],
    [['G', 'L'], text('shortcutLive')],
    [['G', 'S'], text('shortcutShoppers')],
    [['G', 'Q'], text('shortcutSources')],
    [['G', 'E'], text('shortcutSettings')],
    [['↑', '↓', '↵'], text('shortcutRows')],
    [['?'], text('shortcutHelp')],
  ];
  return (
    <Dialog opened={opened} onClose={onClose} title={text('shortcuts')}>
      <dl className={styles.list}>
        {rows.map(([keys, words]) => (
          <div key={words}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
