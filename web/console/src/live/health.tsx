import type { DropReason } from '@augenblick/contract';
import { DROP_REASONS } from '@augenblick/contract';
import type { LiveLight, LiveSnapshot } from '@augenblick/contract/api/live.ts';
import { Icon, RelativeTime, TextSkeleton, useFormats, useTexts } from '@augenblick/ui/react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { dropTexts } from '../event/texts.ts';
import styles from './health.module.css';
import { liveTexts } from './texts.ts';

const LIGHT_ICONS = { good: 'check', slow: 'warning', down: 'error' } as const;

/** Whether database, background work and sources are well, and what was not stored. */
export function Health({ health }: { health: LiveSnapshot['health'] | undefined }) {
  const text = useTexts(liveTexts);
  const formats = useFormats();
  if (!health) return <TextSkeleton lines={5} />;
  const { database, queue } = health;
  const waiting =
    queue.oldestS < 5
      ? text('waiting', { count: queue.waiting })
      : text('waitingSince', {
          count: queue.waiting,
          time: formats.duration(queue.oldestS * 1000),
        });
  return (
    <div className={styles.health}>
      <Line light={database.light} name={text('database')}>
        {text('answersIn', { time: formats.duration(Math.max(1, Math.round(database.ms))) })}
      </Line>
      <Line light={queue.light} name={text('queue')}>
        {waiting}
      </Line>
      <Drops drops={health.drops} />
      <Sources sources={health.sources} />
    </div>
  );
}

function Line(props: { light: LiveLight; name: string; children: ReactNode }) {
  const text = useTexts(liveTexts);
  return (
    <p className={styles.line}>
      <span className={styles.light} data-light={props.light}>
        <Icon name={LIGHT_ICONS[props.light]} size={12} label={text(props.light)} />
      </span>
      <span className={styles.words}>
        <b>{props.name}</b>
        <span>{props.children}</span>
      </span>
    </p>
  );
}

function Drops({ drops }: { drops: LiveSnapshot['health']['drops'] }) {
  const text = useTexts(liveTexts);
  const reasonText = useTexts(dropTexts);
  const count = drops.reduce((sum, drop) => sum + drop.count, 0);
  const first = drops[0]?.reason ?? '';
  const known = DROP_REASONS.some((reason) => reason === first);
  const reason = known ? reasonText(first as DropReason) : first;
  return (
    <Line light={count === 0 ? 'good' : 'slow'} name={text('dropped')}>
      {count === 0 ? (
        text('noDrops')
      ) : (
        <>
          {text('drops', { count, reason })} <Link to="/sources?tab=dead">{text('toDrops')}</Link>
        </>
      )}
    </Line>
  );
}

function Sources({ sources }: { sources: LiveSnapshot['health']['sources'] }) {
  const text = useTexts(liveTexts);
  if (sources.length === 0) return <p className={styles.none}>{text('noSources')}</p>;
  return (
    <ul className={styles.sources} aria-label={text('sources')}>
      {sources.map((source) => (
        <li key={source.id}>
          <Link to={`/sources/${source.id}`}>{source.name}</Link>
          <span className={styles.fact}>
            {source.paused ? (
              text('sourcePaused')
            ) : source.lastSeenAt === null ? (
              text('sourceSilent')
            ) : (
              <RelativeTime at={source.lastSeenAt} quiet />
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
