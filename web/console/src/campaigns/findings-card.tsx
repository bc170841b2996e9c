import type { CampaignFinding } from '@augenblick/contract';
import { Card, Icon, useLanguage, useTexts } from '@augenblick/ui/react';
import { UnstyledButton } from '@mantine/core';
import type { ClauseKey } from './clauses.ts';
import styles from './editor.module.css';
import { clauseOfField } from './findings.ts';
import { editorTexts } from './texts-editor.ts';

/** What still has to be done, in words; each leads to where it is done. */
export function FindingsCard(props: {
  findings: readonly CampaignFinding[];
  onGo: (clause: ClauseKey) => void;
}) {
  const { findings, onGo } = props;
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const must = findings.filter(({ severity }) => severity === 'must');
  return (
    <Card
      title={text('checkTitle')}
      note={must.length === 0 ? text('checkGood') : text('checkMust', { count: must.length })}
    >
      <ul className={styles.findings} aria-live="polite">
        {[...must, ...findings.filter(({ severity }) => severity === 'should')].map((finding) => {
          const clause = clauseOfField(finding.field);
          const words = finding.words[language];
          return (
            <li key={`${finding.field}${words}`} data-severity={finding.severity}>
              <Icon name={finding.severity === 'must' ? 'warning' : 'info'} size={15} />
              {clause ? (
                <UnstyledButton onClick={() => onGo(clause)}>{words}</UnstyledButton>
              ) : (
                <span>{words}</span>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
