import type { Condition, EventPattern } from '@augenblick/contract';
import type { SegmentVocabulary } from '@augenblick/contract/api/segment.ts';
import { Icon, useTexts } from '@augenblick/ui/react';
import { useState } from 'react';
import { isIncomplete, isWhole } from '../../segments/builder/blank.ts';
import { GroupEditor } from '../../segments/builder/group.tsx';
import type { Group } from '../../segments/builder/group.tsx';
import { Happening } from '../../segments/builder/parts.tsx';
import { formTexts } from '../texts-forms.ts';
import type { JourneyWording } from '../words.ts';
import styles from './forms.module.css';

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
