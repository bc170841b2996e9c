import { errorText } from '@augenblick/api';
import type { RedemptionView } from '@augenblick/contract/api/offer.ts';
import {
  Chip,
  DataTable,
  EmptyState,
  Named,
  Quiet,
  RelativeTime,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import type { Column } from '@augenblick/ui/react';
import { Link } from 'react-router';
import { useRedemptions } from './queries.ts';
import { offerTexts } from './texts.ts';

/** Every order that used the offer, with its money. */
export function RedemptionsTab({ offerId }: { offerId: string }) {
  const text = useTexts(offerTexts);
  const [language] = useLanguage();
  const formats = useFormats();
  const query = useRedemptions(offerId);
  const pages = query.data?.pages;
  const totals = pages?.[0]?.totals;
  const currency = pages?.[0]?.redemptions[0]?.currency ?? 'EUR';
  return (
    <DataTable<RedemptionView>
      label={text('tabRedemptions')}
      columns={useColumns()}
      rows={pages?.flatMap(({ redemptions }) => redemptions)}
      rowKey={({ id }) => id}
      error={query.error ? errorText(query.error, language) : undefined}
      onRetry={() => void query.refetch()}
      more={{
        has: query.hasNextPage,
        loading: query.isFetchingNextPage,
        load: () => void query.fetchNextPage(),
      }}
      footer={
        totals &&
        text('redemptionsFoot', {
          count: totals.count,
          reversed: totals.reversed,
          discount: formats.money({ amountMinor: totals.discountMinor, currency }),
          paid: formats.money({ amountMinor: totals.paidMinor, currency }),
        })
      }
      empty={
        <EmptyState
          icon="tag"
          title={text('redemptionsEmptyTitle')}
          text={text('redemptionsEmptyText')}
        />
      }
    />
  );
}

function useColumns(): Column<RedemptionView>[] {
  const text = useTexts(offerTexts);
  const formats = useFormats();
  return [
    {
      key: 'order',
      header: text('order'),
      cell: ({ reference, reversedAt, codeHint, at }) => (
        <Named
          title={reference}
          note={codeHint ?? formats.dateTime(at)}
          chips={reversedAt !== null && <Chip tone="caution">{text('reversed')}</Chip>}
        />
      ),
    },
    {
      key: 'when',
      header: text('when'),
      hide: 'phone',
      width: '150px',
      cell: ({ at }) => <RelativeTime at={at} quiet />,
    },
    {
      key: 'shopper',
      header: text('shopper'),
      hide: 'phone',
      width: '200px',
      cell: ({ shopper }) =>
        shopper === null ? (
          <Quiet>{text('nobody')}</Quiet>
        ) : (
          <Link to={`/shoppers/${shopper.id}`}>{shopper.name ?? text('nobody')}</Link>
        ),
    },
    {
      key: 'reduction',
      header: text('reduction'),
      align: 'end',
      width: '120px',
      cell: ({ discountMinor, currency }) =>
        formats.money({ amountMinor: discountMinor, currency }),
    },
    {
      key: 'paid',
      header: text('paid'),
      align: 'end',
      hide: 'phone',
      width: '130px',
      cell: ({ paidMinor, currency }) => formats.money({ amountMinor: paidMinor, currency }),
    },
  ];
}
