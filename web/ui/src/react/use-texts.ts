import { useMemo, useSyncExternalStore } from 'react';
import { currentLanguage, onLanguage } from '../language.ts';
import type { TextArea, TextOf } from '../language.ts';

/** Reads the texts of an area; the component is drawn again when the language changes. */
export function useTexts<K extends string>(area: TextArea<K>): TextOf<K> {
  const language = useSyncExternalStore(onLanguage, currentLanguage);
  // A new function per language, so that memoised children and effects notice the change.
  return useMemo<TextOf<K>>(
    () => (key, values) => (language ? area.text(key, values) : key),
    [area, language],
  );
}
