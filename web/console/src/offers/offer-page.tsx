import type { OfferOne } from '@augenblick/contract/api/offer.ts';
import {
  Card,
  Chip,
  HeadName,
  IconTile,
  KeyValue,
  Notice,
  Stat,
  StatRow,
  TextSkeleton,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Tabs } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { OnePage } from '../shell/one-page.tsx';
import tabs from '../shell/tabs.module.css';
import { draftOfOffer, KIND_ICONS } from './kinds.ts';
import { budgetLeft, stockLeft } from './left.ts';
import { OfferActions } from './offer-actions.tsx';
import styles from './offers.module.css';
import { useOffer } from './queries.ts';
import { OfferChip } from './status-chip.tsx';
import { offerTexts } from './texts.ts';

const CodesTab = lazy(async () => ({ default: (await import('./codes-tab.tsx')).CodesTab }));
const RedemptionsTab = lazy(async () => ({
  default: (await import('./redemptions-tab.tsx')).RedemptionsTab,
}));
const PriceCard = lazy(async () => ({ default: (await import('./price-card.tsx')).PriceCard }));

const TABS = ['about', 'codes', 'redemptions', 'prices'] as const;

/** One offer: what it gives, what it cost, its codes, who redeemed it, what the law wants. */
export default function OfferPage() {
  const { offerId = '' } = useParams();
  const text = useTexts(offerTexts);
  const query = useOffer(offerId);
  const [language] = useLanguage();
  const one = query.data;
  return (
    <OnePage
      query={query}
      text={text}
      icon="tag"
      above={{ to: '/offers', label: text('back') }}
      name={one?.offer.name}
      head={one && <Head one={one} />}
      note={one?.words[language]}
      actions={one && <OfferActions one={one} />}
    >
      {(loaded) => <Body one={loaded} />}
    </OnePage>
  );
}

function Head({ one }: { one: OfferOne }) {
  const text = useTexts(offerTexts);
  const { name, status, changed, benefit } = one.offer;
  return (
    <HeadName
      mark={<IconTile icon={KIND_ICONS[benefit.kind]} size="head" />}
      name={name}
      chips={
        <>
          <OfferChip status={status} />
          {changed && <Chip tone="accent">{text('changed')}</Chip>}
        </>
      }
    />
  );
}

function Body({ one }: { one: OfferOne }) {
  const text = useTexts(offerTexts);
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((name) => name === params.get('tab')) ?? 'about';
  const open = (next: string | null): void =>
    setParams(next === null || next === 'about' ? {} : { tab: next });
  const { id } = one.offer;
  return (
    <Tabs value={tab} onChange={open} keepMounted={false} className={tabs.tabs}>
      <Tabs.List>
        <Tabs.Tab value="about">{text('tabAbout')}</Tabs.Tab>
        <Tabs.Tab value="codes">{text('tabCodes')}</Tabs.Tab>
        <Tabs.Tab value="redemptions">{text('tabRedemptions')}</Tabs.Tab>
        <Tabs.Tab value="prices">{text('tabPrices')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="about">
        <About one={one} />
      </Tabs.Panel>
      <Suspense fallback={<TextSkeleton lines={6} />}>
        <Tabs.Panel value="codes">
          <CodesTab offer={one.offer} />
        </Tabs.Panel>
        <Tabs.Panel value="redemptions">
          <RedemptionsTab offerId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="prices">
          <PriceCard draft={draftOfOffer(one.offer)} full />
        </Tabs.Panel>
      </Suspense>
    </Tabs>
  );
}

function About({ one }: { one: OfferOne }) {
  const text = useTexts(offerTexts);
  const [language] = useLanguage();
  const must = one.findings.filter(({ severity }) => severity === 'must');
  return (
    <div className={styles.stack}>
      {one.offer.status === 'draft' && must.length > 0 && (
        <Notice tone="caution" title={text('notYet')}>
          <ul>
            {must.map(({ field, words }) => (
              <li key={`${field}${words.en}`}>{words[language]}</li>
            ))}
          </ul>
        </Notice>
      )}
      {one.offer.version > 0 && <Figures one={one} />}
      <Terms one={one} />
    </div>
  );
}

function Figures({ one }: { one: OfferOne }) {
  const text = useTexts(offerTexts);
  const formats = useFormats();
  const { offer, revenueMinor } = one;
  const { tally, currency, stock, budgetMinor } = offer;
  const money = (amountMinor: number) => formats.money({ amountMinor, currency });
  const pieces = stockLeft(offer);
  const left = budgetLeft(offer);
  return (
    <StatRow>
      <Stat label={text('used')} value={formats.number(tally.used)} note={text('usedNote')} />
      <Stat label={text('cost')} value={money(tally.usedMinor)} note={text('costNote')} />
      <Stat label={text('revenue')} value={money(revenueMinor)} note={text('revenueNote')} />
      <Stat
        label={text('promised')}
        value={formats.number(tally.promised)}
        note={text('promisedNote')}
      />
      {pieces !== null && (
        <Stat
          label={text('stockLeft')}
          value={formats.number(pieces)}
          note={text('stockLeftNote', { stock: formats.number(stock ?? 0) })}
          {...(pieces === 0 ? { tone: 'caution' } : {})}
        />
      )}
      {left !== null && (
        <Stat
          label={text('budgetLeft')}
          value={money(left)}
          note={text('budgetLeftNote', { budget: money(budgetMinor ?? 0) })}
          {...(left === 0 ? { tone: 'caution' } : {})}
        />
      )}
    </StatRow>
  );
}

function Terms({ one }: { one: OfferOne }) {
  const text = useTexts(offerTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const { offer, words, campaigns } = one;
  const { validFrom, validTo, stacking, publicCode } = offer;
  const code =
    offer.codes === 'public'
      ? text('codesPublic', { code: publicCode ?? '–' })
      : text(`codes.${offer.codes}`);
  const from = validFrom === null ? '' : formats.dateTime(validFrom);
  const to = validTo === null ? '' : formats.dateTime(validTo);
  const when =
    validFrom === null
      ? validTo === null
        ? text('always')
        : text('until', { to })
      : validTo === null
        ? text('from', { from })
        : text('fromTo', { from, to });
  const stack =
    stacking.mode === 'alone'
      ? text('stackAlone')
      : stacking.group === null
        ? text('stackTogether')
        : text('stackGroup', { group: stacking.group });
  const handed =
    campaigns.length === 0
      ? text('noCampaigns')
      : campaigns.map(({ id, name }, at) => (
          <span key={id}>
            {at > 0 && ', '}
            <Link to={`/campaigns/${id}`}>{name}</Link>
          </span>
        ));
  return (
    <Card title={text('terms')}>
      <KeyValue
        entries={[
          [text('termGives'), words[language]],
          [text('termFor'), text(`audience.${offer.audience}`)],
          [text('termCode'), code],
          [text('termWhen'), when],
          [text('termStacking'), stack],
          [text('termCampaigns'), handed],
        ]}
      />
    </Card>
  );
}
