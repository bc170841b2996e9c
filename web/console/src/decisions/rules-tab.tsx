import { errorText } from '@augenblick/api';
import { PLACEMENT_KINDS } from '@augenblick/contract';
import type { PlacementKind } from '@augenblick/contract';
import type {
  DecisionSettingsRequest,
  DecisionSettingsShown,
} from '@augenblick/contract/api/decision.ts';
import {
  Card,
  FieldRow,
  Fields,
  Notice,
  Quiet,
  ToggleChips,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, Select, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { clockOf } from '../campaigns/instants.ts';
import { NumberField } from '../campaigns/number-field.tsx';
import { CapList } from '../campaigns/cap-list.tsx';
import { heartTexts } from '../campaigns/texts-words.ts';
import { useMay } from '../session/session.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { useChangeDecisionSettings, useDecisionSettings, useSourceRule } from './queries.ts';
import styles from './decisions.module.css';
import { ruleTexts } from './texts-rules.ts';

/** What holds for every decision of the shop, whatever a campaign says. */
export function RulesTab() {
  const query = useDecisionSettings();
  return (
    <Loaded query={query} lines={8}>
      {(settings) => <Rules settings={settings} />}
    </Loaded>
  );
}

function Rules({ settings }: { settings: DecisionSettingsShown }) {
  const text = useTexts(ruleTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const may = useMay('campaign.write');
  const change = useChangeDecisionSettings();
  const { sources, ...saved } = settings;
  const [rules, setRules] = useState<DecisionSettingsRequest>(saved);
  const set = (part: Partial<DecisionSettingsRequest>): void =>
    setRules((before) => ({ ...before, ...part }));
  const save = (): void =>
    change.mutate(rules, {
      onSuccess: () =>
        toast({
          text: text('saved'),
          tone: 'good',
          undo: () => {
            setRules(saved);
            change.mutate(saved);
          },
        }),
    });
  const same = JSON.stringify(rules) === JSON.stringify(saved);
  return (
    <div className={styles.rules}>
      <fieldset disabled={!may} className={styles.ruleCards}>
        <Share rules={rules} onChange={set} />
        <Caps rules={rules} onChange={set} />
        <QuietHours rules={rules} onChange={set} />
        <Margin rules={rules} onChange={set} />
      </fieldset>
      {change.error && <Notice tone="bad">{errorText(change.error, language)}</Notice>}
      {may && (
        <div>
          <Button loading={change.isPending} disabled={same} onClick={save}>
            {text('save')}
          </Button>
        </div>
      )}
      <Sources sources={sources} />
    </div>
  );
}

interface RuleProps {
  rules: DecisionSettingsRequest;
  onChange: (part: Partial<DecisionSettingsRequest>) => void;
}

const SHARES = [0, 200, 500, 1000, 1500, 2000];

function Share({ rules, onChange }: RuleProps) {
  const text = useTexts(ruleTexts);
  const formats = useFormats();
  const { globalHoldoutBp } = rules;
  const steps = SHARES.includes(globalHoldoutBp)
    ? SHARES
    : [...SHARES, globalHoldoutBp].toSorted((a, b) => a - b);
  return (
    <Card title={text('compare')} note={text('compareNote')}>
      <FieldRow>
        <Select
          label={text('share')}
          value={String(globalHoldoutBp)}
          data={steps.map((value) => ({
            value: String(value),
            label: formats.percent(value / 10_000, value % 100 === 0 ? 0 : 2),
          }))}
          onChange={(value) => value !== null && onChange({ globalHoldoutBp: Number(value) })}
        />
      </FieldRow>
    </Card>
  );
}

function Caps({ rules, onChange }: RuleProps) {
  const text = useTexts(ruleTexts);
  const { caps } = rules;
  return (
    <Card title={text('caps')} note={text('capsNote')}>
      <Fields>
        {caps.length === 0 && <Quiet>{text('noCaps')}</Quiet>}
        <CapList caps={caps} times={3} onChange={(changed) => onChange({ caps: changed })} />
      </Fields>
    </Card>
  );
}

function QuietHours({ rules, onChange }: RuleProps) {
  const text = useTexts(ruleTexts);
  const heart = useTexts(heartTexts);
  const { quiet } = rules;
  const minutes = (clock: string): number => {
    const [h = 0, m = 0] = clock.split(':').map(Number);
    return h * 60 + m;
  };
  return (
    <Card title={text('quiet')} note={text('quietNote')}>
      <Fields>
        <Switch
          label={text('quietOn')}
          checked={quiet !== null}
          onChange={(event) =>
            onChange({
              quiet: event.currentTarget.checked
                ? { from: 22 * 60, to: 7 * 60, kinds: ['app', 'mail'] }
                : null,
            })
          }
        />
        {quiet && (
          <>
            <FieldRow>
              <TextInput
                type="time"
                label={text('from')}
                value={clockOf(quiet.from)}
                onChange={(event) =>
                  onChange({ quiet: { ...quiet, from: minutes(event.currentTarget.value) } })
                }
              />
              <TextInput
                type="time"
                label={text('to')}
                value={clockOf(quiet.to)}
                onChange={(event) =>
                  onChange({ quiet: { ...quiet, to: minutes(event.currentTarget.value) } })
                }
              />
            </FieldRow>
            <ToggleChips<PlacementKind>
              label={text('kinds')}
              options={PLACEMENT_KINDS.map((value) => ({ value, label: heart(`place.${value}`) }))}
              chosen={quiet.kinds}
              onChange={(kinds) => onChange({ quiet: { ...quiet, kinds } })}
            />
          </>
        )}
      </Fields>
    </Card>
  );
}

function Margin({ rules, onChange }: RuleProps) {
  const text = useTexts(ruleTexts);
  return (
    <Card title={text('margin')} note={text('marginNote')}>
      <FieldRow>
        <NumberField
          label={text('marginField')}
          value={rules.marginBp / 100}
          min={0}
          max={100}
          digits={2}
          onChange={(value) => value !== null && onChange({ marginBp: Math.round(value * 100) })}
        />
      </FieldRow>
    </Card>
  );
}

/** Which sources' pages may ask for reasons; at once, with a way back. */
function Sources({ sources }: { sources: DecisionSettingsShown['sources'] }) {
  const text = useTexts(ruleTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const may = useMay('source.write');
  const rule = useSourceRule();
  const set = (id: number, name: string, explain: boolean): void =>
    rule.mutate(
      { id, explain },
      {
        onSuccess: () =>
          toast({
            text: text(explain ? 'ruleOn' : 'ruleOff', { name }),
            undo: () => rule.mutate({ id, explain: !explain }),
          }),
        onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
      },
    );
  return (
    <Card title={text('sources')} note={text('sourcesNote')}>
      {sources.length === 0 && <Quiet>{text('noSources')}</Quiet>}
      <div className={styles.sources}>
        {sources.map(({ id, name, explain }) => (
          <Switch
            key={id}
            label={text('explain', { name })}
            checked={explain}
            disabled={!may}
            onChange={(event) => set(id, name, event.currentTarget.checked)}
          />
        ))}
      </div>
    </Card>
  );
}
