import { CHECK_GROUPS } from '@augenblick/contract';
import type { CheckGroup, TemplateDraft, TemplateFinding } from '@augenblick/contract';
import type { TemplateReport } from '@augenblick/contract/api/template.ts';
import { Card, Icon, useLanguage, useTexts } from '@augenblick/ui/react';
import { UnstyledButton } from '@mantine/core';
import { contentsOf } from './steps.ts';
import styles from './check.module.css';
import { placeOf } from './finding-place.ts';
import { blockTexts } from './texts-blocks.ts';
import { editorTexts } from './texts-editor.ts';

type Check = TemplateReport['checks'][number];

/** Every point of the check with its result; what is not fine leads to where it is put right. */
export function CheckCard(props: {
  draft: TemplateDraft;
  report: TemplateReport;
  onGo: (field: string) => void;
}) {
  const { draft, report, onGo } = props;
  const text = useTexts(editorTexts);
  const counted = report.checks.filter(({ state }) => state !== 'not_applicable');
  const passed = counted.filter(({ state }) => state === 'passed').length;
  const must = report.checks.filter(isFailed).filter(({ severity }) => severity === 'must');
  const figures = { passed, total: counted.length };
  return (
    <Card
      title={text('checkTitle')}
      note={
        must.length === 0
          ? text('checkGood', figures)
          : text('checkBad', { count: must.length, ...figures })
      }
    >
      <Meter checks={counted} />
      <ul className={styles.failed} aria-live="polite">
        {report.checks
          .filter(isFailed)
          .flatMap((check) =>
            check.findings.map((finding) => (
              <FailedLine
                key={`${check.key}${finding.field}${finding.words.en}`}
                draft={draft}
                finding={finding}
                onGo={onGo}
              />
            )),
          )}
      </ul>
      {CHECK_GROUPS.map((group) => (
        <Group
          key={group}
          group={group}
          checks={report.checks.filter((one) => one.group === group)}
        />
      ))}
    </Card>
  );
}

function isFailed({ state }: Check): boolean {
  return state === 'failed';
}

/** One small mark per point: forty at a glance. */
function Meter({ checks }: { checks: readonly Check[] }) {
  return (
    <div className={styles.meter} aria-hidden>
      {checks.map(({ key, state, severity }) => (
        <i key={key} data-state={state === 'passed' ? 'passed' : severity} />
      ))}
    </div>
  );
}

function FailedLine(props: {
  draft: TemplateDraft;
  finding: TemplateFinding;
  onGo: (field: string) => void;
}) {
  const { draft, finding, onGo } = props;
  const [language] = useLanguage();
  const { severity, field, words } = finding;
  const where = useWhere(draft, field);
  return (
    <li data-severity={severity}>
      <Icon name={severity === 'must' ? 'warning' : 'info'} size={15} />
      <UnstyledButton onClick={() => onGo(field)}>
        {words[language]}
        {where !== '' && <small>{where}</small>}
      </UnstyledButton>
    </li>
  );
}

/** Where a finding stands: the same one is often there in both languages. Empty for the draft as a whole. */
function useWhere(draft: TemplateDraft, field: string): string {
  const text = useTexts(editorTexts);
  const kinds = useTexts(blockTexts);
  const place = placeOf(draft, field);
  if (place === null) return '';
  const { variant, language } = place.writing;
  const content = contentsOf(draft, variant)[language];
  const blocks = content.kind === 'mail' ? content.blocks : [];
  const block = blocks.find(({ id }) => id === place.block);
  const parts = [
    draft.variants.length > 0 ? text('variantName', { letter: variant.toUpperCase() }) : '',
    text(language),
    block ? kinds(block.kind) : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The points of one group, folded: whoever wants to see all of them opens it. */
function Group({ group, checks }: { group: CheckGroup; checks: readonly Check[] }) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const counted = checks.filter(({ state }) => state !== 'not_applicable');
  if (counted.length === 0) return null;
  const passed = counted.filter(({ state }) => state === 'passed').length;
  return (
    <details className={styles.group}>
      <summary>
        <Icon name="chevronRight" size={14} />
        <span>{text(`group.${group}`)}</span>
        <span>{text('checkGroup', { passed, total: counted.length })}</span>
      </summary>
      <ul>
        {checks.map((check) => (
          <li key={check.key} data-state={check.state} data-severity={check.severity}>
            <Icon name={iconOf(check)} size={14} label={text(wordOf(check))} />
            {check.title[language]}
          </li>
        ))}
      </ul>
    </details>
  );
}

function iconOf({ state, severity }: Check): 'check' | 'minus' | 'warning' | 'info' {
  if (state === 'passed') return 'check';
  if (state === 'not_applicable') return 'minus';
  return severity === 'must' ? 'warning' : 'info';
}

function wordOf({ state, severity }: Check) {
  if (state === 'passed') return 'passed' as const;
  if (state === 'not_applicable') return 'notApplicable' as const;
  return severity === 'must' ? ('failedMust' as const) : ('failedShould' as const);
}
