import { errorText } from '@augenblick/api';
import { OFFER_STATUSES } from '@augenblick/contract';
import type { OfferStatus } from '@augenblick/contract';
import type { OfferRow } from '@augenblick/contract/api/offer.ts';
import {
  Chip,
  DataTable,
  EmptyState,
  Icon,
  IconTile,
  Named,
  Page,
  Quiet,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import type { Column } from '@augenblick/ui/react';
import { Button, Select } from '@mantine/core';
import { lazy } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useMay } from '../session/session.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import { KIND_ICONS } from './kinds.ts';
import { leftOf } from './left.ts';
import styles from './offers.module.css';
import { useOffers } from './queries.ts';
import { OfferChip } from './status-chip.tsx';
import { offerTexts } from './texts.ts';

const NewOffer = lazy(async () => ({ default: (await import('./new-offer.tsx')).NewOffer }));

/** What shoppers can be given: all offers with what they cost and what was paid with them. */
export default function OffersPage() {
  const text = useTexts(offerTexts);
  const [params, setParams] = useSearchParams();
  const may = useMay('offer.write');
  const query = useOffers();
  const making = params.has('new') && may;
  const setMaking = (on: boolean): void =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (on) next.set('new', '1');
        else next.delete('new');
        return next;
      },
      { replace: true },
    );
  return (
    <Page
      title={text('title')}
      headline={
        query.data ? (
          <Headline offers={query.data.offers} />
        ) : query.error ? (
          text('title')
        ) : undefined
      }
      actions={
        may && (
          <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setMaking(true)}>
            {text('new')}
          </Button>
        )
      }
    >
      <OfferTable query={query} onNew={() => setMaking(true)} />
      <OnDemand wanted={making}>
        <NewOffer opened={making} onClose={() => setMaking(false)} />
      </OnDemand>
    </Page>
  );
}

function Headline({ offers }: { offers: OfferRow[] }) {
  const text = useTexts(offerTexts);
  const formats = useFormats();
  const live = offers.filter(({ offer }) => offer.status === 'live');
  const [first] = live;
  if (offers.length === 0) return text('headlineNone');
  if (first === undefined) return text('headlineQuiet');
  const { currency } = first.offer;
  // Amounts of other currencies cannot be added to these.
  const same = live.filter(({ offer }) => offer.currency === currency);
  const used = live.reduce((sum, { offer }) => sum + offer.tally.used, 0);
  if (used === 0) return text('headlineUnused', { count: live.length });
  const amountMinor = same.reduce((sum, { offer }) => sum + offer.tally.usedMinor, 0);
  const cost = formats.moneyRound({ amountMinor, currency });
  const [before, after] = text('headline', { count: live.length, used, cost }).split('§');
  return (
    <>
      {before}
      <b>{formats.number(used)}</b>
      {after}
    </>
  );
}

const ORDER: Readonly<Record<OfferStatus, number>> = { live: 0, paused: 1, draft: 2, ended: 3 };

function OfferTable(props: { query: ReturnType<typeof useOffers>; onNew: () => void }) {
  const { query, onNew } = props;
  const text = useTexts(offerTexts);
  const [language] = useLanguage();
  const navigate = useNavigate();
  const may = useMay('offer.write');
  const [params, setParams] = useSearchParams();
  const status = OFFER_STATUSES.find((one) => one === params.get('status')) ?? null;
  const setStatus = (next: string | null): void =>
    setParams(next ? { status: next } : {}, { replace: true });
  const rows = query.data?.offers
    .filter(({ offer }) => status === null || offer.status === status)
    .toSorted((a, b) => ORDER[a.offer.status] - ORDER[b.offer.status]);
  return (
    <DataTable<OfferRow>
      label={text('title')}
      columns={useColumns()}
      rows={rows}
      rowKey={({ offer }) => offer.id}
      onOpen={({ offer }) => void navigate(`/offers/${offer.id}`)}
      error={query.error ? errorText(query.error, language) : undefined}
      onRetry={() => void query.refetch()}
      searchText={({ offer, words }) =>
        `${offer.name} ${words[language]} ${offer.publicCode ?? ''}`
      }
      placeholder={text('search')}
      pageSize={25}
      filtered={status !== null}
      onClearFilters={() => setStatus(null)}
      filters={
        <Select
          className={styles.filter}
          aria-label={text('filterState')}
          placeholder={text('filterState')}
          clearable
          value={status}
          data={OFFER_STATUSES.map((value) => ({ value, label: text(`status.${value}`) }))}
          onChange={setStatus}
        />
      }
      empty={
        <EmptyState
          icon="tag"
          title={text('emptyTitle')}
          text={text('emptyText')}
          action={may && <Button onClick={onNew}>{text('new')}</Button>}
        />
      }
    />
  );
}

function useColumns(): Column<OfferRow>[] {
  const text = useTexts(offerTexts);
  const [language] = useLanguage();
  const figures = useFigures();
  return [
    {
      key: 'name',
      header: text('offer'),
      sort: ({ offer }) => offer.name,
      cell: ({ offer, words }) => (
        <Named
          mark={<IconTile icon={KIND_ICONS[offer.benefit.kind]} />}
          title={
            <Link to={`/offers/${offer.id}`} tabIndex={-1}>
              {offer.name}
            </Link>
          }
          note={words[language]}
          below={<OfferChip status={offer.status} />}
          chips={offer.changed && <Chip tone="accent">{text('changed')}</Chip>}
        />
      ),
    },
    {
      key: 'state',
      header: text('state'),
      hide: 'phone',
      width: '120px',
      sort: ({ offer }) => ORDER[offer.status],
      cell: ({ offer }) => <OfferChip status={offer.status} />,
    },
    ...figures,
  ];
}

/** How often, what it cost, what was paid, what is left. */
function useFigures(): Column<OfferRow>[] {
  const text = useTexts(offerTexts);
  const formats = useFormats();
  const money = (amountMinor: number, currency: string) =>
    amountMinor === 0 ? <Quiet>–</Quiet> : formats.money({ amountMinor, currency });
  return [
    {
      key: 'used',
      header: text('used'),
      align: 'end',
      hide: 'phone',
      width: '120px',
      sort: ({ offer }) => offer.tally.used,
      cell: ({ offer }) =>
        offer.tally.used === 0 ? <Quiet>–</Quiet> : formats.number(offer.tally.used),
    },
    {
      key: 'cost',
      header: text('cost'),
      align: 'end',
      hide: 'phone',
      width: '120px',
      sort: ({ offer }) => offer.tally.usedMinor,
      cell: ({ offer }) => money(offer.tally.usedMinor, offer.currency),
    },
    {
      key: 'revenue',
      header: text('revenue'),
      align: 'end',
      hide: 'tablet',
      width: '140px',
      sort: ({ revenueMinor }) => revenueMinor,
      cell: ({ offer, revenueMinor }) => money(revenueMinor, offer.currency),
    },
    {
      key: 'left',
      header: text('left'),
      align: 'end',
      hide: 'tablet',
      width: '120px',
      cell: ({ offer }) => leftOf(offer, formats) ?? <Quiet>–</Quiet>,
    },
  ];
}
