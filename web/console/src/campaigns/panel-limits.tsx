import { currencyExponent } from '@augenblick/contract';
import { FieldRow, Fields, useFormats, useTexts } from '@augenblick/ui/react';
import { Select, Switch, TextInput } from '@mantine/core';
import { useRetailer } from '../session/session.tsx';
import { GOALS, goalName } from './clauses.ts';
import { NumberField } from './number-field.tsx';
import type { PanelProps } from './panel.ts';
import { editorTexts } from './texts-editor.ts';
import { heartTexts } from './texts-words.ts';

/** What it may give away in all. */
export function BudgetPanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  const { currency: usual } = useRetailer();
  const { budget } = draft;
  const currency = budget?.currency ?? usual;
  const digits = currencyExponent(currency);
  const factor = 10 ** digits;
  return (
    <Fields>
      <Switch
        label={text('budgetOn')}
        checked={budget !== null}
        onChange={(event) =>
          onChange({
            budget: event.currentTarget.checked ? { minor: 100 * factor, currency } : null,
          })
        }
      />
      {budget && (
        <FieldRow>
          <NumberField
            label={text('budget', { currency })}
            value={budget.minor / factor}
            min={1 / factor}
            max={10_000_000}
            digits={digits}
            onChange={(value) => {
              if (value !== null) {
                onChange({ budget: { minor: Math.round(value * factor), currency } });
              }
            }}
          />
        </FieldRow>
      )}
    </Fields>
  );
}

const WINDOWS = ['1', '24', '72', '168', '336', '720'] as const;

/** What counts as success, and how soon it must happen. */
export function GoalPanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  const heart = useTexts(heartTexts);
  const { goal } = draft;
  const own = String(goal.windowHours);
  const events: readonly string[] = GOALS;
  return (
    <FieldRow>
      <Select
        label={text('goal')}
        value={goal.event}
        data={(events.includes(goal.event) ? events : [...events, goal.event]).map((value) => ({
          value,
          label: goalName(heart, value),
        }))}
        onChange={(event) => event && onChange({ goal: { ...goal, event } })}
      />
      <Select
        label={text('window')}
        value={own}
        data={[
          ...WINDOWS.map((value) => ({ value: value as string, label: text(`window.${value}`) })),
          ...(WINDOWS.some((one) => one === own)
            ? []
            : [{ value: own, label: text('hoursValue', { count: goal.windowHours }) }]),
        ]}
        onChange={(value) => value && onChange({ goal: { ...goal, windowHours: Number(value) } })}
      />
    </FieldRow>
  );
}

const HOLDOUTS = [0, 200, 500, 1000, 2000, 5000] as const;

/** Who is kept out, so that there is something to compare with. */
export function HoldoutPanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  const formats = useFormats();
  const steps: number[] = HOLDOUTS.some((one) => one === draft.holdoutBp)
    ? [...HOLDOUTS]
    : [...HOLDOUTS, draft.holdoutBp].toSorted((a, b) => a - b);
  return (
    <Fields>
      <Select
        label={text('holdout')}
        description={text('holdoutNote')}
        value={String(draft.holdoutBp)}
        data={steps.map((value) => ({
          value: String(value),
          label: formats.percent(value / 10_000, value % 100 === 0 ? 0 : 2),
        }))}
        onChange={(value) => value !== null && onChange({ holdoutBp: Number(value) })}
      />
    </Fields>
  );
}

/** How it stands against other campaigns. */
export function RankPanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  return (
    <FieldRow>
      <NumberField
        label={text('priority')}
        description={text('priorityNote')}
        value={draft.priority}
        min={0}
        max={100}
        onChange={(priority) => onChange({ priority: priority ?? 0 })}
      />
      <TextInput
        label={text('group')}
        description={text('groupNote')}
        maxLength={60}
        value={draft.exclusiveGroup ?? ''}
        onChange={(event) => onChange({ exclusiveGroup: event.currentTarget.value || null })}
      />
      <NumberField
        label={text('margin')}
        description={text('marginNote')}
        value={draft.marginBp === null ? null : draft.marginBp / 100}
        min={0}
        max={100}
        digits={2}
        empty
        onChange={(value) =>
          onChange({ marginBp: value === null ? null : Math.round(value * 100) })
        }
      />
    </FieldRow>
  );
}
