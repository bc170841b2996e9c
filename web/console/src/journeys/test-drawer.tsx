import { errorText } from '@augenblick/api';
import type { JourneyDraft, JourneyNode } from '@augenblick/contract';
import type { TestedJourney, TestJourney } from '@augenblick/contract/api/journey-play.ts';
import {
  Drawer,
  Fields,
  Icon,
  Notice,
  ToggleChips,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { NumberField } from '../campaigns/number-field.tsx';
import { ShopperPicker } from '../content/shopper-picker.tsx';
import { propertyName } from '../segments/words.ts';
import { useMay } from '../session/session.tsx';
import styles from './journeys.module.css';
import { useTestJourney } from './queries.ts';
import { Story } from './story.tsx';
import { playTexts } from './texts-play.ts';
import { nodeSentence } from './words.ts';
import type { JourneyWording } from './words.ts';

/** Plays the draft for one shopper with time running fast. */
export function TestDrawer(props: {
  opened: boolean;
  onClose: () => void;
  draft: JourneyDraft;
  words: JourneyWording;
}) {
  const text = useTexts(playTexts);
  const { opened, onClose, draft, words } = props;
  return (
    <Drawer
      wide
      opened={opened}
      onClose={onClose}
      title={text('testTitle')}
      note={text('testNote')}
    >
      {opened && <Play draft={draft} words={words} />}
    </Drawer>
  );
}

function Play({ draft, words }: { draft: JourneyDraft; words: JourneyWording }) {
  const text = useTexts(playTexts);
  const [language] = useLanguage();
  const mayChoose = useMay('shopper.read');
  const [profileId, setProfileId] = useState<string | null>(null);
  const [happens, setHappens] = useState<string[]>([]);
  const [exitHours, setExitHours] = useState<number | null>(null);
  const [values, setValues] = useState<Record<string, string>>({});
  const test = useTestJourney();
  const waits = draft.nodes.filter(({ type }) => type === 'wait_event');
  const properties = propertiesOf(draft.nodes);
  const play = (): void =>
    test.mutate({
      draft,
      profileId,
      data: dataOf(values, properties),
      at: null,
      happens: happens.filter((id) => waits.some((node) => node.id === id)),
      exitAt: exitHours === null ? null : exitHours * 60,
    });
  return (
    <div className={styles.stack}>
      <Fields>
        {mayChoose && (
          <ShopperPicker label={text('shopper')} value={profileId} onChange={setProfileId} />
        )}
        {waits.length > 0 && (
          <ToggleChips
            label={text('happens')}
            note={text('happensNote')}
            options={waits.map((node) => ({
              value: node.id,
              label: node.name || shortened(nodeSentence(node, draft, words)),
              hint: nodeSentence(node, draft, words),
            }))}
            chosen={happens}
            onChange={setHappens}
          />
        )}
        {properties.map((property) => (
          <TextInput
            key={property}
            label={propertyName(property, words.wording)}
            description={text('data')}
            value={values[property] ?? ''}
            onChange={(event) => setValues({ ...values, [property]: event.currentTarget.value })}
          />
        ))}
        {(draft.exits.length > 0 || draft.goal?.ends) && (
          <EarlyEnd hours={exitHours} onChange={setExitHours} />
        )}
        <div>
          <Button
            leftSection={<Icon name="play" size={14} />}
            loading={test.isPending}
            onClick={play}
          >
            {text(test.data ? 'playAgain' : 'play')}
          </Button>
        </div>
      </Fields>
      {test.error && <Notice tone="bad">{errorText(test.error, language)}</Notice>}
      {test.data && <Result result={test.data} draft={draft} />}
    </div>
  );
}

/** Something ends it early, so many hours after the beginning; null = nothing does. */
function EarlyEnd(props: { hours: number | null; onChange: (hours: number | null) => void }) {
  const text = useTexts(playTexts);
  const { hours, onChange } = props;
  return (
    <>
      <Switch
        label={text('exits')}
        checked={hours !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? 24 : null)}
      />
      {hours !== null && (
        <NumberField
          label={text('exitAfter')}
          value={hours}
          min={0}
          max={16_000}
          onChange={(next) => onChange(next ?? 0)}
        />
      )}
    </>
  );
}

function Result({ result, draft }: { result: TestedJourney; draft: JourneyDraft }) {
  const text = useTexts(playTexts);
  const [language] = useLanguage();
  return (
    <div className={styles.path} aria-live="polite">
      <Notice
        tone={result.entered ? 'good' : 'caution'}
        title={text(result.entered ? 'story' : 'notIn')}
      >
        {result.words[language]}
      </Notice>
      {result.steps.length > 0 && (
        <Story label={text('story')} steps={result.steps} draft={draft} />
      )}
      {result.entered && <p>{result.end ? result.end[language] : text('goesOn')}</p>}
    </div>
  );
}

function shortened(words: string): string {
  return words.length > 60 ? `${words.slice(0, 58)}…` : words;
}

/** Details of the event that branches ask about. */
function propertiesOf(nodes: readonly JourneyNode[]): string[] {
  const asked = nodes.flatMap((node) =>
    node.type === 'branch' && node.on === 'event' ? node.where : [],
  );
  return [...new Set(asked.map(({ property }) => property))];
}

type Data = TestJourney['data'];

/** What was typed as an event would say it: paths become nested objects, numbers numbers. */
function dataOf(values: Record<string, string>, properties: readonly string[]): Data {
  const data = new Map<string, Data[string]>();
  for (const property of properties) {
    const typed = values[property]?.trim() ?? '';
    const [head = '', ...rest] = property.split('.');
    if (typed === '' || head === '__proto__') continue;
    const number = Number(typed.replace(',', '.'));
    const leaf: Data[string] = Number.isFinite(number) ? number : typed;
    // Lists of an order are looked into; one entry is enough to be found.
    data.set(
      head,
      rest.reduceRight<Data[string]>((inner, key) => ({ [key]: inner }), leaf),
    );
  }
  return Object.fromEntries(data);
}
