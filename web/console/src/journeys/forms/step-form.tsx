import { CHANNELS, JOURNEY_LIMITS } from '@augenblick/contract';
import type { JourneyDraft, JourneyMessage, JourneyNode } from '@augenblick/contract';
import type { SegmentVocabulary } from '@augenblick/contract/api/segment.ts';
import { Icon, useTexts } from '@augenblick/ui/react';
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { Link } from 'react-router';
import { NumberField } from '../../campaigns/number-field.tsx';
import { formTexts } from '../texts-forms.ts';
import { channelWord } from '../words.ts';
import type { JourneyWording } from '../words.ts';
import { ConditionField, PatternField } from './asked-fields.tsx';
import { ChoiceField, ClockField, DaysField, Removable, SameKey, SpanField } from './fields.tsx';
import styles from './forms.module.css';
import { DetailTests, Shares, Traits } from './step-lists.tsx';

/** What the form of a step is given. */
export interface StepProps<Node extends JourneyNode = JourneyNode> {
  node: Node;
  draft: JourneyDraft;
  words: JourneyWording;
  segments: SegmentVocabulary | undefined;
  /** `kind`: changes of one kind in a row are one step back. */
  onChange: (node: JourneyNode, kind?: string) => void;
}
type Of<Type extends JourneyNode['type']> = Extract<JourneyNode, { type: Type }>;

/** What a step does, to change. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
export function StepForm({ node, ...props }: StepProps) {
  switch (node.type) {
    case 'start':
      return null;
    case 'send':
      return <SendForm {...props} node={node} />;
    case 'decide':
    case 'code':
    case 'task':
    case 'webhook':
    case 'start_journey':
    case 'end_journey':
      return <ChoiceForm {...props} node={node} />;
    case 'wait':
    case 'wait_event':
    case 'wait_until':
      return <WaitForm {...props} node={node} />;
    case 'branch':
      return <BranchForm {...props} node={node} />;
    case 'split':
      return <Shares {...props} node={node} />;
    case 'profile':
      return <Traits {...props} node={node} />;
    case 'points':
    case 'exit':
      return <WordsForm {...props} node={node} />;
  }
}

function SendForm({ node, words, onChange }: StepProps<Of<'send'>>) {
  const text = useTexts(formTexts);
  const { messages, id } = node;
  const offered = words.vocabulary?.channels.map(({ name }) => name);
  const known = CHANNELS.filter((name) => offered?.includes(name) ?? true);
  const free = known.filter(
    (name) =>
      name !== 'staff' && name !== 'webhook' && !messages.some((one) => one.channel === name),
  );
  const [next] = free;
  return (
    <>
      {messages.map((message, at) => (
        <Removable
          key={message.channel}
          label={text('removeChannel')}
          onRemove={() =>
            onChange({ ...node, messages: messages.filter((one) => one !== message) })
          }
        >
          <MessageFields
            message={message}
            free={free}
            words={words}
            onChange={(changed) => onChange({ ...node, messages: messages.with(at, changed) })}
          />
        </Removable>
      ))}
      {next && messages.length < JOURNEY_LIMITS.messagesMax && (
        <div>
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="plus" size={14} />}
            onClick={() =>
              onChange({ ...node, messages: [...messages, { channel: next, templateId: null }] })
            }
          >
            {text('addChannel')}
          </Button>
        </div>
      )}
      <p className={styles.empty}>{text('addChannelNote')}</p>
      <NumberField
        label={text('within')}
        description={text('withinNote')}
        value={node.withinHours}
        min={1}
        max={2160}
        empty
        onChange={(withinHours) => onChange({ ...node, withinHours }, `within ${id}`)}
      />
    </>
  );
}

function MessageFields(props: {
  message: JourneyMessage;
  free: readonly JourneyMessage['channel'][];
  words: JourneyWording;
  onChange: (message: JourneyMessage) => void;
}) {
  const text = useTexts(formTexts);
  const { message, free, words, onChange } = props;
  return (
    <>
      <Select
        label={text('channel')}
        value={message.channel}
        data={[message.channel, ...free].map((value) => ({
          value,
          label: channelWord(value, words.language),
        }))}
        onChange={(value) => {
          const channel = CHANNELS.find((one) => one === value);
          if (channel) onChange({ channel, templateId: null });
        }}
      />
      <TemplateField
        label={text('template')}
        channel={message.channel}
        value={message.templateId}
        words={words}
        onChange={(templateId) => onChange({ ...message, templateId })}
      />
    </>
  );
}

/** A message of one channel; where there is none, the way to write one. */
function TemplateField(props: {
  label: string;
  channel: string;
  value: string | null;
  words: JourneyWording;
  onChange: (templateId: string | null) => void;
}) {
  const text = useTexts(formTexts);
  const { channel, words } = props;
  const options = words.vocabulary?.templates
    .filter((one) => one.channel === channel)
    .map(({ id, name, published }) => ({
      value: id,
      label: published ? name : text('draft', { name }),
    }));
  const write = <Link to="/messages?tab=templates">{text('templateWrite')}</Link>;
  return (
    <ChoiceField
      label={props.label}
      value={props.value}
      options={options}
      description={
        options?.length === 0 ? (
          <>
            {text('templateNone')} {write}
          </>
        ) : undefined
      }
      onChange={props.onChange}
    />
  );
}

