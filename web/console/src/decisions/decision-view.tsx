import { DECISION_GUARDS, GUARD_WORDS } from '@augenblick/contract';
import type {
  DecisionDetail,
  DecisionTrace,
  OptionShown,
} from '@augenblick/contract/api/decision.ts';
import {
  Chip,
  Icon,
  MomentMark,
  Notice,
  Quiet,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Link } from 'react-router';
import { heartTexts } from '../campaigns/texts-words.ts';
import styles from './decisions.module.css';
import { grossOf, Score } from './score.tsx';
import { decisionTexts } from './texts.ts';

/** One decision from top to bottom: moment and evidence, comparison group, who won, who lost and why. */
export function DecisionView({ detail }: { detail: DecisionDetail }) {
  const text = useTexts(decisionTexts);
  const { decision, trace } = detail;
  return (
    <div className={styles.view}>
      <MomentPart detail={detail} />
      {decision.result === 'global_holdout' && (
        <Notice title={text('comparison')}>{text('comparisonShop')}</Notice>
      )}
      {decision.heldOut && (
        <Notice title={text('comparison')}>
          {text('comparisonCampaign', { name: decision.heldOut.name })}
        </Notice>
      )}
      <TraceView trace={trace} heldOut={decision.heldOut?.id ?? null} />
      <Events detail={detail} />
    </div>
  );
}

