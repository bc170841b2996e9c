import type { LiveMoment } from '@augenblick/contract/api/moment.ts';
import {
  Chip,
  MomentMark,
  RelativeTime,
  StageBar,
  useFormats,
  useLanguage,
  useNow,
  useTexts,
} from '@augenblick/ui/react';
import { useState } from 'react';
import { Link } from 'react-router';
import { SimulatedChip, useShopperName } from '../event/words.tsx';
import { useMay } from '../session/session.tsx';
import styles from './moment.module.css';
import { momentTexts } from './texts.ts';
import { useDecisionWords, Why } from './why.tsx';

interface Opening {
  onEvent: (eventId: string) => void;
  onDecision: (decisionId: string) => void;
}

/** The moments, newest first: who wants what, how we can tell, what was decided. */
export function MomentList(
  props: { moments: readonly LiveMoment[]; fresh: ReadonlySet<string> } & Opening,
) {
  const text = useTexts(momentTexts);
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <ol className={styles.list} aria-label={text('stream')}>
      {props.moments.map((moment) => (
        <Row
          key={moment.id}
          moment={moment}
          isNew={props.fresh.has(moment.id)}
          opened={moment.id === opened}
          onToggle={() => setOpened(moment.id === opened ? null : moment.id)}
          onEvent={props.onEvent}
          onDecision={props.onDecision}
        />
      ))}
    </ol>
  );
}

function Row(
  props: { moment: LiveMoment; isNew: boolean; opened: boolean; onToggle: () => void } & Opening,
) {
  const text = useTexts(momentTexts);
  const mayDecisions = useMay('decision.read');
  const { moment, isNew, opened, onToggle } = props;
  const now = useNow(5_000);
  const over = moment.endedAt !== null || moment.expiresAt <= now;
  const whyId = `why-${moment.id}`;
  return (
    <li className={styles.row} data-new={isNew} data-over={over} data-moment={moment.kind}>
      <span className={styles.mark}>
        <MomentMark moment={moment.kind} size={18} />
      </span>
      <div className={styles.words}>
        <p className={styles.title}>
          <Wants moment={moment} />
          {moment.shopper.simulated && <SimulatedChip />}
        </p>
        <Signs moment={moment} />
        <Decided moment={moment} />
      </div>
      <div className={styles.side}>
        <RelativeTime at={moment.beganAt} quiet />
        <StageBar stage={moment.stage} small />
        <span className={styles.quiet}>
          <State moment={moment} over={over} now={now} />
        </span>
      </div>
      <button
        type="button"
        className={styles.whyButton}
        aria-expanded={opened}
        aria-controls={whyId}
        onClick={onToggle}
      >
        {text(opened ? 'hideWhy' : 'why')}
      </button>
      {opened && (
        <div id={whyId} className={styles.whyPlace}>
          <Why
            moment={moment}
            onEvent={props.onEvent}
            onDecision={mayDecisions ? props.onDecision : undefined}
          />
        </div>
      )}
    </li>
  );
}

/** "Anna Berg will kaufen: Lampe Anna". */
function Wants({ moment }: { moment: LiveMoment }) {
  const text = useTexts(momentTexts);
  const name = useShopperName();
  const mayOpen = useMay('shopper.read');
  const { shopper, kind, subject } = moment;
  const who = name(shopper);
  const [before = '', after = ''] = text(`want.${kind}`, { who: '\u0000' }).split('\u0000');
  const about = subject?.type === 'shop' ? text('about.shop') : subject?.name;
  return (
    <span>
      {before}
      {mayOpen ? <Link to={`/shoppers/${shopper.id}`}>{who}</Link> : who}
      {after}
      {about && (
        <>
          {': '}
          <b>{about}</b>
        </>
      )}
    </span>
  );
}

function Signs({ moment }: { moment: LiveMoment }) {
  const [language] = useLanguage();
  const words = moment.evidence.slice(0, 2).map((sign) => sign.words[language]);
  return (
    <p className={styles.signs}>
      {moment.signals.map((signal) => (
        <Chip key={signal.id} tone="caution" hint={signal.words[language]}>
          {signal.title[language]}
        </Chip>
      ))}
      <span>{words.join(' · ')}</span>
    </p>
  );
}

function Decided({ moment }: { moment: LiveMoment }) {
  const words = useDecisionWords();
  const shown = moment.decisions.find(({ result }) => result === 'campaign') ?? moment.decisions[0];
  if (!shown) return null;
  return (
    <p className={styles.decided} data-result={shown.result}>
      → {words(shown)}
    </p>
  );
}

function State(props: { moment: LiveMoment; over: boolean; now: number }) {
  const text = useTexts(momentTexts);
  const formats = useFormats();
  const { moment, over, now } = props;
  if (!over) {
    const minutes = Math.max(1, Math.ceil((moment.expiresAt - now) / 60_000));
    return (
      <>
        {text(sureness(moment.confidence))}, {text('still', { minutes })}
      </>
    );
  }
  const lasted = (moment.endedAt ?? moment.expiresAt) - moment.beganAt;
  return moment.endReason === 'answered' || moment.endReason === 'overtaken' ? (
    <>{text(`end.${moment.endReason}`)}</>
  ) : (
    <>
      {text('lasted', { time: formats.duration(Math.max(1000, Math.round(lasted / 1000) * 1000)) })}
    </>
  );
}

/** A probability in a shopkeeper's words. */
export function sureness(confidence: number): 'sure.high' | 'sure.middle' | 'sure.low' {
  if (confidence >= 0.85) return 'sure.high';
  return confidence >= 0.65 ? 'sure.middle' : 'sure.low';
}
