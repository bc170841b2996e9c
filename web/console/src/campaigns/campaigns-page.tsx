import { errorText } from '@augenblick/api';
import type { CampaignOne } from '@augenblick/contract/api/campaign.ts';
import type { CampaignOutcomes } from '@augenblick/contract/api/decision.ts';
import {
  Card,
  EmptyState,
  Icon,
  Page,
  TextSkeleton,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, Tabs } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useMay, useRetailer } from '../session/session.tsx';
import tabs from '../shell/tabs.module.css';
import { blankCampaign } from './blank.ts';
import { CampaignTable } from './campaign-table.tsx';
import { ComparisonPicture } from './comparison.tsx';
import { useCampaigns, useCreateCampaign, useOutcomes } from './queries.ts';
import styles from './campaigns.module.css';
import { campaignTexts } from './texts.ts';

const PlaybookTab = lazy(async () => ({
  default: (await import('./playbook-tab.tsx')).PlaybookTab,
}));
const RunsTab = lazy(async () => ({ default: (await import('./runs-tab.tsx')).RunsTab }));

const TABS = ['campaigns', 'playbook', 'runs'] as const;

/** What speaks to shoppers: what runs and what it earns, ready-made campaigns, dry runs. */
export default function CampaignsPage() {
  const text = useTexts(campaignTexts);
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((one) => one === params.get('tab')) ?? 'campaigns';
  const open = (next: string | null): void =>
    setParams(next === null || next === 'campaigns' ? {} : { tab: next });
  const query = useCampaigns();
  const outcomes = useOutcomes();
  return (
    <Page
      title={text('title')}
      headline={
        query.data ? (
          <Headline campaigns={query.data.campaigns} outcomes={outcomes.data} />
        ) : query.error ? (
          text('title')
        ) : undefined
      }
      actions={<NewButton />}
    >
      <Tabs value={tab} onChange={open} keepMounted={false} className={tabs.tabs}>
        <Tabs.List>
          <Tabs.Tab value="campaigns">{text('tabCampaigns')}</Tabs.Tab>
          <Tabs.Tab value="playbook">{text('tabPlaybook')}</Tabs.Tab>
          <Tabs.Tab value="runs">{text('tabRuns')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="campaigns" className={styles.stack}>
          <Overall outcomes={outcomes.data} />
          <List query={query} outcomes={outcomes.data} onPlaybook={() => open('playbook')} />
        </Tabs.Panel>
        <Tabs.Panel value="playbook">
          <Suspense fallback={<TextSkeleton />}>
            <PlaybookTab />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="runs">
          <Suspense fallback={<TextSkeleton />}>
            <RunsTab />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** Makes an empty draft and opens it; also by `?new=1`, which the palette uses. */
function NewButton() {
  const text = useTexts(campaignTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const { timeZone } = useRetailer();
  const may = useMay('campaign.write');
  const { mutate, isPending } = useCreateCampaign();
  const make = (): void =>
    mutate(blankCampaign(text('unnamed'), timeZone), {
      onSuccess: ({ campaign }) => void navigate(`/campaigns/${campaign.id}/edit`),
      onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
    });
  const asked = params.has('new') && may;
  useEffect(() => {
    if (!asked) return;
    setParams({}, { replace: true });
    make();
    // Once per asking: the address forgets it at once.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [asked]);
  if (!may) return null;
  return (
    <Button leftSection={<Icon name="plus" size={14} />} loading={isPending} onClick={make}>
      {text('new')}
    </Button>
  );
}

function Headline(props: { campaigns: CampaignOne[]; outcomes: CampaignOutcomes | undefined }) {
  const { campaigns, outcomes } = props;
  const text = useTexts(campaignTexts);
  const formats = useFormats();
  const live = campaigns.filter(({ campaign }) => campaign.status === 'live').length;
  if (campaigns.length === 0) return text('headlineNone');
  if (live === 0) return text('headlineQuiet', { count: campaigns.length });
  const clicked = outcomes?.campaigns.reduce((sum, one) => sum + one.counts.clicked, 0);
  if (clicked === 0) return text('headlineUnclicked', { count: live });
  const [before, , after] = text('headline', { count: live, clicked: '' }).split('§');
  return (
    <>
      {before}
      <b>{clicked === undefined ? '…' : formats.number(clicked)}</b>
      {after}
    </>
  );
}

/** The one figure that counts, as soon as there is anything to compare. */
function Overall({ outcomes }: { outcomes: CampaignOutcomes | undefined }) {
  const text = useTexts(campaignTexts);
  if (!outcomes || outcomes.overall.treated.shoppers === 0) return null;
  return (
    <Card title={text('overall')} note={text('overallNote')}>
      <ComparisonPicture comparison={outcomes.overall} />
    </Card>
  );
}

function List(props: {
  query: ReturnType<typeof useCampaigns>;
  outcomes: CampaignOutcomes | undefined;
  onPlaybook: () => void;
}) {
  const { query, outcomes, onPlaybook } = props;
  const text = useTexts(campaignTexts);
  const [language] = useLanguage();
  const may = useMay('campaign.write');
  return (
    <CampaignTable
      campaigns={query.data?.campaigns}
      outcomes={outcomes}
      error={query.error ? errorText(query.error, language) : undefined}
      onRetry={() => void query.refetch()}
      empty={
        <EmptyState
          icon="campaigns"
          title={text('emptyTitle')}
          text={text('emptyText')}
          action={may && <Button onClick={onPlaybook}>{text('fromPlaybook')}</Button>}
        />
      }
    />
  );
}
