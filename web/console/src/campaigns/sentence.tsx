import type { CampaignDraft } from '@augenblick/contract';
import type { MomentKind } from '@augenblick/contract';
import { MomentMark, useTexts } from '@augenblick/ui/react';
import { Sentence } from '../published/sentence.tsx';
import styles from '../published/sentence.module.css';
import { CLAUSES, clausesOf, useWording } from './clauses.ts';
import { clauseTexts } from './texts-clauses.ts';

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
    <Sentence
      clauses={CLAUSES.map((key) => ({
        key,
        label: text(`label.${key}`),
        words: clauses[key],
        marks: key === 'when' && <KindMarks kinds={draft.when.kinds} />,
      }))}
    />
  );
}
