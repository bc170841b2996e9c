import type { Block } from '@augenblick/contract';
import { useTexts } from '@augenblick/ui/react';
import styles from './editor.module.css';
import { summaryOf } from './summary.ts';
import { useNameOf } from './use-names.ts';
import { blockTexts } from './texts-blocks.ts';

/** What a block is about, cut to one line. */
export function SummaryLine({ block }: { block: Block }) {
  const text = useTexts(blockTexts);
  const summary = summaryOf(block, useNameOf());
  if ('words' in summary) return <span className={styles.summary}>{summary.words}</span>;
  const words =
    'count' in summary ? text(summary.key, { count: summary.count }) : text(summary.key);
  return (
    <span className={styles.summary} data-empty={summary.key.startsWith('empty')}>
      {words}
    </span>
  );
}
