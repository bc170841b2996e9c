import { errorText } from '@augenblick/api';
import { type Journey, JOURNEY_WORTH_DAYS } from '@augenblick/contract';
import type { JourneyWorth } from '@augenblick/contract/api/journey-worth.ts';
import {
  Card,
  Notice,
  TextSkeleton,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button, SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Arm, ArmsPicture, IntervalPicture } from '../campaigns/arms.tsx';
import comparison from '../campaigns/comparison.module.css';
import { useMay } from '../session/session.tsx';
import styles from './journeys.module.css';
import { useWorth } from './queries.ts';
import { worthTexts } from './texts-worth.ts';

/** Orders and revenue of those who got in, against the comparison group, with an interval and a sentence. */
export function WorthCard({ journey }: { journey: Journey }) {
  const text = useTexts(worthTexts);
  const [language] = useLanguage();
  const [days, setDays] = useState<Days>(30);
  const [version, setVersion] = useState<number | null>(null);
  const query = useWorth(journey.id, {
    days,
    ...(version === null ? {} : { version }),
  });
  const versions = Array.from({ length: journey.version }, (_, i) => journey.version - i);
  const asked = (
    <div className={styles.asked}>
      {journey.version > 1 && (
        <Select
          size="xs"
          aria-label={text('version')}
          value={String(version ?? '')}
          data={[
            { value: '', label: text('everyVersion') },
            ...versions.map((one) => ({
              value: String(one),
              label: text('oneVersion', { version: one }),
            })),
          ]}
          onChange={(value) => setVersion(value ? Number(value) : null)}
        />
      )}
      <SegmentedControl
        size="xs"
        aria-label={text('span')}
        value={String(days)}
        data={JOURNEY_WORTH_DAYS.map((one) => ({
          value: String(one),
          label: text('days', { days: one }),
        }))}
        onChange={(value) => setDays(daysOf(value))}
      />
    </div>
  );
  return (
    <Card title={text('title')} note={text('note', { days })} actions={asked}>
      {query.data ? (
        <Worth worth={query.data} />
      ) : query.error ? (
        <Notice tone="bad">{errorText(query.error, language)}</Notice>
      ) : (
        <TextSkeleton />
      )}
    </Card>
  );
}

type Days = (typeof JOURNEY_WORTH_DAYS)[number];

function daysOf(value: string): Days {
  return JOURNEY_WORTH_DAYS.find((one) => String(one) === value) ?? 30;
}

/** Amounts of this journey as they are written; signed: with a plus where it is one. */
function useMoney(currency: string) {
  const formats = useFormats();
  const exact = (minor: number): string =>
    formats.money({ amountMinor: Math.round(minor), currency });
  const round = (minor: number): string =>
    formats.moneyRound({ amountMinor: Math.round(minor), currency });
  const signed = (of: (minor: number) => string) => (minor: number) =>
    (Math.round(minor) > 0 ? '+' : '') + of(minor);
  return { exact, round, signedExact: signed(exact), signedRound: signed(round) };
}

function Worth({ worth }: { worth: JourneyWorth }) {
  const text = useTexts(worthTexts);
  const [language] = useLanguage();
  const mayRules = useMay('campaign.read');
  const { treated, held, difference, verdict, words } = worth;
  const money = useMoney(worth.currency);
  const armOf = (tone: Arm['tone'], group: JourneyWorth['held']): Arm => {
    const { people, buyers, orders, revenueMinor } = group;
    const value = people === 0 ? 0 : revenueMinor / people;
    const revenue = money.round(revenueMinor);
    const base = text('base', { people, buyers, orders, revenue });
    return {
      tone,
      name: text(tone),
      value,
      strong: text('perHead', { money: money.exact(value) }),
      base,
    };
  };
  if (verdict === 'nobody') return <p className={comparison.words}>{words[language]}</p>;
  const shown = [armOf('treated', treated)];
  if (held.people > 0) shown.push(armOf('held', held));
  return (
    <div className={comparison.comparison}>
      <p className={comparison.words}>{words[language]}</p>
      {verdict === 'no_group' && mayRules && (
        <div>
          <Button variant="default" component={Link} to="/decisions?tab=rules">
            {text('setGroup')}
          </Button>
        </div>
      )}
      <ArmsPicture arms={shown} />
      {difference && <Difference worth={worth} difference={difference} />}
      <Limits worth={worth} />
    </div>
  );
}

function Difference({
  worth,
  difference: { perHead, total, buyers },
}: {
  worth: JourneyWorth;
  difference: NonNullable<JourneyWorth['difference']>;
}) {
  const text = useTexts(worthTexts);
  const formats = useFormats();
  const { signedExact, signedRound } = useMoney(worth.currency);
  const points = (at: number): string => (at > 0 ? '+' : '') + formats.number(at, 1);
  return (
    <IntervalPicture {...perHead}>
      <p>
        <b>{text('difference', { money: signedExact(perHead.value) })}</b>{' '}
        <span>
          {text('between', { low: signedExact(perHead.low), high: signedExact(perHead.high) })}
        </span>
      </p>
      <p>
        {text('total', {
          people: worth.treated.people,
          money: signedRound(total.value),
          low: signedRound(total.low),
          high: signedRound(total.high),
        })}
      </p>
      <p>
        {text('buyers', {
          value: points(buyers.value),
          low: points(buyers.low),
          high: points(buyers.high),
        })}
      </p>
    </IntervalPicture>
  );
}

/** What the figures do not say by themselves. */
function Limits({ worth }: { worth: JourneyWorth }) {
  const text = useTexts(worthTexts);
  const formats = useFormats();
  const { days, unfinished: count, since, cut, difference } = worth;
  const said = [
    difference !== null && text('all'),
    count > 0 && text('unfinished', { count, days }),
    since !== null && text('since', { date: formats.date(since) }),
    cut && text('cut'),
  ].filter((one) => one !== false);
  return said.length > 0 && <p className={comparison.quiet}>{said.join(' ')}</p>;
}
