import { CHANNEL_WORDS } from '@augenblick/contract';
import type { BroadcastDraft } from '@augenblick/contract';
import type { BroadcastReach } from '@augenblick/contract/api/broadcast.ts';
import {
  Card,
  Quiet,
  ShareList,
  TextSkeleton,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Marked } from '../published/marked.tsx';
import styles from './broadcasts.module.css';
import { useReach } from './queries.ts';
import { editorTexts } from './texts-editor.ts';

/** Who would get it if it went out as it stands, and why the others would not. */
export function ReachCard({ draft }: { draft: BroadcastDraft }) {
  const text = useTexts(editorTexts);
  const { data, error, isPlaceholderData } = useReach(draft);
  return (
    <Card title={text('reachTitle')}>
      <div aria-live="polite" data-stale={isPlaceholderData} className={styles.reach}>
        {data ? (
          <Reach reach={data} />
        ) : error ? (
          <Quiet>{text('reachNotReady')}</Quiet>
        ) : (
          <TextSkeleton lines={4} />
        )}
      </div>
    </Card>
  );
}

function Reach({ reach }: { reach: BroadcastReach }) {
  const text = useTexts(editorTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const { audience, reached, between, leftOut, channels, zones, putOff } = reach;
  if (audience === 0) return <p>{text('reachNobody')}</p>;
  return (
    <>
      <p className={styles.reachLine}>
        <Marked
          words={text('reachLine', {
            reached: formats.number(reached),
            audience: formats.number(audience),
          })}
        />
      </p>
      <div className={styles.reachBar} aria-hidden>
        <i style={{ width: `${(reached / audience) * 100}%` }} />
      </div>
      {between && <Quiet>{text('reachBetween', { looked: reach.looked, ...between })}</Quiet>}
      {putOff > 0 && <p>{text('reachPutOff', { count: putOff })}</p>}
      {reached > 0 && <Times reach={reach} />}
      {channels.length > 1 && (
        <ShareList
          label={text('reachChannels')}
          items={channels.map(({ channel, count }) => ({
            key: channel,
            name: CHANNEL_WORDS[channel][language],
            value: count,
          }))}
        />
      )}
      {leftOut.length > 0 && (
        <>
          <h3 className={styles.small}>{text('reachOut')}</h3>
          <ShareList
            label={text('reachOut')}
            items={leftOut.map(({ reason, words, count }) => ({
              key: reason,
              name: text('reachBecause', { words: words[language] }),
              value: count,
            }))}
          />
        </>
      )}
      {zones.length > 1 && (
        <>
          <h3 className={styles.small}>{text('reachZones')}</h3>
          <ShareList
            label={text('reachZones')}
            items={zones.map(({ zone, known, count }) => ({
              key: `${zone}${known}`,
              name: known ? zone : text('reachZoneUnknown', { zone }),
              value: count,
            }))}
          />
        </>
      )}
    </>
  );
}

function Times({ reach: { first, last } }: { reach: BroadcastReach }) {
  const text = useTexts(editorTexts);
  const formats = useFormats();
  const minute = 60_000;
  if (last - first < minute) {
    return <Quiet>{text('reachTimesSame', { first: formats.dateTime(first) })}</Quiet>;
  }
  return (
    <Quiet>
      {text('reachTimes', { first: formats.dateTime(first), last: formats.dateTime(last) })}
    </Quiet>
  );
}
