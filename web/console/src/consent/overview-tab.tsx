import { errorText } from '@augenblick/api';
import type { ConsentOverview } from '@augenblick/contract/api/optin.ts';
import {
  BarPicture,
  Card,
  ErrorState,
  Notice,
  ShareList,
  Stat,
  StatRow,
  TextSkeleton,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import styles from './consent.module.css';
import { channelKey } from './names.ts';
import { useOverview } from './queries.ts';
import { consentTexts } from './texts.ts';

/** How many may be written to, how sign-ups fare, who wants nothing. */
export function OverviewTab() {
  const text = useTexts(consentTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const { data, error, refetch } = useOverview();
  if (error && !data)
    return <ErrorState text={errorText(error, language)} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton lines={6} />;
  return (
    <div className={styles.stack}>
      {data.openDataRequests > 0 && (
        <Notice
          tone="caution"
          actions={
            <Button component={Link} to="/consent?tab=requests" size="xs" variant="default">
              {text('toRequests')}
            </Button>
          }
        >
          {text('openRequests', { count: formats.number(data.openDataRequests) })}
        </Notice>
      )}
      <Figures data={data} />
      <Days data={data} />
      <Shares data={data} />
    </div>
  );
}

function Figures({ data }: { data: ConsentOverview }) {
  const text = useTexts(consentTexts);
  const formats = useFormats();
  const share = data.signups === 0 ? null : formats.percent(data.confirmed / data.signups);
  return (
    <Card>
      <StatRow>
        <Stat label={text('signups')} value={formats.number(data.signups)} note={text('last30')} />
        <Stat
          label={text('confirmed')}
          value={formats.number(data.confirmed)}
          note={share === null ? text('last30') : text('ofSignups', { share })}
          tone="good"
        />
        <Stat label={text('waiting')} value={formats.number(data.waiting)} note={text('now')} />
        <Stat
          label={text('left')}
          value={formats.number(data.withdrawn)}
          note={text('last30')}
          {...(data.withdrawn > 0 && { tone: 'caution' })}
        />
      </StatRow>
    </Card>
  );
}

function Days({ data }: { data: ConsentOverview }) {
  const text = useTexts(consentTexts);
  return (
    <Card title={text('days')} note={text('daysNote')}>
      <BarPicture
        title={text('confirmed')}
        timeTitle={text('time')}
        unit="day"
        bars={data.days.map(({ day, confirmed }) => ({
          at: Date.parse(`${day}T12:00:00Z`),
          value: confirmed,
        }))}
      />
    </Card>
  );
}

function Shares({ data }: { data: ConsentOverview }) {
  const text = useTexts(consentTexts);
  return (
    <div className={styles.pair}>
      <Card title={text('granted')} note={text('grantedNote')}>
        <ShareList
          label={text('granted')}
          items={data.granted.map(({ channel, shoppers }) => ({
            key: channel,
            name: text(channelKey(channel)),
            value: shoppers,
          }))}
        />
      </Card>
      <Card title={text('suppressed')} note={text('suppressedNote')}>
        <ShareList
          label={text('suppressed')}
          items={data.suppressed.map(({ reason, addresses }) => ({
            key: reason,
            name: text(`reason.${reason}`),
            value: addresses,
          }))}
        />
      </Card>
    </div>
  );
}
