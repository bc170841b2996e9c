import { BROADCAST_CHANNELS, BROADCAST_VARIANTS_MAX, CHANNEL_WORDS } from '@augenblick/contract';
import type { BroadcastChannel, BroadcastVariant } from '@augenblick/contract';
import {
  Fields,
  FieldRow,
  Icon,
  Quiet,
  ToggleChips,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { Link } from 'react-router';
import { NumberField } from '../campaigns/number-field.tsx';
import { CHANNEL_ICONS } from '../templates/kinds.ts';
import styles from './broadcasts.module.css';
import type { PanelProps } from './panel.ts';
import { useTemplateNames } from './queries.ts';
import { editorTexts } from './texts-editor.ts';

/** Through which channels, and what: a template for each channel and wording. */
export function WhatPanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const { channels, variants, test } = draft;
  const letters = ['a', 'b', 'c', 'd', 'e'];
  const free = letters.find((letter) => !variants.some(({ id }) => id === letter));
  const set = (at: number, part: Partial<BroadcastVariant>): void =>
    onChange({ variants: variants.with(at, { ...(variants[at] as BroadcastVariant), ...part }) });
  const add = (id: string): void =>
    onChange({
      variants: [
        ...variants,
        {
          id,
          name: id.toUpperCase(),
          weight: 1,
          templateIds: { ...variants[0]?.templateIds },
        },
      ],
    });
  const remove = (at: number): void => {
    const left = variants.filter((_, other) => other !== at);
    // With one wording left there is nothing to try out.
    onChange({ variants: left, ...(left.length < 2 ? { test: null } : {}) });
  };
  return (
    <Fields>
      <ToggleChips<BroadcastChannel>
        label={text('channelsField')}
        options={BROADCAST_CHANNELS.map((value) => ({
          value,
          label: CHANNEL_WORDS[value][language],
          mark: <Icon name={CHANNEL_ICONS[value]} size={14} />,
        }))}
        chosen={channels}
        onChange={(next) => onChange({ channels: next })}
        note={channels.length > 1 && text('channelsHint')}
      />
      {variants.map((variant, at) => (
        <Wording
          key={variant.id}
          variant={variant}
          channels={channels}
          several={variants.length > 1}
          weighed={variants.length > 1 && test === null}
          onChange={(part) => set(at, part)}
          onRemove={() => remove(at)}
        />
      ))}
      {variants.length > 1 && <Quiet>{text('wordingsHint')}</Quiet>}
      <div className={styles.row}>
        {free !== undefined && variants.length < BROADCAST_VARIANTS_MAX && (
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="plus" size={14} />}
            onClick={() => add(free)}
          >
            {text('addVariant')}
          </Button>
        )}
        <Link to="/messages?tab=templates">{text('newTemplate')}</Link>
      </div>
    </Fields>
  );
}

function Wording(props: {
  variant: BroadcastVariant;
  channels: readonly BroadcastChannel[];
  several: boolean;
  weighed: boolean;
  onChange: (part: Partial<BroadcastVariant>) => void;
  onRemove: () => void;
}) {
  const { variant, channels, several, weighed, onChange, onRemove } = props;
  const text = useTexts(editorTexts);
  const fields = channels.map((channel) => (
    <TemplateField
      key={channel}
      channel={channel}
      value={variant.templateIds[channel] ?? null}
      onChange={(id) => {
        const { [channel]: _, ...others } = variant.templateIds;
        onChange({ templateIds: id === null ? others : { ...others, [channel]: id } });
      }}
    />
  ));
  if (!several) return fields;
  return (
    <fieldset className={styles.wording}>
      <legend>{variant.name}</legend>
      <div className={styles.wordingHead}>
        <TextInput
          label={text('variantName')}
          maxLength={120}
          value={variant.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        {weighed && (
          <NumberField
            label={text('weight')}
            value={variant.weight}
            min={0}
            max={1000}
            onChange={(weight) => onChange({ weight: weight ?? 1 })}
          />
        )}
        <ActionIcon aria-label={text('removeVariant', { name: variant.name })} onClick={onRemove}>
          <Icon name="close" size={14} />
        </ActionIcon>
      </div>
      {fields}
    </fieldset>
  );
}

function TemplateField(props: {
  channel: BroadcastChannel;
  value: string | null;
  onChange: (id: string | null) => void;
}) {
  const { channel, value, onChange } = props;
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const templates = useTemplateNames().data?.templates ?? [];
  // Service templates carry no advertising, so they are none for a newsletter.
  const fitting = templates.filter(
    (one) => one.channel === channel && (one.basis === 'marketing' || one.id === value),
  );
  return (
    <FieldRow>
      <Select
        label={text('templateFor', { channel: CHANNEL_WORDS[channel][language] })}
        placeholder={text('chooseTemplate')}
        searchable
        clearable
        value={value}
        data={fitting.map(({ id, name, version }) => ({
          value: id,
          label: version === 0 ? text('unpublished', { name }) : name,
        }))}
        onChange={onChange}
      />
      {value !== null && (
        <p className={styles.beside}>
          <Link to={`/messages/templates/${value}`}>{text('openTemplate')}</Link>
        </p>
      )}
    </FieldRow>
  );
}
