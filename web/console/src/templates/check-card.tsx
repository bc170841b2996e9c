import { CHECK_GROUPS } from '@augenblick/contract';
import type { CheckGroup, TemplateFinding } from '@augenblick/contract';
import type { TemplateReport } from '@augenblick/contract/api/template.ts';
import { Card, Icon, useLanguage, useTexts } from '@augenblick/ui/react';
import { UnstyledButton } from '@mantine/core';
import styles from './check.module.css';
import { editorTexts } from './texts-editor.ts';

type Check = TemplateReport['checks'][number];

/** Every point of the check with its result; what is not fine leads to where it is put right. */
export function CheckCard(props: { report: TemplateReport; onGo: (field: string) => void }) {
  const { report, onGo } = props;
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

function FailedLine(props: { finding: TemplateFinding; onGo: (field: string) => void }) {
  const { finding, onGo } = props;
  const [language] = useLanguage();
  const { severity, field, words } = finding;
  return (
    <li data-severity={severity}>
      <Icon name={severity === 'must' ? 'warning' : 'info'} size={15} />
      <UnstyledButton onClick={() => onGo(field)}>{words[language]}</UnstyledButton>
    </li>
  );
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
