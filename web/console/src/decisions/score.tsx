import type { ReactNode } from 'react';
import type { ScoreParts } from '@augenblick/contract';
import { KeyValue, More, useFormats, useTexts } from '@augenblick/ui/react';
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
  const response = (
    <>
      {text('part.responseValue', {
        value: formats.percent(score.response, 1),
        sd: formats.percent(score.responseSd, 1),
      })}
      <small className={styles.from}>{text('part.from', { count: score.showings })}</small>
    </>
  );
  const entries: [string, ReactNode][] = [
    [text('part.response'), response],
    [text('part.margin'), money(score.marginMinor)],
    [text('part.effect'), formats.percent(score.effect)],
    [text('part.cost'), money(score.costMinor)],
  ];
  if (score.priority > 0) {
    entries.push([text('part.priority'), text('part.priorityValue', { value: score.priority })]);
  }
  return (
    <div className={styles.score}>
      <p className={styles.worth}>
        <b>{text('perThousand', { amount: money(score.perThousandMinor) })}</b>
      </p>
      <div className={styles.scoreTrack} aria-hidden>
        <i data-part="net" style={{ width: width(Math.max(0, gain - cost)) }} />
        <i data-part="cost" style={{ width: width(Math.min(cost, gain)) }} />
      </div>
      <More summary={text('part')}>
        <KeyValue apart entries={entries} />
      </More>
    </div>
  );
}

/** What a thousand showings bring before and lose to the offer, minor units. */
export function grossOf(score: ScoreParts): { gain: number; cost: number } {
  const goals = score.response * 1000 * (1 + score.priority / 100);
  return { gain: goals * score.marginMinor * score.effect, cost: goals * score.costMinor };
}
