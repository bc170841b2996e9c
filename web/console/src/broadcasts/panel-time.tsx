import type { BroadcastSchedule } from '@augenblick/contract';
import { FieldRow, Fields, Quiet, useTexts } from '@augenblick/ui/react';
import { SegmentedControl, TextInput } from '@mantine/core';
import { CapList } from '../campaigns/cap-list.tsx';
import { instantOf, wallOf } from '../campaigns/instants.ts';
import { NumberField } from '../campaigns/number-field.tsx';
import { useRetailer } from '../session/session.tsx';
import type { PanelProps } from './panel.ts';
import { editorTexts } from './texts-editor.ts';
import { clockOf } from '../campaigns/instants.ts';

const KINDS = ['now', 'at', 'local'] as const;
/** Evenings are when newsletters are read. */
const EVENING = 18 * 60;

/** When: at once, at an instant in the shop's zone, or at an hour of each shopper. */
export function TimePanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  const { timeZone: zone } = useRetailer();
  const { schedule } = draft;
  const set = (next: BroadcastSchedule): void => onChange({ schedule: next });
  const choose = (kind: string): void => {
    const tomorrow = wallOf(Date.now() + 86_400_000, zone).slice(0, 10);
    if (kind === 'now') set({ kind: 'now' });
    else if (kind === 'local') set({ kind: 'local', day: tomorrow, minutes: EVENING });
    else set({ kind: 'at', at: instantOf(`${tomorrow}T18:00`, zone) ?? Date.now() });
  };
  return (
    <Fields>
      <SegmentedControl
        aria-label={text('when')}
        value={schedule.kind}
        data={KINDS.map((value) => ({ value, label: text(`when.${value}`) }))}
        onChange={choose}
      />
      {schedule.kind === 'at' && (
        <TextInput
          type="datetime-local"
          label={text('at', { zone })}
          value={wallOf(schedule.at, zone)}
          onChange={(event) => {
            const at = instantOf(event.currentTarget.value, zone);
            if (at !== null) set({ kind: 'at', at });
          }}
        />
      )}
      {schedule.kind === 'local' && (
        <>
          <FieldRow>
            <TextInput
              type="date"
              label={text('day')}
              value={schedule.day}
              onChange={(event) => {
                const day = event.currentTarget.value;
                if (/^\d{4}-\d{2}-\d{2}$/.test(day)) set({ ...schedule, day });
              }}
            />
            <TextInput
              type="time"
              label={text('clock')}
              value={clockOf(schedule.minutes)}
              onChange={(event) => {
                const [hours = 0, minutes = 0] = event.currentTarget.value.split(':').map(Number);
                set({ ...schedule, minutes: hours * 60 + minutes });
              }}
            />
          </FieldRow>
          <Quiet>{text('localHint', { zone })}</Quiet>
        </>
      )}
    </Fields>
  );
}

/** How fast: spread over a time, and at most so many a minute. */
export function PacePanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  return (
    <FieldRow>
      <NumberField
        label={text('spread')}
        description={text('spreadHint')}
        value={draft.spreadMinutes}
        min={0}
        max={1440}
        onChange={(spreadMinutes) => onChange({ spreadMinutes: spreadMinutes ?? 0 })}
      />
      <NumberField
        label={text('perMinute')}
        description={text('perMinuteHint')}
        placeholder={text('noLimit')}
        value={draft.perMinute}
        min={1}
        max={1_000_000}
        empty
        onChange={(perMinute) => onChange({ perMinute })}
      />
    </FieldRow>
  );
}

const CAP_SPANS_HERE = ['day', 'week', 'month'] as const;

/** How often newsletters may reach the same person, and what it shares a day with. */
export function OftenPanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  return (
    <Fields>
      <Quiet>{text('capsHint')}</Quiet>
      <CapList caps={draft.caps} spans={CAP_SPANS_HERE} onChange={(caps) => onChange({ caps })} />
      <TextInput
        label={text('group')}
        description={text('groupHint')}
        maxLength={60}
        value={draft.exclusiveGroup ?? ''}
        onChange={(event) => {
          const group = event.currentTarget.value;
          onChange({ exclusiveGroup: group.trim() === '' ? null : group });
        }}
      />
    </Fields>
  );
}

/** What counts as its result. */
export function ResultPanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  return (
    <NumberField
      label={text('resultField')}
      value={draft.resultDays}
      min={1}
      max={90}
      onChange={(resultDays) => onChange({ resultDays: resultDays ?? 7 })}
    />
  );
}
