import { Icon } from '@augenblick/ui/react';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { Marked } from './marked.tsx';
import type { ReadClause } from './sentence.tsx';
import styles from './sentence.module.css';

/** One clause to change: the words are a button, what can be chosen opens right below them. */
export function Clause(
  props: Omit<ReadClause, 'key'> & {
    open: boolean;
    onToggle: () => void;
    /** Sentences about what is missing here, the graver first. */
    findings: readonly { severity: 'must' | 'should'; words: string }[];
    children: ReactNode;
  },
) {
  const id = useId();
  const { label, words, marks, open, findings } = props;
  return (
    <section className={styles.clause} data-open={open}>
      <h2>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={open}
          aria-controls={id}
          onClick={props.onToggle}
        >
          <span className={styles.label}>{label}</span>
          <span className={styles.words}>
            {marks}
            <span>
              <Marked words={words} />
            </span>
          </span>
          <Icon name={open ? 'chevronDown' : 'chevronRight'} size={15} />
        </button>
      </h2>
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
