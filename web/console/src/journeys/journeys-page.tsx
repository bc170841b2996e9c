import { errorText } from '@augenblick/api';
import type { JourneyList } from '@augenblick/contract/api/journey.ts';
import {
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
import { useMay } from '../session/session.tsx';
import tabs from '../shell/tabs.module.css';
import { blankJourney } from './drawing/blank.ts';
import { JourneyTable } from './journey-table.tsx';
import { useCreateJourney, useJourneys } from './queries.ts';
import { journeyTexts } from './texts.ts';

const PlaybookTab = lazy(async () => ({
  default: (await import('./playbook-tab.tsx')).PlaybookTab,
}));

/** What accompanies shoppers over days and weeks: what runs with live figures, and ready-made journeys. */
export default function JourneysPage() {
  const text = useTexts(journeyTexts);
  const [language] = useLanguage();
  const [params, setParams] = useSearchParams();
  const tab = params.get('tab') === 'playbook' ? 'playbook' : 'journeys';
  const open = (next: string | null): void =>
    setParams(next === 'playbook' ? { tab: 'playbook' } : {});
  const query = useJourneys();
  const may = useMay('journey.write');
  return (
    <Page
      title={text('title')}
      headline={
        query.data ? <Headline list={query.data} /> : query.error ? text('title') : undefined
      }
      actions={<NewButton />}
    >
      <Tabs value={tab} onChange={open} keepMounted={false} className={tabs.tabs}>
        <Tabs.List>
          <Tabs.Tab value="journeys">{text('tabJourneys')}</Tabs.Tab>
          <Tabs.Tab value="playbook">{text('tabPlaybook')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="journeys">
          <JourneyTable
            journeys={query.data?.journeys}
            error={query.error ? errorText(query.error, language) : undefined}
            onRetry={() => void query.refetch()}
            empty={
              <EmptyState
                icon="journeys"
                title={text('emptyTitle')}
                text={text('emptyText')}
                action={
                  may && <Button onClick={() => open('playbook')}>{text('fromPlaybook')}</Button>
                }
              />
            }
          />
        </Tabs.Panel>
        <Tabs.Panel value="playbook">
          <Suspense fallback={<TextSkeleton />}>
            <PlaybookTab />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** Makes an empty draft and opens it; also by `?new=1`, which the palette uses. */
function NewButton() {
  const text = useTexts(journeyTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const may = useMay('journey.write');
  const { mutate, isPending } = useCreateJourney();
  const make = (): void =>
    mutate(blankJourney(text('unnamed')), {
      onSuccess: ({ journey }) => void navigate(`/journeys/${journey.id}/edit`),
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

function Headline({ list: { journeys } }: { list: JourneyList }) {
  const text = useTexts(journeyTexts);
  const formats = useFormats();
  const live = journeys.filter(({ journey }) => journey.status === 'live');
  if (journeys.length === 0) return text('headlineNone');
  if (live.length === 0) return text('headlineQuiet', { count: journeys.length });
  const active = live.reduce((sum, { totals }) => sum + totals.active, 0);
  const words = text('headline', { count: live.length, active: '', n: active });
  const [before, , after] = words.split('§');
  return (
    <>
      {before}
      <b>{formats.number(active)}</b>
      {after}
    </>
  );
}
