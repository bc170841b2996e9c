import { Card, Icon, useLanguage } from '@augenblick/ui/react';
import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './editor.module.css';

/** Something that is missing in a draft, or could be better. */
interface Finding {
  severity: 'must' | 'should';
  field: string;
  words: { de: string; en: string };
}

/** What still has to be done, in words, the graver first; each leads to where it is done. */
export function FindingsCard(props: {
  /** Undefined while nobody has looked yet. */
  findings: readonly Finding[] | undefined;
  text: (word: 'checkTitle' | 'checkGood' | 'checkMust', values?: { count: number }) => string;
  /** The way to where a field stands; null when it stands nowhere of its own. */
  wayTo?: (field: string) => (() => void) | null;
  children?: ReactNode;
}) {
  const { findings, text, wayTo, children } = props;
  const must = findings?.filter(({ severity }) => severity === 'must') ?? [];
  const should = findings?.filter(({ severity }) => severity === 'should') ?? [];
  const count = must.length;
  return (
    <Card
      title={text('checkTitle')}
      note={findings && (count === 0 ? text('checkGood') : text('checkMust', { count }))}
    >
      <Findings findings={[...must, ...should]} wayTo={wayTo} />
      {children}
    </Card>
  );
}

/** Findings in words, one below the other. */
export function Findings(props: {
  findings: readonly Finding[];
  /** The way to where a field stands; null when it stands nowhere of its own. */
  wayTo?: ((field: string) => (() => void) | null) | undefined;
}) {
  const [language] = useLanguage();
  return (
    <ul className={styles.findings} aria-live="polite">
      {props.findings.map(({ severity, field, words }) => {
        const go = props.wayTo?.(field);
        return (
          <li key={`${field}${words.en}`} data-severity={severity}>
            <Icon name={severity === 'must' ? 'warning' : 'info'} size={15} />
            {go ? (
              <UnstyledButton onClick={go}>{words[language]}</UnstyledButton>
            ) : (
              <span>{words[language]}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
