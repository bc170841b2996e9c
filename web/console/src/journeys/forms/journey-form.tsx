import { JOURNEY_KEYS, JOURNEY_LIMITS } from '@augenblick/contract';
import type { JourneyExit } from '@augenblick/contract';
import { Icon, useTexts } from '@augenblick/ui/react';
import { Button, Menu, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { CapList } from '../../campaigns/cap-list.tsx';
import { blankExit } from '../drawing/blank.ts';
import { formTexts } from '../texts-forms.ts';
import { EntryList, freeId, segmentOptions } from './entry-form.tsx';
import type { EntryProps } from './entry-form.tsx';
import { ConditionField, PatternField } from './asked-fields.tsx';
import { ChoiceField, Removable, SameKey, Section, SpanField } from './fields.tsx';

/** Everything about a journey that is not a step: what begins it, for whom, how often, when it is over. */
export function JourneyForm(props: EntryProps) {
  const text = useTexts(formTexts);
  const { draft, words, segments, onChange } = props;
  return (
    <>
      <TextInput
        label={text('journeyName')}
        maxLength={120}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value }, 'name')}
      />
      <Textarea
        label={text('note')}
        maxLength={500}
        autosize
        minRows={1}
        value={draft.note}
        onChange={(event) => onChange({ note: event.currentTarget.value }, 'note')}
      />
      <Section title={text('begins')}>
        <EntryList {...props} />
      </Section>
      <Section title={text('audience')}>
        <p>{text(draft.audience === null ? 'audienceAll' : 'audienceSome')}</p>
        <ConditionField
          value={draft.audience}
          vocabulary={segments}
          words={words}
          onChange={(audience) => onChange({ audience }, 'audience')}
        />
      </Section>
      <Section title={text('again')}>
        <Again {...props} />
      </Section>
      <Section title={text('ends')} note={text('endsNote')}>
        <Ends {...props} />
      </Section>
      <Section title={text('goal')}>
        <Goal {...props} />
      </Section>
      <Section title={text('caps')}>
        <Limits {...props} />
      </Section>
    </>
  );
}

const MODES = ['once', 'after', 'always'] as const;

function Again({ draft, onChange }: EntryProps) {
  const text = useTexts(formTexts);
  const { reentry, key } = draft;
  return (
    <>
      <Select
        aria-label={text('again')}
        value={reentry.mode}
        data={MODES.map((value) => ({ value, label: text(`again.${value}`) }))}
        onChange={(value) => {
          const mode = MODES.find((one) => one === value);
          if (!mode) return;
          const after =
            mode === 'after' ? (reentry.after ?? { n: 30, unit: 'day' as const }) : null;
          onChange({ reentry: { mode, after } });
        }}
      />
      {reentry.mode === 'after' && reentry.after && (
        <SpanField
          label={text('againAfter')}
          value={reentry.after}
          onChange={(after) => onChange({ reentry: { ...reentry, after } }, 'reentry')}
        />
      )}
      <Select
        label={text('key')}
        value={key}
        data={JOURNEY_KEYS.map((value) => ({ value, label: text(`key.${value}`) }))}
        onChange={(value) => {
          const next = JOURNEY_KEYS.find((one) => one === value);
          if (next) onChange({ key: next });
        }}
      />
    </>
  );
}

const EXITS = ['event', 'segment_left', 'segment_entered', 'condition'] as const;

function Ends(props: EntryProps) {
  const text = useTexts(formTexts);
  const { draft, onChange } = props;
  const { exits } = draft;
  return (
    <>
      {exits.map((exit, at) => (
        <Removable
          key={exit.id}
          label={text('removeExit')}
          onRemove={() => onChange({ exits: exits.filter((one) => one !== exit) })}
        >
          <ExitForm
            {...props}
            exit={exit}
            onExit={(next) => onChange({ exits: exits.with(at, next) }, `exit ${exit.id}`)}
          />
        </Removable>
      ))}
      {exits.length < JOURNEY_LIMITS.exitsMax && (
        <Menu position="bottom-start" width={240}>
          <Menu.Target>
            <Button size="xs" variant="default" leftSection={<Icon name="plus" size={14} />}>
              {text('addExit')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {EXITS.map((type) => (
              <Menu.Item
                key={type}
                onClick={() => onChange({ exits: [...exits, blankExit(type, freeId(exits, 'x'))] })}
              >
                {text(`exit.${type}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

function ExitForm(props: EntryProps & { exit: JourneyExit; onExit: (exit: JourneyExit) => void }) {
  const text = useTexts(formTexts);
  const { exit, words, segments, onExit } = props;
  if (exit.type === 'condition')
    return (
      <ConditionField
        value={exit.condition}
        vocabulary={segments}
        words={words}
        onChange={(condition) =>
          onExit({ ...exit, condition: condition ?? { type: 'all', of: [] } })
        }
      />
    );
  if (exit.type !== 'event')
    return (
      <ChoiceField
        label={text(`exit.${exit.type}`)}
        value={exit.segmentId}
        options={segmentOptions(words)}
        onChange={(segmentId) => onExit({ ...exit, segmentId })}
      />
    );
  return (
    <>
      <PatternField
        label={text('entryEvent')}
        value={exit.event}
        vocabulary={segments}
        words={words}
        onChange={(event) => onExit({ ...exit, event })}
      />
      <SameKey
        {...props}
        checked={exit.sameKey}
        onSameKey={(sameKey) => onExit({ ...exit, sameKey })}
      />
    </>
  );
}

const BOUGHT = { names: ['Order Completed'], where: [] };

function Goal(props: EntryProps) {
  const text = useTexts(formTexts);
  const { draft, words, segments, onChange } = props;
  const { goal } = draft;
  const first = { event: BOUGHT, sameKey: false, ends: true };
  return (
    <>
      <Switch
        label={text('goalOn')}
        checked={goal !== null}
        onChange={(event) => onChange({ goal: event.currentTarget.checked ? first : null })}
      />
      {goal && (
        <>
          <PatternField
            label={text('entryEvent')}
            value={goal.event}
            vocabulary={segments}
            words={words}
            onChange={(event) => onChange({ goal: { ...goal, event } }, 'goal')}
          />
          <SameKey
            draft={draft}
            checked={goal.sameKey}
            onSameKey={(sameKey) => onChange({ goal: { ...goal, sameKey } })}
          />
          <Switch
            label={text('goalEnds')}
            checked={goal.ends}
            onChange={(event) => onChange({ goal: { ...goal, ends: event.currentTarget.checked } })}
          />
        </>
      )}
    </>
  );
}

function Limits({ draft, onChange }: EntryProps) {
  const text = useTexts(formTexts);
  const { caps } = draft;
  return (
    <>
      <CapList caps={caps} onChange={(changed) => onChange({ caps: changed }, 'caps')} />
      <TextInput
        label={text('group')}
        description={text('groupNote')}
        maxLength={60}
        value={draft.exclusiveGroup ?? ''}
        onChange={(event) => {
          const group = event.currentTarget.value;
          onChange({ exclusiveGroup: group.trim() === '' ? null : group }, 'group');
        }}
      />
    </>
  );
}
