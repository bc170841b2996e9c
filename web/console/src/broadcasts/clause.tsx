import { Icon, useTexts } from '@augenblick/ui/react';
import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from '../campaigns/sentence.module.css';
import { Marked } from './marked.tsx';
import { editorTexts } from './texts-editor.ts';
import type { ClauseKey } from './wording.ts';

/** One clause to change: the words are a button, what can be chosen opens right below them. */
export function Clause(props: {
  name: ClauseKey;
  words: string;
  open: boolean;
  onToggle: () => void;
  /** Sentences about what is missing here, the graver first. */
  findings: readonly { severity: 'must' | 'should'; words: string }[];
  children: ReactNode;
}) {
  const text = useTexts(editorTexts);
  const id = useId();
  const { name, words, open, findings } = props;
  return (
    <section className={styles.clause} data-open={open}>
      <h3>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={open}
          aria-controls={id}
          onClick={props.onToggle}
        >
          <span className={styles.label}>{text(`label.${name}`)}</span>
          <span className={styles.words}>
            <span>
              <Marked words={words} />
            </span>
          </span>
          <Icon name={open ? 'chevronDown' : 'chevronRight'} size={15} />
        </button>
      </h3>
      {findings.map((finding) => (
        <p key={finding.words} className={styles.finding} data-severity={finding.severity}>
          <Icon name={finding.severity === 'must' ? 'warning' : 'info'} size={14} />
          {finding.words}
        </p>
      ))}
      <div id={id} hidden={!open} className={styles.panel}>
        {open && props.children}
      </div>
    </section>
  );
}

/** A whole newsletter as a sentence to read. */
export function ReadSentence({ words }: { words: Readonly<Record<ClauseKey, string>> }) {
  const text = useTexts(editorTexts);
  return (
    <dl className={styles.read}>
      {Object.entries(words).map(([key, clause]) => (
        <div key={key}>
          <dt>{text(`label.${key as ClauseKey}`)}</dt>
          <dd>
            <Marked words={clause} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