function MomentPart({ detail }: { detail: DecisionDetail }) {
  const text = useTexts(decisionTexts);
  const heart = useTexts(heartTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const { decision, stage, confidence, signals, evidence } = detail;
  const top = Math.max(...evidence.map(({ points }) => Math.abs(points)), 0.01);
  return (
    <section>
      <h3 className={styles.heading}>{text('moment')}</h3>
      {decision.kind === 'none' ? (
        <Quiet>{text('noMoment')}</Quiet>
      ) : (
        <p className={styles.moment}>
          <MomentMark moment={decision.kind} size={18} silent />
          <b>{heart(`kind.${decision.kind}`)}</b>
          {stage && <span>{heart(`stage.${stage}` as 'stage.research')}</span>}
          {confidence !== null && (
            <Chip>{text('sure', { share: formats.percent(confidence) })}</Chip>
          )}
        </p>
      )}
      {evidence.length > 0 && (
        <ul className={styles.evidence} aria-label={text('evidence')}>
          {evidence.map(({ words, points, eventId }) => (
            <li key={`${eventId}${words.en}`}>
              <span>{words[language]}</span>
              <span className={styles.evidenceTrack} aria-hidden>
                <i
                  style={{ width: `${(Math.abs(points) / top) * 100}%` }}
                  data-kind={decision.kind}
                />
              </span>
            </li>
          ))}
        </ul>
      )}
      {signals.length > 0 && (
        <p className={styles.signals}>
          <Quiet>{text('signals')}</Quiet>
          {signals.map((signal) => (
            <Chip key={signal} tone="caution" icon="warning">
              {heart(`signal.${signal}` as 'signal.abandoned_cart')}
            </Chip>
          ))}
        </p>
      )}
    </section>
  );
}

/** All options: the winner, those that came close with their worth, the rest by reason. */
export function TraceView({ trace, heldOut }: { trace: DecisionTrace; heldOut: string | null }) {
  const text = useTexts(decisionTexts);
  const { options, currency } = trace;
  if (options.length === 0) return <Notice>{text('noOptions')}</Notice>;
  const winner = options.find(({ lost }) => lost === null);
  const first = options.find(({ campaignId, lost }) => lost !== null && campaignId === heldOut);
  const scored = options.filter((one) => one !== winner && one !== first && one.score !== null);
  const rest = options.filter((one) => one !== winner && one !== first && one.score === null);
  const topMinor = Math.max(...options.map(({ score }) => (score ? grossOf(score).gain : 0)), 1);
  return (
    <>
      {winner && (
        <section>
          <h3 className={styles.heading}>{text('winner')}</h3>
          <Option option={winner} currency={currency} topMinor={topMinor} />
          <Passed />
        </section>
      )}
      {first && (
        <section>
          <h3 className={styles.heading}>{text('wouldHaveWon')}</h3>
          <Option option={first} currency={currency} topMinor={topMinor} />
        </section>
      )}
      {scored.length > 0 && (
        <section>
          <h3 className={styles.heading}>{text('scored')}</h3>
          <Quiet>{text('scoredNote')}</Quiet>
          {scored.map((option) => (
            <Option
              key={option.campaignId + option.variantId}
              option={option}
              currency={currency}
              topMinor={topMinor}
            />
          ))}
        </section>
      )}
      {rest.length > 0 && <Rest options={rest} />}
    </>
  );
}

function Option(props: { option: OptionShown; currency: string; topMinor: number }) {
  const { option, currency, topMinor } = props;
  const text = useTexts(decisionTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const { campaignId, campaign, variant, words, guard, score, propensity, lost } = option;
  return (
    <article className={styles.option} data-won={lost === null}>
      <p className={styles.optionName}>
        <Link to={`/campaigns/${campaignId}`}>{campaign}</Link>
        <Quiet>{text('variant', { name: variant })}</Quiet>
        {propensity !== null && lost === null && (
          <Quiet>{text('chance', { share: formats.percent(propensity) })}</Quiet>
        )}
      </p>
      {words && (
        <p className={styles.lost}>
          {words[language]}
          {guard && <Chip icon="shield">{GUARD_WORDS[guard][language]}</Chip>}
        </p>
      )}
      {score && <Score score={score} currency={currency} topMinor={topMinor} />}
    </article>
  );
}

/** The guards in their order; the winner has passed them all. */
function Passed() {
  const text = useTexts(decisionTexts);
  const [language] = useLanguage();
  return (
    <div className={styles.passed}>
      <Quiet>{text('passed')}</Quiet>
      <ol>
        {DECISION_GUARDS.map((guard) => (
          <li key={guard}>
            <Icon name="check" size={13} />
            {GUARD_WORDS[guard][language]}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Options that were never scored, grouped: with 200 campaigns nobody reads 200 lines. */
function Rest({ options }: { options: readonly OptionShown[] }) {
  const text = useTexts(decisionTexts);
  const [language] = useLanguage();
  const groups = new Map<string, OptionShown[]>();
  for (const option of options) {
    const key = option.lost ?? '';
    groups.set(key, [...(groups.get(key) ?? []), option]);
  }
  return (
    <section>
      <h3 className={styles.heading}>{text('rest')}</h3>
      <Quiet>{text('restNote')}</Quiet>
      <ul className={styles.groups}>
        {[...groups]
          .toSorted(([, a], [, b]) => b.length - a.length)
          .map(([reason, members]) => (
            <li key={reason}>
              <details>
                <summary>
                  <Icon name="chevronRight" size={14} />
                  <span>… {members[0]?.words?.[language]}</span>
                  {members[0]?.guard && (
                    <Chip icon="shield">{GUARD_WORDS[members[0].guard][language]}</Chip>
                  )}
                  <Quiet>{text('campaigns', { count: namesOf(members).length })}</Quiet>
                </summary>
                <ul>
                  {namesOf(members).map(([id, name]) => (
                    <li key={id}>
                      <Link to={`/campaigns/${id}`}>{name}</Link>
                    </li>
                  ))}
                </ul>
              </details>
            </li>
          ))}
      </ul>
    </section>
  );
}

/** Campaigns among options, each once though it has several wordings. */
function namesOf(options: readonly OptionShown[]): [string, string][] {
  return [...new Map(options.map(({ campaignId, campaign }) => [campaignId, campaign]))];
}

function Events({ detail }: { detail: DecisionDetail }) {
  const text = useTexts(decisionTexts);
  const formats = useFormats();
  if (detail.events.length === 0) return null;
  const names: Readonly<Record<string, string>> = {
    'Placement Shown': text('shown'),
    'Placement Clicked': text('clicked'),
    'Placement Dismissed': text('dismissed'),
  };
  return (
    <section>
      <h3 className={styles.heading}>{text('events')}</h3>
      <ol className={styles.events}>
        {detail.events.map(({ eventId, at, name }) => (
          <li key={eventId}>
            <span>{names[name] ?? text('goal')}</span>
            <Quiet>{formats.timeSeconds(at)}</Quiet>
          </li>
        ))}
      </ol>
    </section>
  );
}
