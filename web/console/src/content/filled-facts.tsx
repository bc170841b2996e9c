import { Icon } from '@augenblick/ui/react';
import styles from './filled-facts.module.css';

/** Which names were filled in, and with what; folded until somebody asks. */
export function FilledFacts(props: {
  facts: readonly { name: string; value: string | null }[];
  /** What a name is called; without it, as it is written. */
  nameOf?: (name: string) => string;
  text: (word: 'facts' | 'noFact', values?: { count: number }) => string;
}) {
  const { facts, nameOf, text } = props;
  if (facts.length === 0) return null;
  return (
    <details className={styles.facts}>
      <summary>
        <Icon name="chevronRight" size={14} />
        {text('facts', { count: facts.length })}
      </summary>
      <dl>
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{nameOf ? nameOf(name) : name}</dt>
            <dd>{value ?? text('noFact')}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
