import { Dialog, useLanguage, useTexts } from '@augenblick/ui/react';
import { Kbd } from '@mantine/core';
import { keyNames } from '../../shell/key-names.ts';
import { editorTexts } from '../texts-editor.ts';
import styles from './key-list.module.css';

const KEYS = [
  ['keyMove', ['↑', '↓', '←', '→']],
  ['keyRows', ['PgUp', 'PgDn']],
  ['keyOpen', ['Enter']],
  ['keyBack', ['Esc']],
  ['keyAdd', ['A']],
  ['keyDelete', ['Del']],
  ['keyShift', ['Alt + ↑', 'Alt + ↓']],
  ['keyTurn', ['Alt + ←', 'Alt + →']],
  ['keyConnect', ['C']],
  ['keyMark', ['Shift + ↑ ↓ ← →']],
  ['keyCopy', ['Ctrl C', 'Ctrl X', 'Ctrl V']],
  ['keyUndo', ['Ctrl Z', 'Ctrl Shift Z']],
] as const;

/** Everything that the drawing does without a mouse. */
export function KeyList({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  return (
    <Dialog opened={opened} onClose={onClose} title={text('keysTitle')}>
      <dl className={styles.keys}>
        {KEYS.map(([name, keys]) => (
          <div key={name}>
            <dt>{text(name)}</dt>
            <dd>
              {keys.map((key) => (
                <Kbd key={key}>{keyNames(key, language)}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
