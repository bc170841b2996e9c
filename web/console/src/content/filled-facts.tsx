import { KeyValue, More } from '@augenblick/ui/react';

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
    <More summary={text('facts', { count: facts.length })}>
      <KeyValue
        apart
        entries={facts.map(({ name, value }) => [
          nameOf ? nameOf(name) : name,
          value ?? text('noFact'),
        ])}
      />
    </More>
  );
}
