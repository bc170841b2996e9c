import type { CampaignOne } from '@augenblick/contract/api/campaign.ts';
import type { CampaignOutcome } from '@augenblick/contract/api/decision.ts';
import {
  Card,
  EmptyState,
  HeadName,
  Notice,
  Stat,
  StatRow,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { useMay } from '../session/session.tsx';
import { OnePage } from '../shell/one-page.tsx';
import { CampaignActions } from './campaign-actions.tsx';
import { Budget } from './campaign-table.tsx';
import { ComparisonPicture } from './comparison.tsx';
import { useCampaign, useOutcomes } from './queries.ts';
import { CampaignSentence, KindMarks } from './sentence.tsx';
import { StatusChip } from './status-chip.tsx';
import styles from './campaigns.module.css';
import { campaignTexts } from './texts.ts';
import { VariantsCard } from './variants-card.tsx';
import { VersionsCard } from './versions-card.tsx';

/** One campaign: what it earned in words and pictures, what it does, what it was before. */
export default function CampaignPage() {
  const { campaignId = '' } = useParams();
  const text = useTexts(campaignTexts);
  const query = useCampaign(campaignId);
  const one = query.data;
  return (
    <OnePage
      query={query}
      text={text}
      icon="campaigns"
      above={{ to: '/campaigns', label: text('back') }}
      name={one?.campaign.name}
      head={one && <Head one={one} />}
      note={one?.campaign.note}
      actions={one && <CampaignActions one={one} />}
    >
      {(loaded) => <Body one={loaded} />}
    </OnePage>
  );
}

function Head({ one }: { one: CampaignOne }) {
  const text = useTexts(campaignTexts);
  const { name, status, changed, when } = one.campaign;
  return (
    <HeadName
      name={
        <>
          <KindMarks kinds={when.kinds} size={20} />
          {name}
        </>
      }
      chips={
        <>
          <StatusChip status={status} />
          {changed && status !== 'draft' && <span>{text('changed')}</span>}
        </>
      }
    />
  );
}

function Body({ one }: { one: CampaignOne }) {
  const text = useTexts(campaignTexts);
  const { campaign, findings } = one;
  const outcomes = useOutcomes(campaign.id);
  const outcome = outcomes.data?.campaigns.find(({ campaignId }) => campaignId === campaign.id);
  const [language] = useLanguage();
  const must = findings.filter(({ severity }) => severity === 'must');
  return (
    <>
      {campaign.status === 'draft' && must.length > 0 && (
        <Notice tone="caution" title={text('notYet')}>
          <ul>
            {must.map(({ field, words }) => (
              <li key={field}>{words[language]}</li>
            ))}
          </ul>
        </Notice>
      )}
      {campaign.version > 0 && (
        <Results one={one} outcome={outcome} currency={outcomes.data?.currency ?? 'EUR'} />
      )}
      <div className={styles.columns} data-beside={campaign.version > 0}>
        <div className={styles.stack}>
          <Card title={text('sentence')}>
            <CampaignSentence draft={one.live ?? campaign} />
          </Card>
          {campaign.version > 0 && outcome && <VariantsCard outcome={outcome} />}
        </div>
        {campaign.version > 0 && <VersionsCard campaign={campaign} />}
      </div>
    </>
  );
}

function Results(props: {
  one: CampaignOne;
  outcome: CampaignOutcome | undefined;
  currency: string;
}) {
  const { one, outcome, currency } = props;
  const text = useTexts(campaignTexts);
  const formats = useFormats();
  const mayLog = useMay('decision.read');
  const counts = outcome?.counts;
  if (counts?.decided === 0) {
    return (
      <Card>
        <EmptyState icon="clock" title={text('noResults')} text={text('noResultsText')} />
      </Card>
    );
  }
  return (
    <>
      <StatRow>
        <Stat
          label={text('shown')}
          value={counts && formats.number(counts.shown)}
          note={counts && text('shownNote', { count: counts.dismissed })}
        />
        <Stat
          label={text('clicked')}
          value={counts && formats.number(counts.clicked)}
          note={
            counts &&
            counts.shown > 0 &&
            text('clickedNote', { share: formats.percent(counts.clicked / counts.shown, 1) })
          }
        />
        <Stat
          label={text('goals')}
          value={counts && formats.number(counts.goals)}
          note={text('goalsNote')}
        />
        <Stat
          label={text('revenue')}
          value={counts && formats.moneyRound({ amountMinor: counts.revenueMinor, currency })}
          note={text('revenueNote')}
        />
        {one.campaign.budget && <Stat label={text('budget')} value={<Budget one={one} />} />}
      </StatRow>
      {outcome && (
        <Card
          title={text('worth')}
          note={text('worthNote')}
          actions={
            mayLog && (
              <Button
                component={Link}
                size="xs"
                variant="default"
                to={`/decisions?campaign=${one.campaign.id}`}
              >
                {text('whyLink')}
              </Button>
            )
          }
        >
          <ComparisonPicture comparison={outcome.comparison} />
        </Card>
      )}
    </>
  );
}
