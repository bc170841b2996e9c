import type { ReactNode } from 'react';
import { Marked } from './marked.tsx';
import styles from './sentence.module.css';

/** A part of the sentence that a draft reads as. */
export interface ReadClause {
  key: string;
  label: string;
  /** Parts between two § are drawn stronger. */
  words: string;
  marks?: ReactNode;
}

/** A whole draft as a sentence to read. */
export function Sentence({ clauses }: { clauses: readonly ReadClause[] }) {
  return (
    <dl className={styles.read}>
      {clauses.map(({ key, label, words, marks }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>
            {marks}
            <Marked words={words} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
