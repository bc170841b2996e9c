import type { LiveMoment, MomentView } from '@augenblick/contract/api/moment.ts';
import { Icon, SignList, useFormats, useLanguage, useTexts } from '@augenblick/ui/react';
import type { ReactNode } from 'react';
import styles from './moment.module.css';
import { momentTexts } from './texts.ts';

/** Why we think so, what stood out meanwhile, and what was decided: opened in place, never on another page. */
export function Why(props: {
  moment: MomentView & Partial<Pick<LiveMoment, 'signals' | 'decisions'>>;
  onEvent: (eventId: string) => void;
  onDecision?: ((decisionId: string) => void) | undefined;
}) {
  const text = useTexts(momentTexts);
  const [language] = useLanguage();
  const { moment, onEvent, onDecision } = props;
  const { signals = [], decisions } = moment;
  return (
    <div className={styles.why}>
      <Part title={text('signs')}>
        {moment.evidence.length === 0 ? (
          <p className={styles.quiet}>{text('noSigns')}</p>
        ) : (
          <SignList
            signs={moment.evidence.map(({ code, eventId, weight, words }) => ({
              key: code,
              words: words[language],
              weight,
              onOpen: () => onEvent(eventId),
            }))}
          />
        )}
      </Part>
      {signals.length > 0 && (
        <Part title={text('raised')}>
          <ul className={styles.facts}>
            {signals.map((signal) => (
              <li key={signal.id}>
                <Icon name="warning" size={14} />
                <span>
                  <b>{signal.title[language]}</b> {signal.words[language]}
                </span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {decisions && (
        <Part title={text('decided')}>
          <Decisions decisions={decisions} onDecision={onDecision} />
        </Part>
      )}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className={styles.partTitle}>{title}</h3>
      {children}
    </section>
  );
}

function Decisions(props: {
  decisions: LiveMoment['decisions'];
  onDecision: ((decisionId: string) => void) | undefined;
}) {
  const text = useTexts(momentTexts);
  const words = useDecisionWords();
  const formats = useFormats();
  if (props.decisions.length === 0) return <p className={styles.quiet}>{text('nothingDecided')}</p>;
  return (
    <ul className={styles.facts}>
      {props.decisions.map((decision) => (
        <li key={decision.id}>
          <Icon name={decision.result === 'campaign' ? 'check' : 'minus'} size={14} />
          <span>
            {words(decision)} <span className={styles.quiet}>{formats.time(decision.at)}</span>{' '}
            {props.onDecision && (
              <button
                type="button"
                className={styles.link}
                onClick={() => props.onDecision?.(decision.id)}
              >
                {text('toDecision')}
              </button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Gives a decision in words. */
export function useDecisionWords(): (decision: LiveMoment['decisions'][number]) => string {
  const text = useTexts(momentTexts);
  return ({ result, campaign, placement }) => {
    if (result === 'campaign')
      return text('result.campaign', { campaign: campaign ?? '', placement });
    if (result === 'nothing_fits' || result === 'global_holdout' || result === 'campaign_holdout')
      return text(`result.${result}`, { placement });
    return text('result.other', { placement });
  };
}
