import type { ScoreParts } from '@augenblick/contract';
import { useFormats, useTexts } from '@augenblick/ui/react';
import styles from './decisions.module.css';
import { decisionTexts } from './texts.ts';

/**
 * The worth of one option as a bar: what a thousand showings bring, and of that, toned differently, what the offer costs. The
 * parts stand below in words. `topMinor` is the largest bar of the decision, so that options can be compared.
 */
export function Score(props: { score: ScoreParts; currency: string; topMinor: number }) {
  const { score, currency, topMinor } = props;
  const text = useTexts(decisionTexts);
  const formats = useFormats();
  const { gain, cost } = grossOf(score);
  const width = (minor: number): string =>
    `${Math.min(100, (minor / Math.max(topMinor, 1)) * 100)}%`;
  const money = (amountMinor: number): string =>
    formats.money({ amountMinor: Math.round(amountMinor), currency });
  return (
    <div className={styles.score}>
      <p className={styles.worth}>
        <b>{text('perThousand', { amount: money(score.perThousandMinor) })}</b>
      </p>
      <div className={styles.scoreTrack} aria-hidden>
        <i data-part="net" style={{ width: width(Math.max(0, gain - cost)) }} />
        <i data-part="cost" style={{ width: width(Math.min(cost, gain)) }} />
      </div>
      <details className={styles.parts}>
        <summary>{text('part')}</summary>
        <dl>
          <div>
            <dt>{text('part.response')}</dt>
            <dd>
              {text('part.responseValue', {
                value: formats.percent(score.response, 1),
                sd: formats.percent(score.responseSd, 1),
              })}
              <small>{text('part.from', { count: score.showings })}</small>
            </dd>
          </div>
          <div>
            <dt>{text('part.margin')}</dt>
            <dd>{money(score.marginMinor)}</dd>
          </div>
          <div>
            <dt>{text('part.effect')}</dt>
            <dd>{formats.percent(score.effect)}</dd>
          </div>
          <div>
            <dt>{text('part.cost')}</dt>
            <dd>{money(score.costMinor)}</dd>
          </div>
          {score.priority > 0 && (
            <div>
              <dt>{text('part.priority')}</dt>
              <dd>{text('part.priorityValue', { value: score.priority })}</dd>
            </div>
          )}
        </dl>
      </details>
    </div>
  );
}

/** What a thousand showings bring before and lose to the offer, minor units. */
export function grossOf(score: ScoreParts): { gain: number; cost: number } {
  const goals = score.response * 1000 * (1 + score.priority / 100);
  return { gain: goals * score.marginMinor * score.effect, cost: goals * score.costMinor };
}
