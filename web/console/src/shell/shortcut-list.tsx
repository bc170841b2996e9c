import { Dialog, useLanguage, useTexts } from '@augenblick/ui/react';
import { Kbd } from '@mantine/core';
import { keyNames } from './key-names.ts';
import { SETTINGS_LETTER, usePlaces } from './places.ts';
import styles from './shortcuts.module.css';
import { shellTexts } from './texts.ts';

/** All shortcuts in one list. */
export default function ShortcutList({
  opened,
  onClose,
}: {
  opened: boolean;
  onClose: () => void;
}) {
  const text = useTexts(shellTexts);
  const [language] = useLanguage();
  const places = usePlaces();
  const rows: [string[], string][] = [
    [['Ctrl', 'K'], text('shortcutPalette')],
    [['/'], text('shortcutSearch')],
    ...places.map(({ letter, name }): [string[], string] => [
      ['G', letter.toUpperCase()],
      text(name),
    ]),
    [['G', SETTINGS_LETTER.toUpperCase()], text('settings')],
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
                <Kbd key={key}>{keyNames(key, language)}</Kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
