import type { CampaignDraft } from '@augenblick/contract';
import type { MomentKind } from '@augenblick/contract';
import { Icon, MomentMark, useTexts } from '@augenblick/ui/react';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { CLAUSES, clausesOf, useWording } from './clauses.ts';
import type { ClauseKey } from './clauses.ts';
import styles from './sentence.module.css';
import { clauseTexts } from './texts-clauses.ts';

/** A text whose parts between two § are drawn stronger. */
export function Marked({ words }: { words: string }) {
  return words.split('§').map((part, at) =>
    at % 2 === 1 ? (
      // The same words may stand twice; their place tells them apart.
      // oxlint-disable-next-line react/no-array-index-key
      <b key={at}>{part}</b>
    ) : (
      part
    ),
  );
}

const KINDS: readonly MomentKind[] = ['know', 'go', 'do', 'buy'];

/** The marks of the moments a campaign speaks to: colour and shape. */
export function KindMarks({ kinds, size = 16 }: { kinds: readonly string[]; size?: number }) {
  return (
    <span className={styles.marks}>
      {KINDS.filter((kind) => kinds.includes(kind)).map((kind) => (
        <MomentMark key={kind} moment={kind} size={size} />
      ))}
    </span>
  );
}

/** A whole campaign as a sentence to read. */
export function CampaignSentence({ draft }: { draft: CampaignDraft }) {
  const text = useTexts(clauseTexts);
  const clauses = clausesOf(draft, useWording());
  return (
    <dl className={styles.read}>
      {CLAUSES.map((key) => (
        <div key={key}>
          <dt>{text(`label.${key}`)}</dt>
          <dd>
            {key === 'when' && <KindMarks kinds={draft.when.kinds} />}
            <Marked words={clauses[key]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One clause to change: the words are a button, what can be chosen opens right below them. */
export function Clause(props: {
  name: ClauseKey;
  words: string;
  marks?: ReactNode;
  open: boolean;
  onToggle: () => void;
  /** Sentences about what is missing here, the graver first. */
  findings: readonly { severity: 'must' | 'should'; words: string }[];
  children: ReactNode;
}) {
  const text = useTexts(clauseTexts);
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
            {props.marks}
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