type Choosing = Of<'decide' | 'code' | 'task' | 'webhook' | 'start_journey' | 'end_journey'>;

// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
function ChoiceForm({ node, words, onChange }: StepProps<Choosing>) {
  const text = useTexts(formTexts);
  const { vocabulary } = words;
  switch (node.type) {
    case 'decide':
      return (
        <ChoiceField
          label={text('place')}
          description={text('placeNote')}
          value={node.placement === '' ? null : node.placement}
          options={vocabulary?.placements.map(({ key, name }) => ({ value: key, label: name }))}
          onChange={(placement) => onChange({ ...node, placement: placement ?? '' })}
        />
      );
    case 'code':
      return (
        <ChoiceField
          label={text('offer')}
          description={text('offerNote')}
          value={node.offerId}
          options={vocabulary?.offers.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(offerId) => onChange({ ...node, offerId })}
        />
      );
    case 'task':
    case 'webhook':
      return (
        <TemplateField
          label={text(node.type)}
          channel={node.type === 'task' ? 'staff' : 'webhook'}
          value={node.templateId}
          words={words}
          onChange={(templateId) => onChange({ ...node, templateId })}
        />
      );
    case 'start_journey':
    case 'end_journey':
      return <OtherJourney node={node} words={words} onChange={onChange} />;
  }
}

function OtherJourney(
  props: Pick<StepProps<Of<'start_journey' | 'end_journey'>>, 'node' | 'words' | 'onChange'>,
) {
  const text = useTexts(formTexts);
  const { node, words, onChange } = props;
  return (
    <ChoiceField
      label={text('journey')}
      value={node.journeyId}
      options={words.vocabulary?.journeys.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(journeyId) => onChange({ ...node, journeyId })}
    />
  );
}

function WaitForm(props: StepProps<Of<'wait' | 'wait_event' | 'wait_until'>>) {
  const text = useTexts(formTexts);
  const { node, draft, words, segments, onChange } = props;
  if (node.type === 'wait')
    return (
      <SpanField
        label={text('waitFor')}
        value={node.for}
        onChange={(value) => onChange({ ...node, for: value }, `wait ${node.id}`)}
      />
    );
  if (node.type === 'wait_until')
    return (
      <>
        <DaysField
          label={text('waitUntilDays')}
          value={node.days}
          onChange={(days) => onChange({ ...node, days })}
        />
        <ClockField
          label={text('waitUntilTime')}
          value={node.minute}
          onChange={(minute) => onChange({ ...node, minute }, `wait ${node.id}`)}
        />
      </>
    );
  return (
    <>
      <PatternField
        label={text('waitFirst')}
        value={node.event}
        vocabulary={segments}
        words={words}
        onChange={(event) => onChange({ ...node, event }, `event ${node.id}`)}
      />
      <SpanField
        label={text('timeout')}
        value={node.timeout}
        onChange={(timeout) => onChange({ ...node, timeout }, `wait ${node.id}`)}
      />
      <SameKey
        draft={draft}
        checked={node.sameKey}
        onSameKey={(sameKey) => onChange({ ...node, sameKey })}
      />
    </>
  );
}

function BranchForm({ node, words, segments, draft, onChange }: StepProps<Of<'branch'>>) {
  const text = useTexts(formTexts);
  const { id, name, x, y } = node;
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={text('on')}
        value={node.on}
        data={(['shopper', 'event'] as const).map((value) => ({
          value,
          label: text(`on.${value}`),
        }))}
        onChange={(on) =>
          onChange(
            on === 'event'
              ? { id, name, x, y, type: 'branch', on: 'event', where: [] }
              : { id, name, x, y, type: 'branch', on: 'shopper', condition: null },
          )
        }
      />
      {node.on === 'shopper' ? (
        <ConditionField
          value={node.condition}
          vocabulary={segments}
          words={words}
          onChange={(condition) => onChange({ ...node, condition }, `condition ${id}`)}
        />
      ) : (
        <>
          <p className={styles.empty}>{text('onEventNote')}</p>
          <DetailTests
            where={node.where}
            draft={draft}
            words={words}
            segments={segments}
            onChange={(where) => onChange({ ...node, where }, `where ${id}`)}
          />
        </>
      )}
    </>
  );
}

function WordsForm({ node, onChange }: StepProps<Of<'points' | 'exit'>>) {
  const text = useTexts(formTexts);
  if (node.type === 'exit')
    return (
      <TextInput
        label={text('exitReason')}
        maxLength={120}
        value={node.reason}
        onChange={(event) =>
          onChange({ ...node, reason: event.currentTarget.value }, `reason ${node.id}`)
        }
      />
    );
  return (
    <>
      <NumberField
        label={text('points')}
        value={node.points}
        min={1}
        max={1_000_000}
        onChange={(points) => onChange({ ...node, points: points ?? 1 }, `points ${node.id}`)}
      />
      <TextInput
        label={text('reason')}
        maxLength={500}
        value={node.reason}
        onChange={(event) =>
          onChange({ ...node, reason: event.currentTarget.value }, `reason ${node.id}`)
        }
      />
    </>
  );
}
