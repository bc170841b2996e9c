import { currencyExponent } from '@augenblick/contract';
import type { CONSENT_CHANNELS, Goods, Leaf, TimeWindow } from '@augenblick/contract';
import type { SegmentVocabulary } from '@augenblick/contract/api/segment.ts';
import { MomentMark, useTexts } from '@augenblick/ui/react';
import { Fragment } from 'react';
import type { ReactNode } from 'react';
import { channelName, consentName, traitName } from '../../shoppers/names.ts';
import { builderTexts } from '../texts-builder.ts';
import { frameTexts } from '../texts-frames.ts';
import type { Wording } from '../words.ts';
import { CONSENTS, KINDS, SIGNALS } from './blank.ts';
import styles from './builder.module.css';
import { Count, Pick, Words } from './controls.tsx';
import { Age, GoodsControl, Happening, HowOften, Span, TestControl, When } from './parts.tsx';

interface LeafProps<Part extends Leaf = Leaf> {
  part: Part;
  vocabulary: SegmentVocabulary;
  wording: Wording;
  onChange: (part: Leaf) => void;
}

/** One condition as a sentence whose words can be changed. */
export function LeafSentence(props: LeafProps) {
  const frame = useTexts(frameTexts);
  const gaps = useGaps(props);
  const words = frame(
    props.part.type,
    Object.fromEntries(Object.keys(gaps).map((gap) => [gap, `§${gap}§`])),
  );
  return (
    <div className={styles.sentence}>
      {words.split('§').map((piece, at) => (
        // Pieces of one sentence: their place is what they are.
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={at}>{at % 2 === 1 ? gaps[piece] : <span>{piece}</span>}</Fragment>
      ))}
    </div>
  );
}

/** What fills the gaps of a leaf's sentence. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
function useGaps(props: LeafProps): Record<string, ReactNode> {
  const text = useTexts(builderTexts);
  const { part, vocabulary, wording, onChange } = props;
  switch (part.type) {
    case 'event':
    case 'sequence':
      return behaviourGaps({ ...props, part }, text);
    case 'orders':
    case 'money':
    case 'last_order':
      return purchaseGaps({ ...props, part }, text);
    case 'moment_now':
    case 'moment':
    case 'signal_now':
    case 'signal':
      return wishGaps({ ...props, part });
    case 'trait':
      return {
        key: (
          <Pick
            label={text('property')}
            value={part.key}
            options={[...new Set([...vocabulary.traits.map(({ value }) => value), part.key])].map(
              (key) => [key, traitName(wording.word, key)] as const,
            )}
            onChange={(key) => onChange({ ...part, key })}
          />
        ),
        test: (
          <TestControl
            value={part.test}
            dates
            suggestions={vocabulary.traits.find(({ value }) => value === part.key)?.examples ?? []}
            onChange={(test) => onChange({ ...part, test })}
          />
        ),
      };
    case 'segment':
      return {
        segment: (
          <Pick
            label={text('choice')}
            value={part.id}
            options={vocabulary.segments.map(({ id, name }) => [id, name] as const)}
            onChange={(id) => onChange({ ...part, id })}
          />
        ),
      };
    case 'consent':
    case 'identified':
    case 'channel':
    case 'affinity':
    case 'seen':
      return personGaps({ ...props, part }, text);
  }
}

type BuilderText = ReturnType<typeof useTexts<keyof (typeof builderTexts)['en']>>;
type Of<T extends Leaf['type']> = Extract<Leaf, { type: T }>;

function behaviourGaps(
  { part, vocabulary, wording, onChange }: LeafProps<Of<'event' | 'sequence'>>,
  text: BuilderText,
): Record<string, ReactNode> {
  const shared = { vocabulary, wording };
  if (part.type === 'event')
    return {
      what: (
        <Happening
          {...shared}
          label={text('what')}
          value={part.event}
          onChange={(event) => onChange({ ...part, event })}
        />
      ),
      times: <HowOften value={part.times} onChange={(times) => onChange({ ...part, times })} />,
      window: (
        <When value={part.window} onChange={(window) => onChange(withWindow(part, window))} />
      ),
    };
  return {
    first: (
      <Happening
        {...shared}
        label={text('first')}
        value={part.first}
        onChange={(first) => onChange({ ...part, first })}
      />
    ),
    happens: (
      <Pick
        label={text('choice')}
        value={part.happens ? 'yes' : 'no'}
        options={[
          ['no', text('happens.no')],
          ['yes', text('happens.yes')],
        ]}
        onChange={(choice) => onChange({ ...part, happens: choice === 'yes' })}
      />
    ),
    within: (
      <>
        <span>{text(part.happens ? 'within' : 'waiting')}</span>
        <Span value={part.within} onChange={(within) => onChange({ ...part, within })} />
      </>
    ),
    next: (
      <Happening
        {...shared}
        label={text('next')}
        value={part.next}
        onChange={(next) => onChange({ ...part, next })}
      />
    ),
    window: (
      <When
        moving
        value={part.window}
        onChange={(window) => {
          const { window: _before, ...rest } = part;
          onChange(window && 'last' in window ? { ...rest, window } : rest);
        }}
      />
    ),
  };
}

/** Leaves the key out when there is none: the schema knows no null. */
function withWindow(
  part: Of<'event' | 'orders' | 'money' | 'moment' | 'signal'>,
  window: TimeWindow | undefined,
): Leaf {
  const { window: _before, ...rest } = part;
  return window === undefined ? rest : { ...rest, window };
}

