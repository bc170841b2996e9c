import { errorText } from '@augenblick/api';
import { DECISION_RESULTS, LOST_REASONS, LOST_WORDS, RESULT_WORDS } from '@augenblick/contract';
import type { DecisionQuery, DecisionRow } from '@augenblick/contract/api/decision.ts';
import {
  Avatar,
  Chip,
  DataTable,
  EmptyState,
  MomentMark,
  Named,
  Quiet,
  RelativeTime,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import type { Column } from '@augenblick/ui/react';
import { Button, Select } from '@mantine/core';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useCampaigns, usePlacementNames } from '../campaigns/queries.ts';
import { useMay } from '../session/session.tsx';
import { useDecisions, useNewDecisions } from './queries.ts';
import styles from './decisions.module.css';
import { decisionTexts } from './texts.ts';

const FILTERS = ['campaign', 'placement', 'result', 'reason', 'shopper'] as const;
type Filter = (typeof FILTERS)[number];

/** The log; its filters stand in the address, so that other pages can lead to a part of it. */
export function DecisionTable(props: { onOpen: (id: string) => void; selected: string | null }) {
  const text = useTexts(decisionTexts);
  const [language] = useLanguage();
  const wish = useWish();
  const list = useDecisions(wish.asked);
  const fresh = useNewDecisions();
  return (
    <>
      {fresh.count > 0 && (
        <Button variant="default" className={styles.fresh} onClick={fresh.load}>
          {text('newOnes', { count: fresh.count })}
        </Button>
      )}
      <DataTable<DecisionRow>
        label={text('title')}
        columns={useColumns()}
        rows={list.data?.pages.flatMap((page) => page.decisions)}
        rowKey={(row) => row.id}
        onOpen={(row) => props.onOpen(row.id)}
        isSelected={(row) => row.id === props.selected}
        error={list.error ? errorText(list.error, language) : undefined}
        onRetry={() => void list.refetch()}
        filters={<Filters wish={wish} />}
        filtered={wish.filtered}
        onClearFilters={wish.clear}
        more={{
          has: list.hasNextPage,
          loading: list.isFetchingNextPage,
          load: () => void list.fetchNextPage(),
        }}
        empty={
          <EmptyState
            icon="decisions"
            title={text('emptyTitle')}
            text={text('emptyText')}
            action={
              <Button component={Link} to="/placements">
                {text('toPlacements')}
              </Button>
            }
          />
        }
      />
    </>
  );
}

interface Wish {
  asked: Omit<DecisionQuery, 'cursor' | 'limit'>;
  values: Record<Filter, string | undefined>;
  set: (filter: Filter, value: string | null) => void;
  filtered: boolean;
  clear: () => void;
}

function useWish(): Wish {
  const [params, setParams] = useSearchParams();
  const one = <T extends string>(filter: Filter, of: readonly T[]): T | undefined =>
    of.find((value) => value === params.get(filter));
  const campaign = params.get('campaign') ?? undefined;
  const placement = params.get('placement') ?? undefined;
  const shopper = params.get('shopper') ?? undefined;
  const result = one('result', DECISION_RESULTS);
  const reason = campaign ? one('reason', LOST_REASONS) : undefined;
  const asked = useMemo(
    () => ({ campaign, placement, shopper, result, reason }),
    [campaign, placement, shopper, result, reason],
  );
  return {
    asked,
    values: asked,
    set: (filter, value) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          if (value) next.set(filter, value);
          else next.delete(filter);
          // A reason is asked of one campaign; without it there is nothing to ask.
          if (filter === 'campaign' && !value) next.delete('reason');
          return next;
        },
        { replace: true },
      ),
    filtered: FILTERS.some((filter) => asked[filter] !== undefined),
    clear: () => setParams({}, { replace: true }),
  };
}

