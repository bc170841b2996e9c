import { FORM_KINDS } from '@augenblick/contract';
import type { FormKind, FormTexts } from '@augenblick/contract';
import type { FormBody } from '@augenblick/contract/api/optin.ts';
import { Card, FieldRow, useLanguage, useTexts } from '@augenblick/ui/react';
import {
  Checkbox,
  SegmentedControl,
  Select,
  Switch,
  Tabs,
  Textarea,
  TextInput,
} from '@mantine/core';
import { NumberField } from '../campaigns/number-field.tsx';
import styles from './consent.module.css';
import { useConsentSettings, useWordings } from './queries.ts';
import { formTexts } from './texts-forms.ts';

interface Editing {
  form: FormBody;
  onChange: (form: FormBody) => void;
}

/** Everything of a form that can be changed. */
export function FormFields({ form, onChange }: Editing) {
  const text = useTexts(formTexts);
  return (
    <div className={styles.stack}>
      <Card title={text('kind')} note={text(`kindNote.${form.kind}`)}>
        <SegmentedControl
          fullWidth
          aria-label={text('kind')}
          value={form.kind}
          onChange={(kind) => onChange({ ...form, kind: kind as FormKind })}
          data={FORM_KINDS.map((value) => ({ value, label: text(`kind.${value}`) }))}
        />
      </Card>
      <Words form={form} onChange={onChange} />
      <Asks form={form} onChange={onChange} />
      {form.kind === 'popup' && <Popup form={form} onChange={onChange} />}
    </div>
  );
}

function Words({ form, onChange }: Editing) {
  const text = useTexts(formTexts);
  const [own] = useLanguage();
  return (
    <Card title={text('what')}>
      <div className={styles.fields}>
        <FieldRow>
          <TextInput
            label={text('name')}
            description={text('nameNote')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            maxLength={120}
            value={form.name}
            onChange={(event) => onChange({ ...form, name: event.currentTarget.value })}
          />
          <Select
            label={text('address')}
            value={form.address}
            data={(['sie', 'du'] as const).map((value) => ({
              value,
              label: text(`address.${value}`),
            }))}
            onChange={(next) => onChange({ ...form, address: next === 'du' ? 'du' : 'sie' })}
          />
        </FieldRow>
        <Tabs defaultValue={own} keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="de">{text('inGerman')}</Tabs.Tab>
            <Tabs.Tab value="en">{text('inEnglish')}</Tabs.Tab>
          </Tabs.List>
          {(['de', 'en'] as const).map((language) => (
            <Tabs.Panel key={language} value={language}>
              <TextFields
                texts={form.texts[language]}
                onChange={(texts) =>
                  onChange({ ...form, texts: { ...form.texts, [language]: texts } })
                }
              />
            </Tabs.Panel>
          ))}
        </Tabs>
      </div>
    </Card>
  );
}

function TextFields(props: { texts: FormTexts; onChange: (texts: FormTexts) => void }) {
  const text = useTexts(formTexts);
  const { texts, onChange } = props;
  const set = (key: keyof FormTexts) => (event: { currentTarget: { value: string } }) =>
    onChange({ ...texts, [key]: event.currentTarget.value });
  return (
    <div className={styles.fields}>
      <TextInput
        label={text('headlineField')}
        maxLength={120}
        value={texts.headline}
        onChange={set('headline')}
      />
      <Textarea
        label={text('textField')}
        autosize
        minRows={2}
        maxLength={600}
        value={texts.text}
        onChange={set('text')}
      />
      <TextInput
        label={text('button')}
        maxLength={40}
        value={texts.button}
        onChange={set('button')}
      />
      <Textarea
        label={text('thanks')}
        autosize
        minRows={2}
        maxLength={400}
        value={texts.thanks}
        onChange={set('thanks')}
      />
    </div>
  );
}

function Asks({ form, onChange }: Editing) {
  const text = useTexts(formTexts);
  const [language] = useLanguage();
  const wordings = useWordings().data?.wordings ?? [];
  const topics = useConsentSettings().data?.topics ?? [];
  const chosen = wordings.find(({ id }) => id === form.wordingId);
  return (
    <Card title={text('asks')}>
      <div className={styles.fields}>
        <Select
          label={text('wording')}
          value={form.wordingId}
          data={wordings.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(next) => next && onChange({ ...form, wordingId: next })}
        />
        {chosen && <blockquote className={styles.words}>{chosen.texts[language]}</blockquote>}
        <Switch
          label={text('askFirstName')}
          checked={form.askFirstName}
          onChange={(event) => onChange({ ...form, askFirstName: event.currentTarget.checked })}
        />
        {topics.length === 0 ? (
          <p className={styles.quiet}>{text('topicsNone')}</p>
        ) : (
          <Checkbox.Group
            label={text('topics')}
            value={form.topics}
            onChange={(next) => onChange({ ...form, topics: next })}
          >
            <div className={styles.fields}>
              {topics.map(({ key, name }) => (
                <Checkbox key={key} value={key} label={name[language]} />
              ))}
            </div>
          </Checkbox.Group>
        )}
        <Textarea
          label={text('hosts')}
          description={text('hostsNote')}
          autosize
          minRows={2}
          spellCheck={false}
          defaultValue={form.hosts.join('\n')}
          onBlur={(event) =>
            onChange({ ...form, hosts: event.currentTarget.value.split(/\s+/).filter(Boolean) })
          }
        />
      </div>
    </Card>
  );
}

function Popup({ form, onChange }: Editing) {
  const text = useTexts(formTexts);
  const { popup } = form;
  const set = (part: Partial<FormBody['popup']>): void =>
    onChange({ ...form, popup: { ...popup, ...part } });
  return (
    <Card title={text('popup')}>
      <div className={styles.fields}>
        <FieldRow>
          <NumberField
            label={text('afterSeconds')}
            value={popup.afterSeconds}
            min={0}
            max={600}
            onChange={(afterSeconds) => set({ afterSeconds })}
          />
          <NumberField
            label={text('afterScroll')}
            value={popup.afterScroll}
            min={1}
            max={100}
            onChange={(afterScroll) => set({ afterScroll })}
          />
        </FieldRow>
        <Switch
          label={text('onLeave')}
          checked={popup.onLeave}
          onChange={(event) => set({ onLeave: event.currentTarget.checked })}
        />
        <Select
          label={text('position')}
          value={popup.position}
          data={(['corner', 'centre'] as const).map((value) => ({
            value,
            label: text(`position.${value}`),
          }))}
          onChange={(next) => set({ position: next === 'centre' ? 'centre' : 'corner' })}
        />
        <NumberField
          label={text('againAfterDays')}
          value={popup.againAfterDays}
          min={1}
          max={365}
          onChange={(days) => set({ againAfterDays: days ?? 60 })}
        />
      </div>
    </Card>
  );
}
