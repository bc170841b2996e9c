import type {
  DateTest,
  Duration,
  DurationUnit,
  EventPattern,
  Goods,
  Times,
  TimeWindow,
  ValueTest,
} from '@augenblick/contract';
import type { SegmentVocabulary } from '@augenblick/contract/api/segment.ts';
import { Icon, useTexts } from '@augenblick/ui/react';
import { builderTexts } from '../texts-builder.ts';
import { eventName, propertyName } from '../words.ts';
import type { Wording } from '../words.ts';
import styles from './builder.module.css';
import { Count, Day, Line, Pick, Words } from './controls.tsx';

const UNITS: readonly DurationUnit[] = ['minute', 'hour', 'day', 'week'];
const EVER: readonly string[] = [];

/** A length of time: number and unit. */
export function Span(props: { value: Duration; onChange: (value: Duration) => void }) {
  const text = useTexts(builderTexts);
  const { value, onChange } = props;
  return (
    <>
      <Count
        label={text('number')}
        value={value.n}
        min={1}
        max={1100}
        onChange={(n) => onChange({ ...value, n })}
      />
      <Pick
        label={text('unit')}
        value={value.unit}
        options={UNITS.map((unit) => [unit, text(`unit.${unit}`, { n: value.n })] as const)}
        onChange={(unit) => onChange({ ...value, unit })}
      />
    </>
  );
}

/** When: ever, in the last …, between two days. `today` fills a fresh pair of days. */
export function When(props: {
  value: TimeWindow | undefined;
  moving?: boolean;
  onChange: (value: TimeWindow | undefined) => void;
}) {
  const text = useTexts(builderTexts);
  const { value, moving = false, onChange } = props;
  const kind = value === undefined ? 'ever' : 'last' in value ? 'last' : 'fixed';
  const kinds = moving ? (['ever', 'last'] as const) : (['ever', 'last', 'fixed'] as const);
  const choose = (next: (typeof kinds)[number]): void => {
    if (next === 'ever') onChange(undefined);
    else if (next === 'last') onChange({ last: { n: 30, unit: 'day' } });
    else onChange({ from: `${new Date().getFullYear()}-01-01`, to: null });
  };
  return (
    <>
      <Pick
        label={text('window')}
        value={kind}
        options={kinds.map((one) => [one, text(`window.${one}`)] as const)}
        onChange={choose}
      />
      {value !== undefined && 'last' in value && (
        <Span value={value.last} onChange={(last) => onChange({ last })} />
      )}
      {value !== undefined && !('last' in value) && (
        <>
          <Day
            label={text('from')}
            value={value.from}
            onChange={(from) => onChange({ ...value, from })}
          />
          <Day
            label={text('to')}
            value={value.to ?? ''}
            onChange={(to) => onChange({ ...value, to })}
          />
        </>
      )}
    </>
  );
}

/** Within or longer ago. */
export function Age(props: {
  value: { age: 'within' | 'longer_ago'; duration: Duration };
  onChange: (value: { age: 'within' | 'longer_ago'; duration: Duration }) => void;
}) {
  const text = useTexts(builderTexts);
  const { value, onChange } = props;
  return (
    <>
      <Pick
        label={text('window')}
        value={value.age}
        options={[
          ['within', text('age.within')],
          ['longer_ago', text('age.longer_ago')],
        ]}
        onChange={(age) => onChange({ ...value, age })}
      />
      <Span value={value.duration} onChange={(duration) => onChange({ ...value, duration })} />
    </>
  );
}

/** How often. "Never" and "at least once" are choices of their own: people think of them so. */
export function HowOften(props: { value: Times; onChange: (value: Times) => void }) {
  const text = useTexts(builderTexts);
  const { compare, n } = props.value;
  const kind =
    n === 0 && compare !== 'at_least'
      ? 'never'
      : compare === 'at_least' && n <= 1
        ? 'once'
        : compare;
  const kinds = ['once', 'at_least', 'at_most', 'exactly', 'never'] as const;
  return (
    <>
      <Pick
        label={text('times')}
        value={kind}
        options={kinds.map((one) => [one, text(`times.${one}`)] as const)}
        onChange={(next) => {
          if (next === 'never') props.onChange({ compare: 'at_most', n: 0 });
          else if (next === 'once') props.onChange({ compare: 'at_least', n: 1 });
          else props.onChange({ compare: next, n: Math.max(n, next === 'at_least' ? 2 : 1) });
        }}
      />
      {kind !== 'never' && kind !== 'once' && (
        <Count
          label={text('number')}
          value={n}
          min={kind === 'at_least' ? 2 : 1}
          max={50}
          onChange={(next) => props.onChange({ compare, n: next })}
        />
      )}
    </>
  );
}