function Filters({ wish }: { wish: Wish }) {
  const text = useTexts(decisionTexts);
  const [language] = useLanguage();
  const mayCampaigns = useMay('campaign.read');
  const campaigns = useCampaigns().data?.campaigns ?? [];
  const places = usePlacementNames().data?.placements ?? [];
  const { values, set } = wish;
  const select = (
    filter: Filter,
    label: string,
    data: { value: string; label: string }[],
    disabled = false,
  ) => (
    <Select
      className={styles.filter}
      aria-label={label}
      placeholder={label}
      clearable
      searchable={data.length > 12}
      disabled={disabled}
      value={values[filter] ?? null}
      data={data}
      comboboxProps={{ width: 300, position: 'bottom-end' }}
      onChange={(value) => set(filter, value)}
    />
  );
  return (
    <>
      {mayCampaigns &&
        select(
          'campaign',
          text('filterCampaign'),
          campaigns.map(({ campaign }) => ({ value: campaign.id, label: campaign.name })),
        )}
      {mayCampaigns &&
        select(
          'placement',
          text('filterPlace'),
          places.map(({ placement }) => ({ value: placement.key, label: placement.name })),
        )}
      {select(
        'result',
        text('filterResult'),
        DECISION_RESULTS.filter((value) => value !== 'too_slow').map((value) => ({
          value,
          label: RESULT_WORDS[value][language],
        })),
      )}
      {select(
        'reason',
        values.campaign ? text('filterReason') : text('reasonNeeds'),
        LOST_REASONS.map((value) => ({ value, label: LOST_WORDS[value][language] })),
        values.campaign === undefined,
      )}
    </>
  );
}

function useColumns(): Column<DecisionRow>[] {
  const text = useTexts(decisionTexts);
  return [
    { key: 'who', header: text('who'), cell: (row) => <Who row={row} /> },
    {
      key: 'result',
      header: text('result'),
      cell: (row) => <Outcome row={row} />,
    },
    {
      key: 'place',
      header: text('place'),
      hide: 'tablet',
      width: '170px',
      cell: (row) => <Quiet>{row.placement.name}</Quiet>,
    },
    {
      key: 'became',
      header: text('became'),
      hide: 'phone',
      width: '150px',
      cell: (row) => <Became row={row} />,
    },
    {
      key: 'at',
      header: text('at'),
      hide: 'phone',
      width: '140px',
      cell: (row) => <RelativeTime at={row.at} quiet />,
    },
  ];
}

function Who({ row }: { row: DecisionRow }) {
  const text = useTexts(decisionTexts);
  const { shopper, kind, simulated } = row;
  const name = shopper.name ?? text('unknownShopper', { id: shopper.id.slice(-6) });
  return (
    <Named
      mark={
        kind === 'none' ? (
          <Avatar name={shopper.name} size={30} />
        ) : (
          <span className={styles.kind} data-kind={kind}>
            <MomentMark moment={kind} size={16} />
          </span>
        )
      }
      title={name}
      note={simulated ? text('simulated') : undefined}
      below={<RelativeTime at={row.at} quiet />}
    />
  );
}

function Outcome({ row }: { row: DecisionRow }) {
  const text = useTexts(decisionTexts);
  const [language] = useLanguage();
  const { campaign, heldOut, words } = row;
  return (
    <Named
      title={campaign?.name ?? words[language]}
      note={
        heldOut
          ? text('heldOut', { name: heldOut.name })
          : campaign && text('variant', { name: campaign.variant })
      }
    />
  );
}

function Became({ row }: { row: DecisionRow }) {
  const text = useTexts(decisionTexts);
  if (!row.campaign) return <Quiet>–</Quiet>;
  if (row.goalAt !== null) {
    return (
      <Chip tone="good" icon="target">
        {text('goal')}
      </Chip>
    );
  }
  if (row.clickedAt !== null) {
    return (
      <Chip tone="accent" icon="pointer">
        {text('clicked')}
      </Chip>
    );
  }
  if (row.dismissedAt !== null) return <Chip icon="close">{text('dismissed')}</Chip>;
  if (row.shownAt !== null) return <Chip icon="eye">{text('shown')}</Chip>;
  return <Quiet>{text('notSeen')}</Quiet>;
}
