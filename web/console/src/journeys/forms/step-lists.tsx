import { JOURNEY_LIMITS } from '@augenblick/contract';
import type { JourneyDraft, JourneyNode, PropertyTest } from '@augenblick/contract';
import type { SegmentVocabulary } from '@augenblick/contract/api/segment.ts';
import { Icon, useTexts } from '@augenblick/ui/react';
import { ActionIcon, Autocomplete, Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { NumberField } from '../../campaigns/number-field.tsx';
import { isIncomplete } from '../../segments/builder/blank.ts';
import { TestControl } from '../../segments/builder/parts.tsx';
import { propertyName } from '../../segments/words.ts';
import { formTexts } from '../texts-forms.ts';
import type { JourneyWording } from '../words.ts';
import { Removable } from './fields.tsx';
import styles from './forms.module.css';
import type { StepProps } from './step-form.tsx';

type Of<Type extends JourneyNode['type']> = Extract<JourneyNode, { type: Type }>;

function AddButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <div>
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon name="plus" size={14} />}
        onClick={onClick}
      >
        {label}
      </Button>
    </div>
  );
}

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];

/** The shares of a split: name and weight. */
export function Shares({ node, onChange }: StepProps<Of<'split'>>) {
  const text = useTexts(formTexts);
  const { shares } = node;
  const free = LETTERS.find((letter) => !shares.some(({ id }) => id === letter));
  return (
    <>
      {shares.map((share, at) => (
        <div key={share.id} className={styles.row}>
          <TextInput
            label={text('share', { n: at + 1 })}
            maxLength={60}
            value={share.name}
            onChange={(event) =>
              onChange(
                { ...node, shares: shares.with(at, { ...share, name: event.currentTarget.value }) },
                `share ${node.id} ${share.id}`,
              )
            }
          />
          <NumberField
            label={text('weight')}
            value={share.weight}
            min={0}
            max={1000}
            onChange={(weight) =>
              onChange(
                { ...node, shares: shares.with(at, { ...share, weight: weight ?? 0 }) },
                `share ${node.id} ${share.id}`,
              )
            }
          />
          <ActionIcon
            aria-label={text('removeShare')}
            disabled={shares.length <= 2}
            onClick={() => onChange({ ...node, shares: shares.filter((one) => one !== share) })}
          >
            <Icon name="close" size={14} />
          </ActionIcon>
        </div>
      ))}
      {free !== undefined && shares.length < JOURNEY_LIMITS.sharesMax && (
        <AddButton
          label={text('addShare')}
          onClick={() =>
            onChange({
              ...node,
              shares: [...shares, { id: free, name: free.toUpperCase(), weight: 50 }],
            })
          }
        />
      )}
      <p className={styles.empty}>{text('shareNote')}</p>
    </>
  );
}

const VALUE_KINDS = ['text', 'number', 'yes', 'no', 'forget'] as const;
type ValueKind = (typeof VALUE_KINDS)[number];
type TraitValue = string | number | boolean | null;

function kindOfValue(value: TraitValue): ValueKind {
  if (value === null) return 'forget';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? 'number' : 'text';
}

const FRESH: Readonly<Record<ValueKind, TraitValue>> = {
  text: '',
  number: 0,
  yes: true,
  no: false,
  forget: null,
};

/** What is noted about a shopper. */
export function Traits({ node, segments, onChange }: StepProps<Of<'profile'>>) {
  const text = useTexts(formTexts);
  const { traits } = node;
  const set = (at: number, part: Partial<(typeof traits)[number]>): void =>
    onChange(
      {
        ...node,
        traits: traits.map((trait, other) => (other === at ? { ...trait, ...part } : trait)),
      },
      `trait ${node.id} ${at}`,
    );
  return (
    <>
      {traits.map(({ key, value }, at) => (
        <Removable
          // Details have no names of their own while they are typed; their place is what they are.
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          label={text('removeTrait')}
          onRemove={() => onChange({ ...node, traits: traits.filter((_, other) => other !== at) })}
        >
          <Autocomplete
            label={text('traitKey')}
            maxLength={80}
            value={key}
            data={[...new Set(segments?.traits.map((one) => one.value) ?? [])]}
            onChange={(next) => set(at, { key: next })}
          />
          <div className={styles.trait}>
            <Select
              label={text('traitKind')}
              value={kindOfValue(value)}
              data={VALUE_KINDS.map((kind) => ({ value: kind, label: text(`value.${kind}`) }))}
              onChange={(next) => {
                const kind = VALUE_KINDS.find((one) => one === next);
                if (kind) set(at, { value: FRESH[kind] });
              }}
            />
            {typeof value === 'string' && (
              <TextInput
                label={text('traitValue')}
                maxLength={500}
                value={value}
                onChange={(event) => set(at, { value: event.currentTarget.value })}
              />
            )}
            {typeof value === 'number' && (
              <NumberField
                label={text('traitValue')}
                value={value}
                min={-1e12}
                max={1e12}
                digits={2}
                onChange={(next) => set(at, { value: next ?? 0 })}
              />
            )}
          </div>
        </Removable>
      ))}
      {traits.length < JOURNEY_LIMITS.traitsMax && (
        <AddButton
          label={text('addTrait')}
          onClick={() => onChange({ ...node, traits: [...traits, { key: '', value: '' }] })}
        />
      )}
    </>
  );
}

const TESTS_MOST = 8;

/** Details of the event that began it; only what is complete is passed on. */
export function DetailTests(props: {
  where: PropertyTest[];
  draft: JourneyDraft;
  words: JourneyWording;
  segments: SegmentVocabulary | undefined;
  onChange: (where: PropertyTest[]) => void;
}) {
  const text = useTexts(formTexts);
  const { where, draft, words, segments, onChange } = props;
  const [open, setOpen] = useState<PropertyTest[] | null>(null);
  const shown = open ?? where;
  const begins = draft.entries.flatMap((one) => (one.type === 'event' ? one.event.names : []));
  const known = segments?.events
    .filter(({ value }) => begins.length === 0 || begins.includes(value))
    .flatMap(({ properties }) => properties);
  const properties = [...new Set([...(known ?? []), ...shown.map(({ property }) => property)])];
  const take = (next: PropertyTest[]): void => {
    const whole = !isIncomplete({
      type: 'event',
      event: { names: ['-'], where: next },
      times: { compare: 'at_least', n: 1 },
    });
    setOpen(whole ? null : next);
    if (whole) onChange(next);
  };
  return (
    <>
      {shown.map((filter, at) => (
        <Removable
          // The same detail may be asked for twice; its place tells them apart.
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          label={text('removeDetail')}
          onRemove={() => take(shown.filter((_, other) => other !== at))}
        >
          <Select
            aria-label={text('traitKey')}
            value={filter.property}
            data={properties.map((value) => ({ value, label: propertyName(value, words.wording) }))}
            onChange={(property) => property && take(shown.with(at, { ...filter, property }))}
          />
          <div className={styles.line}>
            <TestControl
              value={filter.test}
              suggestions={[]}
              onChange={(test) =>
                take(shown.with(at, { ...filter, test: test as PropertyTest['test'] }))
              }
            />
          </div>
        </Removable>
      ))}
      {shown.length < TESTS_MOST && (
        <AddButton
          label={text('addDetail')}
          onClick={() =>
            take([
              ...shown,
              { property: properties[0] ?? 'category', test: { op: 'is', values: [] } },
            ])
          }
        />
      )}
    </>
  );
}
