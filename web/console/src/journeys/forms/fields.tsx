import type { Condition, Duration, EventPattern } from '@augenblick/contract';
import type { SegmentVocabulary } from '@augenblick/contract/api/segment.ts';
import { Icon, ToggleChips, useTexts } from '@augenblick/ui/react';
import { ActionIcon, Select, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { isIncomplete, isWhole } from '../../segments/builder/blank.ts';
import { GroupEditor } from '../../segments/builder/group.tsx';
import type { Group } from '../../segments/builder/group.tsx';
import { Happening, Span } from '../../segments/builder/parts.tsx';
import { formTexts } from '../texts-forms.ts';
import { wordTexts } from '../texts-words.ts';
import { clockOf, dayName } from '../words.ts';
import type { JourneyWording } from '../words.ts';
import styles from './forms.module.css';

/** A heading with what belongs to it. */
export function Section(props: { title: string; note?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h3 id={id}>{props.title}</h3>
      {props.note && <p className={styles.note}>{props.note}</p>}
      {props.children}
    </section>
  );
}

/** Something that can be taken out again: what it is, and a cross. */
export function Removable(props: { label: string; onRemove: () => void; children: ReactNode }) {
  return (
    <div className={styles.removable}>
      <div className={styles.removableBody}>{props.children}</div>
      <ActionIcon aria-label={props.label} onClick={props.onRemove}>
        <Icon name="close" size={14} />
      </ActionIcon>
    </div>
  );
}

/** A length of time. */
export function SpanField(props: {
  label: string;
  value: Duration;
  onChange: (value: Duration) => void;
}) {
  return (
    <div role="group" aria-label={props.label} className={styles.line}>
      <span>{props.label}</span>
      <Span value={props.value} onChange={props.onChange} />
    </div>
  );
}

const DAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** Weekdays, 1 = Monday. */
export function DaysField(props: {
  label: string;
  value: readonly number[];
  onChange: (value: number[]) => void;
}) {
  const text = useTexts(wordTexts);
  return (
    <ToggleChips
      label={props.label}
      options={DAYS.map((value) => ({ value, label: dayName(Number(value), text).slice(0, 2) }))}
      chosen={DAYS.filter((day) => props.value.includes(Number(day)))}
      onChange={(chosen) => props.onChange(chosen.map(Number))}
    />
  );
}

/** A minute of the day. */
export function ClockField(props: {
  label: string;
  note?: string;
  value: number;
  onChange: (minute: number) => void;
}) {
  return (
    <TextInput
      type="time"
      label={props.label}
      description={props.note}
      value={clockOf(props.value)}
      onChange={(event) => {
        const [hours = 0, minutes = 0] = event.currentTarget.value.split(':').map(Number);
        if (Number.isFinite(hours + minutes)) props.onChange(hours * 60 + minutes);
      }}
    />
  );
}

/** One of a list by name; what is no longer there stays visible as such. */
export function ChoiceField(props: {
  label: string;
  description?: ReactNode;
  value: string | null;
  options: readonly { value: string; label: string }[] | undefined;
  onChange: (value: string | null) => void;
}) {
  const text = useTexts(formTexts);
  return (
    <Select
      label={props.label}
      description={props.description}
      placeholder={text('choose')}
      searchable={(props.options?.length ?? 0) > 8}
      value={props.value}
      data={[...(props.options ?? [])]}
      onChange={props.onChange}
    />
  );
}

interface Shared {
  vocabulary: SegmentVocabulary | undefined;
  words: JourneyWording;
}

function Incomplete() {
  const text = useTexts(formTexts);
  return (
    <p className={styles.incomplete} role="status">
      <Icon name="info" size={14} />
      {text('incomplete')}
    </p>
  );
}

const ONCE = { compare: 'at_least', n: 1 } as const;

/** What was done, with details. Only what is complete is passed on; what is not stays here until it is. */
export function PatternField(
  props: Shared & {
    label: string;
    value: EventPattern;
    onChange: (value: EventPattern) => void;
  },
) {
  const { vocabulary, words, label, value, onChange } = props;
  const [open, setOpen] = useState<EventPattern | null>(null);
  if (!vocabulary) return null;
  const take = (next: EventPattern): void => {
    const whole = !isIncomplete({ type: 'event', event: next, times: ONCE });
    setOpen(whole ? null : next);
    if (whole) onChange(next);
  };
  return (
    <div role="group" aria-label={label}>
      <div className={styles.line}>
        <span>{label}</span>
        <Happening
          label={label}
          value={open ?? value}
          vocabulary={vocabulary}
          wording={words.wording}
          onChange={take}
        />
      </div>
      {open && <Incomplete />}
    </div>
  );
}

function asGroup(condition: Condition | null): Group {
  if (condition === null) return { type: 'all', of: [] };
  return condition.type === 'all' || condition.type === 'any'
    ? condition
    : { type: 'all', of: [condition] };
}

/** What must be true of a shopper; null = nothing asked. Only what is complete is passed on. */
export function ConditionField(
  props: Shared & { value: Condition | null; onChange: (value: Condition | null) => void },
) {
  const { vocabulary, words, value, onChange } = props;
  const [open, setOpen] = useState<Group | null>(null);
  if (!vocabulary) return null;
  const take = (next: Group): void => {
    const empty = next.of.length === 0;
    const whole = empty || isWhole(next);
    setOpen(whole ? null : next);
    if (whole) onChange(empty ? null : next);
  };
  return (
    <div className={styles.condition}>
      <GroupEditor
        group={open ?? asGroup(value)}
        path={[]}
        depth={1}
        vocabulary={vocabulary}
        wording={words.wording}
        problems={[]}
        onChange={take}
      />
      {open && <Incomplete />}
    </div>
  );
}
