import { BROADCAST_MEASURES } from '@augenblick/contract';
import type { BroadcastTest } from '@augenblick/contract';
import { FieldRow, Fields, Quiet, useTexts } from '@augenblick/ui/react';
import { Select, Switch } from '@mantine/core';
import { NumberField } from '../campaigns/number-field.tsx';
import type { PanelProps } from './panel.ts';
import { editorTexts } from './texts-editor.ts';

const FIRST: BroadcastTest = {
  shareBp: 2000,
  measure: 'clicked',
  afterMinutes: 240,
  unclear: 'leading',
};

/** Whether the wordings are tried out first, by what, and what happens when nobody wins. */
export function TestPanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  const { test, variants } = draft;
  if (variants.length < 2 && test === null) return <Quiet>{text('testNeeds')}</Quiet>;
  const set = (part: Partial<BroadcastTest>): void =>
    onChange({ test: { ...(test ?? FIRST), ...part } });
  return (
    <Fields>
      <Switch
        label={text('testSwitch')}
        checked={test !== null}
        onChange={(event) => onChange({ test: event.currentTarget.checked ? FIRST : null })}
      />
      {test && (
        <>
          <FieldRow>
            <NumberField
              label={text('testShare')}
              value={test.shareBp / 100}
              min={1}
              max={100}
              onChange={(percent) => set({ shareBp: (percent ?? 20) * 100 })}
            />
            <NumberField
              label={text('testAfter')}
              value={test.afterMinutes / 60}
              min={0.1}
              max={168}
              digits={1}
              onChange={(hours) => set({ afterMinutes: Math.round((hours ?? 4) * 60) })}
            />
          </FieldRow>
          <FieldRow>
            <Select
              label={text('testMeasure')}
              value={test.measure}
              data={BROADCAST_MEASURES.map((value) => ({ value, label: text(`measure.${value}`) }))}
              onChange={(value) => {
                const measure = BROADCAST_MEASURES.find((one) => one === value);
                if (measure) set({ measure });
              }}
            />
            <Select
              label={text('testUnclear')}
              value={test.unclear}
              data={(['leading', 'ask'] as const).map((value) => ({
                value,
                label: text(`unclear.${value}`),
              }))}
              onChange={(value) => set({ unclear: value === 'ask' ? 'ask' : 'leading' })}
            />
          </FieldRow>
          <Quiet>{text('testHonest')}</Quiet>
        </>
      )}
    </Fields>
  );
}
