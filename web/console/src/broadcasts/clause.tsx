import { useTexts } from '@augenblick/ui/react';
import { Sentence } from '../published/sentence.tsx';
import { editorTexts } from './texts-editor.ts';
import { CLAUSES } from './wording.ts';
import type { ClauseKey } from './wording.ts';

/** A whole newsletter as a sentence to read. */
export function ReadSentence({ words }: { words: Readonly<Record<ClauseKey, string>> }) {
  const text = useTexts(editorTexts);
  return (
    <Sentence
      clauses={CLAUSES.map((key) => ({ key, label: text(`label.${key}`), words: words[key] }))}
    />
  );
}
