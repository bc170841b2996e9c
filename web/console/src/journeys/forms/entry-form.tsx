import { DATE_BASES, JOURNEY_LIMITS } from '@augenblick/contract';
import type { JourneyDraft, JourneyEntry, JourneyEntryType } from '@augenblick/contract';
import type { SegmentVocabulary } from '@augenblick/contract/api/segment.ts';
import { Icon, MomentMark, ToggleChips, useFormats, useTexts } from '@augenblick/ui/react';
import { Button, Menu, MultiSelect, Select, Switch } from '@mantine/core';
import { NumberField } from '../../campaigns/number-field.tsx';
import { heartTexts } from '../../campaigns/texts-words.ts';
import { SIGNALS } from '../../segments/builder/blank.ts';
import { channelName, traitName } from '../../shoppers/names.ts';
import { blankEntry } from '../drawing/blank.ts';
import { formTexts } from '../texts-forms.ts';
import type { JourneyWording } from '../words.ts';
import { PatternField } from './asked-fields.tsx';
import { ChoiceField, ClockField, DaysField, Removable } from './fields.tsx';
import styles from './forms.module.css';

const TYPES = [
  'event',
  'signal',
  'moment',
  'segment',
  'date',
  'schedule',
  'back_in_stock',
  'price_drop',
  'api',
] as const satisfies readonly JourneyEntryType[];

/** What entry and exit forms are given. */
export interface EntryProps {
  draft: JourneyDraft;
  words: JourneyWording;
  segments: SegmentVocabulary | undefined;
  onChange: (part: Partial<JourneyDraft>, kind?: string) => void;
}

/** A name that no other of the list has. */
export function freeId(taken: readonly { id: string }[], letter: string): string {
  let n = taken.length + 1;
  while (taken.some(({ id }) => id === `${letter}${n}`)) n += 1;
  return `${letter}${n}`;
}

