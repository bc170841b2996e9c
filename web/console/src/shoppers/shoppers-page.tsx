import { shortId } from '@augenblick/contract';
import { errorText } from '@augenblick/api';
import type { ShopperListQuery, ShopperRow } from '@augenblick/contract/api/shopper.ts';
import type { Column, Sort } from '@augenblick/ui/react';
import {
  Avatar,
  DataTable,
  EmptyState,
  Icon,
  Named,
  Page,
  Quiet,
  RelativeTime,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { SimulatedChip } from '../event/words.tsx';
import { useMay } from '../session/session.tsx';
import { channelName } from './names.ts';
import { useShopperList } from './queries.ts';
import styles from './shoppers.module.css';
import { shopperTexts } from './texts.ts';
import { wordTexts } from './texts-words.ts';

type YesNo = 'yes' | 'no' | undefined;
type SortKey = NonNullable<ShopperListQuery['sort']>;
const FILTERS = ['identified', 'orders', 'consent'] as const;
type Filter = (typeof FILTERS)[number];

/** All shoppers: search, filters, order; the address holds them, so that the way back finds the same list. */
export default function ShoppersPage() {
  const text = useTexts(shopperTexts);
  const [language] = useLanguage();
  const formats = useFormats();
  const navigate = useNavigate();
  const wish = useWish();
  const list = useShopperList(wish.asked);
  const first = list.data?.pages[0];
  const rows = list.data?.pages.flatMap((page) => page.items);
  const columns = useColumns();
  const total = first && formats.number(first.total) + (first.more ? '+' : '');
  return (
    <Page
      title={text('title')}
      headline={
        first && <Headline total={first.total} more={first.more} filtered={wish.filtered} />
      }
    >
      <DataTable<ShopperRow>
        label={text('title')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        onOpen={(row) => void navigate(`/shoppers/${row.id}`)}
        error={list.error ? errorText(list.error, language) : undefined}
        onRetry={() => void list.refetch()}
        query={wish.typed}
        onQuery={wish.type}
        placeholder={text('searchPlaceholder')}
        filters={<Filters wish={wish} />}
        filtered={wish.filtered}
        onClearFilters={wish.clear}
        sort={wish.sort}
        onSort={wish.setSort}
        more={{
          has: list.hasNextPage,
          loading: list.isFetchingNextPage,
          load: () => void list.fetchNextPage(),
        }}
        footer={text('shown', { shown: formats.number(rows?.length ?? 0), total: total ?? '' })}
        empty={<NoShoppers />}
      />
    </Page>
  );
}

function Headline(props: { total: number; more: boolean; filtered: boolean }) {
  const text = useTexts(shopperTexts);
  const formats = useFormats();
  const { total, more, filtered } = props;
  if (total === 0) return text(filtered ? 'headlineNoMatch' : 'headlineNone');
  const key = filtered ? 'headlineMatch' : 'headline';
  const [before, after] = text(more ? `${key}More` : key, { count: total }).split('§');
  return (
    <>
      {before}
      <b>{formats.number(total)}</b>
      {after}
    </>
  );
}

interface Wish {
  asked: Omit<ShopperListQuery, 'cursor' | 'limit'>;
  typed: string;
  type: (query: string) => void;
  filters: Record<Filter, YesNo>;
  setFilter: (filter: Filter, value: YesNo) => void;
  filtered: boolean;
  clear: () => void;
  sort: Sort;
  setSort: (sort: Sort) => void;
}

function useWish(): Wish {
  const [params, setParams] = useSearchParams();
  const [typed, setTyped] = useState(params.get('q') ?? '');
  const [query] = useDebouncedValue(typed.trim(), 220);
  const change = (name: string, value: string | undefined): void =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const yesNo = (name: string): YesNo => {
    const value = params.get(name);
    return value === 'yes' || value === 'no' ? value : undefined;
  };
  const filters = {
    identified: yesNo('identified'),
    orders: yesNo('orders'),
    consent: yesNo('consent'),
  };
  const sortKey = SORTS.find((one) => one === params.get('sort')) ?? 'last_seen';
  const { identified, orders, consent } = filters;
  const asked = useMemo(
    () => ({ q: query || undefined, sort: sortKey, identified, orders, consent }),
    [query, sortKey, identified, orders, consent],
  );
  return {
    asked,
    typed,
    type: (next) => {
      setTyped(next);
      change('q', next.trim());
    },
    filters,
    setFilter: change,
    filtered: typed.trim() !== '' || FILTERS.some((filter) => filters[filter] !== undefined),
    clear: () => {
      setTyped('');
      setParams({}, { replace: true });
    },
    // The server orders from the largest down only; there is no other direction to choose.
    sort: { key: sortKey, descending: true },
    setSort: (sort) => change('sort', sort.key === 'last_seen' ? undefined : sort.key),
  };
}
const SORTS: readonly SortKey[] = ['last_seen', 'revenue', 'orders'];

function Filters({ wish }: { wish: Wish }) {
  const text = useTexts(shopperTexts);
  return FILTERS.map((filter) => (
    <Select
      key={filter}
      className={styles.filter}
      aria-label={text(`filter.${filter}`)}
      placeholder={text(`filter.${filter}`)}
      value={wish.filters[filter] ?? null}
      clearable
      data={[
        { value: 'yes', label: text(`filter.${filter}.yes`) },
        { value: 'no', label: text(`filter.${filter}.no`) },
      ]}
      comboboxProps={{ width: 220, position: 'bottom-end' }}
      onChange={(value) =>
        wish.setFilter(filter, value === 'yes' || value === 'no' ? value : undefined)
      }
    />
  ));
}

function useColumns(): Column<ShopperRow>[] {
  const text = useTexts(shopperTexts);
  const word = useTexts(wordTexts);
  const formats = useFormats();
  return [
    { key: 'name', header: text('shopper'), cell: (row) => <Who row={row} /> },
    {
      key: 'last_seen',
      header: text('lastSeen'),
      sort: 'server',
      hide: 'phone',
      width: '150px',
      cell: (row) => <RelativeTime at={row.lastSeenAt} quiet />,
    },
    {
      key: 'channel',
      header: text('mostly'),
      hide: 'tablet',
      width: '120px',
      cell: (row) => row.channel && <Quiet>{channelName(word, row.channel)}</Quiet>,
    },
    {
      key: 'consent',
      header: text('mayWrite'),
      hide: 'tablet',
      width: '130px',
      cell: (row) =>
        row.consent ? (
          <span className={styles.yes}>
            <Icon name="check" size={14} />
            {text('yes')}
          </span>
        ) : (
          <Quiet>{text('no')}</Quiet>
        ),
    },
    {
      key: 'orders',
      header: text('orders'),
      sort: 'server',
      align: 'end',
      hide: 'phone',
      width: '110px',
      cell: (row) => (row.orders === 0 ? <Nothing /> : formats.number(row.orders)),
    },
    {
      key: 'revenue',
      header: text('worth'),
      sort: 'server',
      align: 'end',
      hide: 'phone',
      width: '140px',
      cell: (row) => <Worth row={row} />,
    },
  ];
}

function Nothing() {
  return <Quiet>–</Quiet>;
}

function Worth({ row }: { row: ShopperRow }) {
  const formats = useFormats();
  const [main, ...rest] = row.worth;
  if (!main) return <Nothing />;
  const more = rest.map((money) => formats.money(money)).join(' · ');
  return (
    <span {...(more ? { title: more } : {})}>
      <b className={styles.money}>{formats.money(main)}</b>
      {rest.length > 0 && <Quiet> +{rest.length}</Quiet>}
    </span>
  );
}

function Who({ row }: { row: ShopperRow }) {
  const text = useTexts(shopperTexts);
  const word = useTexts(wordTexts);
  const formats = useFormats();
  const name = row.displayName ?? text('unknown', { id: shortId(row.id) });
  const second = row.hit
    ? `${word(`kind.${row.hit.kind}`)} ${row.hit.value}${row.hit.claimed ? ` (${text('claimed')})` : ''}`
    : row.email !== row.displayName
      ? row.email
      : null;
  return (
    <Named
      mark={<Avatar name={row.displayName} size={32} />}
      title={
        <Link to={`/shoppers/${row.id}`} tabIndex={-1}>
          {name}
        </Link>
      }
      note={second ?? text(row.identified ? 'known' : 'anonymous')}
      below={
        <>
          <RelativeTime at={row.lastSeenAt} quiet />
          {row.worth[0] && ` · ${formats.money(row.worth[0])}`}
        </>
      }
      chips={row.simulated && <SimulatedChip />}
    />
  );
}

function NoShoppers() {
  const text = useTexts(shopperTexts);
  const mayConnect = useMay('source.write');
  const mayImport = useMay('import.write');
  return (
    <EmptyState
      icon="shoppers"
      title={text('emptyTitle')}
      text={text('emptyText')}
      action={
        <>
          {mayConnect && (
            <Button component={Link} to="/sources?new=1">
              {text('connectSource')}
            </Button>
          )}
          {mayImport && (
            <Button variant="default" component={Link} to="/sources?tab=imports">
              {text('importFile')}
            </Button>
          )}
        </>
      }
    />
  );
}