const VALUE_OPS = ['is', 'is_not', 'contains', 'above', 'below', 'between', 'set'] as const;
const DATE_OPS = [
  'day_before',
  'day_after',
  'past_days',
  'longer_ago',
  'next_days',
  'anniversary',
] as const;
type AnyTest = ValueTest | DateTest;
type Op = AnyTest['op'];

/** A fresh test of a kind, keeping the words typed before where they fit. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
function freshTest(op: Op, before: AnyTest): AnyTest {
  const words = 'values' in before ? before.values : 'text' in before ? [before.text] : [];
  const days = 'n' in before ? before.n : 7;
  const number = 'value' in before ? before.value : 0;
  switch (op) {
    case 'is':
    case 'is_not':
      return { op, values: words.filter((word) => word !== '') };
    case 'contains':
      return { op, text: String(words[0] ?? '') };
    case 'above':
    case 'below':
      return { op, value: number };
    case 'between':
      return { op, from: number, to: number + 10 };
    case 'day_before':
    case 'day_after':
      return { op, day: `${new Date().getFullYear()}-01-01` };
    case 'set':
      return { op };
    case 'past_days':
    case 'longer_ago':
    case 'next_days':
    case 'anniversary':
      return { op, n: days };
  }
}

/** How a value is compared, and with what. */
export function TestControl(props: {
  value: AnyTest;
  dates?: boolean;
  suggestions: readonly string[];
  onChange: (value: AnyTest) => void;
}) {
  const text = useTexts(builderTexts);
  const { value, suggestions, onChange } = props;
  const ops: readonly Op[] = props.dates ? [...VALUE_OPS, ...DATE_OPS] : VALUE_OPS;
  return (
    <>
      <Pick
        label={text('compare')}
        value={value.op}
        options={ops.map((op) => [op, text(`op.${op}`)] as const)}
        onChange={(op) => onChange(freshTest(op, value))}
      />
      {'values' in value && (
        <Words
          label={text('values')}
          values={value.values.map(String)}
          suggestions={suggestions}
          onChange={(values) => onChange({ ...value, values })}
        />
      )}
      {'text' in value && (
        <Line
          label={text('value')}
          value={value.text}
          suggestions={suggestions}
          onChange={(words) => onChange({ ...value, text: words })}
        />
      )}
      <TestNumbers value={value} onChange={onChange} />
    </>
  );
}

/** Numbers and days of a test. */
function TestNumbers(props: { value: AnyTest; onChange: (value: AnyTest) => void }) {
  const text = useTexts(builderTexts);
  const { value, onChange } = props;
  return (
    <>
      {'value' in value && (
        <Count
          label={text('value')}
          value={value.value}
          step={0.01}
          wide
          onChange={(number) => onChange({ ...value, value: number })}
        />
      )}
      {value.op === 'between' && (
        <>
          <Count
            label={text('from')}
            value={value.from}
            step={0.01}
            wide
            onChange={(from) => onChange({ ...value, from })}
          />
          <Count
            label={text('to')}
            value={value.to}
            step={0.01}
            wide
            onChange={(to) => onChange({ ...value, to })}
          />
        </>
      )}
      {'day' in value && (
        <Day
          label={text('value')}
          value={value.day}
          onChange={(day) => onChange({ ...value, day })}
        />
      )}
      {'n' in value && (
        <Count
          label={text('number')}
          value={value.n}
          max={value.op === 'anniversary' ? 60 : 36_500}
          onChange={(n) => onChange({ ...value, n })}
        />
      )}
    </>
  );
}

type Filter = EventPattern['where'][number];

