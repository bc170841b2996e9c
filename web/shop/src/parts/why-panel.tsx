/** @jsxImportSource preact */
import type { DecisionAnswered, MomentAnswered } from '@augenblick/contract/api/decision.ts';
import { type Moment as Kind, MOMENT_LOOKS, MOMENTS } from '@augenblick/ui/moment';
import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import {
  agreed,
  answerConsent,
  answers,
  decisions,
  moment,
  played,
  startOver,
  took,
} from '../tag.ts';
import { isText, t, type TextKey, words } from '../texts.ts';
import { Icon } from './icon.tsx';

/** Open or not; begins open where there is room beside the shop. */
export const whyOpen = signal(matchMedia('(min-width: 1280px)').matches);

const STAGES = ['research', 'compare', 'purchase', 'post_purchase', 'recommend'] as const;
/** Where each of the four can be played. */
const PLAY: Readonly<Record<Kind, { text: TextKey; to: string }>> = {
  know: { text: 'playKnow', to: '/shop/suche' },
  go: { text: 'playGo', to: '/shop/filialen' },
  do: { text: 'playDo', to: '/shop/ratgeber' },
  buy: { text: 'playBuy', to: '/shop/warenkorb' },
};

/** A moment's sign: colour and shape. */
function Mark({ kind, size = 20 }: { kind: Kind; size?: number }) {
  const { color, shape } = MOMENT_LOOKS[kind];
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={shape} style={{ fill: color }} />
    </svg>
  );
}

/** Opens the panel and shows the present moment's sign. */
export function WhyButton() {
  const kind = moment.value?.kind;
  return (
    <button
      type="button"
      class="why-button"
      aria-expanded={whyOpen.value}
      aria-controls="why"
      onClick={() => (whyOpen.value = !whyOpen.value)}
    >
      {kind ? <Mark kind={kind} /> : <Icon name="eye" />}
      {t('why')}
    </button>
  );
}

/** What Augenblick understood and decided, live and in words. */
export function WhyPanel() {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const close = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && panel.current?.contains(document.activeElement))
        whyOpen.value = false;
    };
    addEventListener('keydown', close);
    return () => removeEventListener('keydown', close);
  }, []);
  return (
    <aside id="why" class="why" ref={panel} hidden={!whyOpen.value} aria-label={t('whyTitle')}>
      <header>
        <h2>{t('whyTitle')}</h2>
        <button
          type="button"
          class="round"
          aria-label={t('close')}
          onClick={() => (whyOpen.value = false)}
        >
          <Icon name="close" />
        </button>
      </header>
      <div aria-live="polite">
        <Understanding />
      </div>
      {agreed.value && <Decided all={decisions.value} />}
      <Play />
      {agreed.value && (
        <p class="small">
          {t('startOverNote')}{' '}
          <button type="button" class="plain" onClick={startOver}>
            {t('startOver')}
          </button>
        </p>
      )}
      {took.value !== null && <p class="small">{t('answered', { n: took.value })}</p>}
    </aside>
  );
}

function Understanding() {
  if (!agreed.value) {
    return (
      <div class="why-none">
        <p>{t('whyNoConsent')}</p>
        <button type="button" class="button" onClick={() => answerConsent(true)}>
          {t('yes')}
        </button>
      </div>
    );
  }
  const present = moment.value;
  if (present) return <Moment moment={present} />;
  return <p class="why-none">{t(answers.value > 0 ? 'whyNone' : 'whyWaiting')}</p>;
}

function Moment({
  moment: { kind, stage, subject, confidence, evidence, signals },
}: {
  moment: MomentAnswered;
}) {
  const at = STAGES.findIndex((one) => one === stage);
  const most = Math.max(0.001, ...evidence.map(({ points }) => points));
  return (
    <div class={`moment moment-${kind}`}>
      <p class="moment-kind">
        <Mark kind={kind} size={28} />
        <span>
          <b>{t(`kind.${kind}`)}</b>
          <span>{t('sure', { n: Math.round(confidence * 100) })}</span>
        </span>
      </p>
      <div class="meter" aria-hidden="true">
        <span style={{ width: `${Math.round(confidence * 100)}%` }} />
      </div>
      {subject && (
        <p>{subject.name === '' ? t('aboutShop') : t('about', { name: subject.name })}</p>
      )}
      <ol class="stages">
        {STAGES.map((one, index) => (
          <li
            key={one}
            aria-current={index === at ? 'step' : undefined}
            class={index <= at ? 'on' : ''}
          >
            {t(`stage.${one}`)}
          </li>
        ))}
      </ol>
      {evidence.length > 0 && (
        <>
          <h3>{t('evidence')}</h3>
          <ul class="evidence">
            {evidence.slice(0, 5).map((one, index) => (
              <li key={index}>
                <span
                  class="bar"
                  style={{ width: `${Math.max(4, (one.points / most) * 100)}%` }}
                  aria-hidden="true"
                />
                {words(one.words)}
              </li>
            ))}
          </ul>
        </>
      )}
      {signals.length > 0 && (
        <>
          <h3>{t('signals')}</h3>
          <ul class="chips">
            {signals.map((name) => (
              <li key={name}>{wordsOf('signal', name)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** What a signal or a placement is called; one the shop's owner made stands by its own name. */
function wordsOf(of: 'signal' | 'place', name: string): string {
  const key = `${of}.${name}`;
  return isText(key) ? t(key) : name.replaceAll(/[_-]/g, ' ');
}

function Decided({ all }: { all: readonly DecisionAnswered[] }) {
  return (
    <section>
      <h3>{t('decided')}</h3>
      {all.length === 0 && <p class="small">{t('nothingDecided')}</p>}
      {all.map((one) => (
        <Decision key={one.placement} decision={one} />
      ))}
    </section>
  );
}

function Decision({ decision }: { decision: DecisionAnswered }) {
  const { campaign, content, trace } = decision;
  const what = campaign?.name ?? t(content ? 'fallback' : 'keeps');
  return (
    <details class="decision" open={campaign !== null}>
      <summary>
        <b>{what}</b>
        <span>{wordsOf('place', decision.placement)}</span>
      </summary>
      {decision.words && <p>{words(decision.words)}</p>}
      {trace && trace.options.length > 0 && (
        <>
          <p class="small">{t('options', { n: trace.options.length })}</p>
          <ul class="options">
            {trace.options.slice(0, 12).map((option) => (
              <li key={`${option.campaignId} ${option.variantId}`} class={option.lost ? '' : 'won'}>
                <b>{option.campaign}</b> {option.variant}
                <span>
                  {option.lost
                    ? option.words && words(option.words)
                    : [
                        t('won'),
                        option.propensity &&
                          t('chance', { n: Math.round(option.propensity * 100) }),
                      ]
                        .filter(Boolean)
                        .join(', ')}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}

function Play() {
  return (
    <section>
      <h3>{t('play')}</h3>
      <ul class="play">
        {MOMENTS.map((kind) => (
          <li key={kind} class={played.value.has(kind) ? 'done' : ''}>
            <a href={PLAY[kind].to}>
              <Mark kind={kind} />
              <span>
                <b>{t(`kind.${kind}`)}</b>
                <span>{t(PLAY[kind].text)}</span>
              </span>
              {played.value.has(kind) && <Icon name="check" />}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
