import { FieldRow, Fields, Quiet, ToggleChips, useTexts } from '@augenblick/ui/react';
import { Switch, TextInput } from '@mantine/core';
import { CapList } from './cap-list.tsx';
import { dayName } from './clauses.ts';
import { clockOf, instantOf, wallOf } from './instants.ts';
import type { PanelProps } from './panel.ts';
import { clauseTexts } from './texts-clauses.ts';
import { editorTexts } from './texts-editor.ts';

const DAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** When it runs: a span, days, hours, all in the shop's zone. */
export function TimePanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  const clause = useTexts(clauseTexts);
  const { schedule } = draft;
  const { zone, from, to, days, hours } = schedule;
  const set = (part: Partial<typeof schedule>): void =>
    onChange({ schedule: { ...schedule, ...part } });
  return (
    <Fields>
      <FieldRow>
        <TextInput
          type="datetime-local"
          label={text('from')}
          value={from === null ? '' : wallOf(from, zone)}
          onChange={(event) => set({ from: instantOf(event.currentTarget.value, zone) })}
        />
        <TextInput
          type="datetime-local"
          label={text('to')}
          value={to === null ? '' : wallOf(to, zone)}
          onChange={(event) => set({ to: instantOf(event.currentTarget.value, zone) })}
        />
      </FieldRow>
      <Quiet>{text('open')}</Quiet>
      <ToggleChips
        label={text('days')}
        options={DAYS.map((value) => ({ value, label: dayName(clause, Number(value)) }))}
        chosen={DAYS.filter((day) => days.includes(Number(day)))}
        onChange={(chosen) => set({ days: chosen.map(Number) })}
      />
      <Switch
        label={text('hours')}
        checked={hours !== null}
        onChange={(event) =>
          set({ hours: event.currentTarget.checked ? { from: 9 * 60, to: 18 * 60 } : null })
        }
      />
      {hours && (
        <FieldRow>
          <TextInput
            type="time"
            label={text('hoursFrom')}
            value={clockOf(hours.from)}
            onChange={(event) =>
              set({ hours: { ...hours, from: minutesOf(event.currentTarget.value) } })
            }
          />
          <TextInput
            type="time"
            label={text('hoursTo')}
            value={clockOf(hours.to)}
            onChange={(event) =>
              set({ hours: { ...hours, to: minutesOf(event.currentTarget.value) } })
            }
          />
        </FieldRow>
      )}
    </Fields>
  );
}

/** "09:30" → 570; an emptied field is midnight. */
function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

/** How often the same person may see it. */
export function OftenPanel({ draft, onChange }: PanelProps) {
  return (
    <Fields>
      <CapList caps={draft.caps} onChange={(caps) => onChange({ caps })} />
    </Fields>
  );
}
