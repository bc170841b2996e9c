import type { DecisionSummary } from '@augenblick/contract/api/decision.ts';
import {
  Card,
  Page,
  ShareList,
  TextSkeleton,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Tabs } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useSearchParams } from 'react-router';
import { useMay } from '../session/session.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import { DecisionTable } from './decision-table.tsx';
import { useDecisionSummary } from './queries.ts';
import styles from './decisions.module.css';
import { decisionTexts } from './texts.ts';

const DecisionDrawer = lazy(async () => ({
  default: (await import('./decision-drawer.tsx')).DecisionDrawer,
}));
const RulesTab = lazy(async () => ({ default: (await import('./rules-tab.tsx')).RulesTab }));

/** What was decided, for whom, and why: the log, and the rules that hold for all decisions. */
export default function DecisionsPage() {
  const text = useTexts(decisionTexts);
  const [params, setParams] = useSearchParams();
  const mayRules = useMay('campaign.read');
  const tab = params.get('tab') === 'rules' && mayRules ? 'rules' : 'log';
  const summary = useDecisionSummary();
  const shown = params.get('open');
  const open = (id: string | null): void =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (id === null) next.delete('open');
        else next.set('open', id);
        return next;
      },
      { replace: true },
    );
  return (
    <Page
      title={text('title')}
      headline={
        summary.data ? (
          <Headline summary={summary.data} />
        ) : summary.error ? (
          text('title')
        ) : undefined
      }
    >
      <Tabs
        value={tab}
        onChange={(next) => setParams(next === 'rules' ? { tab: 'rules' } : {})}
        keepMounted={false}
        className={styles.tabs}
      >
        {mayRules && (
          <Tabs.List>
            <Tabs.Tab value="log">{text('tabLog')}</Tabs.Tab>
            <Tabs.Tab value="rules">{text('tabRules')}</Tabs.Tab>
          </Tabs.List>
        )}
        <Tabs.Panel value="log" className={styles.stack}>
          {summary.data && <Picture summary={summary.data} />}
          <DecisionTable onOpen={open} selected={shown} />
        </Tabs.Panel>
        <Tabs.Panel value="rules">
          <Suspense fallback={<TextSkeleton />}>
            <RulesTab />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
      <OnDemand wanted={shown !== null}>
        <DecisionDrawer decisionId={shown} onClose={() => open(null)} />
      </OnDemand>
    </Page>
  );
}

function Headline({ summary }: { summary: DecisionSummary }) {
  const text = useTexts(decisionTexts);
  const formats = useFormats();
  const { decisions, results } = summary;
  if (decisions === 0) return text('headlineNone');
  const shown = results.find(({ result }) => result === 'campaign')?.count ?? 0;
  const share = formats.percent(shown / decisions);
  const [before, , after] = text('headline', { count: '', share }).split('§');
  return (
    <>
      {before}
      <b>{formats.number(decisions)}</b>
      {after}
    </>
  );
}

/** What came out, and why campaigns lost, as bars with their figures. */
function Picture({ summary }: { summary: DecisionSummary }) {
  const text = useTexts(decisionTexts);
  const [language] = useLanguage();
  const { results, reasons, decisions, sampled } = summary;
  if (decisions === 0) return null;
  return (
    <div className={styles.picture}>
      <Card title={text('results')} note={text('resultsNote')}>
        <ShareList
          label={text('results')}
          items={results
            .filter(({ count }) => count > 0)
            .map(({ result, words, count }) => ({
              key: result,
              name: words[language],
              value: count,
            }))}
        />
      </Card>
      <Card title={text('whyLost')} note={text(sampled ? 'whyLostSampled' : 'whyLostNote')}>
        <ShareList
          label={text('whyLost')}
          items={reasons.slice(0, 6).map(({ reason, words, count }) => ({
            key: reason,
            name: `… ${words[language]}`,
            value: count,
          }))}
        />
      </Card>
    </div>
  );
}
