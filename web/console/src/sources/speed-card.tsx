import { api } from '@augenblick/api';
import type { VitalsFigures, VitalsShown } from '@augenblick/contract/api/vitals.ts';
import { Card, Quiet, Stat, StatRow, useFormats, useTexts } from '@augenblick/ui/react';
import { useQuery } from '@tanstack/react-query';
import { useRetailerPath } from '../session/session.tsx';
import { speedTexts } from './texts-speed.ts';

/** Google's borders for the largest paint, ms. */
const GOOD_MS = 2_500;
const SLOW_MS = 4_000;

/** How fast the shop's pages are for shoppers, and what slow ones go with. Shown once something was measured. */
export function SpeedCard() {
  const text = useTexts(speedTexts);
  const path = useRetailerPath();
  const formats = useFormats();
  const { data } = useQuery({
    queryKey: [path(''), 'vitals'],
    queryFn: ({ signal }) => api.get<VitalsShown>(path('/vitals'), { signal }),
    staleTime: 60_000,
  });
  const time = useSeconds();
  if (!data || data.devices.length === 0) return null;
  const { devices, pages, phone } = data;
  return (
    <Card title={text('title')} note={text('note')}>
      <StatRow>
        {devices.map(({ device, ...figures }) => (
          <Stat
            key={device}
            label={text(device)}
            value={time(figures.lcp)}
            note={text('figures', {
              verdict: text(verdict(figures)),
              inp: time(figures.inp),
              ttfb: time(figures.ttfb),
              cls: figures.cls === null ? text('unknown') : formats.number(figures.cls),
              loads: figures.loads,
            })}
          />
        ))}
      </StatRow>
      {phone && (
        <p>
          {text('missing', {
            slow: phone.slow.shoppers,
            fast: phone.fast.shoppers,
            missing: phone.missing,
          })}
        </p>
      )}
      <p>
        <Quiet>
          {text('pages')}:{' '}
          {pages
            .map(({ pageType, lcp, loads }) =>
              text('page', { type: pageType, lcp: time(lcp), loads }),
            )
            .join(' · ')}
        </Quiet>
      </p>
    </Card>
  );
}

/** Milliseconds as seconds with two places below ten, as people speak of waiting. */
function useSeconds(): (ms: number | null) => string {
  const text = useTexts(speedTexts);
  const formats = useFormats();
  return (ms) =>
    ms === null
      ? text('unknown')
      : text('seconds', { value: formats.number(Math.round(ms / 10) / 100) });
}

function verdict({ lcp }: VitalsFigures): 'good' | 'fair' | 'slow' | 'unknown' {
  if (lcp === null) return 'unknown';
  return lcp <= GOOD_MS ? 'good' : lcp <= SLOW_MS ? 'fair' : 'slow';
}
