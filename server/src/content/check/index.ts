import type { TemplateFinding } from '@augenblick/contract';
import type { TemplateReport } from '@augenblick/contract/api/template.ts';
import { type Check, type CheckInput, contextOf } from './check.ts';
import { CONTENT_CHECKS } from './content.ts';
import { LAW_CHECKS } from './law.ts';
import { LINK_CHECKS } from './links.ts';
import { PICTURE_CHECKS } from './pictures.ts';
import { READING_CHECKS } from './reading.ts';

/** The points of the check before sending, in the order of a message. A new one is one entry in its group. */
export const CHECKS: readonly Check[] = [
  ...CONTENT_CHECKS,
  ...LINK_CHECKS,
  ...PICTURE_CHECKS,
  ...LAW_CHECKS,
  ...READING_CHECKS,
];

const RANK = { failed: 0, passed: 1, not_applicable: 2 } as const;

/** Looks at a draft from every side. Pure; never throws for anything a draft may hold. */
export function checkTemplate(input: CheckInput): TemplateReport {
  const context = contextOf(input);
  const checks = CHECKS.map((check): TemplateReport['checks'][number] => {
    const { key, group, severity, title } = check;
    const findings: TemplateFinding[] = [];
    const applies = check.applies(context);
    if (applies) {
      check.look(context, (field, de, en) => {
        const known = findings.some((one) => one.field === field && one.words.de === de);
        if (!known) findings.push({ check: key, severity, field, words: { de, en } });
      });
    }
    const state = !applies ? 'not_applicable' : findings.length > 0 ? 'failed' : 'passed';
    return { key, group, severity, title, state, findings };
  });
  const sizes = context.wordings.flatMap(({ filled }) =>
    filled !== null && 'html' in filled ? [Buffer.byteLength(filled.html)] : [],
  );
  return {
    checks: checks.sort(
      (a, b) => RANK[a.state] - RANK[b.state] || a.severity.localeCompare(b.severity),
    ),
    ready: !checks.some(({ state, severity }) => state === 'failed' && severity === 'must'),
    htmlBytes: sizes.length === 0 ? null : Math.max(...sizes),
  };
}
