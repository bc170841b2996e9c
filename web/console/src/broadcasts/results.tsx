import type { BroadcastOne, BroadcastResults } from '@augenblick/contract/api/broadcast.ts';
import {
  BarPicture,
  Card,
  ShareList,
  Stat,
  StatRow,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { GroupsPicture } from './groups.tsx';
import styles from './broadcasts.module.css';
import { resultTexts } from './texts-results.ts';

interface Props {
  one: BroadcastOne;
  results: BroadcastResults;
}

/** Parts of the audience in the order in which they are drawn. */
const PARTS = ['sent', 'unknown', 'failed', 'leftOut', 'takenBack', 'queued', 'waiting'] as const;

/** Everyone in the audience as one bar, by what became of them. */
export function ProgressCard({ results: { progress } }: Props) {
  const text = useTexts(resultTexts);
  const formats = useFormats();
  const { audience, waiting, queued } = progress;
  const shown = PARTS.filter((part) => progress[part] > 0);
  return (
    <Card
      title={text('progressTitle')}
      note={text('progressLabel', {
        done: formats.number(audience - waiting - queued),
        audience: formats.number(audience),
      })}
    >
      <div className={styles.parts} aria-hidden>
        {shown.map((part) => (
          <i
            key={part}
            data-part={part}
            style={{ width: `${(progress[part] / Math.max(1, audience)) * 100}%` }}
          />
        ))}
      </div>
      <ul className={styles.legend}>
        {shown.map((part) => (
          <li key={part}>
            <i data-part={part} aria-hidden />
            {text(`result.${part}`)} <b>{formats.number(progress[part])}</b>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The figures in a row, each with what it is a share of. */
export function Figures({ one, results: { counts, progress } }: Props) {
  const text = useTexts(resultTexts);
  const formats = useFormats();
  const { currency, sent, measurable } = counts;
  const share = (part: number, of: number): string => formats.percent(of === 0 ? 0 : part / of, 1);
  return (
    <StatRow>
      <Stat
        label={text('sent')}
        value={formats.number(sent)}
        note={text('sentNote', { audience: progress.audience })}
      />
      <Stat
        label={text('opened')}
        value={formats.number(counts.opened)}
        note={
          measurable === 0
            ? text('openedNobody')
            : text('openedNote', { share: share(counts.opened, measurable), measurable })
        }
      />
      <Stat
        label={text('clicked')}
        value={formats.number(counts.clicked)}
        note={text('clickedNote', { share: share(counts.clicked, sent) })}
      />
      <Stat
        label={text('unsubscribed')}
        value={formats.number(counts.unsubscribed)}
        note={text('clickedNote', { share: share(counts.unsubscribed, sent) })}
      />
      <Stat
        label={text('bounced')}
        value={formats.number(counts.bounced)}
        note={text('bouncedNote', { count: counts.complained })}
      />
      <Stat
        label={text('revenue')}
        value={formats.moneyRound({ amountMinor: counts.revenueMinor, currency })}
        note={text('revenueNote', {
          orders: counts.orders,
          buyers: counts.buyers,
          days: one.broadcast.resultDays,
        })}
      />
    </StatRow>
  );
}

/** When it was sent and when people clicked. */
export function CourseCard({ results: { course } }: Pick<Props, 'results'>) {
  const text = useTexts(resultTexts);
  const { stepMs, points } = course;
  if (points.length < 2) return null;
  const unit = stepMs >= 86_400_000 ? 'day' : 'time';
  const clicks = points.some(({ clicked }) => clicked > 0);
  return (
    <Card title={text('course')}>
      <BarPicture
        title={text('courseBars')}
        bars={points.map(({ at, sent }) => ({ at, value: sent }))}
        timeTitle={text('courseTime')}
        unit={unit}
      />
      {clicks && (
        <BarPicture
          title={text('clicked')}
          bars={points.map(({ at, clicked }) => ({ at, value: clicked }))}
          timeTitle={text('courseTime')}
          unit={unit}
        />
      )}
    </Card>
  );
}

/** Everyone who did not get it, by reason. */
export function ReasonsCard({ results: { reasons, progress } }: Pick<Props, 'results'>) {
  const text = useTexts(resultTexts);
  const [language] = useLanguage();
  return (
    <Card title={text('reasons')}>
      {reasons.length === 0 ? (
        <p>{text(progress.sent === progress.audience ? 'reasonsNone' : 'reasonsYet')}</p>
      ) : (
        <ShareList
          label={text('reasons')}
          items={reasons.map(({ result, reason, words, count }) => ({
            key: `${result}${reason}`,
            name: `${text(`result.${result}`)}, ${text('because', { words: words[language] })}`,
            value: count,
          }))}
        />
      )}
    </Card>
  );
}

/** Buyers among those who got it and in the comparison group. */
export function HoldoutCard({ one, results: { holdout, counts } }: Props) {
  const text = useTexts(resultTexts);
  if (!holdout) return null;
  return (
    <Card title={text('holdout')} note={text('holdoutNote', { days: one.broadcast.resultDays })}>
      <GroupsPicture holdout={holdout} currency={counts.currency} />
    </Card>
  );
}