function withGoods(part: Of<'orders' | 'money' | 'last_order'>, goods: Goods | undefined): Leaf {
  const { goods: _before, ...rest } = part;
  return goods === undefined ? rest : { ...rest, goods };
}

function purchaseGaps(
  { part, vocabulary, onChange }: LeafProps<Of<'orders' | 'money' | 'last_order'>>,
  text: BuilderText,
): Record<string, ReactNode> {
  const goods = (
    <GoodsControl
      value={part.goods}
      vocabulary={vocabulary}
      onChange={(next) => onChange(withGoods(part, next))}
    />
  );
  if (part.type === 'last_order')
    return { goods, age: <Age value={part} onChange={(age) => onChange({ ...part, ...age })} /> };
  const window = <When value={part.window} onChange={(next) => onChange(withWindow(part, next))} />;
  const minors = part.type === 'money' ? 10 ** currencyExponent(part.currency) : 1;
  if (part.type === 'orders')
    return {
      goods,
      window,
      times: <HowOften value={part.times} onChange={(times) => onChange({ ...part, times })} />,
    };
  return {
    goods: part.measure === 'refunded' ? null : goods,
    window,
    measure: (
      <Pick
        label={text('choice')}
        value={part.measure}
        options={(['revenue', 'average', 'refunded'] as const).map(
          (one) => [one, text(`money.${one}`)] as const,
        )}
        onChange={(measure) => {
          const { goods: _goods, ...rest } = part;
          onChange(measure === 'refunded' ? { ...rest, measure } : { ...part, measure });
        }}
      />
    ),
    amount: (
      <>
        <Pick
          label={text('compare')}
          value={part.compare}
          options={(['at_least', 'at_most'] as const).map(
            (one) => [one, text(`amount.${one}`)] as const,
          )}
          onChange={(compare) => onChange({ ...part, compare })}
        />
        <Count
          label={text('amount')}
          value={part.minor / minors}
          step={0.01}
          wide
          onChange={(amount) => onChange({ ...part, minor: Math.round(amount * minors) })}
        />
        <Pick
          label={text('choice')}
          value={part.currency}
          options={[...new Set([...vocabulary.currencies, part.currency])].map(
            (one) => [one, one] as const,
          )}
          onChange={(currency) => onChange({ ...part, currency })}
        />
      </>
    ),
  };
}

function wishGaps({
  part,
  wording,
  onChange,
}: LeafProps<Of<'moment_now' | 'moment' | 'signal_now' | 'signal'>>): Record<string, ReactNode> {
  const { say, name } = wording;
  const times = 'times' in part && (
    <HowOften value={part.times} onChange={(next) => onChange({ ...part, times: next })} />
  );
  const window = 'times' in part && (
    <When value={part.window} onChange={(next) => onChange(withWindow(part, next))} />
  );
  if (part.type === 'moment_now' || part.type === 'moment') {
    const chosen = part.kinds ?? [];
    return {
      times,
      window,
      kinds: (
        <span className={styles.chips}>
          {KINDS.map((kind) => (
            <button
              key={kind}
              type="button"
              className={styles.chip}
              aria-pressed={chosen.includes(kind)}
              onClick={() => onChange({ ...part, kinds: toggled(KINDS, chosen, kind) })}
            >
              <MomentMark moment={kind} size={14} />
              {say(`want.${kind}`)}
            </button>
          ))}
        </span>
      ),
    };
  }
  return {
    times,
    window,
    names: (
      <span className={styles.chips}>
        {SIGNALS.map((signal) => (
          <button
            key={signal}
            type="button"
            className={styles.chip}
            aria-pressed={part.names.includes(signal)}
            onClick={() => onChange({ ...part, names: toggled(SIGNALS, part.names, signal) })}
          >
            {name(`signal.${signal}`)}
          </button>
        ))}
      </span>
    ),
  };
}

