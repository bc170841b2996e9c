import { CAP_SPANS } from '@augenblick/contract';
import type { Cap } from '@augenblick/contract';
import { FieldRow, Fields, Icon, Quiet, ToggleChips, useTexts } from '@augenblick/ui/react';
import { ActionIcon, Button, Select, Switch, TextInput } from '@mantine/core';
import { clockOf, dayName } from './clauses.ts';
import styles from '../published/editor.module.css';
import { instantOf, wallOf } from './instants.ts';
import { NumberField } from './number-field.tsx';
import type { PanelProps } from './panel.ts';
import { clauseTexts } from './texts-clauses.ts';
import { editorTexts } from './texts-editor.ts';
import { heartTexts } from './texts-words.ts';

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

const CAPS_MAX = 5;

/** How often the same person may see it. */
export function OftenPanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  const { caps } = draft;
  const free = CAP_SPANS.filter((span) => !caps.some(({ per }) => per === span));
  const [next] = free;
  return (
    <Fields>
      <CapRows caps={caps} onChange={(changed) => onChange({ caps: changed })} />
      {next && caps.length < CAPS_MAX && (
        <div>
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="plus" size={14} />}
            onClick={() => onChange({ caps: [...caps, { times: 1, per: next }] })}
          >
            {text('capAdd')}
          </Button>
        </div>
      )}
    </Fields>
  );
}

/** Limits one below the other; each span is used once. */
export function CapRows({ caps, onChange }: { caps: Cap[]; onChange: (caps: Cap[]) => void }) {
  const text = useTexts(editorTexts);
  const heart = useTexts(heartTexts);
  return caps.map((cap, at) => {
    const spans = CAP_SPANS.filter(
      (span) => span === cap.per || !caps.some(({ per }) => per === span),
    );
    return (
      <div key={cap.per} className={styles.capRow}>
        <NumberField
          label={text('capTimes')}
          value={cap.times}
          min={1}
          max={1000}
          onChange={(times) => onChange(caps.with(at, { ...cap, times: times ?? 1 }))}
        />
        <Select
          label={text('capPer')}
          allowDeselect={false}
          value={cap.per}
          data={spans.map((value) => ({ value, label: heart(`per.${value}`) }))}
          onChange={(value) => {
            const per = CAP_SPANS.find((one) => one === value);
            if (per) onChange(caps.with(at, { ...cap, per }));
          }}
        />
        <ActionIcon
          aria-label={text('capRemove')}
          onClick={() => onChange(caps.filter((_, other) => other !== at))}
        >
          <Icon name="close" size={14} />
        </ActionIcon>
      </div>
    );
  });
}
