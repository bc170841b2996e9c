import { CAMPAIGN_STATUSES } from '@augenblick/contract';
import type { CampaignStatus } from '@augenblick/contract';
import type { CampaignOne } from '@augenblick/contract/api/campaign.ts';
import type { CampaignOutcome, CampaignOutcomes } from '@augenblick/contract/api/decision.ts';
import { Chip, DataTable, Named, Quiet, useFormats, useTexts } from '@augenblick/ui/react';
import type { Column } from '@augenblick/ui/react';
import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useWording } from './clauses.ts';
import { DifferenceShort } from './comparison.tsx';
import { KindMarks } from './sentence.tsx';
import { StatusChip } from './status-chip.tsx';
import { campaignTexts } from './texts.ts';
import { heartTexts } from './texts-words.ts';
import styles from './campaigns.module.css';

interface Row {
  one: CampaignOne;
  outcome: CampaignOutcome | undefined;
}

/** Every campaign with what it earned; what runs comes first. */
export function CampaignTable(props: {
  campaigns: CampaignOne[] | undefined;
  outcomes: CampaignOutcomes | undefined;
  error: string | undefined;
  onRetry: () => void;
  empty: ReactNode;
}) {
  const text = useTexts(campaignTexts);
  const heart = useTexts(heartTexts);
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const status = CAMPAIGN_STATUSES.find((one) => one === params.get('status')) ?? null;
  const setStatus = (next: string | null): void =>
    setParams(next ? { status: next } : {}, { replace: true });
  const rows = props.campaigns
    ?.filter(({ campaign }) => status === null || campaign.status === status)
    .toSorted((a, b) => order(a) - order(b))
    .map((one): Row => {
      const { id } = one.campaign;
      return { one, outcome: props.outcomes?.campaigns.find((o) => o.campaignId === id) };
    });
  return (
    <DataTable<Row>
      label={text('title')}
      columns={useColumns()}
      rows={rows}
      rowKey={({ one }) => one.campaign.id}
      onOpen={({ one }) => void navigate(`/campaigns/${one.campaign.id}`)}
      error={props.error}
      onRetry={props.onRetry}
      searchText={({ one }) => `${one.campaign.name} ${one.campaign.note}`}
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
          data={CAMPAIGN_STATUSES.map((value) => ({ value, label: heart(`status.${value}`) }))}
          onChange={setStatus}
        />
      }
      empty={props.empty}
    />
  );
}

const ORDER: Readonly<Record<CampaignStatus, number>> = { live: 0, paused: 1, draft: 2, ended: 3 };

function order({ campaign }: CampaignOne): number {
  return ORDER[campaign.status] * 1e15 - campaign.updatedAt;
}

function useColumns(): Column<Row>[] {
  const text = useTexts(campaignTexts);
  const formats = useFormats();
  const count = (value: number | undefined): ReactNode =>
    value ? formats.number(value) : <Quiet>–</Quiet>;
  return [
    { key: 'name', header: text('campaign'), cell: (row) => <Name {...row} /> },
    {
      key: 'state',
      header: text('state'),
      hide: 'phone',
      width: '120px',
      cell: ({ one }) => <StatusChip status={one.campaign.status} />,
    },
    {
      key: 'shown',
      header: text('shown'),
      align: 'end',
      hide: 'phone',
      width: '96px',
      sort: ({ outcome }) => outcome?.counts.shown ?? 0,
      cell: ({ outcome }) => count(outcome?.counts.shown),
    },
    {
      key: 'clicked',
      header: text('clicked'),
      align: 'end',
      hide: 'tablet',
      width: '110px',
      sort: ({ outcome }) => outcome?.counts.clicked ?? 0,
      cell: ({ outcome }) => count(outcome?.counts.clicked),
    },
    {
      key: 'goals',
      header: text('goals'),
      align: 'end',
      hide: 'tablet',
      width: '96px',
      sort: ({ outcome }) => outcome?.counts.goals ?? 0,
      cell: ({ outcome }) => count(outcome?.counts.goals),
    },
    {
      key: 'gain',
      header: text('gain'),
      align: 'end',
      hide: 'phone',
      width: '180px',
      sort: ({ outcome }) => outcome?.comparison.difference?.value ?? null,
      cell: ({ outcome }) => <DifferenceShort comparison={outcome?.comparison} />,
    },
    {
      key: 'budget',
      header: text('budget'),
      hide: 'tablet',
      width: '150px',
      cell: ({ one }) => <Budget one={one} />,
    },
  ];
}

function Name({ one }: Row) {
  const text = useTexts(campaignTexts);
  const { names } = useWording();
  const { id, name, placements, when, changed, status } = one.campaign;
  const places = placements.map((key) => names.place(key) ?? key).join(', ');
  return (
    <Named
      title={
        <>
          <KindMarks kinds={when.kinds} />
          <Link to={`/campaigns/${id}`} tabIndex={-1}>
            {name}
          </Link>
        </>
      }
      note={places || text('nowhere')}
      below={<StatusChip status={status} />}
      chips={
        changed &&
        status !== 'draft' && (
          <Chip tone="accent" hint={text('changedHint')}>
            {text('changed')}
          </Chip>
        )
      }
    />
  );
}

/** How much of its budget a campaign has given away: a small bar with the amounts. */
export function Budget({ one }: { one: CampaignOne }) {
  const text = useTexts(campaignTexts);
  const formats = useFormats();
  const { budget } = one.campaign;
  if (!budget) return <Quiet>–</Quiet>;
  const { currency, minor } = budget;
  const money = (amountMinor: number): string => formats.moneyRound({ amountMinor, currency });
  const share = Math.min(1, one.spentMinor / minor);
  return (
    <span className={styles.budget}>
      <span className={styles.budgetTrack} aria-hidden>
        <i style={{ width: `${share * 100}%` }} data-full={share >= 0.9} />
      </span>
      <Quiet>{text('spent', { spent: money(one.spentMinor), budget: money(minor) })}</Quiet>
    </span>
  );
}
