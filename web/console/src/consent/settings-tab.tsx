import { errorText } from '@augenblick/api';
import type { ConsentSettingsBody } from '@augenblick/contract/api/optin.ts';
import {
  Card,
  ErrorState,
  Icon,
  TextSkeleton,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, Checkbox, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { NumberField } from '../campaigns/number-field.tsx';
import { useMay } from '../session/session.tsx';
import { useSources } from '../sources/queries.ts';
import styles from './consent.module.css';
import { useConsentSettings, useSaveSettings } from './queries.ts';
import { consentTexts } from './texts.ts';

interface Editing {
  settings: ConsentSettingsBody;
  onChange: (settings: ConsentSettingsBody) => void;
}

type Rule = ConsentSettingsBody['existingCustomers'];

interface CheckProps {
  rule: Rule;
  onSet: (part: Partial<Rule>) => void;
}

/** Topics that shoppers choose, and the rule for existing customers with its four checks. */
export function SettingsTab() {
  const [language] = useLanguage();
  const { data, error, refetch } = useConsentSettings();
  if (error && !data)
    return <ErrorState text={errorText(error, language)} onRetry={() => void refetch()} />;
  return data ? <SettingsForm saved={data} /> : <TextSkeleton lines={8} />;
}

function SettingsForm({ saved }: { saved: ConsentSettingsBody }) {
  const text = useTexts(consentTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const may = useMay('consent.write');
  const save = useSaveSettings();
  const [settings, setSettings] = useState(saved);
  const { existingCustomers: rule, topics } = settings;
  const changed = JSON.stringify(settings) !== JSON.stringify(saved);
  const complete =
    topics.every(({ key, name }) => key !== '' && name.de.trim() !== '' && name.en.trim() !== '') &&
    (!rule.on || rule.noticeSince !== null);
  const send = (): void =>
    save.mutate(settings, {
      onSuccess: () => toast({ text: text('settingsSaved'), tone: 'good' }),
      onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
    });
  return (
    <fieldset className={styles.plain} disabled={!may}>
      <div className={styles.stack}>
        <Topics settings={settings} onChange={setSettings} />
        <Existing settings={settings} onChange={setSettings} />
        {may && (
          <div className={styles.row}>
            <Button disabled={!changed || !complete} loading={save.isPending} onClick={send}>
              {text('saveSettings')}
            </Button>
          </div>
        )}
      </div>
    </fieldset>
  );
}

function Topics({ settings, onChange }: Editing) {
  const text = useTexts(consentTexts);
  const { topics } = settings;
  const put = (next: ConsentSettingsBody['topics']): void =>
    onChange({ ...settings, topics: next });
  const blank = { key: '', name: { de: '', en: '' }, about: { de: '', en: '' } };
  return (
    <Card title={text('topics')} note={text('topicsNote')}>
      {topics.map((topic, at) => (
        <TopicFields
          // A topic has no other mark while its key is written.
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          topic={topic}
          onChange={(next) => put(topics.map((one, i) => (i === at ? next : one)))}
          onRemove={() => put(topics.filter((_, i) => i !== at))}
        />
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name="plus" size={14} />}
        onClick={() => put([...topics, blank])}
      >
        {text('addTopic')}
      </Button>
    </Card>
  );
}

function TopicFields(props: {
  topic: ConsentSettingsBody['topics'][number];
  onChange: (topic: ConsentSettingsBody['topics'][number]) => void;
  onRemove: () => void;
}) {
  const text = useTexts(consentTexts);
  const [language] = useLanguage();
  const { topic, onChange, onRemove } = props;
  const { key, name, about } = topic;
  return (
    <div className={styles.topic}>
      <TextInput
        label={text('topicDe')}
        maxLength={200}
        value={name.de}
        onChange={(event) =>
          onChange({ ...topic, name: { ...name, de: event.currentTarget.value } })
        }
      />
      <TextInput
        label={text('topicEn')}
        maxLength={200}
        value={name.en}
        onChange={(event) =>
          onChange({ ...topic, name: { ...name, en: event.currentTarget.value } })
        }
      />
      <TextInput
        label={text('topicKey')}
        maxLength={40}
        spellCheck={false}
        value={key}
        onChange={(event) =>
          onChange({
            ...topic,
            key: event.currentTarget.value.toLowerCase().replace(/[^a-z0-9-]/g, ''),
          })
        }
      />
      <TextInput
        label={text('aboutDe')}
        maxLength={300}
        value={about.de}
        onChange={(event) =>
          onChange({ ...topic, about: { ...about, de: event.currentTarget.value } })
        }
      />
      <TextInput
        label={text('aboutEn')}
        maxLength={300}
        value={about.en}
        onChange={(event) =>
          onChange({ ...topic, about: { ...about, en: event.currentTarget.value } })
        }
      />
      <Button
        variant="subtle"
        color="gray"
        size="xs"
        aria-label={text('removeTopic', { name: name[language] || key })}
        onClick={onRemove}
      >
        <Icon name="trash" size={14} />
      </Button>
    </div>
  );
}

function Existing({ settings, onChange }: Editing) {
  const text = useTexts(consentTexts);
  const sources = useSources().data?.sources ?? [];
  const { existingCustomers: rule } = settings;
  const set = (part: Partial<Rule>): void =>
    onChange({ ...settings, existingCustomers: { ...rule, ...part } });
  return (
    <Card title={text('existing')} note={text('existingNote')}>
      <Switch
        label={text('existingOn')}
        checked={rule.on}
        onChange={(event) => set({ on: event.currentTarget.checked })}
      />
      {rule.on && (
        <ol className={styles.checks}>
          <BoughtCheck sources={sources} rule={rule} onSet={set} />
          <li>
            <h3>{text('check2')}</h3>
            <Select
              aria-label={text('check2')}
              value={rule.similar}
              data={(['category', 'all'] as const).map((value) => ({
                value,
                label: text(`similar.${value}`),
              }))}
              onChange={(next) => set({ similar: next === 'all' ? 'all' : 'category' })}
            />
          </li>
          <li>
            <h3>{text('check3')}</h3>
            <p className={styles.quiet}>{text('check3Note')}</p>
          </li>
          <NoticeCheck rule={rule} onSet={set} />
        </ol>
      )}
    </Card>
  );
}

/** The address comes from a sale: which sources, and how long ago at most. */
function BoughtCheck({
  sources,
  rule,
  onSet,
}: CheckProps & { sources: { id: number; name: string }[] }) {
  const text = useTexts(consentTexts);
  return (
    <li>
      <h3>{text('check1')}</h3>
      <p className={styles.quiet}>{text('check1Note')}</p>
      <Checkbox.Group
        aria-label={text('sources')}
        value={rule.sourceIds.map(String)}
        onChange={(next) => onSet({ sourceIds: next.map(Number) })}
      >
        <div className={styles.fields}>
          {sources.map(({ id, name }) => (
            <Checkbox key={id} value={String(id)} label={name} />
          ))}
        </div>
      </Checkbox.Group>
      <NumberField
        label={text('months')}
        value={rule.months}
        min={1}
        max={60}
        onChange={(months) => onSet({ months: months ?? 24 })}
      />
    </li>
  );
}

/** They were told when the address was taken: since when, and in which words. */
function NoticeCheck({ rule, onSet }: CheckProps) {
  const text = useTexts(consentTexts);
  return (
    <li>
      <h3>{text('check4')}</h3>
      <p className={styles.quiet}>{text('check4Note')}</p>
      <div className={styles.fields}>
        <TextInput
          type="date"
          label={text('noticeSince')}
          value={dateOf(rule.noticeSince)}
          onChange={(event) => {
            const at = Date.parse(`${event.currentTarget.value}T00:00:00Z`);
            onSet({ noticeSince: Number.isNaN(at) ? null : at });
          }}
        />
        <Textarea
          label={text('noticeDe')}
          autosize
          maxLength={2000}
          value={rule.notice.de}
          onChange={(event) => onSet({ notice: { ...rule.notice, de: event.currentTarget.value } })}
        />
        <Textarea
          label={text('noticeEn')}
          autosize
          maxLength={2000}
          value={rule.notice.en}
          onChange={(event) => onSet({ notice: { ...rule.notice, en: event.currentTarget.value } })}
        />
      </div>
    </li>
  );
}

function dateOf(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString().slice(0, 10);
}