/** Everything that lets people in. */
export function EntryList({ draft, words, segments, onChange }: EntryProps) {
  const text = useTexts(formTexts);
  const { entries } = draft;
  const set = (at: number, entry: JourneyEntry): void =>
    onChange({ entries: entries.with(at, entry) }, `entry ${entry.id}`);
  return (
    <>
      {entries.length === 0 && <p className={styles.empty}>{text('beginsEmpty')}</p>}
      {entries.map((entry, at) => (
        <Removable
          key={entry.id}
          label={text('removeEntry')}
          onRemove={() => onChange({ entries: entries.filter((one) => one !== entry) })}
        >
          <EntryForm
            entry={entry}
            words={words}
            segments={segments}
            onChange={(next) => set(at, next)}
          />
        </Removable>
      ))}
      {entries.length < JOURNEY_LIMITS.entriesMax && (
        <Menu position="bottom-start" width={260}>
          <Menu.Target>
            <Button size="xs" variant="default" leftSection={<Icon name="plus" size={14} />}>
              {text('addEntry')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {TYPES.map((type) => (
              <Menu.Item
                key={type}
                onClick={() =>
                  onChange({ entries: [...entries, blankEntry(type, freeId(entries, 'e'))] })
                }
              >
                {text(`entry.${type}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

interface FormProps<Entry extends JourneyEntry = JourneyEntry> {
  entry: Entry;
  words: JourneyWording;
  segments: SegmentVocabulary | undefined;
  onChange: (entry: JourneyEntry) => void;
}

// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
function EntryForm({ entry, ...props }: FormProps) {
  switch (entry.type) {
    case 'event':
      return <EventEntry {...props} entry={entry} />;
    case 'signal':
      return <SignalEntry {...props} entry={entry} />;
    case 'moment':
      return <MomentEntry {...props} entry={entry} />;
    case 'date':
      return <DateEntry {...props} entry={entry} />;
    case 'segment':
    case 'schedule':
      return <SegmentEntry {...props} entry={entry} />;
    case 'back_in_stock':
    case 'price_drop':
    case 'api':
      return <OtherEntry {...props} entry={entry} />;
  }
}

function EventEntry({
  entry,
  words,
  segments,
  onChange,
}: FormProps<Extract<JourneyEntry, { type: 'event' }>>) {
  const text = useTexts(formTexts);
  const sources = [...new Set([...(words.vocabulary?.sources ?? []), ...entry.channels])];
  return (
    <>
      <PatternField
        label={text('entryEvent')}
        value={entry.event}
        vocabulary={segments}
        words={words}
        onChange={(event) => onChange({ ...entry, event })}
      />
      {sources.length > 1 && (
        <MultiSelect
          label={text('entryChannels')}
          data={sources.map((value) => ({ value, label: channelName(words.wording.word, value) }))}
          value={entry.channels}
          onChange={(channels) => onChange({ ...entry, channels })}
        />
      )}
    </>
  );
}

function SignalEntry({
  entry,
  words,
  onChange,
}: FormProps<Extract<JourneyEntry, { type: 'signal' }>>) {
  const text = useTexts(formTexts);
  return (
    <ToggleChips
      label={text('entrySignals')}
      options={SIGNALS.map((value) => ({ value, label: words.wording.name(`signal.${value}`) }))}
      chosen={entry.names}
      onChange={(names) => onChange({ ...entry, names })}
    />
  );
}

const KINDS = ['know', 'go', 'do', 'buy'] as const;
const SURE = ['0', '0.5', '0.7', '0.8', '0.9'] as const;

function MomentEntry({ entry, onChange }: FormProps<Extract<JourneyEntry, { type: 'moment' }>>) {
  const text = useTexts(formTexts);
  const heart = useTexts(heartTexts);
  const formats = useFormats();
  const sure = [...new Set([...SURE, String(entry.minConfidence)])].toSorted();
  return (
    <>
      <ToggleChips
        label={text('entryKinds')}
        options={KINDS.map((value) => ({
          value,
          label: heart(`kind.${value}`),
          mark: <MomentMark moment={value} silent />,
        }))}
        chosen={KINDS.filter((kind) => entry.kinds.includes(kind))}
        onChange={(kinds) => onChange({ ...entry, kinds })}
      />
      <Select
        label={text('entrySure')}
        value={String(entry.minConfidence)}
        data={sure.map((value) => ({
          value,
          label: value === '0' ? text('entrySureAny') : formats.percent(Number(value)),
        }))}
        onChange={(value) => onChange({ ...entry, minConfidence: Number(value) })}
      />
    </>
  );
}

/** Segments for choosing. */
export function segmentOptions(words: JourneyWording) {
  return words.vocabulary?.segments.map(({ id, name }) => ({ value: id, label: name }));
}

function SegmentEntry({
  entry,
  words,
  onChange,
}: FormProps<Extract<JourneyEntry, { type: 'segment' | 'schedule' }>>) {
  const text = useTexts(formTexts);
  return (
    <>
      <ChoiceField
        label={text('segment')}
        description={entry.type === 'segment' ? text('segmentFromNow') : undefined}
        value={entry.segmentId}
        options={segmentOptions(words)}
        onChange={(segmentId) => onChange({ ...entry, segmentId })}
      />
      {entry.type === 'schedule' && (
        <>
          <DaysField
            label={text('weekdays')}
            value={entry.days}
            onChange={(days) => onChange({ ...entry, days })}
          />
          <ClockField
            label={text('time')}
            note={text('shopTime')}
            value={entry.minute}
            onChange={(minute) => onChange({ ...entry, minute })}
          />
        </>
      )}
    </>
  );
}

function DateEntry({
  entry,
  words,
  segments,
  onChange,
}: FormProps<Extract<JourneyEntry, { type: 'date' }>>) {
  const text = useTexts(formTexts);
  const traits = [...new Set([...(segments?.traits.map(({ value }) => value) ?? []), entry.trait])];
  return (
    <>
      <Select
        label={text('basis')}
        value={entry.basis}
        data={DATE_BASES.map((value) => ({ value, label: text(`basis.${value}`) }))}
        onChange={(value) => {
          const basis = DATE_BASES.find((one) => one === value);
          if (basis) onChange({ ...entry, basis });
        }}
      />
      {(entry.basis === 'anniversary' || entry.basis === 'trait') && (
        <Select
          label={text('trait')}
          value={entry.trait}
          data={traits
            .filter((key) => key !== '')
            .map((value) => ({ value, label: traitName(words.wording.word, value) }))}
          onChange={(trait) => onChange({ ...entry, trait: trait ?? '' })}
        />
      )}
      {entry.basis === 'own_rhythm' ? (
        <RhythmFields entry={entry} onChange={onChange} />
      ) : (
        <NumberField
          label={text('daysAfter')}
          value={entry.days}
          min={-365}
          max={1_100}
          onChange={(days) => onChange({ ...entry, days: days ?? 0 })}
        />
      )}
      <ClockField
        label={text('time')}
        note={text('shopTime')}
        value={entry.minute}
        onChange={(minute) => onChange({ ...entry, minute })}
      />
    </>
  );
}

function RhythmFields(props: {
  entry: Extract<JourneyEntry, { type: 'date' }>;
  onChange: (entry: JourneyEntry) => void;
}) {
  const text = useTexts(formTexts);
  const { entry, onChange } = props;
  return (
    <>
      <NumberField
        label={text('factor')}
        value={entry.factor}
        min={0.1}
        max={10}
        digits={2}
        onChange={(factor) => onChange({ ...entry, factor: factor ?? 1 })}
      />
      <NumberField
        label={text('minDays')}
        value={entry.minDays}
        min={1}
        max={1_100}
        onChange={(minDays) => onChange({ ...entry, minDays: minDays ?? 1 })}
      />
      <NumberField
        label={text('elseDays')}
        value={entry.elseDays}
        min={1}
        max={1_100}
        empty
        onChange={(elseDays) => onChange({ ...entry, elseDays })}
      />
    </>
  );
}

function OtherEntry({
  entry,
  onChange,
}: FormProps<Extract<JourneyEntry, { type: 'back_in_stock' | 'price_drop' | 'api' }>>) {
  const text = useTexts(formTexts);
  if (entry.type === 'api')
    return (
      <>
        <b>{text('entry.api')}</b>
        <p className={styles.empty}>{text('apiNote')}</p>
      </>
    );
  if (entry.type === 'back_in_stock')
    return (
      <>
        <b>{text('entry.back_in_stock')}</b>
        <Switch
          label={text('viewed')}
          checked={entry.viewed}
          onChange={(event) => onChange({ ...entry, viewed: event.currentTarget.checked })}
        />
      </>
    );
  return (
    <>
      <b>{text('entry.price_drop')}</b>
      <NumberField
        label={text('percent')}
        value={entry.percentBp / 100}
        min={1}
        max={100}
        digits={1}
        onChange={(percent) => onChange({ ...entry, percentBp: Math.round((percent ?? 10) * 100) })}
      />
    </>
  );
}