/** One detail of what was done. */
function Detail(props: {
  filter: Filter;
  properties: readonly string[];
  vocabulary: SegmentVocabulary;
  wording: Wording;
  onChange: (filter: Filter | null) => void;
}) {
  const text = useTexts(builderTexts);
  const { filter, properties, vocabulary, wording, onChange } = props;
  return (
    <span className={styles.detail}>
      <Pick
        label={text('property')}
        value={filter.property}
        options={[...new Set([...properties, filter.property])].map(
          (one) => [one, propertyName(one, wording)] as const,
        )}
        onChange={(property) => onChange({ ...filter, property })}
      />
      <TestControl
        value={filter.test}
        suggestions={suggestionsFor(filter.property, vocabulary)}
        onChange={(test) => onChange({ ...filter, test: test as ValueTest })}
      />
      <button
        type="button"
        className={styles.small}
        aria-label={text('removeProperty')}
        onClick={() => onChange(null)}
      >
        <Icon name="close" size={13} />
      </button>
    </span>
  );
}

/** What was done, with details. */
export function Happening(props: {
  label: string;
  value: EventPattern;
  vocabulary: SegmentVocabulary;
  wording: Wording;
  onChange: (value: EventPattern) => void;
}) {
  const text = useTexts(builderTexts);
  const { label, value, vocabulary, wording, onChange } = props;
  const known = vocabulary.events.map((event) => event.value);
  const names = [...new Set([...known, ...value.names])];
  const properties = [
    ...new Set(
      vocabulary.events
        .filter((event) => value.names.includes(event.value))
        .flatMap((event) => event.properties),
    ),
  ];
  const change = (at: number, filter: Filter | null): void =>
    onChange({
      ...value,
      where: value.where.flatMap((one, i) => (i === at ? (filter ? [filter] : []) : [one])),
    });
  const add = (): void => {
    const property = properties.includes('category') ? 'category' : (properties[0] ?? 'name');
    onChange({ ...value, where: [...value.where, { property, test: { op: 'is', values: [] } }] });
  };
  return (
    <>
      <Pick
        label={label}
        value={value.names[0] ?? ''}
        options={names.map((one) => [one, eventName(one, wording)] as const)}
        onChange={(name) => onChange({ names: [name], where: [] })}
      />
      {value.names.slice(1).map((name) => (
        <span key={name} className={styles.quiet}>
          {wording.say('or')} {eventName(name, wording)}
        </span>
      ))}
      {value.where.map((filter, at) => (
        <Detail
          // The same detail may be asked for twice; its place tells them apart.
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          filter={filter}
          properties={properties}
          vocabulary={vocabulary}
          wording={wording}
          onChange={(next) => change(at, next)}
        />
      ))}
      {properties.length > 0 && value.where.length < 8 && (
        <button type="button" className={styles.small} onClick={add}>
          <Icon name="plus" size={13} />
          {text('addProperty')}
        </button>
      )}
    </>
  );
}

function suggestionsFor(property: string, vocabulary: SegmentVocabulary): readonly string[] {
  const last = property.split('.').at(-1);
  if (last === 'category') return vocabulary.categories.map(({ value }) => value);
  if (last === 'brand') return vocabulary.brands.map(({ value }) => value);
  if (last === 'product_id') return vocabulary.products.map(({ id }) => id);
  if (last === 'name') return vocabulary.products.map(({ name }) => name);
  return EVER;
}

const GOODS = ['any', 'products', 'categories', 'brands'] as const;

/** Which goods of an order are meant. */
export function GoodsControl(props: {
  value: Goods | undefined;
  vocabulary: SegmentVocabulary;
  onChange: (value: Goods | undefined) => void;
}) {
  const text = useTexts(builderTexts);
  const { value, vocabulary, onChange } = props;
  const kind = GOODS.find((one) => one !== 'any' && value?.[one] !== undefined) ?? 'any';
  const names = new Map(vocabulary.products.map(({ id, name }) => [id, name]));
  const suggestions = {
    any: EVER,
    products: vocabulary.products.map(({ id }) => id),
    categories: vocabulary.categories.map((one) => one.value),
    brands: vocabulary.brands.map((one) => one.value),
  };
  return (
    <>
      <Pick
        label={text('goodsKind')}
        value={kind}
        options={GOODS.map((one) => [one, text(`goods.${one}`)] as const)}
        onChange={(next) => onChange(next === 'any' ? undefined : { [next]: [] })}
      />
      {kind !== 'any' && (
        <Words
          label={text(`goods.${kind}`)}
          values={value?.[kind] ?? []}
          suggestions={suggestions[kind]}
          show={(one) => (kind === 'products' ? (names.get(one) ?? one) : one)}
          onChange={(list) => onChange({ ...value, [kind]: list })}
        />
      )}
    </>
  );
}
