import type { BroadcastDraft, BroadcastFinding } from '@augenblick/contract';
import type { TemplateOne } from '@augenblick/contract/api/template.ts';
import { Icon, useTexts } from '@augenblick/ui/react';
import { Link } from 'react-router';
import { FindingsCard } from '../published/findings-card.tsx';
import styles from './broadcasts.module.css';
import { useTemplatesById } from './queries.ts';
import { editorTexts } from './texts-editor.ts';
import { clauseOfField } from './wording.ts';
import type { ClauseKey } from './wording.ts';

/** What still has to be done, in words, each leading to where it is done; and the check of every template. */
export function CheckCard(props: {
  draft: BroadcastDraft;
  findings: readonly BroadcastFinding[] | undefined;
  onGo: (clause: ClauseKey) => void;
}) {
  const { draft, findings, onGo } = props;
  const text = useTexts(editorTexts);
  return (
    <FindingsCard
      findings={findings}
      text={text}
      wayTo={(field) => {
        const clause = clauseOfField(field);
        return clause && (() => onGo(clause));
      }}
    >
      <TemplateChecks draft={draft} />
    </FindingsCard>
  );
}

/** The check before sending, one line a template; what is not fine is put right there. */
function TemplateChecks({ draft }: { draft: BroadcastDraft }) {
  const text = useTexts(editorTexts);
  const ids = [...new Set(draft.variants.flatMap(({ templateIds }) => Object.values(templateIds)))];
  const loaded = useTemplatesById(ids).flatMap(({ data }) => data ?? []);
  if (loaded.length === 0) return null;
  return (
    <>
      <h3 className={styles.small}>{text('templateCheck')}</h3>
      <ul className={styles.checks}>
        {loaded.map((one) => (
          <TemplateLine key={one.template.id} one={one} />
        ))}
      </ul>
    </>
  );
}

function TemplateLine({ one: { template, report } }: { one: TemplateOne }) {
  const text = useTexts(editorTexts);
  const counted = report.checks.filter(({ state }) => state !== 'not_applicable');
  const passed = counted.filter(({ state }) => state === 'passed').length;
  const faults = counted.filter(
    ({ state, severity }) => state === 'failed' && severity === 'must',
  ).length;
  return (
    <li>
      <Icon name={faults > 0 ? 'warning' : 'check'} size={15} />
      <span>
        <Link to={`/messages/templates/${template.id}`}>{template.name}</Link>
        <br />
        {text('templatePassed', { passed, total: counted.length })}
        {faults > 0 && `, ${text('templateFaults', { count: faults })}`}
      </span>
    </li>
  );
}
