import type { Duration, JourneyDraft } from '@augenblick/contract';
import { Icon, ToggleChips, useTexts } from '@augenblick/ui/react';
import { ActionIcon, Select, Switch, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { Span } from '../../segments/builder/parts.tsx';
import { formTexts } from '../texts-forms.ts';
import { wordTexts } from '../texts-words.ts';
import { clockOf } from '../../campaigns/instants.ts';
import { dayName } from '../words.ts';
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
      clearable
      value={props.value}
      data={[...(props.options ?? [])]}
      onChange={props.onChange}
    />
  );
}

/** Only an event of the same basket, order or product; nothing to ask where there is one way a shopper. */
export function SameKey(props: {
  draft: JourneyDraft;
  checked: boolean;
  onSameKey: (checked: boolean) => void;
}) {
  const text = useTexts(formTexts);
  const word = useTexts(wordTexts);
  const { draft, checked, onSameKey } = props;
  if (draft.key === 'shopper') return null;
  return (
    <Switch
      label={text('sameKey', { key: word(`key.${draft.key}`) })}
      checked={checked}
      onChange={(event) => onSameKey(event.currentTarget.checked)}
    />
  );
}
