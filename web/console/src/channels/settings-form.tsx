import { ApiError, errorText } from '@augenblick/api';
import type {
  ChannelMode,
  ChannelView,
  SettingFieldView,
} from '@augenblick/contract/api/channel.ts';
import { Card, Form, Icon, Notice, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { Button, PasswordInput, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import styles from './channels.module.css';
import { changesOf, sectionsOf, shownFields, stillMissing, typedOf } from './form.ts';
import type { FieldSection, Typed } from './form.ts';
import { useChangeChannel, useChannel } from './queries.ts';
import { channelTexts } from './texts.ts';

/** Mode and settings of a channel, drawn from its definition. Secrets go in and never come out. */
export function SettingsForm({ one }: { one: ChannelView }) {
  const text = useTexts(channelTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const change = useChangeChannel(one.channel);
  const [mode, setMode] = useState<ChannelMode>(one.mode);
  const [form, setForm] = useState<Typed>(() => typedOf(one.fields, one.values));
  const refusalOf = useRefusal(one, form);
  const { values, unreadable } = changesOf(one.fields, one.values, form);
  const changed = mode !== one.mode || Object.keys(values).length > 0 || unreadable !== null;
  const conflict = change.error instanceof ApiError && change.error.code === 'conflict';
  const refusal = change.error && !conflict ? refusalOf(change.error) : null;
  const save = (): void =>
    change.mutate(
      { mode, values, updatedAt: one.updatedAt },
      {
        onSuccess: (view) => {
          setMode(view.mode);
          setForm(typedOf(view.fields, view.values));
          toast({ text: text('saved', { name: one.words[language] }), tone: 'good' });
        },
      },
    );
  return (
    <Card title={text('settings')}>
      {conflict && <Conflict channel={one.channel} />}
      <Form
        submit={text('save')}
        pending={change.isPending}
        ready={changed && unreadable === null}
        error={refusal}
        onSubmit={save}
      >
        <ModeChoice one={one} mode={mode} onChange={setMode} />
        {mode === 'live' && <Missing one={one} form={form} />}
        {sectionsOf(shownFields(one.fields, form)).map((section) => (
          <Section key={section.fields[0]?.key} heading={section.heading}>
            {section.fields.map((field) => (
              <SettingInput
                key={field.key}
                field={field}
                stored={one.secrets.includes(field.key)}
                wrong={unreadable === field.key}
                value={form[field.key]}
                onChange={(value) => setForm({ ...form, [field.key]: value })}
              />
            ))}
          </Section>
        ))}
      </Form>
    </Card>
  );
}

/** Why nothing was saved: what is still empty stands above; a field that does not fit is named with what it wants. */
function useRefusal(one: ChannelView, form: Typed): (error: Error) => string {
  const text = useTexts(channelTexts);
  const [language] = useLanguage();
  return (error) => {
    if (!(error instanceof ApiError) || error.code !== 'channel_incomplete')
      return errorText(error, language);
    if (stillMissing(one.missing, form).length > 0) return text('incomplete');
    const field = one.fields.find(({ key }) => key === error.detail);
    if (field === undefined) return errorText(error, language);
    return text('unfit', { field: field.label[language], hint: field.hint?.[language] ?? '' });
  };
}

/** Settings that belong together, under their heading where they have one. */
function Section({ heading, children }: { heading: FieldSection['heading']; children: ReactNode }) {
  const [language] = useLanguage();
  const id = useId();
  if (heading === null) return <div className={styles.fields}>{children}</div>;
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h3 id={id}>{heading[language]}</h3>
      <div className={styles.fields}>{children}</div>
    </section>
  );
}

function ModeChoice(props: {
  one: ChannelView;
  mode: ChannelMode;
  onChange: (mode: ChannelMode) => void;
}) {
  const { one, mode, onChange } = props;
  const text = useTexts(channelTexts);
  return (
    <div className={styles.mode}>
      <SegmentedControl
        aria-label={text('mode')}
        value={mode}
        data={one.modes.map((value) => ({ value, label: text(`mode.${value}`) }))}
        onChange={(next) => onChange(one.modes.find((value) => value === next) ?? mode)}
      />
      <p className={styles.quiet}>{text(mode === 'live' ? liveWords(one) : `about.${mode}`)}</p>
    </div>
  );
}

/** Whom a channel in use speaks to. */
function liveWords({ channel }: ChannelView): 'about.live' | 'about.liveTeam' | 'about.liveSystem' {
  if (channel === 'staff') return 'about.liveTeam';
  return channel === 'webhook' ? 'about.liveSystem' : 'about.live';
}

/** What keeps it from being live, and what would go wrong if it were. */
function Missing({ one, form }: { one: ChannelView; form: Typed }) {
  const text = useTexts(channelTexts);
  const [language] = useLanguage();
  const missing = stillMissing(one.missing, form);
  return (
    <>
      {missing.length > 0 && (
        <Notice tone="caution" title={text('missingTitle')}>
          <ul className={styles.plainList}>
            {missing.map(({ key, words }) => (
              <li key={key}>{words[language]}</li>
            ))}
          </ul>
        </Notice>
      )}
      {one.warnings.map((words) => (
        <Notice key={words.en} tone="caution" title={text('warningTitle')}>
          {words[language]}
        </Notice>
      ))}
    </>
  );
}

function Conflict({ channel }: { channel: string }) {
  const text = useTexts(channelTexts);
  const query = useChannel(channel);
  return (
    <Notice
      tone="bad"
      title={text('conflictTitle')}
      actions={
        <Button variant="default" onClick={() => void query.refetch()}>
          {text('conflictLoad')}
        </Button>
      }
    >
      {text('conflictText')}
    </Notice>
  );
}

const HINT_BELOW: ('label' | 'input' | 'description' | 'error')[] = [
  'label',
  'input',
  'description',
  'error',
];

interface InputProps {
  field: SettingFieldView;
  stored: boolean;
  wrong: boolean;
  value: string | boolean | null | undefined;
  onChange: (value: string | boolean | null) => void;
}

function SettingInput({ field, stored, wrong, value, onChange }: InputProps) {
  const [language] = useLanguage();
  const label = field.label[language];
  const hint = field.hint?.[language];
  const shared = {
    label,
    description: hint,
    required: false,
    withAsterisk: false,
    error: wrong,
    inputWrapperOrder: HINT_BELOW,
  };
  if (field.kind === 'switch') {
    return (
      <Switch
        label={label}
        description={hint}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  if (field.kind === 'choice') {
    return (
      <Select
        {...shared}
        clearable={!field.required}
        value={typeof value === 'string' && value !== '' ? value : null}
        data={field.choices.map((one) => ({ value: one.value, label: one.label[language] }))}
        onChange={(next) => onChange(next ?? '')}
      />
    );
  }
  if (field.kind === 'secret') {
    return <SecretInput field={field} stored={stored} value={value} onChange={onChange} />;
  }
  const modes = { number: 'decimal', address: 'email', url: 'url', text: 'text' } as const;
  return (
    <TextInput
      {...shared}
      inputMode={modes[field.kind]}
      spellCheck={false}
      autoComplete="off"
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** A secret: typed to replace it, removed by a button, never shown. */
function SecretInput({ field, stored, value, onChange }: Omit<InputProps, 'wrong'>) {
  const text = useTexts(channelTexts);
  const [language] = useLanguage();
  const label = field.label[language];
  const removing = value === null;
  const hint = field.hint?.[language];
  return (
    <div className={styles.secret}>
      <PasswordInput
        label={label}
        description={
          <>
            {hint && `${hint} `}
            {text(removing ? 'secretRemoved' : stored ? 'secretSet' : 'secretMissing')}
          </>
        }
        inputWrapperOrder={HINT_BELOW}
        placeholder={stored && !removing ? '••••••••••••' : ''}
        autoComplete="new-password"
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {stored && !field.required && (
        <Button
          size="xs"
          variant="subtle"
          aria-label={removing ? text('secretKeep') : text('secretRemove', { name: label })}
          leftSection={<Icon name={removing ? 'undo' : 'trash'} size={14} />}
          onClick={() => onChange(removing ? '' : null)}
        >
          {text(removing ? 'secretKeep' : 'secretRemoveShort')}
        </Button>
      )}
    </div>
  );
}