function toggled<Value>(all: readonly Value[], chosen: readonly Value[], one: Value): Value[] {
  return all.filter((value) => (value === one ? !chosen.includes(one) : chosen.includes(value)));
}

// oxlint-disable-next-line typescript/consistent-return -- every case returns; the compiler holds the list complete.
function personGaps(
  {
    part,
    vocabulary,
    wording,
    onChange,
  }: LeafProps<Of<'consent' | 'identified' | 'channel' | 'affinity' | 'seen'>>,
  text: BuilderText,
): Record<string, ReactNode> {
  const { word } = wording;
  switch (part.type) {
    case 'consent':
      return consentGaps({ part, vocabulary, wording, onChange }, text);
    case 'identified':
      return {
        is: (
          <Pick
            label={text('choice')}
            value={part.is ? 'yes' : 'no'}
            options={(['yes', 'no'] as const).map((one) => [one, text(`known.${one}`)] as const)}
            onChange={(is) => onChange({ ...part, is: is === 'yes' })}
          />
        ),
      };
    case 'channel':
      return {
        how: (
          <Pick
            label={text('choice')}
            value={part.how}
            options={(['ever', 'never', 'mostly', 'only'] as const).map(
              (one) => [one, text(`channel.${one}`)] as const,
            )}
            onChange={(how) => onChange({ ...part, how })}
          />
        ),
        channel: (
          <Pick
            label={text('value')}
            value={part.channel}
            options={[
              ...new Set([...vocabulary.channels.map(({ value }) => value), part.channel]),
            ].map((one) => [one, channelName(word, one)] as const)}
            onChange={(channel) => onChange({ ...part, channel })}
          />
        ),
      };
    case 'affinity':
      return affinityGaps({ part, vocabulary, wording, onChange }, text);
    case 'seen':
      return {
        which: (
          <Pick
            label={text('choice')}
            value={part.which}
            options={(['first', 'last'] as const).map((one) => [one, text(`seen.${one}`)] as const)}
            onChange={(which) => onChange({ ...part, which })}
          />
        ),
        age: <Age value={part} onChange={(age) => onChange({ ...part, ...age })} />,
      };
  }
}

function affinityGaps(
  { part, vocabulary, onChange }: LeafProps<Of<'affinity'>>,
  text: BuilderText,
): Record<string, ReactNode> {
  const lists = {
    category: vocabulary.categories,
    brand: vocabulary.brands,
    size: vocabulary.sizes,
  };
  return {
    level: (
      <Pick
        label={text('choice')}
        value={part.level}
        options={(['some', 'strong', 'favourite'] as const).map(
          (one) => [one, text(`level.${one}`)] as const,
        )}
        onChange={(level) => onChange({ ...part, level })}
      />
    ),
    kind: (
      <Pick
        label={text('property')}
        value={part.kind}
        options={(['category', 'brand', 'size'] as const).map(
          (one) => [one, text(`affinityKind.${one}`)] as const,
        )}
        onChange={(kind) => onChange({ ...part, kind, values: [] })}
      />
    ),
    values: (
      <Words
        label={text(`affinityKind.${part.kind}`)}
        values={part.values}
        suggestions={lists[part.kind].map(({ value }) => value)}
        onChange={(values) => onChange({ ...part, values })}
      />
    ),
  };
}

function consentGaps(
  { part, wording: { word }, onChange }: LeafProps<Of<'consent'>>,
  text: BuilderText,
): Record<string, ReactNode> {
  return {
    state: (
      <Pick
        label={text('choice')}
        value={part.state}
        options={(['granted', 'withdrawn', 'none'] as const).map(
          (one) => [one, text(`consent.${one}`)] as const,
        )}
        onChange={(state) => onChange({ ...part, state })}
      />
    ),
    purpose: (
      <Pick
        label={text('purpose')}
        value={`${part.purpose}:${part.channel}`}
        options={CONSENTS.map(
          ([purpose, channel]) =>
            [`${purpose}:${channel}`, consentName(word, purpose, channel)] as const,
        )}
        onChange={(key) => {
          const [purpose, channel] = key.split(':') as [
            typeof part.purpose,
            (typeof CONSENT_CHANNELS)[number],
          ];
          onChange({ ...part, purpose, channel });
        }}
      />
    ),
  };
}
