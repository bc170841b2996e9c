import { api } from '@augenblick/api';
import type { ShopJourney } from '@augenblick/contract/api/moment.ts';
import { Card, useFormats, useStageWords, useTexts } from '@augenblick/ui/react';
import { useQuery } from '@tanstack/react-query';
import { momentTexts } from '../moment/texts.ts';
import { useRetailer, useRetailerPath } from '../session/session.tsx';
import styles from './live-page.module.css';

const DAYS = 30;
const EVERY_MS = 60_000;

/** How long each stage of the journey takes in this shop, and what buyers leave out. */
export function Journey() {
  const { id } = useRetailer();
  const path = useRetailerPath();
  const text = useTexts(momentTexts);
  const formats = useFormats();
  const words = useStageWords();
  const { data } = useQuery({
    queryKey: ['journey', id],
    queryFn: ({ signal }) => api.get<ShopJourney>(path(`/journey?days=${DAYS}`), { signal }),
    refetchInterval: EVERY_MS,
  });
  const left = data?.stages.filter((stage) => stage.left > 0) ?? [];
  if (!data || left.length === 0) return null;
  const skipped = data.skipped.find(({ stage }) => stage === 'compare')?.count ?? 0;
  return (
    <Card title={text('journey')} note={text('journeyNote', { days: DAYS })}>
      <ul className={styles.raised}>
        {left.map(({ stage, medianMs }) => (
          <li key={stage}>
            <span>{words(stage)}</span>
            <span className={styles.nobody}>
              {medianMs === null ? '–' : formats.duration(Math.max(1000, medianMs))}
            </span>
          </li>
        ))}
      </ul>
      {data.purchases > 0 && (
        <p className={styles.nobody}>{text('journeyBought', { count: data.purchases, skipped })}</p>
      )}
    </Card>
  );
}
